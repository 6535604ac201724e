from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.receivable_dunning.logic import escalation

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
        help="Minimum number of days between two messages to one payer, all steps and channels together. It delays a message; it never forgets it.",
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
        help="A payer who was reminded recently does not start again at the first reminder: a new overdue item starts at most at this severity. 0 switches the memory off.",
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

    _spacing_positive = models.Constraint("CHECK(spacing_days >= 0 AND call_spacing_days >= 0)", "The spacing cannot be negative.")
    _hours_ordered = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)", "The sending hours must begin before they end."
    )

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        """A scenario without a sending day would keep everything waiting for ever."""
        for scenario in self:
            if not any(scenario[day] for day in WEEKDAYS):
                raise ValidationError(self.env._("Tick at least one day of the week on which messages may leave."))

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
            )
            for scenario in self
        }
