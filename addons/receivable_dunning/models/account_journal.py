from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    dunning_dormant = fields.Boolean(
        string="Dormant account", help="Nobody pays on it any more: reminders do not wait for its bank statement."
    )
