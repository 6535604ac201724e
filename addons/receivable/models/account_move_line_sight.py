from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from babel.dates import format_skeleton

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse, get_lang

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.money_in_sight import TWIN_DAYS, Match, Seen, concerned, in_sight
from odoo.addons.receivable.logic.numbers import masked

# What money in sight stops. Who has paid is not written to, not debited again and not refused an order, and the delay that a
# charge is for ends on a day that only matching tells. Thanks wait for matched money by themselves. Nothing is taken from a
# forecast: this money comes in.
SIGHT_STOPS = ("announce", "remind", "debit", "charge", "order")
FEW_LINES = 500  # of so few the own payers are looked at first, without reading the whole ledger
EVIDENCE = {"bank": "account.bank.statement.line", "payment": "account.payment", "transaction": "payment.transaction"}

# The companies of the lines asked, with their branches: one legal entity, whichever bank account the money came to.
HOUSES = SQL("""
    SELECT c.id, root.id AS root, root.receivable_sight_days AS days
      FROM res_company root
      JOIN res_company c ON c.parent_path LIKE root.parent_path || '%%'
     WHERE root.parent_id IS NULL""")


class AccountMoveLine(models.Model):
    """Money in sight: nobody who has paid is chased while the payment waits to be matched."""

    _inherit = "account.move.line"

    def _receivable_holds(self, purpose, date):
        """Adds ``money``: what arrived or is under way by that day, and is not matched today.

        Certain: the item leaves the message, or the part of it that is covered. Probable: a person decides.
        One query when nothing is in sight; else as many more whatever the number of items.
        """
        holds = super()._receivable_holds(purpose, date)
        if self.ids and purpose in SIGHT_STOPS:
            asked = set(self.ids)
            for root, seen in self._receivable_seen(date).items():
                items, matches = self._receivable_matches(root, seen)
                for item in items:
                    if item.id in asked and item.id in matches:
                        found = [self._receivable_hold_money(match, item) for match in matches[item.id]]
                        holds[item.id] = holds.get(item.id, []) + found
        return holds

    def _receivable_matches(self, root, seen):
        """The open items of a company and its branches, and what covers each: ``([OpenItem], {item: [Match]})``.

        All payers take part, whichever lines were asked: one amount is not promised to two of them.
        """
        if len(self) <= FEW_LINES:
            items, *facts = self._receivable_sight_facts(root, self._receivable_payer_ids())
            if not concerned(items, seen, *facts):
                return [], {}
        items, names, references = self._receivable_sight_facts(root)
        booked = self._receivable_booked(root, seen)
        names |= {one.payer: one.name for one in booked}
        return items, in_sight(items, seen + booked, names, references)

    # -- facts ------------------------------------------------------------------------------------------------------------

    def _receivable_payer_ids(self):
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT p.commercial_partner_id FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
                WHERE l.id = ANY(%s)""",
            self.ids,
        ))
        return [payer for (payer,) in rows]

    @api.model
    def _receivable_sight_facts(self, root, payer_ids=None):
        """``(items, {payer: name}, {item: payment reference})`` of a company with its branches."""
        companies = self.env["res.company"].browse(self.env["receivable.event"]._members(self.env["res.company"].browse(root)))
        items = [item for company in companies for item in self._receivable_open_items(company, payer_ids)]
        names = self.env.execute_query(SQL(
            "SELECT id, COALESCE(name, '') FROM res_partner WHERE id = ANY(%s)", list({item.payer for item in items})
        ))
        references = self.env.execute_query(SQL(
            """SELECT l.id, m.payment_reference FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                WHERE l.id = ANY(%s) AND m.payment_reference <> m.name""",
            [item.id for item in items if item.kind == "debt"],
        ))
        return items, dict(names), dict(references)

    def _receivable_seen(self, date):
        """Money that arrived or is under way and is in no payer's account yet: ``{root company: [Seen]}``. One query.

        Bank lines to be matched; payments without a journal entry; online payments that are not confirmed or not booked.
        A transfer that was only chosen on the portal is announced, not under way: a person decides.
        """
        self._receivable_sight_flush()
        rows = self.env.execute_query(SQL(
            """WITH house AS (
                   SELECT * FROM (%(houses)s) h WHERE root IN (
                          SELECT split_part(c.parent_path, '/', 1)::int FROM res_company c
                           WHERE c.id IN (SELECT DISTINCT company_id FROM account_move_line WHERE id = ANY(%(lines)s))))
               SELECT h.root, s.id, 'bank', m.date, round(-s.amount_residual::numeric, c.decimal_places)::text, c.id,
                      COALESCE(p.commercial_partner_id, 0), COALESCE(iban.payer, 0), concat_ws(' ', s.payment_ref, m.ref),
                      COALESCE(NULLIF(s.partner_name, ''), p.name, ''), ARRAY[]::int[], TRUE
                 FROM account_bank_statement_line s
                 JOIN house h ON h.id = s.company_id
                 JOIN account_move m ON m.id = s.move_id
                 JOIN res_currency c ON c.id = COALESCE(s.foreign_currency_id, s.currency_id)
                 LEFT JOIN res_partner p ON p.id = s.partner_id
                 LEFT JOIN LATERAL (
                      SELECT min(owner.commercial_partner_id) AS payer
                        FROM res_partner_bank b JOIN res_partner owner ON owner.id = b.partner_id
                       WHERE b.active AND b.sanitized_acc_number = upper(regexp_replace(s.account_number, '\\W|_', '', 'g'))
                      HAVING count(DISTINCT owner.commercial_partner_id) = 1) iban ON TRUE
                WHERE s.is_reconciled IS NOT TRUE AND s.amount > 0 AND s.amount_residual < 0 AND m.state = 'posted'
                  AND m.date BETWEEN %(date)s - h.days AND %(date)s
               UNION ALL
               SELECT h.root, s.id, 'payment', s.date, s.amount::text, s.currency_id,
                      p.commercial_partner_id, 0, COALESCE(s.memo, ''), p.name,
                      ARRAY(SELECT r.invoice_id FROM account_move__account_payment r WHERE r.payment_id = s.id ORDER BY 1), TRUE
                 FROM account_payment s
                 JOIN house h ON h.id = s.company_id
                 JOIN res_partner p ON p.id = s.partner_id
                WHERE s.payment_type = 'inbound' AND s.partner_type = 'customer' AND s.state = 'in_process' AND s.move_id IS NULL
                  AND s.is_matched IS NOT TRUE AND s.amount > 0 AND s.date BETWEEN %(date)s - h.days AND %(date)s
               UNION ALL
               SELECT * FROM (
                   SELECT h.root, s.id, 'transaction', COALESCE(s.last_state_change, s.create_date)::date AS date, s.amount::text,
                          s.currency_id, p.commercial_partner_id, 0, '', p.name,
                          ARRAY(SELECT r.invoice_id FROM account_invoice_transaction_rel r
                                 WHERE r.transaction_id = s.id ORDER BY 1) AS moves,
                          s.state <> 'pending' OR provider.code <> 'custom'
                     FROM payment_transaction s
                     JOIN house h ON h.id = s.company_id
                     JOIN payment_provider provider ON provider.id = s.provider_id
                     JOIN res_partner p ON p.id = s.partner_id
                    WHERE s.payment_id IS NULL AND s.amount > 0 AND COALESCE(s.operation, '') NOT IN ('refund', 'validation')
                      AND (s.state IN ('pending', 'authorized') OR s.state = 'done' AND s.is_post_processed IS NOT TRUE)
                      AND COALESCE(s.last_state_change, s.create_date)::date BETWEEN %(date)s - h.days AND %(date)s) s
                WHERE moves <> ARRAY[]::int[]""",
            houses=HOUSES, lines=self.ids, date=date,
        ))
        seen = defaultdict(list)
        for root, *row in rows:
            seen[root].append(self._receivable_as_seen(row))
        return seen

    def _receivable_booked(self, root, seen):
        """Payments in the ledger whose bank line is awaited, of the amounts seen: ``[Seen]``; they tell which bank lines are no news."""
        if not any(one.source == "bank" for one in seen):
            return []
        rows = self.env.execute_query(SQL(
            """SELECT s.id, 'booked', s.date, s.amount::text, s.currency_id, p.commercial_partner_id, 0, '', COALESCE(p.name, ''),
                      ARRAY(SELECT r.invoice_id FROM account_move__account_payment r WHERE r.payment_id = s.id
                             UNION
                            SELECT debt.move_id FROM account_move_line credit
                              JOIN account_partial_reconcile r ON r.credit_move_id = credit.id
                              JOIN account_move_line debt ON debt.id = r.debit_move_id
                             WHERE credit.move_id = s.move_id
                             ORDER BY 1), TRUE
                 FROM account_payment s
                 JOIN (%s) h ON h.id = s.company_id AND h.root = %s
                 JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
                 JOIN res_partner p ON p.id = s.partner_id
                WHERE s.payment_type = 'inbound' AND s.partner_type = 'customer' AND s.state IN ('in_process', 'paid')
                  AND s.is_matched IS NOT TRUE AND s.amount = ANY(%s) AND s.date BETWEEN %s AND %s""",
            HOUSES, root, list({one.amount for one in seen}),
            min(one.date for one in seen) - timedelta(days=TWIN_DAYS), max(one.date for one in seen) + timedelta(days=TWIN_DAYS),
        ))
        return [self._receivable_as_seen(row) for row in rows]

    @staticmethod
    def _receivable_as_seen(row):
        number, source, day, amount, *rest, moves, sure = row
        return Seen(number, source, day, Decimal(amount), *rest, tuple(moves), sure)

    def _receivable_sight_flush(self):
        """What the selections of money read must be in the database."""
        self.env["account.bank.statement.line"].flush_model([
            "account_number", "amount", "amount_residual", "company_id", "currency_id", "foreign_currency_id", "is_reconciled", "move_id",
            "partner_id", "partner_name", "payment_ref",
        ])
        self.env["account.payment"].flush_model([
            "amount", "company_id", "currency_id", "date", "invoice_ids", "is_matched", "memo", "move_id", "partner_id", "partner_type",
            "payment_type", "state",
        ])
        self.env["payment.transaction"].flush_model([
            "amount", "company_id", "currency_id", "invoice_ids", "is_post_processed", "last_state_change", "operation", "partner_id",
            "payment_id", "provider_id", "state",
        ])
        self.env["payment.provider"].flush_model(["code"])
        self.env["res.partner.bank"].flush_model(["active", "partner_id", "sanitized_acc_number"])
        self.env["res.partner"].flush_model(["commercial_partner_id", "name"])
        self.env["res.company"].flush_model(["parent_id", "parent_path", "receivable_sight_days"])
        self.env["account.move"].flush_model(["date", "payment_reference", "ref", "state"])

    # -- in words ---------------------------------------------------------------------------------------------------------

    def _receivable_hold_money(self, match: Match, item):
        """Leave the item alone, or the part that is covered; what is only probable waits for a person."""
        return Hold(
            "money",
            "leave" if match.certain else "review",
            amount=None if match.amount == item.residual else match.amount,
            since=match.seen.date,
            why=self._receivable_sight_sentence(match),
            why_public=self.env._("A payment is being matched.") if match.certain else "",
            lifted_by=self.env._("whoever matches the payment"),
            evidence=(EVIDENCE[match.seen.source], (match.seen.id,)),
        )

    def _receivable_sight_sentence(self, match):
        """What was seen, where and when; by which name when it is not certain whose it is."""
        seen = match.seen
        facts = {
            "amount": self.env["res.partner"]._receivable_figure(seen.amount, seen.currency),
            "day": self._receivable_short_day(seen.date),
            "name": seen.name or masked(seen.label) or self.env._("unknown"),
        }
        if seen.source == "payment":
            return self.env._("Payment of %(amount)s registered on %(day)s, not yet matched.", **facts)
        if seen.source == "transaction" and seen.sure:
            return self.env._("Online payment of %(amount)s of %(day)s under way.", **facts)
        if seen.source == "transaction":
            return self.env._("Transfer of %(amount)s announced on the portal on %(day)s, not seen at the bank yet.", **facts)
        if match.certain:
            return self.env._("Payment of %(amount)s seen on the bank statement of %(day)s, not yet matched.", **facts)
        return self.env._("Payment of %(amount)s from “%(name)s” seen on the bank statement of %(day)s: perhaps for this.", **facts)

    def _receivable_short_day(self, day):
        """Day and month in the order of the reader's language."""
        return format_skeleton("Md", day, locale=babel_locale_parse(get_lang(self.env).code))
