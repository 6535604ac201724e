from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.receivable_dunning.logic import escalation, scenario_faults

CHANNELS = [("email", "E-mail"), ("letter", "Letter"), ("call", "Call"), ("decision", "Decision")]


class DunningLevel(models.Model):
    """One step of a scenario: when, by which channel, with which text, and whether a person approves it.

    ``severity`` is the scale common to all scenarios: 0 prevenance and thanks, 1–6 reminders and calls, 7 formal notice,
    8 last call, 9 hand-over. It lets a payer change scenario without starting again.
    """

    _name = "dunning.level"
    _description = "Dunning level"
    _order = "scenario_id, position, severity, id"

    scenario_id = fields.Many2one("dunning.scenario", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    trigger = fields.Selection(
        [
            ("due", "Days from the due date"),
            ("previous", "Days after the previous step"),
            ("paid", "Days after payment"),
        ],
        default="due",
        required=True,
    )
    offset = fields.Integer(required=True, help="Negative: before the due date (prevenance).")
    severity = fields.Integer(
        required=True,
        default=1,
        help="Common scale of all scenarios: 0 prevenance and thanks, 1 to 6 reminders, 7 formal notice, 8 last call, 9 hand-over.",
    )
    position = fields.Integer(compute="_compute_position", store=True, help="Order on the time-line.")
    channel = fields.Selection(CHANNELS, string="With e-mail", default="email", required=True)
    channel_without_email = fields.Selection(
        CHANNELS, string="Without e-mail", default="letter", help="Empty: the payer without e-mail passes over this step."
    )
    without_email_minimum = fields.Monetary(currency_field="currency_id", help="Without e-mail, a smaller amount passes over this step.")
    also_letter = fields.Boolean(string="E-mail and letter", help="The same text also leaves on paper; both count as one message.")
    registered = fields.Boolean(string="Registered letter")
    template_id = fields.Many2one("dunning.template", string="Text", ondelete="restrict")
    template_several_id = fields.Many2one("dunning.template", string="Text for several items", ondelete="restrict")
    template_private_id = fields.Many2one("dunning.template", string="Text for a private person", ondelete="restrict")
    template_late_id = fields.Many2one(
        "dunning.template",
        string="Text when paid late",
        ondelete="restrict",
        help="For a thank-you: something was paid after its due date.",
    )
    announce_template_id = fields.Many2one(
        "dunning.template",
        string="E-mail that announces the letter",
        ondelete="restrict",
        help="Sent the same day with a copy of the letter.",
    )
    release = fields.Selection([("auto", "Automatic"), ("approve", "To approve")], default="auto", required=True)
    minimum = fields.Monetary(currency_field="currency_id", help="Below this amount, credits deducted, the items wait.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    deadline_days = fields.Integer(default=8, help="Days that the message leaves to pay.")
    charges = fields.Selection(
        [("none", "Not mentioned"), ("recalled", "Recalled"), ("claimed", "Claimed")], default="none", required=True
    )
    attach_invoices = fields.Boolean(default=True)
    attach_statement = fields.Boolean()
    copy_salesperson = fields.Boolean()
    thanks_when = fields.Selection(
        [("always", "After each settlement"), ("reminded", "Only after a reminder")], string="When to thank", default="always",
        help="For a thank-you.",
    )
    suspend = fields.Boolean(string="Orders are suspended next", help="The text says so only if it is true.")
    agency = fields.Boolean(string="Collection agency next", help="The text says so only if it is true.")
    court = fields.Boolean(string="Court next", help="The text says so only if it is true.")
    active_from = fields.Date(
        copy=False,
        help="Items whose day for this step lies before do not qualify: a step added later does not write to the whole past at once.",
    )

    text_preview = fields.Html(compute="_compute_text_preview", sanitize=False)

    _severity_scale = models.Constraint("CHECK(severity BETWEEN 0 AND 9)", "The severity is a number from 0 to 9.")

    @api.depends("trigger", "offset", "severity")
    def _compute_position(self):
        """Prevenance first, then the reminders by severity, thanks last: the order of the time-line and of the decision."""
        for level in self:
            band = 2 if level.trigger == "paid" else 0 if level.severity == 0 else 1
            level.position = band * 10_000 + (level.severity * 1_000 if band == 1 else 0) + level.offset

    @api.depends_context("company")
    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    @api.depends("template_id")
    @api.depends_context("lang")
    def _compute_text_preview(self):
        """The text as a reader gets it, in the language of the screen."""
        preview = "preview_fr" if (self.env.lang or "").startswith("fr") else "preview_en"
        for level in self:
            level.text_preview = level.template_id[preview]

    @api.constrains("trigger", "offset", "severity")
    def _check_offset(self):
        for level in self:
            if level.trigger == "due" and level.offset < 0 and level.severity:
                raise ValidationError(self.env._("%(level)s lies before the due date: its severity must be 0.", level=level.name))
            if level.trigger != "due" and level.offset < 0:
                raise ValidationError(self.env._("%(level)s: the number of days cannot be negative here.", level=level.name))

    @api.model_create_multi
    def create(self, vals_list):
        """A step added to a scenario that already wrote to people starts from today."""
        levels = super().create(vals_list)
        used = self.env["dunning.action"].sudo()._read_group(  # sudo: every company's messages count
            [("scenario_id", "in", levels.scenario_id.ids)], ["scenario_id"]
        )
        used_ids = {scenario.id for (scenario,) in used}
        levels.filtered(lambda level: level.scenario_id.id in used_ids and not level.active_from).active_from = (
            fields.Date.context_today(self)
        )
        return levels

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What was sent keeps its level: a used step is archived."""
        if self.env["dunning.action.line"].sudo().search_count([("level_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Messages were sent at this step. Archive it instead."))

    def _template_for(self, late, first, several, private):
        """The text of one message: thanks prompt or late, the private person's own, several items or one."""
        if late and self.template_late_id:
            return self.template_late_id
        if first and 0 < self.severity < escalation.LAST_NOTICE:
            self = self.scenario_id._first_reminder() or self  # "despite our message of …" would not be true
        if private and self.template_private_id:
            return self.template_private_id
        return self.template_several_id if several and self.template_several_id else self.template_id

    def _as_tuple(self):
        return escalation.Level(
            id=self.id,
            name=self.name,
            trigger=self.trigger,
            offset=self.offset,
            severity=self.severity,
            channel=self.channel,
            channel_without_email=self.channel_without_email or "",
            without_email_minimum=escalation.money(self.without_email_minimum),
            release=self.release,
            minimum=escalation.money(self.minimum),
            thanks_when=self.thanks_when or "always",
            active_from=self.active_from or None,
        )

    def _as_step(self):
        """The step as the check of the editor sees it."""
        return scenario_faults.Step(
            name=self.name or self.env._("New step"),
            trigger=self.trigger,
            offset=self.offset,
            severity=self.severity,
            channel=self.channel,
            channel_without_email=self.channel_without_email or "",
            release=self.release,
            has_text=bool(self.template_id),
            registered=self.registered,
            announces=self.suspend or self.agency or self.court,
        )

    def _attached_in_words(self):
        """What goes with the message, as the preview says it."""
        parts = [self.env._("invoices")] * self.attach_invoices + [self.env._("statement")] * self.attach_statement
        return ", ".join(parts)
