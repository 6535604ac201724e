from odoo import models

from odoo.addons.receivable.logic.standing import Happening

from .res_partner_timeline import LAST


class ResPartner(models.Model):
    """What people said of payments, on the payer's timeline: there an answer can be looked at and taken back."""

    _inherit = "res.partner"

    def _receivable_timeline(self, company):
        answers = self.env["receivable.sight.answer"].search(
            [("partner_id", "=", self.id), ("company_id", "child_of", company.root_id.id)], limit=LAST
        )
        return [*super()._receivable_timeline(company), *(self._receivable_answered(answer) for answer in answers)]

    def _receivable_answered(self, answer):
        text = answer._sentence()
        if answer.taken_back_on:
            text = self.env._("Taken back: %(answer)s", answer=text)
        return Happening(answer.date, "decision", text, answer.user_id.name, evidence=(answer._name, tuple(answer.ids)))
