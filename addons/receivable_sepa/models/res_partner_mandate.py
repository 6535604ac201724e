from odoo import api, fields, models

from odoo.addons.receivable.logic.standing import Happening, Standing

from .sepa_record import READER

TOLD = 30  # of them, on the timeline


class ResPartner(models.Model):
    """The mandates of a payer: on their screen, and where things stand."""

    _inherit = "res.partner"

    sepa_mandate_ids = fields.One2many("sepa.mandate", "partner_id", string="Mandates", groups=READER)
    sepa_mandate_count = fields.Integer(compute="_compute_sepa_mandate_count", string="Mandates in force", groups=READER)

    @api.depends("sepa_mandate_ids.state")
    def _compute_sepa_mandate_count(self):
        for payer in self:
            payer.sepa_mandate_count = len(payer.sepa_mandate_ids.filtered(lambda mandate: mandate.state in ("active", "suspended")))

    def action_sepa_mandates(self):
        """All mandates of this payer."""
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_sepa.sepa_mandate_action")
        payer = self.commercial_partner_id
        return action | {"domain": [("partner_id", "=", payer.id)], "context": {"default_partner_id": payer.id}}

    def action_sepa_new_mandate(self):
        """A mandate for this payer, to be sent or signed on paper."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Mandate"), "res_model": "sepa.mandate", "views": [(False, "form")],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }  # fmt: skip

    def _receivable_standing(self, company, date):
        """After what is under way: by which mandate they are debited, or why not."""
        return [*super()._receivable_standing(company, date), *self._sepa_standing(company, date)]

    def _sepa_standing(self, company, date):
        mandate = self.sepa_mandate_ids.filtered(
            lambda mandate: mandate.company_id == company and mandate.state in ("active", "suspended")
        ).sorted(lambda mandate: (mandate.state == "active", mandate.signed_on, mandate.id))[-1:]
        if not mandate:
            return []
        text = mandate._fault_on(date) or self.env._(
            "Pays by direct debit: mandate %(reference)s, account %(account)s.", reference=mandate.reference, account=mandate.iban_masked
        )
        return [Standing("next", text, evidence=("sepa.mandate", (mandate.id,)))]

    # -- what happened --------------------------------------------------------------------------------------------------------

    def _receivable_timeline(self, company):
        found = super()._receivable_timeline(company)
        mandates = self.env["sepa.mandate"].search([
            ("partner_id", "=", self.id), ("company_id", "child_of", company.root_id.id), ("signed_on", "!=", False),
        ], order="id desc", limit=TOLD)  # fmt: skip
        return [*found, *(happening for mandate in mandates for happening in self._sepa_tell_mandate(mandate))]

    def _sepa_tell_mandate(self, mandate):
        evidence = ("sepa.mandate", (mandate.id,))
        signed = self.env._("Mandate %(reference)s signed.", reference=mandate.reference)
        told = [Happening(mandate.signed_on, "decision", signed, mandate.signer_name or "", evidence=evidence)]
        if mandate.closed_on:
            ended = self.env._("Mandate %(reference)s: %(state)s.", reference=mandate.reference, state=mandate._state_in_words())
            told.append(Happening(mandate.closed_on, "decision", ended, evidence=evidence))
        return told
