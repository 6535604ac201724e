from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    receivable_opening = fields.Boolean(
        string="Opening balances",
        help="Receivable lines of entries in this journal are debts to follow up, as invoices are.",
    )
