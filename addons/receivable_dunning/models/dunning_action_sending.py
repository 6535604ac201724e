import logging

import pytz
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from odoo.addons.receivable.logic import calendar
from odoo.addons.receivable_dunning.logic import sending

from .dunning_outbox import NoServer

_logger = logging.getLogger(__name__)

COUNTRY_ZONES = {code: zones[0] for code, zones in pytz.country_timezones.items() if len(zones) == 1}


class DunningAction(models.Model):
    """From the queue to the channels: what leaves now, for one company."""

    _inherit = "dunning.action"

    @api.model
    def _cron_send(self):
        """Every ten minutes: what may leave within the hours of its payer."""
        outbox = self.env["dunning.outbox"]
        outbox._sweep()
        today = fields.Date.context_today(self)
        companies = self.env["dunning.run"]._companies()
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=sum(self._count_due(company, today) for company in companies))
        for company in companies:
            if not self._send_now(company, today):
                return
        commit(remaining=0)

    @api.model
    def _send_now(self, company, date, ignore_hours=False):
        """Let everything leave that is due and may leave. Answers False when the time of the cron is over."""
        self = self.with_company(company).with_context(lang=company.partner_id.lang or self.env.lang)  # the reasons stay written
        trouble = company._dunning_why_nothing_leaves(date)
        self._open_day(company, date, release=not trouble)
        if trouble:
            _logger.info("%s: %s", company.name, trouble)
            self._write_drafts(company, date)
            return True
        moment = None if ignore_hours else fields.Datetime.now()
        done = [self._send_channel(actions, date) for actions in self._due(company, date, moment).grouped("channel").values()]
        return all(done)

    def _send_channel(self, actions, date):
        """One channel; a mail server that does not answer stops nothing but the e-mails."""
        company = actions.company_id
        try:
            done = actions[0]._channel()._deliver(actions, date)
        except NoServer as error:
            _logger.warning("%s: %s", company.name, error)
            company.sudo().dunning_trouble = str(error)  # sudo: told to people by the engine
            return True
        if company.dunning_trouble and actions[0].channel == "email":
            company.sudo().dunning_trouble = False  # sudo: as above
        return done is not False

    # -- who may leave --------------------------------------------------------------------------------------------------------

    @api.model
    def _open_day(self, company, date, release):
        """What has grown old is cancelled, what is automatic approves itself, what is over the contact budget waits.

        Two senders at once do not disturb each other.
        """
        commit = self.env["ir.cron"]._commit_progress
        commit()
        try:
            self._expire(company, date)
            if release:
                self._release(company, date)
                self._due(company, date, None)._wait_for_contacts(date)
        except SerializationFailure:
            self.env.cr.rollback()  # another sender has just done it
            return
        commit()

    @api.model
    def _expire(self, company, date):
        """A plan that has grown old is not sent: it is cancelled, and decided again."""
        old = self.search([
            ("company_id", "=", company.id), ("state", "=", "planned"), ("origin", "=", "run"), ("channel", "in", ("email", "letter")),
            ("date", "<", fields.Date.subtract(date, days=sending.STALE_DAYS)),
        ])  # fmt: skip
        old._set_state("cancelled", reason=self.env._("The plan had grown old: decided again."))

    @api.model
    def _release(self, company, date):
        """Automatic steps approve themselves on their day, where the company lets them; calls are a person's work in any case."""
        steps = self.search([("company_id", "=", company.id), ("state", "=", "planned"), ("date", "<=", date), ("release", "=", "auto")])
        if company.dunning_mode != "auto":
            steps = steps.filtered(lambda action: action.channel == "call")
        steps.filtered(lambda action: action.channel != "decision")._set_state("approved")

    @api.model
    def _due_domain(self, company, date):
        return [("company_id", "=", company.id), ("state", "=", "approved"), ("date", "<=", date)]

    @api.model
    def _count_due(self, company, date):
        return self.search_count([*self._due_domain(company, date), ("channel", "=", "email")])

    @api.model
    def _due(self, company, date, moment):
        """Approved messages whose day and hour have come; a letter's announcement waits for the letter.

        :param moment: now, UTC; None = hours do not matter
        """
        due = self.search(self._due_domain(company, date), order="date, id")
        due = due.filtered(lambda action: action.companion_of_id.channel != "letter" or action.companion_of_id.state == "sent")
        return due.filtered(lambda action: moment is None or action.channel == "letter" or action._is_hour(moment))

    def _is_hour(self, moment):
        scenario = self.scenario_id
        if not scenario:
            return True
        day = sending.local(moment, self._zone()).date()
        open_day = sending.next_sending_day(day, scenario._open_weekdays(), self._closed_days(day))
        return day == open_day and sending.within_hours(moment, self._zone(), scenario.hour_from, scenario.hour_to)

    def _closed_days(self, day):
        """Public holidays where the payer is."""
        if not self.scenario_id.skip_holidays:
            return frozenset()
        country = self.partner_id.country_id or self.company_id.country_id
        return calendar.public_holidays(country.code, (day.year, day.year + 1))

    def _zone(self):
        """The payer's clock: its own time zone, else its country's if it has only one, else the company's."""
        country = self.partner_id.country_id
        return self.partner_id.tz or COUNTRY_ZONES.get(country.code) or self.company_id.partner_id.tz or "Europe/Paris"

    def _leaves_at(self, moment):
        """When this message leaves, on the payer's clock."""
        scenario = self.scenario_id
        return sending.leaves_at(moment, self.date, self._zone(), scenario.hour_from, scenario.hour_to or 24)

    # -- test mode ------------------------------------------------------------------------------------------------------------

    @api.model
    def _write_drafts(self, company, date):
        """Nothing may leave, but everything can be read: the texts of what would leave are written on the actions."""
        drafts = self.search([
            ("company_id", "=", company.id), ("state", "in", ("planned", "approved")), ("date", "<=", date), ("prepared_at", "=", False),
            ("channel", "in", ("email", "letter")),
        ])  # fmt: skip
        for actions in drafts.grouped("channel").values():
            actions[0]._channel()._prepare(actions, date)
