from odoo import models


class SepaMandate(models.Model):
    """What a customer who signs on line gets, and until when they may."""

    _inherit = "sepa.mandate"

    def _may_be_signed(self):
        """The link that was sent is still valid, and the payer still exists for us."""
        self.ensure_one()
        return self.state == "sent" and bool(self.sign_until) and self.sign_until >= self._today() and self.partner_id.active

    def _send_copy(self, contact):
        """The signed mandate goes to who signed it, by mail. It holds the whole account number, so no copy stays in a conversation."""
        self.ensure_one()
        if not contact.email or not self.document:
            return
        words = self.with_context(lang=contact.lang or self.partner_id.lang)
        body = words.env["ir.qweb"]._render("receivable_sepa.mail_signed_mandate", {"mandate": words}, lang=words.env.context["lang"])
        # a file of a message without a record: only the server reads it, and it goes with the message
        copy = self.env["ir.attachment"].create({
            "name": self.document_name, "datas": self.document, "mimetype": "application/pdf", "res_model": "mail.message", "res_id": 0,
        })  # fmt: skip
        self.env["mail.mail"].create({
            "subject": words.env._("Your direct debit mandate %(reference)s", reference=self.reference),
            "body_html": body,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "email_to": contact.email_formatted,
            "attachment_ids": [(4, copy.id)],
            "auto_delete": True,
        })
