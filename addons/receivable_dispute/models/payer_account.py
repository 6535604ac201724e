from odoo import fields, models
from odoo.tools import SQL


class PayerAccount(models.Model):
    """Open disputes and promises kept, beside each payer."""

    _inherit = "payer.account"
    _depends = {
        "receivable.dispute": ["company_id", "partner_id", "state"],
        "receivable.promise": ["company_id", "partner_id", "state"],
    }

    dispute_count = fields.Integer(string="Open disputes", readonly=True)
    promises_kept = fields.Char(readonly=True, help="Promises kept, of those whose day has passed.")

    def _account_columns(self):
        return super()._account_columns() | {
            "dispute_count": self._account_agreed(
                "receivable_dispute", SQL("count(*)"), SQL("a.state IN ('new', 'progress', 'waiting_customer')")
            ),
            "promises_kept": self._account_agreed(
                "receivable_promise", SQL("CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE a.state = 'kept') || '/' || count(*) END"),
                SQL("a.state IN ('kept', 'partly', 'broken')"),
            ),
        }

    @staticmethod
    def _account_agreed(table, what, condition):
        """A scalar sub-select: computed for the rows of the page only."""
        return SQL(
            """(SELECT %s FROM %s a JOIN res_company c ON c.id = a.company_id
                 WHERE a.partner_id = p.id AND split_part(c.parent_path, '/', 1)::int = root.id AND %s)""",
            what, SQL.identifier(table), condition,
        )
