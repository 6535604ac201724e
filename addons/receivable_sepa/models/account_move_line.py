from odoo import api, models
from odoo.tools import SQL

from .account_payment_method import SEPA_DEBIT

UNDER_WAY_STOPS = ("announce", "remind", "debit")


class AccountMoveLine(models.Model):
    """What is debited is not asked for: not before, not meanwhile, and nobody is thanked before the debit is safe."""

    _inherit = "account.move.line"

    def _receivable_hold_selects(self, purpose, date):
        """Adds ``debit`` (the part that is in a collection), ``mandate`` (the notice of the debit replaces the announcement) and
        ``debit_window`` (it may still come back), as they were that day."""
        self.env["sepa.debit"].flush_model()
        self.env["sepa.debit.item"].flush_model()
        selects = super()._receivable_hold_selects(purpose, date)
        if purpose in UNDER_WAY_STOPS:
            selects.append(self._sepa_debits_under_way(date))
        if purpose == "announce":
            selects.append(self._sepa_mandates_of(date))
        if purpose == "thank":
            selects.append(self._sepa_debits_in_window(date))
        return selects

    def _sepa_debits_under_way(self, date):
        return SQL(
            """SELECT 'sepa.debit', d.id, i.item, 'under_way', d.planned_on, d.ended_on, i.amount::text
                 FROM sepa_debit_item i JOIN sepa_debit d ON d.id = i.debit_id
                WHERE i.item = ANY(%(lines)s) AND d.planned_on <= %(date)s AND (d.ended_on IS NULL OR d.ended_on > %(date)s)""",
            lines=self.ids, date=date,
        )

    def _sepa_debits_in_window(self, date):
        return SQL(
            """SELECT 'sepa.debit', d.id, i.item, 'window', d.date, d.final_on + 1, NULL
                 FROM sepa_debit_item i JOIN sepa_debit d ON d.id = i.debit_id
                WHERE i.item = ANY(%(lines)s) AND d.state = 'booked' AND d.date <= %(date)s AND d.final_on >= %(date)s""",
            lines=self.ids, date=date,
        )

    def _sepa_mandates_of(self, date):
        """Items that will be debited and are in no collection yet, with the mandate."""
        return SQL(
            """SELECT * FROM (
               SELECT DISTINCT ON (l.id) 'sepa.mandate', mandate.id, l.id, 'announce', mandate.signed_on, NULL::date, NULL
                 FROM %(tables)s
                 JOIN sepa_mandate mandate ON mandate.partner_id = p.commercial_partner_id AND mandate.company_id = l.company_id
                      AND mandate.state = 'active' AND mandate.signed_on <= %(date)s
                WHERE l.id = ANY(%(lines)s) AND l.amount_residual_currency > 0 AND %(means)s IN ('debit', 'open')
                  AND NOT EXISTS (SELECT 1 FROM sepa_debit_item i WHERE i.item = l.id AND i.waits)
                ORDER BY l.id, mandate.signed_on DESC, mandate.id DESC) latest""",
            tables=self._sepa_means_tables(), means=self._sepa_means(), lines=self.ids, date=date,
        )

    # -- by which means is it paid? -------------------------------------------------------------------------------------------

    @api.model
    def _sepa_means_tables(self):
        """The item with its invoice, its payer, the payer's profile and the means of payment that the invoice names."""
        self._receivable_flush()
        self.env["account.move"].flush_model(["preferred_payment_method_line_id"])
        self.env["account.payment.method.line"].flush_model(["journal_id", "payment_method_id"])
        self.env["payer.profile"].flush_model(["sepa_debit"])
        self.env["res.partner"].flush_model(["payer_profile_id"])
        self.env["sepa.mandate"].flush_model(["company_id", "partner_id", "signed_on", "state"])
        return SQL(
            """account_move_line l
               JOIN account_move m ON m.id = l.move_id
               JOIN res_company company ON company.id = l.company_id
               JOIN res_partner p ON p.id = l.partner_id
               JOIN res_partner payer ON payer.id = p.commercial_partner_id
               LEFT JOIN payer_profile profile
                      ON profile.id = (payer.payer_profile_id ->> split_part(company.parent_path, '/', 1))::int
               LEFT JOIN account_payment_method_line means_line ON means_line.id = m.preferred_payment_method_line_id
               LEFT JOIN account_payment_method means ON means.id = means_line.payment_method_id"""
        )

    @api.model
    def _sepa_means(self):
        """``debit``: the invoice says direct debit · ``open``: it says nothing, and the payer's profile is debited · ``other``."""
        return SQL(
            """CASE WHEN means.code = %s THEN 'debit'
                    WHEN means.code IS NULL AND COALESCE(profile.sepa_debit, TRUE) THEN 'open'
                    ELSE 'other' END""",
            SEPA_DEBIT,
        )

    def _sepa_means_of(self):
        """By which means these items are paid, and into which journal the invoice says so: ``{line id: (means, journal id or None)}``."""
        rows = self.env.execute_query(SQL(
            "SELECT l.id, %s, CASE WHEN means.code = %s THEN means_line.journal_id END FROM %s WHERE l.id = ANY(%s)",
            self._sepa_means(), SEPA_DEBIT, self._sepa_means_tables(), self.ids,
        ))
        return {line: (means, journal) for line, means, journal in rows}
