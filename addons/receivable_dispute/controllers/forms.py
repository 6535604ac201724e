"""What the forms of the account share: what was typed is kept, a fault stands beside its field, a refusal is a sentence."""

from decimal import Decimal

from odoo import fields
from odoo.http import request

from odoo.addons.receivable.logic.ledger_values import read_amount
from odoo.addons.receivable_dispute.logic import uploads

from .visitor import BalanceVisit

LONGEST_TEXT = 5_000
LARGEST_FORM = (uploads.MOST + 1) * uploads.LARGEST  # beyond it the server stops reading


class BalanceForms(BalanceVisit):

    def _slowed(self, visitor):
        """A visitor who sends form after form is asked to wait."""
        return None if self._within_limit(visitor) else request.redirect(f"{visitor.base}?said=slow")

    def _typed_amount(self, text, highest, currency, faults):
        """The amount of a field, as its reader writes numbers; at most what is left."""
        _ = request.env._
        mark = request.env["res.lang"]._get_data(code=request.env.lang or "en_US").decimal_point
        amount = read_amount(text, self._mark(text, mark))
        if amount is None or amount <= 0:
            faults["amount"] = _("Write an amount, such as %(example)s.", example=currency.format(float(highest)))
        elif amount > highest:
            faults["amount"] = _("At most %(amount)s is left here.", amount=currency.format(float(highest)))
        else:
            return Decimal(str(currency.round(float(amount))))
        return None

    @staticmethod
    def _mark(text, mark):
        """Many phones have one key only: a single separator before one or two digits is the decimal one."""
        tail = text.strip().replace(",", ".").rpartition(".")[2]
        lone = text.count(",") + text.count(".") == 1
        return ("," if "," in text else ".") if lone and len(tail) < 3 else mark

    @staticmethod
    def _typed_date(text, faults, name):
        try:
            day = fields.Date.to_date(text or "")
        except ValueError:
            day = None
        if not day:
            faults[name] = request.env._("Choose a day.")
        return day

    def _typed_text(self, text, faults, name="text"):
        text = (text or "").strip()
        if not text:
            faults[name] = request.env._("Write a few words, please.")
        elif len(text) > LONGEST_TEXT:
            faults[name] = request.env._("Please write %(count)s characters at most.", count=LONGEST_TEXT)
        return text

    def _sent_files(self, faults):
        """The files of the form, ``[(name, content)]``: few, small, pictures or PDF by their content, named after it."""
        files = [(sent.filename, sent.read(uploads.LARGEST + 1)) for sent in request.httprequest.files.getlist("files") if sent.filename]
        _ = request.env._
        said = {
            "many": _("At most %(count)s files, please.", count=uploads.MOST),
            "large": _("Each file may have 10 MB at most."),
            "kind": _("Only pictures and PDF files can be sent."),
        }
        fault = uploads.fault(files)
        if fault:
            faults["files"] = said[fault]
            return []
        return [(uploads.safe_name(name, content), content) for name, content in files]

    # -- conversation -----------------------------------------------------------------------------------------------------

    def _say(self, visitor, record, text, files):
        """Words of the customer, on the thread that both sides read; plain text, so that nothing in it is run."""
        record.message_post(
            body=text, author_id=visitor.contact.id, email_from=visitor.contact.email_formatted, message_type="comment",
            subtype_xmlid="mail.mt_comment", partner_ids=self._told(record).ids, attachments=files,
        )  # fmt: skip

    @staticmethod
    def _told(record):
        """Who of ours reads it at once: whoever answers."""
        answers = next(name for name in ("owner_id", "collector_id", "user_id") if name in record._fields)
        return record[answers].partner_id

    def _messages(self, record):
        """What both sides read: never a note of ours."""
        shared = request.env.ref("mail.mt_comment")
        return record.message_ids.filtered(
            lambda message: message.subtype_id == shared and not message.is_internal and message.message_type in ("comment", "email")
        ).sorted("id")

    def _file_of(self, record, file_id):
        """A file of the conversation, to be saved: never shown inside the page; None when it is not one of it."""
        found = self._messages(record).attachment_ids.filtered(lambda attachment: attachment.id == file_id) if record else None
        if not found or found.type != "binary":
            return None
        return self._file(found.raw, "application/octet-stream", found.name)

    @staticmethod
    def _written(amount, currency):
        """An amount as a form field holds it, in the reader's own writing."""
        lang = request.env["res.lang"]._lang_get(request.env.lang or "en_US")
        return lang.format(f"%.{currency.decimal_places}f", float(amount))
