from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.receivable_sepa.logic import creditor
from odoo.addons.receivable_sepa.logic.mod97 import normalise

GROUPINGS = [("mandate", "One debit per mandate and date"), ("item", "One debit per invoice")]


class ResCompany(models.Model):
    """Who the creditor is, as customers sign for it, and how the company collects."""

    _inherit = "res.company"

    sepa_ics = fields.Char(
        string="Creditor identifier", copy=False, help="ICS: 13 characters in France, as FR72ZZZ123456. It is asked for through your bank."
    )
    sepa_creditor_name = fields.Char(string="Name of the creditor", help="As customers and banks read it. Empty: the name of the company.")
    sepa_notice_days = fields.Integer(string="Notice before a debit", default=14, help="Calendar days, unless a mandate says otherwise.")
    sepa_propose = fields.Boolean(string="Prepare collections each night")
    sepa_horizon_days = fields.Integer(string="Days ahead", default=21, help="Debit dates further away are prepared later.")
    sepa_grouping = fields.Selection(GROUPINGS, string="Several invoices", default="mandate", required=True)
    sepa_max_amount = fields.Monetary(string="Most per debit", help="0: no limit but that of the mandate.")
    sepa_two_people = fields.Boolean(string="Two people", help="Who prepared a collection does not release it.")
    sepa_final_days = fields.Integer(
        string="A debit is safe after", default=5, help="Days on which banks work, after the debit date. Thanks wait for it."
    )

    _sepa_notice = models.Constraint("CHECK(sepa_notice_days > 0)", "A debit is announced one day before at least.")
    _sepa_debits = models.Constraint(
        "CHECK(sepa_horizon_days > 0 AND sepa_max_amount >= 0 AND sepa_final_days >= 0)", "Days and amounts cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_plain_ics(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._with_plain_ics(vals)
        written = super().write(vals)
        if {"sepa_ics", "sepa_creditor_name", "name"} & set(vals):
            self._sepa_creditor_changed()
        return written

    @staticmethod
    def _with_plain_ics(vals):
        return vals | {"sepa_ics": normalise(vals["sepa_ics"])} if vals.get("sepa_ics") else vals

    def _sepa_creditor_name(self):
        """The creditor as mandates and files name it."""
        return self.sepa_creditor_name or self.name

    def _sepa_creditor_changed(self):
        """Mandates that are not signed yet name the new creditor; the banks of those that are will be told by the next debit."""
        # sudo: whoever changes the company need not see its mandates
        mandates = self.env["sepa.mandate"].sudo().search([("company_id", "in", self.ids), ("state", "not in", ("closed", "expired"))])
        for company, found in mandates.grouped("company_id").items():
            if company.sepa_ics:
                found._amend({"creditor_name": company._sepa_creditor_name(), "creditor_identifier": company.sepa_ics})

    @api.constrains("sepa_ics")
    def _check_sepa_ics(self):
        countries = self.env["sepa.mandate"]._sepa_countries()
        for company in self.filtered("sepa_ics"):
            sentence = self._sepa_ics_sentence(creditor.fault(company.sepa_ics, countries))
            if sentence:
                raise ValidationError(sentence)

    @api.model
    def _sepa_ics_sentence(self, code):
        _ = self.env._
        return {
            "": "",
            "characters": _("A creditor identifier is made of letters and digits only."),
            "country": _("A creditor identifier begins with the two letters of a country that takes part in SEPA."),
            "length": _("This creditor identifier has not its length: 13 characters in France."),
            "structure": _("After the country, a creditor identifier has two digits."),
            "check": _("This creditor identifier has a wrong digit: its check digits do not match."),
        }[code]
