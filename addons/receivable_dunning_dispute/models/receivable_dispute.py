from odoo import api, fields, models
from odoo.tools import plaintext2html


class ReceivableDispute(models.Model):
    """The customer reads that we look into it, by when, and what we answer."""

    _name = "receivable.dispute"
    _inherit = ["receivable.dispute", "dunning.event", "dunning.event.source"]
    _call_outcome = "disputed"

    maintained = fields.Text(string="What we maintain", readonly=True, copy=False, help="Why not the rest: the customer reads this.")
    documents = fields.Char(readonly=True, copy=False, help="What we rely on, as the customer reads it.")
    document_ids = fields.Many2many(
        "ir.attachment", "receivable_dispute_document_rel", string="Files", readonly=True, copy=False,
        help="What we rely on, as it goes with the letter and stands in the conversation.",
    )  # fmt: skip
    second_reader_id = fields.Many2one(
        "res.users", string="Second examination", readonly=True, copy=False,
        help="Whom the customer may ask to look again: nobody who decided.",
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        disputes = super().create(vals_list)
        # a debit that a bank sent back is no word of the customer's: the message about that debit asks for it
        disputes.filtered(lambda dispute: dispute.source != "debit")._write_customer("dispute_received")
        return disputes

    def _said(self):
        return self.text

    def _after_answer(self, text):
        """The answer stands in the conversation, and reaches the customer by its letter: not twice by mail."""
        return super(ReceivableDispute, self.with_context(dunning_answer_by_letter=True))._after_answer(text)

    def _tell_customer(self, text):
        if not self.env.context.get("dunning_answer_by_letter"):
            return super()._tell_customer(text)
        return self.message_post(
            body=plaintext2html(text), message_type="comment", subtype_xmlid="mail.mt_comment", notify_skip_followers=True,
            attachment_ids=self.document_ids.ids,
        )  # fmt: skip

    def _answered(self):
        """A refusal is told to the customer in the name of the person who decides."""
        res = super()._answered()
        self.filtered(lambda dispute: dispute.state == "rejected")._write_customer("dispute_refused", person=self.env.user)
        return res

    def _credit_note_posted(self, person):
        """The answer names the credit note: it leaves once there is one."""
        answered = self.filtered(lambda dispute: dispute.state in ("accepted", "partly") and dispute.resolution)
        for state, disputes in answered.grouped("state").items():
            disputes._write_customer(f"dispute_{state}", person=person)

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _event_on_paper(self, code):
        return True

    def _event_files(self, code):
        return self.document_ids if code in ("dispute_refused", "dispute_partly") else super()._event_files(code)

    def _event_values(self, code, lang, date):
        rest = self.amount_item - self.amount
        left = sum(self.move_line_ids.mapped("amount_residual_currency"))
        kept = self.amount - self.accepted_amount if code == "dispute_partly" else left
        return {
            "dispute": self.name,
            "reason": self.reason_id.with_context(lang=lang).name.lower(),
            "owner": self.owner_id.name or self.company_id.name,
            "answer date": self._event_day(self.deadline, lang),
            "disputed amount": self._event_amount(self.amount, lang),
            "undisputed amount": self._event_amount(rest, lang),
            "accepted amount": self._event_amount(self.accepted_amount, lang),
            "credit note": self.credit_note_id.name or "",
            "credit amount": self._event_amount(self.credit_note_id.amount_total, lang),
            "remaining": self._event_amount(kept if code != "dispute_refused" else self.amount, lang),
            "explanation": self.resolution or "",
            "explanation accepted": self.resolution or "",
            "explanation refused": self.maintained or "",
            "documents": self.documents or "",
            "second reader": self.second_reader_id.name or "",
        }

    def _event_facts(self, code):
        facts = {
            "undisputed": self.amount_item > self.amount,
            "balance": any(not line.reconciled for line in self.move_line_ids),
        }
        return frozenset(name for name, true in facts.items() if true)

    def _event_over(self, code):
        if code == "dispute_received":
            return "" if self.is_open else self.env._("The dispute is answered already.")
        return "" if self.state in ("accepted", "partly", "rejected") else self.env._("The dispute is open again.")

    def _event_deadline(self, code, date):
        if code == "dispute_received":
            return False
        return self.payable_by or fields.Date.add(date, days=self.company_id.receivable_answer_days)
