from odoo import api, models
from odoo.tools import SQL


class AccountMoveLine(models.Model):
    """An invoice whose debit came back is debited again when that was decided, not before, and not by itself otherwise."""

    _inherit = "account.move.line"

    def _receivable_hold_selects(self, purpose, date):
        """Adds ``returned``: whole items that are not presented again until a person says so.

        Where the account has to change or the bank to register the mandate, the suspended mandate holds: no hold of ours.
        """
        selects = super()._receivable_hold_selects(purpose, date)
        if purpose == "debit":
            selects.append(SQL(
                """SELECT 'sepa.return', last.id, last.item, '', last.applied_on, NULL::date, NULL FROM (%s) last
                    WHERE last.represent_on IS NULL AND COALESCE(last.why_not, '') NOT IN ('account', 'register')""",
                self._sepa_last_returns(SQL("r.applied_on <= %s AND i.item = ANY(%s)", date, self.ids)),
            ))
        return selects

    @api.model
    def _sepa_presented_again(self, company):
        """Items that are presented again, from which day, and the debit that came back: ``{line id: (day, debit)}``."""
        rows = self.env.execute_query(SQL(
            "SELECT last.item, last.represent_on, last.debit_id FROM (%s) last WHERE last.represent_on IS NOT NULL",
            self._sepa_last_returns(SQL("r.company_id = %s", company.id)),
        ))
        return {item: (day, self.env["sepa.debit"].browse(debit)) for item, day, debit in rows}

    def _sepa_last_returns(self, condition):
        """Of each item, the last debit that came back: that return decides."""
        self.env["sepa.return"].flush_model()
        self.env["sepa.debit.item"].flush_model()
        return SQL(
            """SELECT DISTINCT ON (i.item) i.item, r.id, r.debit_id, r.applied_on, r.represent_on, r.why_not
                 FROM sepa_return r JOIN sepa_debit_item i ON i.debit_id = r.debit_id
                WHERE r.state = 'applied' AND %s
                ORDER BY i.item, r.applied_on DESC, r.id DESC""",
            condition,
        )
