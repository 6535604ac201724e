from odoo import api, fields, models


class SepaReturn(models.Model):
    """What a return means and leads to, in words of the reader's language."""

    _inherit = "sepa.return"

    meaning = fields.Text(compute="_compute_words")
    effect = fields.Text(string="What follows", compute="_compute_words")
    explanation = fields.Text(related="reason_id.explanation", string="What to do")

    @api.depends("state", "debit_id", "reason_id", "reason_code", "mandate_effect", "represent_on", "why_not", "fee", "move_id", "match")
    @api.depends_context("lang")
    def _compute_words(self):
        for one in self:
            one.meaning = one._meaning()
            one.effect = " ".join(one._effect_sentences())

    def _meaning(self):
        if self.reason_id:
            return self.reason_id.name
        return self.env._("Unknown code, kept as it came") if self.reason_code else self.env._("The bank gives no reason")

    def _effect_sentences(self):
        """What this return leads to, one sentence each; add-ons append theirs."""
        if self.state == "duplicate":
            return [self.env._("Recorded already: changes nothing.")]
        if self.state == "ignored":
            return [self.env._("Left aside: changes nothing.")]
        if not self.debit_id:
            return [self.env._("No debit of ours fits. Say which one came back, or leave it aside.")]
        sentences = [self._items_sentence(), self._mandate_sentence(), self._again_sentence(), self._fee_sentence()]
        if self.reason_id.kind == "stop":
            sentences.append(self.env._("Everything towards this payer stops."))
        return [sentence for sentence in sentences if sentence]

    def _items_sentence(self):
        numbers = ", ".join(number for number in self.debit_id.item_ids.mapped("number") if number)
        if not numbers:
            return ""
        if self._payment():
            return self.env._("Reopens %(numbers)s, due date kept.", numbers=numbers)
        return self.env._("%(numbers)s: still to be paid, due date kept.", numbers=numbers)

    def _mandate_sentence(self):
        sentences = {
            "keep": self.env._("Mandate stays."),
            "suspend": self.env._("Mandate suspended."),
            "close": self.env._("Mandate closed."),
        }
        return sentences.get(self.mandate_effect, "")

    def _again_sentence(self):
        if self.represent_on:
            return self.env._("Presented again on %(day)s.", day=self._day(self.represent_on))
        sentences = {
            "again": self.env._("Not presented again: it came back before."),
            "correct": self.env._("Presented again once the fault is corrected."),
            "account": self.env._("Presented again once the account has changed."),
            "register": self.env._("Presented again once the customer's bank has registered the mandate."),
        }
        return sentences.get(self.why_not) or self.env._("Not presented again.")

    def _fee_sentence(self):
        if not self.fee:
            return ""
        amount = self.currency_id.format(self.fee)
        if self._fee_account():
            return self.env._("Bank fee of %(amount)s booked.", amount=amount)
        return self.env._("Bank fee of %(amount)s told, not booked: the journal has no account for it.", amount=amount)

    def _why(self):
        """The reason of a suspended mandate or a pause."""
        return self.env._(
            "debit of %(day)s returned, %(code)s: %(meaning)s",
            day=self._day(self.debit_id.date), code=self.reason_code or "?", meaning=self._meaning(),
        )  # fmt: skip

    def _sentence(self):
        """What the payer's timeline says."""
        return self.env._(
            "Direct debit of %(amount)s of %(day)s returned (%(code)s: %(meaning)s). %(effect)s",
            amount=self.currency_id.format(self.debit_id.amount), day=self._day(self.debit_id.date), code=self.reason_code or "?",
            meaning=self._meaning(), effect=" ".join(self._effect_sentences()),
        )  # fmt: skip
