from odoo import api, fields, models

from odoo.addons.receivable_dunning.logic import letters, vocabulary


class DunningRewrite(models.TransientModel):
    """Other words for one message: the template stays as it is, both texts are kept."""

    _name = "dunning.rewrite"
    _description = "Change the text of one message"

    action_id = fields.Many2one("dunning.action", required=True, ondelete="cascade")
    text = fields.Text(required=True)
    fault = fields.Char(compute="_compute_fault", help="What the text says wrong, while it is typed.")

    @api.depends("text")
    def _compute_fault(self):
        for wizard in self:
            faults = letters.check(wizard.text or "")
            wizard.fault = bool(faults) and self.env._(vocabulary.SENTENCES[faults[0].code], **faults[0]._asdict())  # pylint: disable=translation-contains-variable

    def action_confirm(self):
        """Keep the words for this message only."""
        self.ensure_one()
        self.action_id.action_change_text(self.text)
        return {"type": "ir.actions.act_window_close"}
