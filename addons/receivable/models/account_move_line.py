from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.receivable.logic.holds import Hold, Recorded
from odoo.addons.receivable.logic.items import OpenItem

from .receivable_event import DEBT_CONDITION, DEBT_TABLES
from .receivable_pause import STOPS

# What each kernel hold stops. A forecast is never stopped by them: money excluded from reminders still comes in.
EXCLUDED_FROM = ("announce", "remind", "thank", "charge")
OWN_COMPANY_FROM = ("announce", "remind", "thank", "debit", "charge", "order")
NOT_INVOICE_FROM = ("announce", "remind", "thank", "debit", "charge")


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # -- open items -------------------------------------------------------------------------------------------------------

    @api.model
    def _receivable_open_items(self, company, payer_ids=None):
        """Unreconciled receivable lines of a company, or of some of its payers: ``[OpenItem]``, one query.

        A positive line that is neither invoice, receipt nor opening balance is for a person to look at (kind ``review``).
        Sorted by payer, due date and id. Lines without a partner are not here: ``_receivable_orphans``.
        """
        self._receivable_flush()
        payers = SQL("TRUE") if payer_ids is None else SQL("p.commercial_partner_id = ANY(%s)", list(payer_ids))
        rows = self.env.execute_query(SQL(
            """SELECT l.id, p.commercial_partner_id, COALESCE(m.partner_id, l.partner_id), l.move_id,
                      COALESCE(CASE WHEN m.move_type = 'entry' THEN NULLIF(l.name, '') END, m.name, ''), COALESCE(m.ref, ''),
                      CASE WHEN l.amount_residual_currency < 0 THEN 'credit' WHEN %(debts)s THEN 'debt' ELSE 'review' END,
                      COALESCE(m.invoice_date, l.date), COALESCE(l.date_maturity, l.date), l.currency_id,
                      l.amount_currency::text, l.amount_residual_currency::text, l.amount_residual::text, l.account_id,
                      COALESCE(m.reversed_entry_id, 0), concat_ws(' ', l.name, m.ref, m.payment_reference), COALESCE(m.invoice_user_id, 0)
                 FROM %(tables)s
                 JOIN res_currency c ON c.id = l.currency_id
                WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND a.account_type = 'asset_receivable'
                  AND a.non_trade IS NOT TRUE AND l.company_id = %(company)s AND %(payers)s
                  AND abs(l.amount_residual_currency) >= c.rounding / 2
                ORDER BY 2, 9, 1""",
            debts=DEBT_CONDITION, tables=DEBT_TABLES, company=company.id, payers=payers,
        ))
        return [
            OpenItem(*row[:10], Decimal(row[10]), Decimal(row[11]), Decimal(row[12]), *row[13:])
            for row in rows
        ]

    @api.model
    def _receivable_orphans(self, company):
        """Open receivable lines without a partner: nobody can be asked for them, somebody must look."""
        return self.search([
            ("company_id", "=", company.id), ("parent_state", "=", "posted"), ("reconciled", "=", False),
            ("account_id.account_type", "=", "asset_receivable"), ("account_id.non_trade", "=", False),
            ("partner_id", "=", False), ("amount_residual", "!=", 0),
        ])

    def _receivable_flush(self):
        """What the selections read must be in the database."""
        self.flush_model([
            "account_id", "amount_currency", "amount_residual", "amount_residual_currency", "company_id", "currency_id", "date",
            "date_maturity", "move_id", "name", "no_followup", "parent_state", "partner_id", "reconciled",
        ])
        self.env["account.move"].flush_model([
            "invoice_date", "invoice_user_id", "journal_id", "move_type", "name", "origin_payment_id", "partner_id",
            "payment_reference", "ref", "reversed_entry_id", "statement_line_id",
        ])
        self.env["account.account"].flush_model(["account_type", "non_trade"])
        self.env["account.journal"].flush_model(["receivable_opening"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])

    # -- the three questions ----------------------------------------------------------------------------------------------

    def _receivable_holds(self, purpose, date):
        """May we act on these items, for this purpose, on this day? ``{line id: [Hold]}``; absent = nothing against it.

        Add-ons override this, add to what ``super()`` answers, and cost a constant number of queries.

        :param purpose: one of ``logic.holds.PURPOSES``
        """
        holds = defaultdict(list)
        if self.ids:
            self._receivable_flush()
            self._receivable_standing_holds(purpose, holds)
            self._receivable_recorded_holds(purpose, date, holds)
        return dict(holds)

    def _receivable_charges(self, date):
        """What does the delay of these items cost the payer? ``{line id: [Charge]}``; add-ons answer with ``super()``."""
        return {}

    # -- holds of the kernel ----------------------------------------------------------------------------------------------

    def _receivable_standing_holds(self, purpose, holds):
        """Excluded, owed by ourselves, or not an invoice: true whatever the day. One query, one tuple per reason."""
        reasons = [
            (purpose in EXCLUDED_FROM, self._receivable_hold_excluded()),
            (purpose in OWN_COMPANY_FROM, self._receivable_hold_own_company()),
            (purpose in NOT_INVOICE_FROM, self._receivable_hold_not_invoice()),
        ]
        rows = self.env.execute_query(SQL(
            """SELECT * FROM (
                  SELECT l.id, COALESCE(l.no_followup, FALSE) AS excluded,
                         EXISTS (SELECT 1 FROM res_company own WHERE own.partner_id = p.commercial_partner_id) AS own_company,
                         l.amount_currency > 0 AND NOT (%s) AS not_invoice
                    FROM %s WHERE l.id = ANY(%s)) line
                WHERE excluded OR own_company OR not_invoice""",
            DEBT_CONDITION, DEBT_TABLES, self.ids,
        ))
        for line, *facts in rows:
            for fact, (asked, hold) in zip(facts, reasons, strict=True):
                if fact and asked:
                    holds[line].append(hold)

    def _receivable_hold_excluded(self):
        return Hold(
            "excluded", "leave",
            why=self.env._("Excluded from follow-up on the invoice."),
            lifted_by=self.env._("whoever may edit the invoice: untick 'No Follow-Up'"),
        )

    def _receivable_hold_own_company(self):
        return Hold(
            "own_company", "leave",
            why=self.env._("This payer is one of our own companies."),
            lifted_by=self.env._("nobody: settle it between the companies"),
        )

    def _receivable_hold_not_invoice(self):
        return Hold(
            "not_invoice", "leave",
            why=self.env._("Not an invoice: a refund, a returned payment or an entry that a person should look at."),
            lifted_by=self.env._("whoever reconciles the entry"),
        )

    def _receivable_recorded_holds(self, purpose, date, holds):
        """Holds that somebody wrote down (a pause; disputes, promises … of add-ons): one query for all of them, then the records."""
        selects = self._receivable_hold_selects(purpose, date)
        if not selects:
            return
        rows = self.env.execute_query(SQL("%s ORDER BY 3, 5, 1, 2, 4", SQL(" UNION ALL ").join(selects)))
        recorded = [Recorded(*row[:6], row[6] and Decimal(row[6])) for row in rows]
        # sudo: whoever asks the gate must be told, even without the right to read what it rests on
        env, records, made = self.env(su=True), {}, {}
        for model in {row.model for row in recorded}:
            for record in env[model].browse({row.record for row in recorded if row.model == model}):
                records[model, record.id] = record
        for row in recorded:
            alike = row._replace(item=0)
            if alike not in made:
                made[alike] = self._receivable_recorded_hold(records[row.model, row.record], row, purpose)
            holds[row.item].append(made[alike])

    def _receivable_recorded_hold(self, record, row, purpose):
        """The hold that a record makes; the same tuple for all items of which it says the same."""
        return self._receivable_hold_paused(record) if row.model == "receivable.pause" else record._hold(row, purpose)

    def _receivable_hold_selects(self, purpose, date):
        """``[SQL]``: the records in force that day, with the columns of ``logic.holds.Recorded``; add-ons add theirs to ``super()``.

        Their models answer ``_hold(row, purpose)``. Amounts are selected as text.
        """
        stop = next((field for field, purposes in STOPS.items() if purpose in purposes), None)
        return [self._receivable_pauses(stop, date)] if stop else []

    def _receivable_pauses(self, stop, date):
        """Pauses in force that day, of the payer or of the item."""
        self.env["receivable.pause"].flush_model()
        return SQL(
            """SELECT 'receivable.pause', h.id, l.id, '', h.date_from, NULL::date, NULL
                 FROM receivable_pause h
                 JOIN res_company hc ON hc.id = h.company_id
                 JOIN res_partner hp ON hp.id = h.partner_id
                 JOIN res_partner p ON p.commercial_partner_id = hp.commercial_partner_id
                 JOIN account_move_line l ON l.partner_id = p.id
                 JOIN res_company lc ON lc.id = l.company_id AND lc.parent_path LIKE hc.parent_path || '%%'
                WHERE l.id = ANY(%(lines)s) AND h.%(stop)s
                  AND h.date_from <= %(date)s AND (h.date_until IS NULL OR h.date_until >= %(date)s)
                  AND (h.resumed_on IS NULL OR h.resumed_on > %(date)s)
                  AND (h.scope = 'payer' OR EXISTS (
                       SELECT 1 FROM account_move_line_receivable_pause_rel r
                        WHERE r.receivable_pause_id = h.id AND r.account_move_line_id = l.id))""",
            lines=self.ids, stop=SQL.identifier(stop), date=date,
        )

    def _receivable_hold_paused(self, pause):
        return Hold(
            "paused", "leave",
            since=pause.date_from,
            until=pause.date_until or None,
            why=pause._sentence(),
            why_public=self.env._("Follow-up is paused."),
            lifted_by=self.env._("a collector: Resume on the payer"),
            evidence=("receivable.pause", (pause.id,)),
        )
