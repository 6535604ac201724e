from odoo import api, fields, models
from odoo.fields import Domain


class ReceivablePause(models.Model):
    """A file that was handed over is paused without an end, and nobody forgot it."""

    _inherit = "receivable.pause"

    dunning_action_id = fields.Many2one(
        "dunning.action", string="Handed over by", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    @api.model
    def _forgotten_domain(self, companies, date):
        return super()._forgotten_domain(companies, date) & Domain("dunning_action_id", "=", False)
