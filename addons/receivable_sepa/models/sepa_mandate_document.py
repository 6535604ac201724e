import base64

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.receivable_sepa.logic import iban as ibans

from .sepa_record import SEPA_MANAGER

BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
LARGEST = 10 * 1024 * 1024  # bytes
MOST_BOXES = 34  # no account number of any country is longer


class SepaMandate(models.Model):
    """The paper of a mandate: printed to be signed, kept as it was signed, and sent to who signed it."""

    _inherit = "sepa.mandate"

    # -- printing -------------------------------------------------------------------------------------------------------------

    def action_print(self):
        """The form, to be signed by hand and sent back."""
        self.check_access("read")
        return self.env.ref("receivable_sepa.action_report_mandate").report_action(self)

    def _iban_boxes(self):
        """The account number in groups of four for the form: whole for those who may see it, masked for others, empty if not known."""
        self.ensure_one()
        if not self._iban():
            length = ibans.length(self.country_id.code or "") or MOST_BOXES
            return [[""] * min(4, length - at) for at in range(0, length, 4)]
        if not self._may_print_iban():
            return []
        return [list(group) for group in ibans.spaced(self._iban()).split()]

    def _may_print_iban(self):
        """The engine prints for the customer who signs; a person who may see the number leaves a trace."""
        if self.env.su:
            return True
        if not self.env.user.has_group(SEPA_MANAGER):
            return False
        return bool(self._looked_at(self.env._("on a printed mandate")))

    # -- keeping --------------------------------------------------------------------------------------------------------------

    def _keep_document(self):
        """The mandate as it was signed on line, as a PDF."""
        # sudo: printed for the customer, with the whole account number
        report = self.env["ir.actions.report"].sudo()
        content, kind = report._render_qweb_pdf("receivable_sepa.report_mandate", self.ids)
        self._store_document(content, kind)

    def _store_document(self, content, kind):
        # sudo: nobody writes the signed document by hand
        self.sudo().write({"document": base64.b64encode(content), "document_name": f"{self.reference.replace('/', '-')}.{kind}"})

    def _record_paper(self, signed_on, place="", signer_name="", scan=b""):
        """The customer has signed on paper; the scan is what we can show to a bank."""
        self.ensure_one()
        kind = next((kind for beginning, kind in BEGINNINGS.items() if scan.startswith(beginning)), "")
        if scan and not kind:
            raise UserError(self.env._("The scan is no PDF, JPEG or PNG file. Nothing was recorded."))
        if len(scan) > LARGEST:
            raise UserError(self.env._("The scan is larger than 10 MB. Scan it in a lower resolution."))
        # sudo: written by this door only
        self.sudo().write({"signature_kind": "paper", "signed_place": place, "signer_name": signer_name})
        self._activate(signed_on)
        if scan:
            self._store_document(scan, kind)
        self.sudo()._message_log(body=self.env._("Signed on paper on %(day)s.", day=self._day(self.signed_on)))

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

    # -- showing --------------------------------------------------------------------------------------------------------------

    def action_open_document(self):
        """The signed document; it shows the whole account number, so that the look is written down."""
        self.ensure_one()
        self._check_document()
        return {"type": "ir.actions.act_url", "url": f"/sepa/mandate/{self.id}/document", "target": "new"}

    def _document_for(self, where):
        """``(content, name)`` of the signed document, after the look was written down; for whoever may see account numbers."""
        self._check_document()
        self._looked_at(where)
        mandate = self.sudo()  # sudo: the right was asked above
        return base64.b64decode(mandate.document), mandate.document_name

    def _check_document(self):
        self._check_manager()
        if not self.has_document:
            raise UserError(self.env._("No signed document was kept with this mandate."))
