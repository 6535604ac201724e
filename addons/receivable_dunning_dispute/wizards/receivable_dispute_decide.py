from odoo import api, fields, models


class ReceivableDisputeDecide(models.TransientModel):
    """What the letter of a refusal needs besides our reason, and the letter itself, as the customer will get it."""

    _inherit = "receivable.dispute.decide"

    maintained = fields.Text(string="What we maintain, and why")
    documents = fields.Char(string="Documents we rely on", help="Named in the letter: delivery note of 3 November, signed order…")
    second_reader_id = fields.Many2one(
        "res.users", string="Second examination by", domain="[('share', '=', False)]", compute="_compute_second_reader_id",
        store=True, readonly=False, help="Whom the customer may ask to look again: not the person who decides now.",
    )  # fmt: skip

    @api.depends("dispute_id")
    def _compute_second_reader_id(self):
        """A credit manager who does not decide now."""
        managers = self.env.ref("receivable.group_receivable_manager").sudo().all_user_ids  # sudo: who a credit manager is, is no secret
        others = managers.filtered(lambda user: user != self.env.user and not user.share)
        for wizard in self:
            company = wizard.dispute_id.company_id
            free = [user for user in others if company in user.company_ids and user != wizard.dispute_id.owner_id]
            wizard.second_reader_id = free[0] if free else False

    def action_confirm(self):
        """What the letter says is kept on the dispute."""
        if self.decision in ("partly", "reject"):
            self.dispute_id._check_decider()
            # sudo: the owner need not follow payers up
            self.dispute_id.sudo().write({
                "maintained": self.maintained, "documents": self.documents, "second_reader_id": self.second_reader_id.id,
            })  # fmt: skip
        return super().action_confirm()
