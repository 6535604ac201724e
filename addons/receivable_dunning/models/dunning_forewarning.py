import hashlib
import secrets
from datetime import datetime, time

import pytz

from odoo import api, fields, models

from odoo.addons.receivable.logic import calendar
from odoo.addons.receivable_dunning.logic import escalation, forewarning, sending

COLLECTOR = "receivable.group_receivable_user"
MESSAGES = ("email", "letter")


class DunningForewarning(models.Model):
    """One reader was told what leaves on a day; the link in that mail stops that day, and is kept as a hash only."""

    _name = "dunning.forewarning"
    _description = "Forewarning of what leaves on a day"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Reader", required=True, readonly=True, ondelete="cascade")
    date = fields.Date(string="Day", required=True, readonly=True)
    token_hash = fields.Char(readonly=True, groups="base.group_system")
    expires_at = fields.Datetime(required=True, readonly=True)
    used_at = fields.Datetime(readonly=True)

    _one_mail_a_day = models.UniqueIndex("(user_id, company_id, date)", "This reader was told already.")
    _token_uniq = models.UniqueIndex("(token_hash)", "A link is used once.")

    # -- the evening ----------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_forewarn(self):
        """Every hour: companies where it is evening and nobody was told yet."""
        now = fields.Datetime.now()
        companies = self.env["dunning.run"]._companies().filtered("dunning_forewarning")
        evening = companies.filtered(lambda company: forewarning.is_evening(self._local(company, now)))
        self._forewarn(evening, now)

    @api.model
    def _forewarn(self, companies, now):
        """One mail a reader, about every company that they may read and that sends something tomorrow."""
        days = {company: fields.Date.add(self._local(company, now).date(), days=1) for company in companies}
        sending = companies.filtered(lambda company: not company._dunning_why_nothing_leaves(days[company]))
        for reader in self._readers(sending):
            theirs = sending & reader.company_ids
            untold = theirs.filtered(lambda company, reader=reader: not self._is_told(reader, company, days[company]))
            self.env["dunning.forewarning.mail"]._send(reader, {company: days[company] for company in untold})

    def _local(self, company, moment):
        return pytz.utc.localize(moment).astimezone(pytz.timezone(company.partner_id.tz or "Europe/Paris"))

    def _readers(self, companies):
        """Collectors and credit managers of these companies who have an address."""
        users = self.env.ref(COLLECTOR).sudo().all_user_ids  # sudo: whom to write to
        return users.filtered(lambda user: user.active and user.email and user.company_ids & companies).sorted("id")

    def _is_told(self, reader, company, day):
        return bool(self.search_count([("user_id", "=", reader.id), ("company_id", "=", company.id), ("date", "=", day)], limit=1))

    # -- the link -------------------------------------------------------------------------------------------------------------

    @api.model
    def _new_link(self, reader, company, day):
        """The address that stops that day; the secret in it is nowhere else."""
        token = secrets.token_urlsafe(32)
        zone = pytz.timezone(company.partner_id.tz or "Europe/Paris")
        end = zone.localize(datetime.combine(day, time(23, 59))).astimezone(pytz.utc).replace(tzinfo=None)
        self.create({
            "company_id": company.id, "user_id": reader.id, "date": day, "token_hash": self._hash(token), "expires_at": end,
        })  # fmt: skip
        return f"{self.get_base_url()}/receivable/stop/{token}"

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _find(self, token):
        """The forewarning of a link that still holds: not expired, its reader still a collector of that company. Else nothing."""
        found = self.sudo().search([("token_hash", "=", self._hash(token))], limit=1)  # sudo: the secret is the right
        reader = found.user_id
        holds = (
            found.expires_at and found.expires_at > fields.Datetime.now() and reader.active and reader.has_group(COLLECTOR)
            and found.company_id in reader.company_ids
        )  # fmt: skip
        return found if holds else found.browse()

    def _use(self):
        """Stop the day; a second click finds it stopped, and a link that was used stops nothing that was started again."""
        self.ensure_one()
        if not self.used_at:
            self.env["dunning.stop"]._stop(self.company_id, self.date, self.user_id)
            self.used_at = fields.Datetime.now()

    # -- what leaves ----------------------------------------------------------------------------------------------------------

    @api.model
    def _tomorrow(self, company, day, lang):
        """What leaves that day and what waits for an approval, and the decisions about everybody else, in a reader's language."""
        run = self.env["dunning.run"]._as_engine(company).with_context(lang=lang)
        facts = run._select(company, day, None)
        plan = run._decide(facts, day)
        messages = [*self._planned(run, company, plan, day), *self._under_way(run, company, day)]
        chased = {message.payer for message in messages} | {step.payer for step in plan.steps}  # calls and decisions are a person's
        held = [one for one in plan.receipts if one.payer not in chased and one.overdue_company > 0 and one.reasons]
        return forewarning.share(messages), sorted(held, key=lambda one: -one.overdue_company)

    def _planned(self, run, company, plan, day):
        """What the night would write and send the same day."""
        scenarios, payers = run.env["dunning.scenario"], run.env["res.partner"].browse(step.payer for step in plan.steps)
        for step, payer in zip(plan.steps, payers, strict=True):
            scenario = scenarios.browse(step.scenario.id)
            if step.channel in MESSAGES and self._is_open(scenario, payer.country_id or company.country_id, day):
                by_itself = company.dunning_mode == "auto" and step.release == "auto" and not step.waits
                yield forewarning.Tomorrow(
                    payer.id, step.level.name, step.channel, step.amount_company, by_itself, scenario.hour_from
                )

    def _under_way(self, run, company, day):
        """What is written already and due by then; what goes with another message is told with it."""
        actions = run.env["dunning.action"].search([
            ("company_id", "=", company.id), ("state", "in", ("planned", "approved")), ("date", "<=", day),
            ("channel", "in", MESSAGES), ("origin", "!=", "companion"),
        ])  # fmt: skip
        for action in actions:
            scenario = action.scenario_id
            if self._is_open(scenario, action.partner_id.country_id or company.country_id, day):
                by_itself = action.state == "approved" or (company.dunning_mode == "auto" and action.release == "auto")
                yield forewarning.Tomorrow(
                    action.partner_id.id, action.level_name or "", action.channel, escalation.money(action.amount_company), by_itself,
                    scenario.hour_from,
                )  # fmt: skip

    def _is_open(self, scenario, country, day):
        """Whether that day is a sending day of the scenario where the payer is; what no scenario wrote leaves on any day."""
        if not scenario:
            return True
        closed = calendar.public_holidays(country.code, (day.year,)) if scenario.skip_holidays else frozenset()
        return sending.next_sending_day(day, scenario._open_weekdays(), closed) == day
