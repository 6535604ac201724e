from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.receivable.logic.money_in_sight import TWIN_DAYS, Seen, alike
from odoo.addons.receivable.logic.numbers import possible_numbers

from .receivable_sight_answer import SEEN_MODELS

# The companies of the lines asked, with their branches: one legal entity, whichever bank account the money came to.
HOUSES = SQL("""
    SELECT c.id, root.id AS root, root.receivable_sight_days AS days
      FROM res_company root
      JOIN res_company c ON c.parent_path LIKE root.parent_path || '%%'
     WHERE root.parent_id IS NULL""")


class AccountMoveLine(models.Model):
    """The facts for money in sight: what was seen, and whose items it may concern. Each costs a constant number of queries."""

    _inherit = "account.move.line"

    # -- whose ------------------------------------------------------------------------------------------------------------

    def _receivable_payer_ids(self):
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT p.commercial_partner_id FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
                WHERE l.id = ANY(%s)""",
            self.ids,
        ))
        return [payer for (payer,) in rows]

    @api.model
    def _receivable_sight_payers(self, root, seen, answers):
        """``({payer}, {payer: name})``: whom of a company with its branches the money may concern, and the names of all who owe.

        One query over the open items. Too many payers do no harm, one too few would: credits make amounts that only set-off
        tells, so that payers with a credit and a larger debt are taken whatever the amount.
        """
        unknown = [one for one in seen if not (one.payer or one.iban_payer)]
        numbers = {number for one in seen for number in possible_numbers(one.label)}
        rows = self.env.execute_query(SQL(
            """WITH due AS (
                   SELECT p.commercial_partner_id AS payer, l.id, l.move_id, l.currency_id, l.amount_residual_currency AS residual,
                          CASE WHEN m.move_type = 'entry' THEN NULLIF(l.name, '') END AS label, m.name, m.payment_reference
                     FROM account_move_line l
                     JOIN account_account a ON a.id = l.account_id
                     JOIN account_move m ON m.id = l.move_id
                     JOIN res_partner p ON p.id = l.partner_id
                    WHERE l.company_id = ANY(%(members)s) AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
                      AND a.account_type = 'asset_receivable' AND a.non_trade IS NOT TRUE),
               owing AS (
                   SELECT payer, min(residual) < 0 AND max(residual) > %(least)s
                          OR bool_or(id = ANY(%(said)s) OR move_id = ANY(%(moves)s) OR residual = ANY(%(amounts)s)
                                     OR %(named)s) AS concerned
                     FROM due GROUP BY payer)
               SELECT o.payer, COALESCE(p.name, ''), o.concerned OR o.payer = ANY(%(known)s)
                 FROM owing o JOIN res_partner p ON p.id = o.payer""",
            members=self.env["receivable.event"]._members(self.env["res.company"].browse(root)),
            known=[payer for one in seen for payer in (one.payer, one.iban_payer)],
            least=min((one.amount for one in unknown), default=None),
            amounts=list({one.amount for one in unknown}),
            moves=[move for one in seen for move in one.moves],
            said=[answer.debt for answer in answers],
            named=self._receivable_sight_named(numbers),
        ))
        names = {payer: name for payer, name, _concerned in rows} | {one.payer: one.name for one in seen if one.source == "booked"}
        return {payer for payer, _name, concerned in rows if concerned} | alike(seen, names), names

    @staticmethod
    def _receivable_sight_named(numbers):
        """SQL over the open items: may the label of some money name this one? Unusual strokes in a number: perhaps."""
        if not numbers:
            return SQL("FALSE")
        texts = [SQL.identifier("due", column) for column in ("label", "name", "payment_reference")]
        return SQL(" OR ").join(
            SQL("translate(upper(%s), '/-+. _', '') = ANY(%s) OR %s ~ '[^A-Za-z0-9/+. _-]'", text, list(numbers), text) for text in texts
        )

    @api.model
    def _receivable_sight_facts(self, root, payer_ids):
        """``(items, {payer: name}, {item: payment reference})`` of these payers of a company with its branches."""
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

    # -- what was seen --------------------------------------------------------------------------------------------------------

    def _receivable_seen(self, date):
        """Money that arrived or is under way and is in no payer's account yet: ``{root company: [Seen]}``. One query.

        Bank lines to be matched; payments without a journal entry; online payments that are not confirmed or not booked.
        A transfer that was only chosen on the portal is announced, not under way: a person decides. Old money is no longer
        believed, unless a person said what it pays.
        """
        self._receivable_sight_flush()
        Answer = self.env["receivable.sight.answer"]
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
                  AND m.date <= %(date)s AND (m.date >= %(date)s - h.days OR s.id IN %(said_bank)s)
               UNION ALL
               SELECT h.root, s.id, 'payment', s.date, s.amount::text, s.currency_id,
                      p.commercial_partner_id, 0, COALESCE(s.memo, ''), p.name,
                      ARRAY(SELECT r.invoice_id FROM account_move__account_payment r WHERE r.payment_id = s.id ORDER BY 1), TRUE
                 FROM account_payment s
                 JOIN house h ON h.id = s.company_id
                 JOIN res_partner p ON p.id = s.partner_id
                WHERE s.payment_type = 'inbound' AND s.partner_type = 'customer' AND s.state = 'in_process' AND s.move_id IS NULL
                  AND s.is_matched IS NOT TRUE AND s.amount > 0
                  AND s.date <= %(date)s AND (s.date >= %(date)s - h.days OR s.id IN %(said_payment)s)
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
                      AND COALESCE(s.last_state_change, s.create_date)::date <= %(date)s
                      AND (COALESCE(s.last_state_change, s.create_date)::date >= %(date)s - h.days
                           OR s.id IN %(said_transaction)s)) s
                WHERE moves <> ARRAY[]::int[]""",
            houses=HOUSES, lines=self.ids, date=date, **{f"said_{source}": Answer._said_to_pay(source, date) for source in SEEN_MODELS},
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
        self.env["receivable.sight.answer"].flush_model()
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
