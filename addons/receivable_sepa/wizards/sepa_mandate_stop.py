from odoo import fields, models


class SepaMandateStop(models.TransientModel):
    """No debit by a mandate, for a while or for good."""

    _name = "sepa.mandate.stop"
    _description = "Suspend or close a mandate"

    sepa_mandate_id = fields.Many2one("sepa.mandate", required=True, ondelete="cascade")
    what = fields.Selection([("suspend", "Suspend"), ("close", "Close for good")], required=True, default="suspend")
    why = fields.Char(string="Because", required=True)

    def action_confirm(self):
        """Written with its reason."""
        self.ensure_one()
        mandate = self.sepa_mandate_id
        mandate._check_manager()
        if self.what == "suspend":
            mandate._suspend(self.why)
        else:
            mandate._close(self.why)
        return {"type": "ir.actions.act_window_close"}
