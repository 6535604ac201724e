from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .dunning_run import SLICE, SLICE_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dunning_slice = fields.Integer(
        "Payers a job", default=SLICE, config_parameter=SLICE_PARAMETER, help="A run with more payers is split into jobs of this many."
    )
    dunning_workers = fields.Char("Workers", compute="_compute_dunning_workers", help="Is a job runner at work for this database?")

    @api.depends("dunning_slice")
    def _compute_dunning_workers(self):
        there = self.env["dunning.run"]._workers_are_there()
        self.dunning_workers = (
            self.env._("A job runner is at work: large runs are split over its workers.")
            if there
            else self.env._(
                "No job runner is at work for this database: runs are decided in one process. "
                "Start Odoo with --load=base,rpc,web,queue_job."
            )
        )

    @api.constrains("dunning_slice")
    def _check_dunning_slice(self):
        if any(settings.dunning_slice < 1 for settings in self):
            raise ValidationError(self.env._("A job holds one payer at least."))
