from odoo import fields, models


class DunningTemplate(models.Model):
    _inherit = "dunning.template"

    thread = fields.Selection(
        selection_add=[("record", "One conversation for each dispute, promise or plan")], ondelete={"record": "set default"}
    )
