import logging
import time
from functools import cache
from itertools import accumulate, groupby

from psycopg2.errors import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.receivable.logic import calendar
from odoo.addons.receivable_dunning.logic import escalation, sending

_logger = logging.getLogger(__name__)

TOGETHER = 50_000  # payers and open items decided and recorded together: about 100 MB
LOCK_CLASS = 190_711  # advisory lock of a company's run


class DunningRun(models.Model):
    """One night of one company: select → decide → record. Acting is the outbox's work.

    What it prepared, and for everybody else why not.
    """

    _name = "dunning.run"
    _description = "Dunning run"
    _order = "date desc, id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True)
    date = fields.Date(required=True)
    state = fields.Selection([("running", "Running"), ("done", "Done"), ("stopped", "Stopped")], required=True, default="running")
    started_at = fields.Datetime()
    duration = fields.Float(help="Seconds.")
    planned_count = fields.Integer(string="Prepared")
    overdue_count = fields.Integer(string="Overdue payers")
    chased_count = fields.Integer(string="Chased")
    waiting_count = fields.Integer(string="Waiting for a person")
    explained_count = fields.Integer(string="Not chased")
    fault_count = fields.Integer(string="Faults")
    fault_text = fields.Text(string="What could not be prepared")
    sent_count = fields.Integer(compute="_compute_sent_count", string="Messages sent")
    messages = fields.Json(compute="_compute_figures", help="What became of its messages; each figure opens its rows.")
    payers = fields.Json(compute="_compute_figures", help="Overdue payers = chased + waiting for a person + explained.")
    action_ids = fields.One2many("dunning.action", "run_id")
    receipt_ids = fields.One2many("dunning.receipt", "run_id")

    @api.depends("date")
    def _compute_name(self):
        for run in self:
            run.name = self.env._("Run of %(date)s", date=format_date(self.env, run.date))

    @api.depends("action_ids.state")
    def _compute_sent_count(self):
        counts = dict(self.env["dunning.action"]._read_group([("run_id", "in", self.ids), ("state", "=", "sent")], ["run_id"], ["__count"]))
        for run in self:
            run.sent_count = counts.get(run, 0)

    @api.depends("action_ids.state", "overdue_count", "chased_count", "waiting_count", "explained_count")
    def _compute_figures(self):
        for run in self:
            run.messages = run._message_figures()
            run.payers = run._payer_figures()

    def _message_figures(self):
        """Messages by what became of them, in the order of their life."""
        counts = dict(self.env["dunning.action"]._read_group([("run_id", "=", self.id)], ["state"], ["__count"]))
        states = self.env["dunning.action"]._fields["state"]._description_selection(self.env)
        tones = {"failed": "danger", "doubtful": "danger", "sent": "success", "skipped": "secondary", "cancelled": "secondary"}
        return [
            {"label": label, "count": counts[state], "tone": tones.get(state, "info"), "open": ["action_open_messages", state]}
            for state, label in states
            if state in counts
        ]

    def _payer_figures(self):
        """The sum that must add up. The rows of the latest night open; older nights keep their figures only."""
        latest = not self.search_count([("company_id", "=", self.company_id.id), ("id", ">", self.id)], limit=1)
        figures = [
            ("", self.env._("overdue"), self.overdue_count, "info", ("chased", "waiting", "explained", "fault")),
            ("=", self.env._("chased"), self.chased_count, "info", ("chased",)),
            ("+", self.env._("waiting for a person"), self.waiting_count, "warning", ("waiting",)),
            ("+", self.env._("explained"), self.explained_count, "secondary", ("explained", "fault")),
        ]
        return [
            {
                "join": join,
                "label": label,
                "count": count,
                "tone": tone,
                "open": ["action_open_decisions", decisions] if latest else False,
            }
            for join, label, count, tone, decisions in figures
        ]

    def action_open_messages(self, state):
        """Messages of this run in one state."""
        return {
            "type": "ir.actions.act_window",
            "name": dict(self.env["dunning.action"]._fields["state"]._description_selection(self.env))[state],
            "res_model": "dunning.action",
            "views": [(False, "list"), (False, "form")],
            "domain": [("run_id", "=", self.id), ("state", "=", state)],
        }

    def action_open_decisions(self, decisions):
        """The latest decision of every overdue payer of the company."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Overdue payers"),
            "res_model": "dunning.receipt",
            "views": [(False, "list")],
            "domain": [("current", "=", True), ("company_id", "=", self.company_id.id), ("decision", "in", decisions)],
        }

    # -- the two doors --------------------------------------------------------------------------------------------------------

    @api.model
    def _preview(self, company, date, payer_ids=None):
        """What tonight would do: the same facts and the same decision, nothing recorded."""
        return self._decide(self._as_engine(company)._select(company, date, payer_ids), date)

    @api.model
    def _plan(self, company, date, payer_ids=None):
        """Decide and record one company's messages of a day; a second run on the same day adds only what is new."""
        self = self._as_engine(company)
        self._lock(company)
        self.env.flush_all()
        started = time.monotonic()
        run = self.create({"company_id": company.id, "date": date, "started_at": fields.Datetime.now()})
        run._plan_slices(run._payers(payer_ids), started)
        return run

    def _plan_slices(self, payers, started):
        """Slice after slice, then the figures; a bridge may hand the slices to other processes."""
        for some in self._slices(payers):
            self._plan_slice(some)
        self._close(time.monotonic() - started)

    def _as_engine(self, company):
        """The engine sees every payer of the company and writes its reasons in the company's language.

        Who may ask for a run or a preview is checked by the action that asks.
        """
        # sudo: a decision must not depend on what the person who looks may read
        return self.sudo().with_company(company).with_context(lang=company.partner_id.lang or self.env.lang, active_test=True)

    def _lock(self, company):
        """One run of a company at a time: taken first, so that the snapshot that follows is fresh."""
        (granted,) = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_CLASS, company.id))
        if not granted[0]:
            raise self._under_way(company)

    def _under_way(self, company):
        return UserError(self.env._("A run of %(company)s is under way. Try again when it has ended.", company=company.name))

    def _payers(self, payer_ids):
        """Payers with an open item, a message in the outbox, or a settlement not thanked for yet, in order of id."""
        if payer_ids is not None:
            return sorted(payer_ids)
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT p.commercial_partner_id
                 FROM account_move_line l JOIN account_account a ON a.id = l.account_id JOIN res_partner p ON p.id = l.partner_id
                WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND a.account_type = 'asset_receivable'
                  AND a.non_trade IS NOT TRUE AND l.company_id = %(company)s
                UNION SELECT partner_id FROM dunning_action WHERE company_id = %(company)s AND state = 'planned'
                UNION SELECT partner_id FROM receivable_event
                       WHERE company_id = %(company)s AND kind = 'settled' AND date >= %(since)s
                ORDER BY 1""",
            company=self.company_id.id,
            since=fields.Date.subtract(self.date, days=escalation.THANKS_WINDOW_DAYS + 1),
        ))
        return [payer for (payer,) in rows]

    def _slices(self, payers):
        """Payers in their order, so many together that memory stays flat whatever the size of the ledger."""
        items = dict(self.env.execute_query(SQL(
            """SELECT p.commercial_partner_id, count(*)
                 FROM account_move_line l JOIN account_account a ON a.id = l.account_id JOIN res_partner p ON p.id = l.partner_id
                WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND a.account_type = 'asset_receivable'
                  AND a.non_trade IS NOT TRUE AND l.company_id = %s
                GROUP BY 1""",
            self.company_id.id,
        )))
        load = accumulate(1 + items.get(payer, 0) for payer in payers)
        for _number, some in groupby(zip(payers, load, strict=True), key=lambda pair: pair[1] // TOGETHER):
            yield [payer for payer, _load in some]

    # -- select, decide, record -----------------------------------------------------------------------------------------------

    def _plan_slice(self, payers):
        """One savepoint for many payers; halved on error until the one that cannot be prepared is alone."""
        try:
            with self.env.cr.savepoint():
                facts = self._select(self.company_id, self.date, payers)
                self._record(self._decide(facts, self.date), facts, payers)
        except OperationalError:
            raise  # two transactions met: the whole night is tried again, nothing was written
        except Exception as error:  # noqa: BLE001 one payer's data must not stop the others: parked with its reason
            if len(payers) > 1:
                half = len(payers) // 2
                self._plan_slice(payers[:half])
                self._plan_slice(payers[half:])
            else:
                self._park(payers[0], error)

    def _park(self, payer, error):
        """The payer who could not be prepared, named on the run with the reason."""
        _logger.exception("Run %s: payer %s could not be prepared", self.id, payer)
        name = self.env["res.partner"].browse(payer).display_name
        self._note_fault(self.env._("%(payer)s could not be prepared: %(error)s", payer=name, error=error))

    def _note_fault(self, line):
        self.write({"fault_count": self.fault_count + 1, "fault_text": "\n".join(filter(None, [self.fault_text, line]))})

    def _select(self, company, date, payer_ids):
        return self.env["dunning.ledger"]._select(company, date, payer_ids)

    @api.model
    def _decide(self, facts, date):
        return escalation.plan(facts.items, facts.holds, facts.history, facts.followings, date)

    def _record(self, plan, facts, payers):
        """Write the messages and the receipts, before anything leaves."""
        self.env["dunning.action"].browse(facts.outdated)._set_state(
            "cancelled", reason=self.env._("Decided again: the plan had grown old or the scenario changed.")
        )
        writer = self.env["dunning.writer"]
        writer._insert_actions(self._rows(plan.steps, facts))
        writer._insert_receipts(self, plan.receipts, payers)
        self._park_faults(plan.receipts)

    def _park_faults(self, receipts):
        for receipt in receipts:
            if receipt.decision == "fault":
                self._park(receipt.payer, dict(receipt.reasons[0].values)["error"])

    def _rows(self, steps, facts):
        """The action of each step: to whom, by whom, on which sending day. What many steps share is found once."""
        day, text, deadline = cache(self._sending_day), cache(self._text), cache(self._deadline)
        sentence = cache(self.env["dunning.receipt"]._sentence)
        shared = {"run_id": self.id, "company_id": self.company_id.id}
        collector = self.company_id.payer_collector_id.id or None
        rows = []
        for step in steps:
            party = facts.parties[step.payer]
            private = party.kind == "person"
            rows.append(shared | {
                "step": step,
                "partner_id": step.payer,
                "contact_id": party.contact,
                "collector_id": party.collector or collector,
                "lang": party.lang,
                "date": day(step.scenario.id, party.country),
                **self._words_of(step, private, text, deadline),
                "why": sentence(step.why),
                "hold_reason": sentence(step.waits) if step.waits else None,
                "hold_code": step.waits.code.removeprefix("hold.") if step.waits else None,
            })
        return rows

    def _words_of(self, step, private, text, deadline):
        """Which text, and the last day that it asks for."""
        if step.about:
            return {"template_id": step.about.text, "deadline": step.about.deadline}
        return {
            "template_id": text(step.level.id, step.late, step.first, step.several, private),
            "deadline": deadline(step.level.id, private) if step.kind == "reminder" else None,
        }

    def _sending_day(self, scenario_id, country_id):
        """The first open day from the day of the decision, by the scenario's weekdays and the holidays of the payer's country."""
        scenario = self.env["dunning.scenario"].browse(scenario_id)
        country = self.env["res.country"].browse(country_id or self.company_id.country_id.id)
        closed = frozenset()
        if scenario.skip_holidays and country:
            closed = calendar.public_holidays(country.code, (self.date.year, self.date.year + 1))
        return sending.next_sending_day(self.date, scenario._open_weekdays(), closed)

    def _text(self, level_id, late, first, several, private):
        return self.env["dunning.level"].browse(level_id)._template_for(late, first, several, private).id or None

    def _deadline(self, level_id, private):
        """The last day that a reminder asks for."""
        level = self.env["dunning.level"].browse(level_id)
        return fields.Date.add(self.date, days=escalation.days_to_pay(level.deadline_days, level.severity, private))

    # -- counters -------------------------------------------------------------------------------------------------------------

    def _close(self, seconds):
        """Overdue payers = chased + waiting for a person + explained, and each figure opens."""
        counts = dict(self.env.execute_query(SQL(
            """SELECT decision, count(*) FROM dunning_receipt
                WHERE current AND company_id = %s AND decision <> 'clear' GROUP BY 1""",
            self.company_id.id,
        )))
        self.env["dunning.action"].invalidate_model()
        self.write({
            "state": "done",
            "duration": seconds,
            "planned_count": self.env["dunning.action"].search_count([("run_id", "=", self.id)]),
            "overdue_count": sum(counts.values()),
            "chased_count": counts.get("chased", 0),
            "waiting_count": counts.get("waiting", 0),
            "explained_count": counts.get("explained", 0) + counts.get("fault", 0),
        })

    # -- the night ------------------------------------------------------------------------------------------------------------

    @api.model
    def _companies(self):
        """Companies that have a scenario of their own or inherit one, branches included."""
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        return companies.filtered(lambda company: company.dunning_scenario_id or company.root_id.dunning_scenario_id)

    @api.model
    def _cron_plan(self):
        """Every night: each company decides on its own, and one company's trouble does not stop the next."""
        commit = self.env["ir.cron"]._commit_progress
        companies = self._companies()
        commit(remaining=len(companies))
        for company in companies:
            try:
                self._plan(company, self._today(company))
            except UserError as error:
                _logger.info("Night of %s left out: %s", company.name, error)
            if not commit(1):
                break

    def _today(self, company):
        """The day it is where the company is."""
        return fields.Date.context_today(self.with_context(tz=company.partner_id.tz or "Europe/Paris"))

    @api.model
    def _night(self, date):
        """One whole night for every company, as the scheduled actions do it: scores, plan, send. Used by ``setup/run``.

        Answers the table of what the night did: one row per company, kind of message and outcome.
        """
        commit = self.env["ir.cron"]._commit_progress
        rows = []
        for company in self._companies():
            self.env["receivable.event"]._record_difference(company.root_id, date)
            self.env["payer.score"]._recompute(company.root_id, date)
            self.env["payer.profile"]._assign(company.root_id, date)
            run = self._plan(company, date)
            commit(0)
            self.env["dunning.action"]._send_now(company, date, ignore_hours=True)
            commit(0)
            rows += run._outcomes()
        return rows

    def _outcomes(self):
        """What became of the messages of a run: ``[{company, level, channel, state, count}]``."""
        groups = self.env["dunning.action"]._read_group(
            [("run_id", "=", self.id)], ["level_name", "severity", "channel", "state"], ["__count"], order="severity, level_name"
        )
        return [
            {"company": self.company_id.name, "level": name, "channel": channel, "state": state, "count": count}
            for name, _severity, channel, state, count in groups
        ]
