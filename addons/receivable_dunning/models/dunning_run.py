from odoo import fields, models


class DunningRun(models.Model):
    """One night of one company: what was prepared, and for everybody else why not."""

    _name = "dunning.run"
    _description = "Dunning run"
    _order = "date desc, id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True)
    date = fields.Date(required=True)
    state = fields.Selection([("running", "Running"), ("done", "Done"), ("stopped", "Stopped")], required=True, default="running")
    started_at = fields.Datetime()
    duration = fields.Float(help="Seconds.")
    planned_count = fields.Integer(string="Prepared")
    overdue_count = fields.Integer(string="Overdue payers")
    chased_count = fields.Integer(string="Chased")
    waiting_count = fields.Integer(string="Waiting for a person")
    explained_count = fields.Integer(string="Not chased")
    fault_count = fields.Integer(string="Faults")
    fault_text = fields.Text(string="What could not be prepared")
    action_ids = fields.One2many("dunning.action", "run_id")

    def _compute_name(self):
        for run in self:
            run.name = self.env._("Run of %(date)s", date=fields.Date.to_string(run.date))
