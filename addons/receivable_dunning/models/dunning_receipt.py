from odoo import api, fields, models
from odoo.tools import format_amount, format_date
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

SENTENCES = {
    "late": _lt("%(level)s: %(days)s days late, no reminder about it yet"),
    "again": _lt("%(level)s: %(days)s days late, last message on %(last)s"),
    "coming": _lt("Due in %(days)s days"),
    "event": _lt("%(what)s: not told yet"),
    "paid": _lt("Everything due was paid on %(paid)s"),
    "spacing": _lt("Reminded on %(last)s, next from %(until)s (%(level)s)."),
    "minimum": _lt("%(amount)s, below the minimum of %(minimum)s (%(level)s)."),
    "credits": _lt("Credits of %(amount)s cover it."),
    "later": _lt("The next step comes on %(until)s (%(level)s)."),
    "finished": _lt("The scenario is at its end: a person decides what comes next."),
    "no_scenario": _lt("No scenario: choose one on the payer, on the profile or for the company."),
    "fault": _lt("Could not be decided: %(error)s"),
    "action.planned": _lt("%(level)s of %(day)s waits in the queue."),
    "action.approved": _lt("%(level)s leaves on %(day)s."),
    "action.sending": _lt("%(level)s is being sent."),
    "action.failed": _lt("%(level)s of %(day)s could not be delivered: choose another way."),
    "action.doubtful": _lt("%(level)s of %(day)s: nobody knows whether it arrived. Ask, then answer."),
}
GROUPS = {
    "late": _lt("A step is due"),
    "again": _lt("A step is due"),
    "event": _lt("Something to tell"),
    "spacing": _lt("Written to a few days ago"),
    "later": _lt("Next step comes later"),
    "minimum": _lt("Below the minimum"),
    "credits": _lt("Covered by credits"),
    "finished": _lt("End of the scenario"),
    "no_scenario": _lt("No scenario"),
    "fault": _lt("Could not be decided"),
    "action": _lt("A message is waiting"),
    "hold": _lt("Held"),
    "question": _lt("A person is asked"),
    "forgotten": _lt("Forgotten exclusion"),
    "hold.paused": _lt("Paused"),
    "hold.handed_over": _lt("Handed over"),
    "hold.excluded": _lt("Excluded from follow-up"),
    "hold.own_company": _lt("One of our own companies"),
    "hold.not_invoice": _lt("Not an invoice"),
    "hold.money": _lt("Paid? Money in sight"),
    "hold.reply": _lt("They answered"),
    "hold.answered": _lt("They answered"),
    "hold.said_paid": _lt("They say it is paid"),
    "hold.bank_stale": _lt("Bank statement too old"),
}
ENDLESS = ("hold.paused", "hold.excluded")


class DunningReceipt(models.Model):
    """Why a payer is chased or not: the stored decision, kept when it changes.

    ``fingerprint`` covers the decision, the hold codes, the items and amounts, the next step and its date: no ages and no "today",
    so that an unchanged situation writes nothing.
    """

    _name = "dunning.receipt"
    _description = "Dunning receipt"
    _order = "date desc, id desc"
    _log_access = False  # the engine's alone; its day and its run are columns of their own

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    run_id = fields.Many2one("dunning.run", index="btree_not_null", ondelete="set null")
    date = fields.Date(required=True)
    decision = fields.Selection(
        [
            ("chased", "Chased"), ("waiting", "Waits for a person"), ("explained", "Not chased"), ("fault", "Could not be decided"),
            ("clear", "Nothing overdue"),
        ],
        required=True,
    )  # fmt: skip
    reasons = fields.Json(help="The reasons in order: code, sentence, until, who can lift it, evidence.")
    why = fields.Char(help="The first reason, in words.")
    reason_group = fields.Char(string="Kind of reason", help="The first reason in two or three words, for lists.")
    forgotten = fields.Boolean(string="Forgotten exclusion", help="Excluded or paused without an end.")
    next_level_id = fields.Many2one("dunning.level", ondelete="set null")
    next_date = fields.Date()
    next_step = fields.Char(string="Next step", help="Next step in words.")
    amount_overdue = fields.Monetary(currency_field="company_currency_id")
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    fingerprint = fields.Char(required=True)
    current = fields.Boolean(required=True, default=True, help="The payer's latest decision.")

    _current_idx = models.Index("(company_id, partner_id) WHERE current")

    def action_open_payer(self):
        """The payer, where the exclusion can be lifted."""
        return self.partner_id._get_records_action(name=self.env._("Payer"))

    def _in_one_line(self):
        """The decision as an invoice or a payer shows it: what comes next and when, or why nothing does."""
        self.ensure_one()
        if self.decision in ("explained", "fault"):
            return self.env._("Not chased: %(why)s", why=self.why)
        if self.next_step:
            day = format_date(self.env, self.next_date)
            return self.env._("Next step: %(step)s on %(day)s, if nothing is paid", step=self.next_step, day=day)
        return self.why

    @api.model
    def _group_of(self, reason):
        """A reason in two or three words; a hold of another add-on is simply held."""
        group = GROUPS.get(reason.code) or GROUPS[reason.code.split(".")[0]]
        if self._is_forgotten(reason):
            group = GROUPS["forgotten"]
        return self.env._(group)  # pylint: disable=translation-contains-variable

    @api.model
    def _is_forgotten(self, reason):
        """A person excluded the payer or the item and said no end."""
        return reason.code in ENDLESS and not reason.until

    @api.model
    def _sentence(self, reason):
        """A reason in words, in the language of the environment: fact with amount and date, then what it means."""
        if reason.code.startswith(("hold.", "question.")):
            return dict(reason.values)["why"]
        if reason.code == "passed_over":
            return self._passed_over(dict(reason.values)["levels"])
        values = {key: self._in_words(key, value) for key, value in reason.values}
        if reason.until:
            values["until"] = format_date(self.env, reason.until)
        return self.env._(SENTENCES[reason.code]) % values  # pylint: disable=translation-not-lazy,translation-contains-variable

    def _passed_over(self, levels):
        named = ", ".join(f"{number} ({level})" for number, level in levels)
        return self.env._("Passed over because the item was already late: %(levels)s.", levels=named)

    def _in_words(self, key, value):
        if key in ("amount", "minimum"):
            return format_amount(self.env, float(value), self.env.company.currency_id)
        if key in ("last", "paid", "day"):
            return format_date(self.env, value) if value else ""
        return value
