from odoo import api, fields, models

from odoo.addons.receivable.logic.delay import Forecast
from odoo.addons.receivable.logic.standing import Happening

from .sepa_debit import CARRIED, WAITING
from .sepa_record import READER

TOLD = 30  # debits on the timeline


class ResPartner(models.Model):
    """Debits of a payer: the money that comes by itself, and what happened."""

    _inherit = "res.partner"

    sepa_debit_ids = fields.One2many("sepa.debit", "partner_id", string="Direct debits", readonly=True, groups=READER)

    # -- may they have credit? ------------------------------------------------------------------------------------------------

    def _receivable_positions(self, company, date):
        """Who is debited, when some rule asks."""
        positions = super()._receivable_positions(company, date)
        if not any(rule.except_debited for rule in self.env["credit.rule"]._rules(company)):
            return positions
        debited = self._sepa_debited(company, positions, date)
        return {payer: position._replace(debited=payer in debited) for payer, position in positions.items()}

    @api.model
    def _sepa_debited(self, company, payer_ids, date):
        """Payers with a mandate that may be used, whose profile allows debits."""
        # sudo: a verdict is the same whoever asks
        mandates = self.env["sepa.mandate"].sudo()._usable(company, payer_ids, date)
        payers = self.sudo().with_company(company.root_id).browse(mandates)
        return set(payers.filtered(lambda payer: not payer.payer_profile_id or payer.payer_profile_id.sepa_debit).ids)

    # -- when will the money come? --------------------------------------------------------------------------------------------

    def _receivable_expected_dates(self, company, date):
        """What is debited whole comes on the debit date, before habits, promises and plans."""
        expected = super()._receivable_expected_dates(company, date)
        if not expected:
            return expected
        lines = self.env["account.move.line"].browse(expected)
        # sudo: a forecast is the same whoever asks
        rows = self.env["sepa.debit.item"].sudo().search([("item", "in", lines.ids), ("waits", "=", True)])
        for row in rows:
            if row.currency_id.compare_amounts(row.amount, row.move_line_id.amount_residual_currency) >= 0:
                day = max(row.debit_id.date, date)
                expected[row.item] = Forecast(float(day > row.due), day, {day: 1.0}, "debit")
        return expected

    def _receivable_basis(self, forecast):
        return self.env._("the direct debit") if forecast.basis == "debit" else super()._receivable_basis(forecast)

    # -- what happened --------------------------------------------------------------------------------------------------------

    def _receivable_timeline(self, company):
        found = super()._receivable_timeline(company)
        domain = [("partner_id", "=", self.id), ("company_id", "child_of", company.root_id.id)]
        for debit in self.env["sepa.debit"].search(domain, order="id desc", limit=TOLD):
            found += self._receivable_tell_debit(debit)
        return found

    def _receivable_timeline_words(self):
        return super()._receivable_timeline_words() | {"debit": self.env._("Direct debit")}

    def _receivable_tell_debit(self, debit):
        """The notice, and what became of the debit; returns are told by themselves."""
        values = {"amount": debit._money(debit.amount), "day": debit._day(debit.date), "numbers": debit.numbers}
        evidence, told = ("sepa.debit", (debit.id,)), []
        if debit.notified_on:
            text = self.env._("Told that %(amount)s will be debited on %(day)s (%(numbers)s).", **values)
            told.append(Happening(debit.notified_on, "debit", text, evidence=evidence))
        if debit.state in CARRIED:
            text = self.env._("%(amount)s debited on %(day)s (%(numbers)s).", **values)
            told.append(Happening(debit.date, "debit", text, evidence=evidence))
        elif debit.state in WAITING and not debit.notified_on:
            text = self.env._("Debit of %(amount)s prepared for %(day)s (%(numbers)s).", **values)
            told.append(Happening(debit.planned_on, "debit", text, evidence=evidence))
        return told
