from odoo import api, fields, models

OTHER_ENGINES = ("account_followup", "account_credit_control", "account_invoice_overdue_reminder")


class ResCompany(models.Model):
    _inherit = "res.company"

    payer_collector_id = fields.Many2one(
        "res.users", string="Default collector", help="Follows up the payers who have nobody of their own.",
    )
    receivable_pause_stale_days = fields.Integer(
        string="Forgotten pauses after", default=90, help="A pause in force for more days than this is listed as forgotten."
    )

    @api.model
    def _other_reminder_engines(self):
        """Installed add-ons that chase the same people: ``{technical name: title}``. Two engines must not go unnoticed."""
        # sudo: which add-ons are installed is no secret, but only administrators may read the list
        modules = self.env["ir.module.module"].sudo().search([("name", "in", OTHER_ENGINES), ("state", "=", "installed")])
        return {module.name: module.shortdesc for module in modules}
