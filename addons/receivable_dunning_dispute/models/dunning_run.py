from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.receivable.logic import calendar

from .receivable_payment_plan import NOTICE_DAYS

BROKEN_LATELY = 7  # days: a promise found broken earlier is old news


class DunningRun(models.Model):
    """Each night, besides the scenario: what customers hear of the promises and instalments of these days."""

    _inherit = "dunning.run"

    @api.model
    def _plan(self, company, date, payer_ids=None):
        run = super()._plan(company, date, payer_ids)
        if payer_ids is None:
            self._as_engine(company)._tell_agreements(company, date)
        return run

    @api.model
    def _tell_agreements(self, company, date):
        """A promise the day before and when it was broken; an instalment five days before, and when it was missed."""
        self._tell_promises(company, date)
        plans = self.env["receivable.payment.plan"].search([("company_id", "=", company.id), ("state", "=", "accepted")])
        missed, soon = plans.filtered("missed_line_id"), date + timedelta(days=NOTICE_DAYS)
        missed._write_customer("plan_default", release="approve")
        coming = (plans - missed).filtered(lambda plan: plan.next_on and date < plan.next_on <= soon)
        coming._write_customer("plan_instalment_due")

    @api.model
    def _tell_promises(self, company, date):
        Promise, ours = self.env["receivable.promise"], [("company_id", "=", company.id), ("replaced_by_id", "=", False)]
        tomorrow = self._next_open_day(company, date)
        coming = Promise.search([*ours, ("state", "=", "coming"), ("promised_on", "=", tomorrow), ("made_on", "<", date)])
        coming.filtered(lambda promise: not promise._money_in_sight(date))._write_customer("promise_tomorrow")
        since = fields.Date.subtract(date, days=BROKEN_LATELY)
        broken = Promise.search([*ours, ("state", "in", ("broken", "partly")), ("decided_on", ">", since), ("handled_on", "=", False)])
        broken = broken.filtered(lambda promise: not promise._money_in_sight(date))
        for release, promises in broken.grouped(self._release_of).items():
            promises._write_customer("promise_broken", release=release)

    def _release_of(self, promise):
        """What is written to a key account is read before by a person."""
        profile = promise.partner_id.with_company(promise.company_id.root_id).payer_profile_id
        return "approve" if profile == self.env.ref("receivable.payer_profile_key_account", raise_if_not_found=False) else "auto"

    def _next_open_day(self, company, date):
        closed = calendar.public_holidays(company.country_id.code or "FR", (date.year, date.year + 1))
        return calendar.next_business_day(date + timedelta(days=1), closed)
