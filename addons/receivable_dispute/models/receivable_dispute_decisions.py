from datetime import timedelta
from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from odoo.addons.receivable_dispute.logic.parts import spread, total

from .receivable_agreement import COLLECTOR
from .receivable_dispute import OPEN


class ReceivableDispute(models.Model):
    """What people decide about a dispute; each method asks who calls: the owner, or somebody who follows payers up."""

    _inherit = "receivable.dispute"

    def action_start(self):
        """Somebody looks into it."""
        self._check_decider()
        self._check_open()
        for dispute in self.sudo():  # sudo: the owner need not follow payers up
            dispute.write({"state": "progress", "owner_id": dispute.owner_id.id or self.env.uid})

    def action_ask_customer(self, text):
        """Something is missing: the customer reads what, and the dispute waits for them."""
        self._check_decider()
        self._check_open()
        self._check_words(text)
        for dispute in self.sudo():  # sudo: as above
            dispute._tell_customer(text)
            dispute.state = "waiting_customer"

    def action_accept(self, amount, text=""):
        """They are right, in whole or in part: a draft credit note is prepared, and left alone meanwhile what it will cover."""
        self.ensure_one()
        self._check_decider()
        self._check_open()
        dispute, today = self.sudo(), self._today()  # sudo: as above; the credit note is a draft that an accountant posts
        accepted = Decimal(str(dispute.currency_id.round(amount)))
        contested = Decimal(str(dispute.amount))
        if not 0 < accepted <= contested:
            raise UserError(self.env._("Accept between zero and %(amount)s, which is contested.", amount=self._money(contested)))
        if accepted < contested:
            self._check_words(text)
        dispute._resolve(
            "accepted" if accepted == contested else "partly", today, resolution=text or False, accepted_amount=float(accepted),
            payable_by=dispute._payable_by(today) if accepted < contested else False,
        )  # fmt: skip
        dispute._leave_alone(accepted, contested - accepted, today)
        dispute.credit_note_id = dispute._draft_credit_note(accepted)
        dispute._after_answer(text)

    def action_reject(self, text):
        """They are not right: they read why, and until when to pay."""
        self.ensure_one()
        self._check_decider()
        self._check_open()
        self._check_words(text)
        dispute, today = self.sudo(), self._today()  # sudo: as above
        dispute._resolve("rejected", today, resolution=text, payable_by=dispute._payable_by(today))
        dispute._leave_alone(Decimal(0), Decimal(str(dispute.amount)), today)
        dispute._after_answer(text)

    def action_withdraw(self):
        """The customer said that it is all right."""
        self._check_decider()
        self._check_open()
        self.sudo()._withdraw(self._today())  # sudo: as above

    def action_reopen(self):
        """Somebody looks at it once more."""
        self._check_decider()
        self.sudo()._reopen(self._today())  # sudo: as above

    # -- checks ---------------------------------------------------------------------------------------------------------------

    def _check_decider(self):
        self.check_access("read")
        user = self.env.user
        if not user.has_group(COLLECTOR) and any(dispute.owner_id != user for dispute in self):
            raise AccessError(self.env._("A dispute is answered by its owner, or by those who follow payers up."))

    def _check_open(self):
        for dispute in self:
            if dispute.state not in OPEN:
                raise UserError(self.env._("%(dispute)s is answered already. Reopen it first.", dispute=dispute.name))

    def _check_words(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Write what the customer will read."))

    # -- what follows ---------------------------------------------------------------------------------------------------------

    def _withdraw(self, date):
        self._resolve("withdrawn", date)
        self._ask_again()

    def _reopen(self, date):
        """What is left of it is contested again from this day on; the days before stay as they were."""
        for dispute in self:
            note = dispute.credit_note_id
            if note and note.state != "cancel":
                raise UserError(self.env._(
                    "%(dispute)s is answered by the credit note %(note)s. Cancel it first, or open another dispute.",
                    dispute=dispute.name, note=note.display_name,
                ))
            if dispute.state in OPEN:
                continue
            lines = dispute.item_ids.move_line_id.filtered(self._is_open_debt).sorted("date_maturity")
            free = self._free_of(lines)
            amount = min(Decimal(str(dispute.amount)), total(free.values()))
            if not amount:
                raise UserError(self.env._("Nothing is left to contest in %(dispute)s: its invoice is paid.", dispute=dispute.name))
            dispute.item_ids._end(date)
            dispute.write({
                "state": "progress", "resolved_on": False, "resolved_by_id": False, "days_to_answer": 0, "accepted_amount": 0,
                "payable_by": False, "deadline": self._deadline(dispute.company_id, date, dispute.reason_id),
                "item_ids": self._parts(lines, amount, free, {"kind": "contested", "since": date}),
            })  # fmt: skip
            dispute._ask_again()

    def _leave_alone(self, accepted, refused, date):
        """What is accepted waits for its credit note; what is refused is not reminded before the day given to pay."""
        self.ensure_one()
        lines = self.item_ids.move_line_id.sorted("date_maturity")
        rooms = {line.id: Decimal(str(max(0, line.amount_residual_currency))) for line in lines}
        first = spread(accepted, rooms)
        rest = {item: room - first.get(item, 0) for item, room in rooms.items()}
        until = self.payable_by and self.payable_by + timedelta(days=1)
        self.item_ids = [
            *self._parts(lines, accepted, rooms, {"kind": "accepted", "since": date}),
            *self._parts(lines, refused, rest, {"kind": "answered", "since": date, "ended_on": until}),
        ]

    def _payable_by(self, date):
        return date + timedelta(days=self.company_id.receivable_answer_days)

    def _after_answer(self, text):
        if text:
            self._tell_customer(text)
        self._ask_again()
        self._answered()

    def _answered(self):
        """A person has answered; bridges write to the payer."""

    def _tell_customer(self, text):
        """A message that both sides read."""
        self.message_post(body=plaintext2html(text), message_type="comment", subtype_xmlid="mail.mt_comment")
