from odoo import fields, models
from odoo.tools import SQL

from .dunning_level import CHANNELS

STATES = [
    ("planned", "Planned"),
    ("approved", "Approved"),
    ("sending", "Sending"),
    ("sent", "Sent"),
    ("failed", "Undelivered"),
    ("doubtful", "In doubt"),
    ("skipped", "Skipped"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("planned", "approved", "sending", "failed", "doubtful")
ALIVE_STATES = ("planned", "approved", "sending", "sent", "failed", "doubtful", "skipped")
DROPPED_STATES = ("skipped", "cancelled")


class DunningAction(models.Model):
    """One message to one payer, with its lines: recorded before anything leaves (an outbox), and kept for ever.

    Written by SQL in bulk (``dunning.run._record``): no chatter, no stored computed field, every default written there too.
    """

    _name = "dunning.action"
    _description = "Dunning action"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    run_id = fields.Many2one("dunning.run", index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    contact_id = fields.Many2one("res.partner", string="To", help="Who receives it.", ondelete="set null")
    collector_id = fields.Many2one("res.users", string="By", index="btree_not_null")
    scenario_id = fields.Many2one("dunning.scenario", index="btree_not_null", ondelete="restrict")
    level_id = fields.Many2one("dunning.level", string="Step", index="btree_not_null", ondelete="restrict")
    level_name = fields.Char(string="Level")
    severity = fields.Integer(required=True, default=0)
    kind = fields.Selection(
        [("prevenance", "Prevenance"), ("reminder", "Reminder"), ("thanks", "Thank-you"), ("event", "Answer to a customer")],
        required=True,
        default="reminder",
    )
    channel = fields.Selection(CHANNELS, required=True, default="email")
    registered = fields.Boolean(string="Registered letter")
    release = fields.Selection([("auto", "Automatic"), ("approve", "To approve")], required=True, default="auto")
    origin = fields.Selection(
        [
            ("run", "Scenario"),
            ("companion", "Goes with another message"),
            ("manual", "By hand"),
            ("event", "Dispute, promise, plan or debit"),
        ],
        required=True,
        default="run",
    )
    companion_of_id = fields.Many2one("dunning.action", index="btree_not_null", ondelete="set null")
    state = fields.Selection(STATES, required=True, default="planned", index=True)
    date = fields.Date(string="Day", required=True, help="The sending day: the first open day from the day of the decision.")
    not_before = fields.Datetime(help="A temporary refusal by the mail server: not tried again before.")
    deadline = fields.Date(help="The day until which the message asks for payment.")
    template_id = fields.Many2one("dunning.template", ondelete="restrict")
    lang = fields.Char()
    amount_company = fields.Monetary(
        currency_field="company_currency_id",
        help="What the message asks for, in company currency at the day's rate: for sorting and minimums only.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    why = fields.Char(string="Why now", help="One sentence: why this message, and why today.")
    hold_reason = fields.Char(string="Waits because", help="Why a person has to decide.")
    reason = fields.Char(help="Why it was skipped, cancelled or could not be delivered.")
    paid_amount = fields.Char(help="Thank-you: what was received, by currency.")
    paid_date = fields.Date()
    # what leaves, exactly
    subject = fields.Char()
    body_html = fields.Html(sanitize=False, help="Exactly as sent.")
    body_text = fields.Text()
    body_edited = fields.Text(string="Text of this message", help="Text changed by a person for this message only.")
    email_to = fields.Char()
    email_cc = fields.Char()
    message_id = fields.Char(string="Message-ID", copy=False)
    thread_message_id = fields.Char(string="Conversation", help="Message-ID of the first e-mail of the conversation.")
    fingerprint = fields.Char(help="SHA-256 of the canonical form of what was sent.")
    attachment_ids = fields.Many2many("ir.attachment", "dunning_action_attachment_rel", "action_id", "attachment_id")
    mail_message_id = fields.Many2one("mail.message", index="btree_not_null", ondelete="set null")
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null")
    letter_batch_id = fields.Many2one("dunning.letter.batch", index="btree_not_null", ondelete="set null")
    tracking_number = fields.Char(help="Of a registered letter.")
    # what happened
    prepared_at = fields.Datetime()
    claimed_at = fields.Datetime()
    sent_at = fields.Datetime(string="Sent at", index="btree_not_null")
    attempts = fields.Integer(required=True, default=0)
    server_answer = fields.Char(string="Server answer")
    decided_by_id = fields.Many2one("res.users", string="Decided by", help="Who approved, skipped or cancelled it.")
    outcome = fields.Selection(
        [
            ("promised", "Promised"),
            ("disputed", "Disputed"),
            ("call_back", "Will call back"),
            ("no_answer", "No answer"),
            ("wrong_number", "Wrong number"),
        ],
        help="Result of a call.",
    )
    outcome_note = fields.Text()
    tries = fields.Integer(required=True, default=0, help="Calls without an answer so far.")
    line_ids = fields.One2many("dunning.action.line", "action_id")

    _message_id_uniq = models.UniqueIndex("(message_id) WHERE message_id IS NOT NULL", "A message identifier is used once.")
    _open_idx = models.Index("(company_id, date) WHERE state IN ('planned', 'approved', 'sending', 'failed', 'doubtful')")

    # -- engine ---------------------------------------------------------------------------------------------------------------

    def _channel(self):
        """The one place where a code of channel becomes its implementation."""
        return self.env[f"dunning.channel.{self.channel}"]

    def _set_state(self, state, **values):
        """Write the state and whether the lines live in one statement; ``values``: other columns, None = as it is, False = empty.

        What goes with a message shares its end: it is cancelled or skipped too. A line that left its message stays out of it.
        """
        if not self:
            return
        actions = self | self._companions() if state in DROPPED_STATES else self
        self.env.flush_all()
        columns = {"state": state, "write_uid": self.env.uid} | {
            key: value if value or self._fields[key].type in ("boolean", "integer") else None
            for key, value in values.items()
            if value is not None
        }
        self.env.cr.execute(SQL(
            """WITH changed AS (
                 UPDATE dunning_action SET %s, write_date = now() AT TIME ZONE 'UTC' WHERE id = ANY(%s) RETURNING id, origin)
               UPDATE dunning_action_line l SET alive = %s
                 FROM changed WHERE changed.id = l.action_id AND changed.origin = 'run' AND l.left_reason IS NULL""",
            SQL(", ").join(SQL("%s = %s", SQL.identifier(key), value) for key, value in columns.items()),
            actions.ids,
            state in ALIVE_STATES,
        ))
        actions.invalidate_recordset()
        self.env["dunning.action.line"].invalidate_model(["alive"])
        if state in DROPPED_STATES:
            actions._withdraw()

    def _companions(self):
        """What goes with these messages and has not left yet."""
        return self.search([("companion_of_id", "in", self.ids), ("state", "in", ("planned", "approved", "failed"))])

    def _withdraw(self):
        """What did not leave is no evidence: its copy is taken off the payer's timeline, its call off the agenda."""
        # sudo: both were written by the engine, on the payer and on a colleague's agenda
        unsent = self.sudo().filtered(lambda action: not action.sent_at)
        unsent.mail_message_id.unlink()
        unsent.activity_id.unlink()
