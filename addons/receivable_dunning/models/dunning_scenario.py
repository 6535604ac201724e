from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from odoo.addons.receivable_dunning.logic import escalation, scenario_faults

_lt = LazyTranslate(__name__)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FAULTS = {
    "order": _lt("%(sooner)s comes before %(later)s."),
    "same_rank": _lt("%(step)s and %(other)s have the same rank (%(severity)s): whoever got one never gets the other."),
    "same_day": _lt("Two steps on day %(day)s: %(step)s and %(other)s."),
    "no_text": _lt("%(step)s has no text: nothing could be written."),
    "notice_first": _lt("%(step)s has no reminder before it: it never leaves."),
    "notice_auto": _lt("%(step)s leaves by itself: let a person approve it."),
    "no_next": _lt("%(step)s announces nothing: tick what may follow, or it cannot leave."),
    "no_address": _lt("%(step)s needs a postal address: %(count)s payers have none."),
    "close": _lt("%(step)s comes %(days)s days after %(other)s: the minimum distance of %(least)s days delays it."),
}


class DunningScenario(models.Model):
    """The steps that an unpaid item goes through, from before its due date to hand-over and thanks.

    Resolution, shown to people with its source: the payer's own scenario, else the profile's, else the company's.
    """

    _name = "dunning.scenario"
    _description = "Dunning scenario"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: usable in every company.")
    description = fields.Char(translate=True, help="One sentence: for whom, and in which tone.")
    level_ids = fields.One2many("dunning.level", "scenario_id", copy=True)
    spacing_days = fields.Integer(
        default=7,
        required=True,
        help="Minimum number of days between two messages to one payer, all steps and channels together. "
        "It delays a message; it never forgets it.",
    )
    call_spacing_days = fields.Integer(
        default=3, required=True, help="Minimum number of days between a call and a message, which need less distance than two messages."
    )
    gather_days = fields.Integer(
        default=7,
        required=True,
        help="A prevenance takes along everything that falls due within this number of days, and is the only one in that time.",
    )
    catch_up = fields.Selection(
        [
            ("first", "One step at a time, each at its full distance"),
            ("next", "Start at the first reminder, then catch up at the minimum spacing"),
            ("highest", "Start at the highest step reached"),
        ],
        default="next",
        required=True,
        help="What to do with an item that is already past several steps. A formal notice never leaves without an earlier message.",
    )
    memory_cap = fields.Integer(
        default=3,
        help="A payer who was reminded recently does not start again at the first reminder: a new overdue item starts at most at this "
        "severity. 0 switches the memory off.",
    )
    thanks_quiet_days = fields.Integer(default=60, help="No second thank-you to a payer within this number of days.")
    mon = fields.Boolean(default=True)
    tue = fields.Boolean(default=True)
    wed = fields.Boolean(default=True)
    thu = fields.Boolean(default=True)
    fri = fields.Boolean(default=True)
    sat = fields.Boolean()
    sun = fields.Boolean()
    skip_holidays = fields.Boolean(default=True, help="Nothing leaves on a public holiday of the payer's country.")
    hour_from = fields.Float(default=8.0, help="Messages leave from this hour, in the payer's time.")
    hour_to = fields.Float(default=19.0, help="Messages leave until this hour, in the payer's time.")
    # what the editor shows
    profile_ids = fields.One2many("payer.profile", "dunning_scenario_id")
    faults = fields.Json(compute="_compute_faults", help="What to look at before this scenario writes to anybody.")
    usage = fields.Json(compute="_compute_usage", help="Who follows this scenario, each figure opens its rows.")

    _spacing_positive = models.Constraint("CHECK(spacing_days >= 0 AND call_spacing_days >= 0)", "The spacing cannot be negative.")
    _hours_ordered = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)", "The sending hours must begin before they end."
    )

    @api.depends(
        "spacing_days", "call_spacing_days", "level_ids.name", "level_ids.trigger", "level_ids.offset", "level_ids.severity",
        "level_ids.channel", "level_ids.channel_without_email", "level_ids.release", "level_ids.template_id", "level_ids.registered",
        "level_ids.active", "level_ids.suspend", "level_ids.agency", "level_ids.court",
    )  # fmt: skip
    def _compute_faults(self):
        for scenario in self:
            steps = [level._as_step() for level in scenario.level_ids if level.active]
            without_address = scenario._origin._payers_without_address() if any(step.registered for step in steps) else 0
            found = scenario_faults.faults(steps, scenario.spacing_days, scenario.call_spacing_days, without_address)
            scenario.faults = {f"{number}_{fault.code}": scenario._fault_line(fault) for number, fault in enumerate(found)}

    @api.depends("profile_ids")
    @api.depends_context("company")
    def _compute_usage(self):
        for scenario in self:
            scenario.usage = scenario._origin._usage() if scenario._origin else False

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        """A scenario without a sending day would keep everything waiting for ever."""
        for scenario in self:
            if not any(scenario[day] for day in WEEKDAYS):
                raise ValidationError(self.env._("Tick at least one day of the week on which messages may leave."))

    def copy_data(self, default=None):
        """A copy says so, and belongs to the same company."""
        return [
            values | {"name": self.env._("%(name)s (copy)", name=scenario.name)} | (default or {})
            for scenario, values in zip(self, super().copy_data(default), strict=True)
        ]

    def action_duplicate(self):
        """A scenario of one's own, from a ready one."""
        self.ensure_one()
        return self.copy()._get_records_action(name=self.env._("Scenario"), target="current")

    def action_try(self):
        """What this scenario would send to one payer on a day, and why: nothing is recorded."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try on a payer"),
            "res_model": "dunning.preview",
            "view_mode": "form",
            "views": [(self.env.ref("receivable_dunning.dunning_preview_view_form_try").id, "form")],
            "target": "new",
            "context": {"default_scenario_id": self.id, "default_partner_id": self._payers(limit=1).id},
        }

    @api.model
    def _ready_made(self):
        """The scenarios offered as a start when there is nothing yet."""
        return [
            {"id": scenario.id, "name": scenario.name, "description": scenario.description or "", "steps": len(scenario.level_ids)}
            for scenario in self.search([("level_ids", "!=", False)], limit=4)
        ]

    @api.model
    @api.readonly
    def ready_made(self):
        """The cards of the empty editor."""
        self.check_access("read")
        return self._ready_made()

    def what_would_change(self, changes):
        """Before saving: which messages these changes would add, take away or change, in every company of whoever asks.

        Nothing is recorded. Answers ``{"sentences": [text], "when": text, "rows": [[what, payer, step, day, amount]]}``.
        """
        self.ensure_one()
        self.check_access("write")
        foresight = self.env["dunning.foresight"]
        companies = foresight._tree(self.env.user.company_ids) & self.env.user.company_ids
        found = foresight._changes(companies, lambda: self.write(changes))
        return {
            "sentences": list(foresight._in_sentences(found).values()),
            "when": foresight._nothing_leaves_now(self.env.company),
            "rows": foresight._in_rows(found),
        }

    # -- who follows it -------------------------------------------------------------------------------------------------------

    def _payer_domain(self):
        """Payers who follow this scenario in the current company: their own, else their profile's, else the company's."""
        company = self.env.company
        default = company.dunning_scenario_id or company.root_id.dunning_scenario_id
        followers = Domain("dunning_scenario_id", "=", self.id)
        inherits = Domain("dunning_scenario_id", "=", False)
        followers |= inherits & Domain("payer_profile_id.dunning_scenario_id", "=", self.id)
        if default == self:
            followers |= inherits & (
                Domain("payer_profile_id", "=", False) | Domain("payer_profile_id.dunning_scenario_id", "=", False)
            )
        accounts = self.env["payer.account"]._search([("company_id", "=", company.root_id.id)])
        return followers & Domain("id", "in", accounts.subselect("partner_id"))

    def _partners(self):
        return self.env["res.partner"].with_company(self.env.company.root_id)

    def _payers(self, limit=None):
        return self._partners().search(self._payer_domain(), limit=limit)

    def _payers_without_address(self):
        """How many payers of this scenario a letter could not reach."""
        if not self:
            return 0
        missing = Domain("street", "in", [False, ""]) | Domain("city", "in", [False, ""])
        return self._partners().search_count(self._payer_domain() & missing)

    def _usage(self):
        """The head of the editor: profiles, payers, steps due this week."""
        profiles, payers, due = len(self.profile_ids), self._partners().search_count(self._payer_domain()), len(self._due_this_week())
        words = {
            "profiles": self.env._("profile") if profiles == 1 else self.env._("profiles"),
            "payers": self.env._("payer") if payers == 1 else self.env._("payers"),
            "due": self.env._("step due this week") if due == 1 else self.env._("steps due this week"),
        }
        counts = {"profiles": profiles, "payers": payers, "due": due}
        return [{"label": words[name], "count": count, "open": [f"action_open_{name}"]} for name, count in counts.items()]

    def _due_this_week(self):
        week = fields.Date.context_today(self) + timedelta(days=7)
        return self.env["dunning.receipt"].search(
            [("current", "=", True), ("next_level_id.scenario_id", "=", self.id), ("next_date", "<=", week)]
        )

    def action_open_profiles(self):
        return self.profile_ids._get_records_action(name=self.env._("Profiles of %(scenario)s", scenario=self.name))

    def action_open_payers(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable.payer_account_action")
        return action | {
            "name": self.env._("Payers of %(scenario)s", scenario=self.name),
            "domain": [("partner_id", "in", self._payers().ids), ("company_id", "=", self.env.company.root_id.id)],
            "context": {},
        }

    def action_open_due(self):
        return self._due_this_week()._get_records_action(name=self.env._("Steps due this week"))

    def _fault_line(self, fault):
        """One fault as core's ``actionable_errors`` shows it."""
        values = dict(fault.values)
        if fault.code == "same_day":
            values["day"] = f"{values['offset']:+d}".replace("-", "\N{MINUS SIGN}")
        message = self.env._(FAULTS[fault.code]) % values  # pylint: disable=translation-not-lazy,translation-contains-variable
        return {"level": fault.level, "message": message}

    # -- for the engine -------------------------------------------------------------------------------------------------------

    def _first_reminder(self):
        """The first step after the due date that has a text."""
        worded = self.level_ids.filtered(lambda level: level.severity and level.trigger != "paid" and level.template_id)
        return worded.sorted("position")[:1]

    def _open_weekdays(self):
        """Days of the week on which messages may leave, Monday = 0."""
        return frozenset(number for number, day in enumerate(WEEKDAYS) if self[day])

    def _as_tuples(self):
        """The scenarios as the pure rules see them: ``{scenario_id: escalation.Scenario}``, in the language of the environment."""
        return {
            scenario.id: escalation.Scenario(
                id=scenario.id,
                name=scenario.name,
                levels=tuple(level._as_tuple() for level in scenario.level_ids.sorted("position")),
                spacing_days=scenario.spacing_days,
                call_spacing_days=scenario.call_spacing_days,
                gather_days=scenario.gather_days,
                catch_up=scenario.catch_up,
                memory_cap=scenario.memory_cap,
                thanks_quiet_days=scenario.thanks_quiet_days,
                weekdays=scenario._open_weekdays(),
            )
            for scenario in self
        }
