from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """A posted credit note is the answer to the dispute that it was prepared for."""
        posted = super()._post(soft)
        credit_notes = posted.filtered(lambda move: move.move_type == "out_refund")
        if credit_notes:
            # sudo: whoever posts the credit note need not read disputes
            disputes = self.env["receivable.dispute"].sudo().search([("credit_note_id", "in", credit_notes.ids)])
            disputes._credit_note_posted(self.env.user)
        return posted
