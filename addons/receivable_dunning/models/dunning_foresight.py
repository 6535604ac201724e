from collections import defaultdict
from contextlib import closing
from datetime import timedelta
from decimal import Decimal

import pytz

from odoo import api, fields, models
from odoo.tools import format_amount, format_date, format_time

from odoo.addons.receivable_dunning.logic import consequence, escalation

UNDER_WAY = ("planned", "approved")


class DunningForesight(models.AbstractModel):
    """What would leave because of a decision, told before it is taken: the engine itself, asked twice.

    Once as things are, once as they would be; the decision is taken inside a savepoint and taken back.
    """

    _name = "dunning.foresight"
    _description = "What would leave because of a decision"

    @api.model
    def _changes(self, companies, decide, payer_ids=None):
        """``[(company, consequence.Change)]`` of a decision.

        :param companies: where it can change something
        :param decide: takes the decision; called once, and undone
        :param payer_ids: whom it can concern; None = everybody of these companies
        """
        before = [self._leaving(company, payer_ids) for company in companies]
        with closing(self.env.cr.savepoint()):
            decide()
            after = [self._leaving(company, payer_ids) for company in companies]
        answers = zip(companies, before, after, strict=True)
        return [(company, change) for company, old, new in answers for change in consequence.differences(old, new)]

    @api.model
    def _tree(self, companies):
        """Companies whose nights follow what is decided for these: their roots and all branches."""
        roots = companies.root_id
        return self.env["dunning.run"].sudo()._companies().filtered(lambda company: company.root_id in roots)  # sudo: branches too

    @api.model
    def _leaving(self, company, payer_ids):
        """Messages under way that stand, and those that the next night would write."""
        day = self._next_night(company).date()
        run = self.env["dunning.run"]._as_engine(company).with_context(lang=self.env.lang)  # the steps in the reader's words
        facts = run._select(company, day, payer_ids)
        plan = run._decide(facts, day)
        return [*self._standing(run, facts, day), *(
            consequence.Leaving(step.payer, step.level.name, day, step.amount_company) for step in plan.steps
        )]  # fmt: skip

    def _standing(self, run, facts, day):
        """What is written already and would leave: two queries, whatever the number of messages."""
        waiting = [one for one in facts.history.waiting if one.state in UNDER_WAY]
        actions = run.env["dunning.action"].browse(one.action for one in waiting)
        return [
            consequence.Leaving(
                one.payer, action.level_id.name or one.level_name, max(one.date, day), escalation.money(action.amount_company)
            )
            for one, action in zip(waiting, actions, strict=True)
        ]

    # -- when -----------------------------------------------------------------------------------------------------------------

    @api.model
    def _next_night(self, company):
        """When the next night decides, on the company's clock."""
        cron = self.env.ref("receivable_dunning.ir_cron_dunning_plan").sudo()  # sudo: an hour, no data
        now = fields.Datetime.now()
        moment = now.replace(hour=cron.nextcall.hour, minute=cron.nextcall.minute, second=0)
        moment += timedelta(days=moment <= now)
        return pytz.utc.localize(moment).astimezone(pytz.timezone(company.partner_id.tz or "Europe/Paris"))

    @api.model
    def _nothing_leaves_now(self, company):
        """The sentence below every list: the click itself sends nothing."""
        night = self._next_night(company)
        hour = format_time(self.env, night.time(), time_format="HH:mm")
        if company.dunning_mode == "test":
            return self.env._("Nothing leaves at this click; test mode: the next night, at %(hour)s, writes and sends nothing.", hour=hour)
        return self.env._("Nothing leaves at this click; the next night is at %(hour)s.", hour=hour)

    # -- in words -------------------------------------------------------------------------------------------------------------

    @api.model
    def _in_sentences(self, changes):
        """One sentence a kind of change, with its count and its amount: ``{kind: sentence}``."""
        words = {
            "more": lambda values: self.env._("Messages more: %(count)s, for %(amount)s.", **values),
            "other": lambda values: self.env._("At another step, day or amount: %(count)s, for %(amount)s.", **values),
            "fewer": lambda values: self.env._("Messages fewer: %(count)s, for %(amount)s.", **values),
        }
        told = {}
        for kind, word in words.items():
            found = [(company.currency_id, change.amount) for company, change in changes if change.kind == kind]
            if found:
                told[kind] = word({"count": len(found), "amount": self._sums(found)})
        return told

    def _sums(self, amounts):
        """Sums per currency, never added up across."""
        sums = defaultdict(Decimal)
        for currency, amount in amounts:
            sums[currency] += amount
        return ", ".join(format_amount(self.env, float(amount), currency) for currency, amount in sums.items())

    @api.model
    def _in_rows(self, changes):
        """The changes as a dialog shows them: ``[[what, payer, step, day, amount]]``."""
        words = dict(self.env["dunning.consequence.line"]._fields["kind"]._description_selection(self.env))
        payers = self.env["res.partner"].browse({change.payer for _company, change in changes})
        names = {payer.id: payer.display_name for payer in payers}
        return [
            [
                words[change.kind], names[change.payer], change.step, format_date(self.env, change.day),
                format_amount(self.env, float(change.amount), company.currency_id),
            ]
            for company, change in changes
        ]
