from odoo import fields, models


class QueueJob(models.Model):
    """A job knows the run whose payers it decides for, and who of them could not be prepared.

    Faults are kept on the job: two slices that wrote on the run at once would undo each other's work.
    """

    _inherit = "queue.job"

    dunning_run_id = fields.Many2one("dunning.run", string="Run", readonly=True, index="btree_not_null", ondelete="cascade")
    dunning_faults = fields.Json(string="What could not be prepared", readonly=True)
