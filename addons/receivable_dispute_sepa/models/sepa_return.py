from odoo import fields, models


class SepaReturn(models.Model):
    """What the table of reasons calls contested opens a dispute: its invoices are left alone until somebody has answered."""

    _inherit = "sepa.return"

    dispute_ids = fields.One2many("receivable.dispute", "sepa_return_id", string="Disputes", readonly=True)

    def _applied(self):
        result = super()._applied()
        for one in self.filtered("dispute"):
            told = one.with_context(lang=one.company_id.partner_id.lang or self.env.lang)
            self.env["receivable.dispute"].with_env(told.env)._open_of_return(told)
        return result

    def _effect_sentences(self):
        sentences = super()._effect_sentences()
        if self.dispute and self.debit_id and self.state in ("to_apply", "applied"):
            sentences.append(self.env._("Opens a dispute."))
        return sentences

    def _contested_sentence(self):
        """What the dispute says in place of the customer's words."""
        return self.env._(
            "The bank sent the direct debit of %(day)s back: %(meaning)s (%(code)s).",
            day=self._day(self.debit_id.date), meaning=self._meaning(), code=self.reason_code or "?",
        )  # fmt: skip
