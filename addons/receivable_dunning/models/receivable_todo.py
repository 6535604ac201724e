from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_time

FAULTS_SHOWN_DAYS = 3
TONES = {"doubtful": "danger", "undelivered": "danger", "error": "danger", "broken_promise": "warning", "reply": "warning"}


class ReceivableTodo(models.Model):
    """Dunning's share of what waits for a person: messages to approve, calls, letters, and what went wrong."""

    _inherit = "receivable.todo"
    _depends = {
        "dunning.action": [
            "amount_company", "channel", "collector_id", "company_id", "date", "hold_reason", "level_name", "origin", "partner_id",
            "reason", "release", "severity", "state", "why",
        ],
        "dunning.action.line": ["action_id", "date_due", "number", "role"],
        "dunning.run": ["company_id", "date", "fault_count", "fault_text"],
        "res.company": ["currency_id", "dunning_mode"],
    }  # fmt: skip

    # -- rows -----------------------------------------------------------------------------------------------------------------

    def _todo_queries(self):
        return [*super()._todo_queries(), self._todo_actions(), self._todo_faults()]

    def _todo_actions(self):
        """One row per message that waits for a person; the points are those of ``_rank_points``, added up.

        A message about an event asks for no amount: what it is about stands in a row of its own. It says which and about what.
        """
        points = self._rank_points()
        return SQL(
            """SELECT w.kind, w.partner_id, w.company_id, w.sentence AS why, w.amount, w.currency_id, w.days_late, w.level_name, w.date,
                      w.user_id, %(rank)s AS rank, concat_ws(' · ', %(reasons)s) AS rank_why, 'dunning.action' AS res_model, w.id AS res_id
                 FROM (SELECT a.id, %(kind)s AS kind, a.partner_id, a.company_id, c.currency_id,
                              CASE WHEN a.origin <> 'event' THEN a.amount_company END AS amount,
                              GREATEST(0, %(today)s - l.oldest) AS days_late, a.level_name, a.severity, a.date, a.collector_id AS user_id,
                              CASE WHEN a.state IN ('failed', 'doubtful') THEN COALESCE(a.reason, a.why)
                                   ELSE COALESCE(a.hold_reason, a.why, concat_ws(' · ', a.level_name, l.numbers)) END AS sentence
                         FROM dunning_action a
                         JOIN res_company c ON c.id = a.company_id
                         LEFT JOIN LATERAL (SELECT MIN(date_due) AS oldest, string_agg(number, ', ' ORDER BY date_due, id) AS numbers
                                              FROM dunning_action_line
                                             WHERE action_id = a.id AND role IN ('asked', 'listed', 'coming')) l ON TRUE
                        WHERE a.state IN ('planned', 'approved', 'failed', 'doubtful')) w
                WHERE w.kind IS NOT NULL""",
            kind=self._todo_kind(),
            today=fields.Date.context_today(self),
            rank=SQL(" + ").join(value for _word, value in points),
            reasons=SQL(", ").join(SQL("%s || NULLIF(%s, 0)", f"{word} ", value) for word, value in points),
        )

    def _todo_kind(self):
        """What a message waits for, as SQL over ``a`` (the message) and ``c`` (its company); NULL when it waits for nobody.

        In manual mode a person sends the automatic steps too. ``dunning.action.waits_for`` reads the same expression.
        """
        return SQL(
            """CASE WHEN a.state = 'doubtful' THEN 'doubtful'
                    WHEN a.state = 'failed' THEN 'undelivered'
                    WHEN a.state NOT IN ('planned', 'approved') THEN NULL
                    WHEN a.channel = 'decision' THEN 'hand_over'
                    WHEN a.channel = 'call' THEN 'call'
                    WHEN a.state = 'planned' AND (a.release = 'approve' OR c.dunning_mode = 'manual') THEN
                         CASE WHEN a.origin <> 'companion' THEN 'approve' END
                    WHEN a.channel = 'letter' AND a.state = 'approved' THEN 'letter' END"""
        )

    def _rank_points(self):
        """``[(word, SQL over w)]``: what makes a row worth doing first, in points that a person can read."""
        stake = SQL("CASE WHEN w.amount >= 100 THEN LEAST(30, round(10 * log(w.amount / 100)))::int ELSE 0 END")
        return [
            (self.env._("amount at stake"), stake),
            (self.env._("days late"), SQL("LEAST(20, w.days_late / 2)")),
            (self.env._("in doubt"), SQL("CASE w.kind WHEN 'doubtful' THEN 25 ELSE 0 END")),
            (self.env._("undelivered"), SQL("CASE w.kind WHEN 'undelivered' THEN 20 ELSE 0 END")),
            (self.env._("decision pending"), SQL("CASE w.kind WHEN 'hand_over' THEN 15 ELSE 0 END")),
            (self.env._("formal notice pending"), SQL("CASE WHEN w.kind = 'approve' AND w.severity = 7 THEN 15 ELSE 0 END")),
            (self.env._("call"), SQL("CASE w.kind WHEN 'call' THEN 10 ELSE 0 END")),
        ]

    def _todo_faults(self):
        """Payers that the latest night could not prepare."""
        return SQL(
            """SELECT 'error' AS kind, NULL::int AS partner_id, r.company_id, split_part(r.fault_text, E'\\n', 1) AS why,
                      NULL::numeric AS amount, c.currency_id, NULL::int AS days_late, NULL AS level_name, r.date, NULL::int AS user_id,
                      40 AS rank, %(word)s AS rank_why, 'dunning.run' AS res_model, r.id AS res_id
                 FROM (SELECT DISTINCT ON (company_id) * FROM dunning_run ORDER BY company_id, id DESC) r
                 JOIN res_company c ON c.id = r.company_id
                WHERE r.fault_count > 0 AND r.date >= %(since)s""",
            word=self.env._("could not be prepared 40"),
            since=fields.Date.subtract(fields.Date.context_today(self), days=FAULTS_SHOWN_DAYS),
        )

    # -- what a person does with a selection ----------------------------------------------------------------------------------

    def _actions(self):
        """The messages behind the ticked rows."""
        return self.env["dunning.action"].browse(self.filtered(lambda row: row.res_model == "dunning.action").mapped("res_id"))

    def _ticked(self):
        actions = self._actions()
        if not actions:
            raise UserError(self.env._("Tick messages first: these rows are of another kind."))
        return actions

    def _open_dialog(self, model, name):
        return self._ticked()._open_dialog(model, name)

    def action_send(self):
        """Approve the ticked messages, after one question."""
        return self._open_dialog("dunning.send", self.env._("Send"))

    def action_postpone(self):
        return self._open_dialog("dunning.postpone", self.env._("Postpone"))

    def action_skip(self):
        return self._open_dialog("dunning.skip", self.env._("Skip"))

    def action_send_to_myself(self):
        """The ticked messages to one's own address: what their readers would get, also in test mode."""
        self._actions()._decider()  # who asks comes before what was ticked
        return self._ticked().action_send_to_myself()

    @api.model
    def action_todo(self):
        """The list as its reader needs it: a collector starts with their own rows, a manager with everybody's."""
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_dunning.receivable_todo_action")
        if self.env.user.has_group("receivable.group_receivable_manager"):
            action["context"] = {"search_default_today": 1}
        return action

    # -- the strip above the list ---------------------------------------------------------------------------------------------

    @api.model
    def summary(self):
        """What the strip shows: counters by kind, how fresh the bank is, what last night did, and test mode."""
        self.check_access("read")
        company, kinds = self.env.company, self._kind_counters()
        return {
            "kinds": kinds,
            "facts": [*self._bank_fact(company), *self._night_fact(company), *([] if kinds else self._next_night_fact(company))],
            "banner": company._dunning_banner(),
        }

    def _kind_counters(self):
        """As many as the list shows by default: today and before; a collector's own or nobody's, for a manager everybody's."""
        today = fields.Date.context_today(self)
        domain = Domain("date", "=", False) | Domain("date", "<=", today)
        if not self.env.user.has_group("receivable.group_receivable_manager"):
            domain &= Domain("user_id", "in", [False, self.env.uid])
        counts = dict(self._read_group(domain, ["kind"], ["__count"]))
        return [
            {"kind": kind, "label": label, "count": counts[kind], "tone": TONES.get(kind, "info")}
            for kind, label in self._fields["kind"]._description_selection(self.env)
            if kind in counts
        ]

    def _bank_fact(self, company):
        read = company._dunning_bank_read()
        if not read:
            return []
        oldest = read[0]
        journal = self.env["account.journal"].browse(oldest.journal)
        may_open = self.env.user.has_group("account.group_account_manager")
        action = journal._get_records_action(name=self.env._("Bank")) if may_open else False
        return [{"label": self.env._("Bank read to %(day)s", day=format_date(self.env, oldest.read)), "action": action}]

    def _night_fact(self, company):
        run = self.env["dunning.run"].search([("company_id", "=", company.id)], limit=1)
        if not run:
            return []
        label = self.env._(
            "Run of %(day)s: %(prepared)s prepared, %(sent)s sent",
            day=format_date(self.env, run.date), prepared=run.planned_count, sent=run.sent_count,
        )  # fmt: skip
        return [{"label": label, "action": run._get_records_action(name=self.env._("Run"))}]

    def _next_night_fact(self, company):
        """Once nothing waits: how many messages the next night writes. It opens the preview of that night."""
        foresight = self.env["dunning.foresight"]
        night = foresight._next_night(company)
        label = self.env._(
            "Next night at %(hour)s, messages foreseen: %(count)s",
            hour=format_time(self.env, night.time(), time_format="HH:mm"), count=len(foresight._leaving(company, None)),
        )  # fmt: skip
        # sudo: the action of a menu entry, no data
        preview = self.env.ref("receivable_dunning.dunning_preview_action").sudo()._get_action_dict()
        return [{"label": label, "action": preview | {"context": {"default_date": fields.Date.to_string(night.date())}}}]
