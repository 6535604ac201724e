from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [("cancel", "Cancel"), ("shorten", "Shorten the notice"), ("download", "Download again")]


class SepaCollectionDecide(models.TransientModel):
    """A decision about a collection that somebody answers for: why, or really."""

    _name = "sepa.collection.decide"
    _description = "Decision about a collection"

    collection_id = fields.Many2one("sepa.collection", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    question = fields.Char(compute="_compute_question")
    reason = fields.Char()

    @api.depends("collection_id", "kind")
    def _compute_question(self):
        for wizard in self:
            wizard.question = wizard._question()

    def _question(self):
        collection = self.collection_id
        if self.kind == "shorten":
            return self.env._("Customers were told later than agreed. The reason stays with the debits.")
        if self.kind == "download":
            return collection._exported_words()
        if collection.is_prepared:
            return self.env._("Its %(count)s debits are freed, and prepared again with the next collections.", count=collection.debit_count)
        return self.env._("The bank must not have carried out this file: the items are freed, and would be debited again.")

    def action_confirm(self):
        self.ensure_one()
        collection = self.collection_id
        collection._check_manager()
        if self.kind == "download":
            return collection._hand_over()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why."))
        mine = collection.sudo()  # sudo: the button checks who pressed it, the engine writes
        mine._shorten(self.reason) if self.kind == "shorten" else mine._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
