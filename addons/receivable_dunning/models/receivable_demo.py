from datetime import datetime, time

from odoo import api, fields, models

from odoo.addons.receivable.demo import story as tale
from odoo.addons.receivable_dunning.demo.steps import PAST
from odoo.addons.receivable_dunning.logic import escalation, wire

SCENARIOS = {
    "prompt": "standard", "late": "standard", "risky": "standard", "new": "standard",
    "public": "gentle", "person": "gentle", "key_account": "key",
}  # fmt: skip


class ReceivableDemo(models.AbstractModel):
    """The reminders of the demo company: its own scenarios, and what it sent before today."""

    _inherit = "receivable.demo"

    @api.model
    def _tell_past_steps(self, today=None):
        """Choose the scenarios, then write the messages of the past as sent on the day they fell due."""
        company = self.env.ref("receivable.demo_company")
        self._load_words(company, "receivable_dunning")
        self = self.with_company(company).with_context(allowed_company_ids=company.ids, lang=company.partner_id.lang)
        company.dunning_scenario_id = self.env.ref("receivable_dunning.demo_scenario_standard")
        for code in ("gentle", "standard", "key_account"):  # the company's own versions bear the same names
            self.env.ref(f"receivable_dunning.dunning_scenario_{code}").active = False
        for profile in self.env["payer.profile"].search([("id", "!=", False)]):
            kind = next((code for code in SCENARIOS if code in (profile.get_external_id()[profile.id] or "")), "prompt")
            profile.dunning_scenario_id = self.env.ref(f"receivable_dunning.demo_scenario_{SCENARIOS[kind]}")
        day = tale.day_of_the_story(today or fields.Date.context_today(self), self._closed(today or fields.Date.context_today(self)))
        # live, towards the mail server of the demo: every address of the story ends in .example
        company._dunning_go_live("auto", datetime.combine(fields.Date.subtract(day, days=200), time(8)))
        for past in PAST:
            self._write_past(company, day, past)

    def _write_past(self, company, day, past):
        """One message of the past, with its lines, in the state the story tells."""
        when = tale.due_day(day, past.day, self._closed(day))
        row = self._past_row(company, when, past)
        (action_id,) = self.env["dunning.writer"]._insert_actions([row])
        action = self.env["dunning.action"].browse(action_id)
        moment = {"sent": "sent_at", "doubtful": "claimed_at"}.get(past.state)
        known = {moment: datetime.combine(when, time(8, 30, 12))} if moment else {}
        action._set_state(past.state, reason=self._past_reason(past) or None, server_answer=past.answer or None, **known)

    def _past_reason(self, past):
        """What the sender would have written."""
        if past.state == "failed":
            return self.env["dunning.outbox"]._why_failed(wire.Outcome("failed", past.answer))
        if past.state == "doubtful":
            return self.env._("The connection was lost while the message was handed over: nobody knows whether it arrived.")
        return ""

    def _past_row(self, company, when, past):
        payer = self.env.ref(f"receivable.demo_{past.payer.replace('-', '_')}")
        ledger = self.env["dunning.ledger"]
        scenario_id, _source = ledger._scenario_of(company, payer.ids)[payer.id]
        scenario = self.env["dunning.scenario"].browse(scenario_id)
        level = self.env["dunning.level"].search(
            [("scenario_id", "=", scenario_id), ("id", "in", self._levels_named(past.level).ids)], limit=1
        )
        step = self._past_step(company, payer, scenario, level, past)
        return {
            "step": step,
            "company_id": company.id,
            "partner_id": payer.id,
            "contact_id": payer.id,
            "collector_id": payer.payer_collector_id.id or None,
            "lang": payer.lang,
            "date": when,
            "deadline": fields.Date.add(when, days=level.deadline_days) if step.kind == "reminder" else None,
            "template_id": level._template_for(step.late, step.first, step.several, payer.payer_kind == "person").id or None,
            "why": None,
        }

    def _levels_named(self, code):
        """The level of that name in each demo scenario."""
        found = self.env["dunning.level"]
        for scenario in set(SCENARIOS.values()):
            found |= self.env.ref(f"receivable_dunning.demo_level_{scenario}_{code}", raise_if_not_found=False) or found.browse()
        return found

    def _past_step(self, company, payer, scenario, level, past):
        """The decision of that day, as the engine would have recorded it."""
        moves = [
            self.env.ref(f"receivable.demo_invoice_{past.payer.replace('-', '_')}_{number}").id for number in past.bills
        ]
        items = [
            item for item in self.env["account.move.line"]._receivable_open_items(company, payer.ids)
            if item.move in moves and item.kind == "debt"
        ]
        first_only = {item.move: item for item in reversed(items)}.values()  # instalments: the first one was asked for
        own = level._as_tuple()
        kind = "reminder" if level.severity else "prevenance"
        return escalation.Step(
            payer=payer.id,
            scenario=scenario._as_tuples()[scenario.id],
            level=own,
            kind=kind,
            channel="letter" if own.channel == "email" and not payer.email else own.channel,
            release=own.release,
            asks=tuple(
                escalation.Ask(item, "asked" if level.severity else "coming", own, 0, item.residual, item.residual)
                for item in first_only
            ),
            why=escalation.Reason("late"),
            waits=None,
            amount_company=sum((item.residual_company for item in first_only), escalation.NOTHING),
        )
