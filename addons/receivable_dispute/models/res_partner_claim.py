from odoo import models

from odoo.addons.receivable.logic.standing import Happening

TOLD = 30  # on the timeline


class ResPartner(models.Model):
    """On the payer's timeline: what they say they paid, and what became of it."""

    _inherit = "res.partner"

    def _receivable_timeline(self, company):
        domain = [("partner_id", "=", self.id), ("company_id", "child_of", company.root_id.id)]
        claims = self.env["receivable.payment.claim"].search(domain, limit=TOLD)
        return super()._receivable_timeline(company) + [told for claim in claims for told in self._receivable_tell_claim(claim)]

    def _receivable_timeline_words(self):
        return super()._receivable_timeline_words() | {"claim": self.env._("Said paid")}

    def _receivable_tell_claim(self, claim):
        evidence, who = ("receivable.payment.claim", (claim.id,)), claim.contact_id.name or ""
        said = self.env._(
            "%(amount)s of %(number)s said to be paid on %(day)s.",
            amount=claim._money(claim.amount), number=claim.number or "", day=claim._day(claim.paid_on),
        )  # fmt: skip
        told = [Happening(claim.opened_on, "claim", said, who, evidence=evidence)]
        ended = claim.ended_on or claim.answered_on
        if ended:
            states = dict(claim._fields["state"]._description_selection(self.env))
            text = self.env._("%(number)s, said to be paid: %(state)s.", number=claim.number or "", state=states[claim.state].lower())
            told.append(Happening(ended, "claim", text, claim.answered_by_id.name or "", evidence=evidence))
        return told
