import hashlib
import io
import json

from PIL import Image

from odoo import models
from odoo.tools import SQL, email_domain_extract, email_normalize, plaintext2html
from odoo.tools.mail import formataddr  # unlike Python's own, it survives a comma beside an accent

MAX_BYTES = 10_000_000  # of attachments in one e-mail
PRINTED = ("application/pdf", "image/jpeg", "image/png")  # what an envelope takes
FILE_TYPES = {"pdf": "application/pdf", "html": "text/html", "eml": "message/rfc822"}


def mailbox(name: str, address: str) -> str:
    """One address with its name as a header holds it: on one line, and without a second address hidden in the name.

    Core's mail server writes to every address that it finds in a header, those inside a name included.
    """
    name = " ".join((name or "").split())
    return formataddr(("" if "@" in name else name, address))


def sheet(content: bytes, mimetype: str) -> bytes:
    """A file as it lies in an envelope: a PDF as it is, a picture on a page of its own."""
    if mimetype == "application/pdf":
        return content
    page = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").save(page, "PDF")
    return page.getvalue()


class DunningAction(models.Model):
    """The e-mail around the text: sender, conversation, attachments, the copy on the payer's timeline."""

    _inherit = "dunning.action"

    def _mail_headers(self):
        """What core's ``_build_email__`` needs besides the bodies."""
        self.ensure_one()
        first = self.thread_message_id
        in_thread = first and first != self.message_id
        return {
            "email_from": self._mail_from(),
            "email_to": [self.email_to],
            "email_cc": [self.email_cc] if self.email_cc else [],
            "subject": self.subject,
            "reply_to": self._reply_to(),
            "message_id": self.message_id,
            "references": first if in_thread else None,
            "headers": {"In-Reply-To": first} if in_thread else {},
        }

    def _mail_from(self):
        """“Name, Company” with the collector's address when its domain may send for us, else the company's address."""
        signer, company = self._signer(), self.company_id
        name = ", ".join(filter(None, (signer.name, company.name)))
        return mailbox(name, self._mail_address(signer, company))

    def _reply_to(self):
        """The address that comes back into the database, else the signer's, else the company's."""
        signer, company = self._signer(), self.company_id
        name, address = next(
            ((name, address) for name, address in (
                (company.name, company.catchall_email), (signer.name, email_normalize(signer.email or "")),
                (company.name, email_normalize(company.email or "")),
            ) if address),
            ("", ""),
        )  # fmt: skip
        return address and mailbox(name, address)

    def _mail_address(self, signer, company):
        own, ours = email_normalize(signer.email or ""), email_normalize(company.email or "")
        return own if own and (not ours or self._may_send(own, ours)) else ours

    def _may_send(self, own, ours):
        """The company's own domain, or one that a mail server is set up for by name."""
        if email_domain_extract(own) == email_domain_extract(ours):
            return True
        # sudo: mail servers are the administrator's, their domains are needed to choose a sender
        filters = self.env["ir.mail_server"].sudo().search([("from_filter", "!=", False)]).mapped("from_filter")
        return any(self.env["ir.mail_server"]._match_from_filter(own, found) for found in filters)

    def _mail_domain(self):
        return self.company_id.alias_domain_id.name or email_domain_extract(self.company_id.email or "") or "localhost"

    # -- conversation ---------------------------------------------------------------------------------------------------------

    def _join_conversation(self):
        """Reminders of one case are one conversation: same addressee, same subject, something of the last message still open.

        What is said about one record is one conversation of its own.
        """
        self.flush_recordset(["email_to", "subject", "message_id"])
        rows = dict(self.env.execute_query(SQL(
            """SELECT DISTINCT ON (mine.id) mine.id, COALESCE(a.thread_message_id, a.message_id)
                 FROM dunning_action mine
                 JOIN dunning_action a ON a.company_id = mine.company_id AND a.partner_id = mine.partner_id AND a.channel = 'email'
                      AND a.state IN ('sent', 'doubtful') AND a.id <> mine.id AND a.email_to = mine.email_to AND a.subject = mine.subject
                 JOIN dunning_template t ON t.id = mine.template_id AND t.thread = 'case'
                 JOIN dunning_template before ON before.id = a.template_id AND before.thread = 'case'
                WHERE mine.id = ANY(%s) AND EXISTS (
                      SELECT 1 FROM dunning_action_line l JOIN account_move_line m ON m.id = l.move_line_id
                       WHERE l.action_id = a.id AND l.role IN ('asked', 'listed') AND m.reconciled IS NOT TRUE)
                ORDER BY mine.id, a.date DESC, a.id DESC""",
            self.ids,
        )))
        for action in self:
            action.thread_message_id = rows.get(action.id) or action.message_id
        self._events()._join_event()

    # -- attachments ----------------------------------------------------------------------------------------------------------

    def _attach(self, date):
        """Copies of the invoices and the statement that go with each message, 10 MB at most: what left is kept as it left."""
        with_invoices = self.filtered("level_id.attach_invoices")
        with_invoices._invoices_to_attach()._dunning_ensure_pdf()
        self.sudo().attachment_ids.unlink()  # sudo: what an earlier attempt had prepared; items may have left since
        values, owners = [], []
        for action in self:
            for file in action._files(date):
                values.append(file | {"res_model": "res.partner", "res_id": action.partner_id.id})
                owners.append(action)
        # sudo: the engine keeps what it sends, on the payer
        files = self.env["ir.attachment"].sudo().create(values)
        for action, file in zip(owners, files, strict=True):
            action.attachment_ids += file

    def _files(self, date):
        """Name, content and type of what goes with the message, the invoices due first, first."""
        files, size = [], 0
        if self.level_id.attach_invoices:
            for move in self._invoices_to_attach().sorted(lambda move: (move.invoice_date_due or date, move.id)):
                file = move.sudo().invoice_pdf_report_id  # sudo: the invoice is named in the message
                if file and size + file.file_size <= MAX_BYTES:
                    size += file.file_size
                    files.append({"name": file.name, "raw": file.raw, "mimetype": file.mimetype})
        if self.level_id.attach_statement:
            files.append(self._statement_file(date))
        return files + [{"name": file.name, "raw": file.raw, "mimetype": file.mimetype} for file in self._event_files()]

    def _statement_file(self, date):
        """The statement of account of that day, in the reader's language; one rendering each, before anything is claimed."""
        payer = self.partner_id.with_company(self.company_id).with_context(lang=self.lang)
        report = payer.env["ir.actions.report"].sudo()  # sudo: the engine prints what a collector may read
        content, kind = report._render_qweb_pdf("receivable.action_report_statement", payer.ids, data={"date": str(date)})
        return {"name": f"{payer._receivable_statement_file_name()}.{kind}", "raw": content, "mimetype": FILE_TYPES[kind]}

    def _keep_bytes(self, extension, content):
        """The very bytes of what left, beside the message on the timeline."""
        file = self.env["ir.attachment"].sudo().create({  # sudo: evidence is written by the engine
            "name": f"{self.subject or self.level_name}.{extension}",
            "raw": content,
            "mimetype": FILE_TYPES[extension],
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
        })  # fmt: skip
        self.attachment_ids += file
        self.sudo().mail_message_id.attachment_ids += file

    # -- timeline -------------------------------------------------------------------------------------------------------------

    def _write_on_timeline(self, bodies):
        """The message on the payer's timeline, where core finds replies and bounces by its Message-ID; an internal note.

        ``bodies`` show the pages behind a login, never a personal link.
        """
        self._withdraw()
        Message = self.env["mail.message"].sudo()  # sudo: the engine writes on the timeline of every payer
        messages = Message.create([action._timeline_values(bodies[action.id]) for action in self])
        self.env["mail.notification"].sudo().create([  # sudo: as above
            {
                "author_id": message.author_id.id,
                "mail_message_id": message.id,
                "res_partner_id": (action.contact_id or action.partner_id).id,
                "notification_type": "email",
                "notification_status": "ready",
            }
            for action, message in zip(self, messages, strict=True)
            if action.channel == "email"
        ])  # fmt: skip
        for action, message in zip(self, messages, strict=True):
            action.mail_message_id = message

    def _timeline_values(self, body):
        signer = self._signer()
        return {
            "model": "res.partner",
            "res_id": self.partner_id.id,
            "record_name": self.partner_id.display_name,
            "message_type": "email_outgoing" if self.channel == "email" else "comment",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "is_internal": True,
            "author_id": signer.partner_id.id,
            "email_from": self._mail_from(),
            "reply_to": self._reply_to(),
            "subject": self.subject,
            "body": body,
            "message_id": self.message_id or None,
            "partner_ids": [(self.contact_id or self.partner_id).id],
            "attachment_ids": self.attachment_ids.ids,
        }

    def _note_delivery(self, answer):
        """The envelope on the timeline tells what the server said."""
        status = {"sent": "sent", "failed": "exception"}.get(self.state)
        if status:
            self.env.cr.execute(SQL(
                """UPDATE mail_notification SET notification_status = %s, failure_type = %s, failure_reason = %s
                    WHERE mail_message_id = %s""",
                status, "mail_smtp" if status == "exception" else None, answer or None, self.mail_message_id.id or 0,
            ))
            self.env["mail.notification"].invalidate_model(["notification_status", "failure_type", "failure_reason"])

    # -- evidence -------------------------------------------------------------------------------------------------------------

    def _fingerprint(self):
        """SHA-256 of what the reader got, told in one canonical form: MIME boundaries are random, this is not."""
        parts = [
            self.message_id, self._mail_from(), self.email_to, self.email_cc or "", self.subject, self.body_html, self.body_text,
            [file.checksum for file in self.sudo().attachment_ids.sorted("id") if file.mimetype != "message/rfc822"],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    # -- paper ----------------------------------------------------------------------------------------------------------------

    def _postcode(self):
        return (self.contact_id.zip or self.partner_id.zip or "").replace(" ", "")

    def _enclosed_files(self, date):
        """What goes into the envelope behind the sheet."""
        if self.level_id.attach_invoices:
            self._invoices_to_attach()._dunning_ensure_pdf()
        return [sheet(file["raw"], file["mimetype"]) for file in self._files(date) if file["mimetype"] in PRINTED]

    def _letter_note(self):
        """The letter's words on the timeline; how it looked is in its file."""
        return plaintext2html(self.body_text or "")
