from odoo import fields, models


class AccountMove(models.Model):
    """Once its credit note is in the books, an accepted dispute needs no longer be left alone: the credit is set off."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._receivable_answer_disputes()
        return posted

    def _receivable_answer_disputes(self):
        notes = self.filtered(lambda move: move.move_type == "out_refund")
        if notes:
            # sudo: whoever posts the credit note
            disputes = self.env["receivable.dispute"].sudo().search([("credit_note_id", "in", notes.ids)])
            for dispute in disputes:
                dispute.item_ids.filtered(lambda part: part.kind == "accepted")._end(fields.Date.context_today(self))
