from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import format_date

from odoo.addons.receivable_sepa.logic.pain008 import Amendment

from .sepa_debit import UNCARRIED

ASPECTS = ("iban_masked", "reference", "creditor_name", "creditor_identifier")


class SepaMandateAmendment(models.Model):
    """What changed on a signed mandate: the customer's bank is told by the next debit, once.

    Changes made before that debit leaves are one row: what the bank knows (old) beside what it will know (new).
    """

    _name = "sepa.mandate.amendment"
    _description = "Amendment of a direct debit mandate"
    _order = "id desc"
    _rec_name = "sepa_mandate_id"

    sepa_mandate_id = fields.Many2one("sepa.mandate", string="Mandate", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="sepa_mandate_id.company_id", store=True, index=True)
    made_on = fields.Date(string="Made on", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    old_iban = fields.Char(readonly=True, groups=NO_ACCESS)
    old_iban_masked = fields.Char(string="Old account", readonly=True)
    old_reference = fields.Char(readonly=True)
    old_creditor_name = fields.Char(readonly=True)
    old_creditor_identifier = fields.Char(readonly=True)
    new_iban_masked = fields.Char(string="New account", readonly=True)
    new_reference = fields.Char(readonly=True)
    new_creditor_name = fields.Char(readonly=True)
    new_creditor_identifier = fields.Char(readonly=True)
    debit_ids = fields.One2many("sepa.debit", "amendment_id", string="Carried by", readonly=True)
    summary = fields.Char(string="What changed", compute="_compute_summary")
    debit_id = fields.Many2one("sepa.debit", string="Told by the debit", compute="_compute_debit_id", compute_sudo=True)
    told_text = fields.Char(string="Told to the bank", compute="_compute_told_text")

    @api.depends("debit_ids.state")
    def _compute_debit_id(self):
        for amendment in self:
            amendment.debit_id = amendment.debit_ids.filtered(lambda debit: debit.state not in UNCARRIED)[:1]

    @api.depends("debit_id")
    @api.depends_context("lang")
    def _compute_told_text(self):
        for amendment in self:
            debit = amendment.debit_id
            amendment.told_text = (
                self.env._("by the debit of %(day)s", day=format_date(self.env, debit.date)) if debit else self.env._("by the next debit")
            )

    @api.depends(*(f"{age}_{aspect}" for aspect in ASPECTS for age in ("old", "new")))
    @api.depends_context("lang")
    def _compute_summary(self):
        _ = self.env._
        words = {
            "iban_masked": _("Account"), "reference": _("Reference"), "creditor_name": _("Creditor"),
            "creditor_identifier": _("Creditor identifier"),
        }  # fmt: skip
        for amendment in self:
            amendment.summary = " · ".join(
                _("%(what)s: %(old)s → %(new)s", what=words[aspect], old=amendment[f"old_{aspect}"], new=amendment[f"new_{aspect}"])
                for aspect in ASPECTS if amendment[f"old_{aspect}"]
            )  # fmt: skip

    def _for_file(self):
        """The change as the bank file tells it; the bank is told that the account is new, not which the old one was."""
        self.ensure_one()
        return Amendment(
            old_reference=self.old_reference or "",
            new_account=bool(self.old_iban_masked),
            old_creditor_name=self.old_creditor_name or "",
            old_creditor_identifier=self.old_creditor_identifier or "",
        )
