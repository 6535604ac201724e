from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.receivable_dispute.logic import uploads
from odoo.addons.receivable_dunning.models.dunning_action_mail import PRINTED


class ReceivableDisputeDecide(models.TransientModel):
    """What the letter of a refusal needs besides our reason, and the letter itself, as the customer will get it."""

    _inherit = "receivable.dispute.decide"

    maintained = fields.Text(string="What we maintain, and why")
    documents = fields.Char(string="Documents we rely on", help="Named in the letter: delivery note of 3 November, signed order…")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", help="They go with the letter, and the customer finds them on their page."
    )
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
            files = self._documents()
            # sudo: the owner need not follow payers up
            self.dispute_id.sudo().write({
                "maintained": self.maintained, "documents": self.documents, "second_reader_id": self.second_reader_id.id,
                "document_ids": [Command.set(files.ids)],
            })  # fmt: skip
        return super().action_confirm()

    def _documents(self):
        """Copies of the files chosen, which belong to the dispute; a sentence when they cannot go with a letter."""
        self.attachment_ids.check_access("read")
        files = self.attachment_ids.sudo()  # sudo: readable to whoever chose them, as was just checked
        size = sum(files.mapped("file_size"))
        if len(files) > uploads.MOST or size > uploads.LARGEST or any(uploads.kind(file.raw) not in PRINTED for file in files):
            raise UserError(self.env._("Add at most %(count)s PDF, JPEG or PNG files, 10 MB in all.", count=uploads.MOST))
        dispute = self.dispute_id
        return files.browse().concat(*[
            file.copy({"name": file.name, "res_model": dispute._name, "res_id": dispute.id, "public": False}) for file in files
        ])  # fmt: skip
