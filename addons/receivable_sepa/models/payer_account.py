from odoo import fields, models
from odoo.tools import SQL


class PayerAccount(models.Model):
    """The next debit, beside each payer."""

    _inherit = "payer.account"
    _depends = {"sepa.debit": ["company_id", "date", "partner_id", "state"]}

    debit_on = fields.Date(string="Next debit", readonly=True)

    def _account_columns(self):
        return super()._account_columns() | {"debit_on": SQL(
            """(SELECT MIN(d.date) FROM sepa_debit d JOIN res_company c ON c.id = d.company_id
                 WHERE d.partner_id = p.id AND split_part(c.parent_path, '/', 1)::int = root.id
                   AND d.state IN ('planned', 'notified', 'presented'))"""
        )}  # fmt: skip
