from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class DunningPreview(models.TransientModel):
    """What would leave on a day and for everybody else why not: the engine itself, nothing recorded.

    The whole company, one payer (*Try on a payer*), or one payer under another scenario than theirs.
    """

    _name = "dunning.preview"
    _description = "Dunning preview"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date = fields.Date(string="Day", required=True, default=fields.Date.context_today)
    partner_id = fields.Many2one("res.partner", string="Payer", domain="[('commercial_partner_id', '=', id)]")
    scenario_id = fields.Many2one("dunning.scenario", help="Tried instead of the payer's own scenario.")
    is_today = fields.Boolean(compute="_compute_is_today")
    faults = fields.Json(compute="_compute_faults", help="What to look at before anything leaves.")
    asked = fields.Boolean(help="The engine has answered for this day and payer.")
    line_ids = fields.One2many("dunning.preview.line", "preview_id")
    leave_ids = fields.One2many("dunning.preview.line", "preview_id", string="Will leave", domain=[("leaves", "=", True)])
    quiet_ids = fields.One2many("dunning.preview.line", "preview_id", string="Will not leave", domain=[("leaves", "=", False)])
    leaving = fields.Json(compute="_compute_figures", help="What would leave, by level; each figure opens its rows.")
    quiet = fields.Json(compute="_compute_figures", help="What would not, by reason; each figure opens its rows.")
    verdict = fields.Char(compute="_compute_verdict")

    @api.depends("date")
    def _compute_display_name(self):
        for preview in self:
            preview.display_name = self.env._("Preview of %(day)s", day=format_date(self.env, preview.date))

    @api.depends("date")
    def _compute_is_today(self):
        for preview in self:
            preview.is_today = preview.date == fields.Date.context_today(preview)

    @api.depends("company_id", "date")
    def _compute_faults(self):
        for preview in self:
            preview.faults = preview.company_id._dunning_faults(preview.date) or False

    @api.depends("line_ids")
    def _compute_figures(self):
        for preview in self:
            leave = preview.line_ids.filtered("leaves")
            ready = preview.line_ids.filtered("already")
            levels = Counter(line.step for line in leave.sorted("severity"))
            reasons = Counter(line.reason_group for line in preview.line_ids - leave)
            written = [{"label": self.env._("prepared already"), "count": len(ready), "open": ["action_open_ready"]}]
            preview.leaving = [
                *({"label": name, "count": count, "open": ["action_open_level", name]} for name, count in levels.items()),
                *(written if ready else []),
            ]
            preview.quiet = [
                {"label": name, "count": count, "open": ["action_open_reason", name]} for name, count in reasons.most_common()
            ]

    @api.depends("line_ids", "asked")
    def _compute_verdict(self):
        """One sentence for one payer; the counts for the whole company."""
        for preview in self:
            if not preview.asked:
                preview.verdict = False
            elif preview.partner_id:
                preview.verdict = " ".join(preview.line_ids.mapped("sentence")) or self.env._("Nothing is due soon, nothing is overdue.")
            else:
                preview.verdict = preview._counts_in_words()

    def _counts_in_words(self):
        """How many would be prepared, are already, and would hear nothing."""
        leave = self.line_ids.filtered("leaves")
        ready = self.line_ids.filtered("already")
        return self.env._(
            "To prepare: %(leave)s. Prepared already: %(ready)s. Overdue without a message: %(quiet)s.",
            leave=len(leave), ready=len(ready), quiet=len(self.line_ids - leave - ready),
        )  # fmt: skip

    @api.model
    def action_open(self):
        """Preview of today for the current company, computed at once: the menu entry."""
        return self._open_asked()

    @api.model
    def _open_asked(self, **values):
        """A window with the engine's answer in it."""
        preview = self.create(values)
        preview._ask()
        return preview._open()

    def action_ask(self):
        """Ask the engine for this day and payer; the window stays open, the page is read again."""
        self._ask()
        return self._open() if self.partner_id else False

    def action_prepare(self):
        """Do what the preview shows: the night's work, now."""
        self.ensure_one()
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only a collector may prepare messages."))
        self.check_access("read")
        run = self.env["dunning.run"]._plan(self.company_id, fields.Date.context_today(self))
        return self.env["dunning.run"].browse(run.id)._get_records_action(name=self.env._("Run"), target="main")

    def action_send_list(self):
        """The list of that day to one's own address; nothing is sent to anybody else."""
        self.ensure_one()
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may have the list sent."))
        self.check_access("read")
        reader = self.env.user
        if not reader.email:
            raise UserError(self.env._("Your user has no e-mail address."))
        self.env["dunning.forewarning.mail"]._send_list(reader, self.company_id, self.date)
        params = {"message": self.env._("Sent to %(address)s.", address=reader.email), "type": "success"}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_open_ready(self):
        """The messages that are written already and have not left; what goes with another message is seen with it."""
        self.ensure_one()
        self.check_access("read")
        payers = self.line_ids.filtered("already").partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prepared already"),
            "res_model": "dunning.action",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("company_id", "=", self.company_id.id), ("partner_id", "in", payers.ids), ("origin", "!=", "companion"),
                ("state", "in", ("planned", "approved", "sending", "failed", "doubtful")),
            ],
        }  # fmt: skip

    def action_open_level(self, name):
        return self._open_lines([("leaves", "=", True), ("step", "=", name)], name)

    def action_open_reason(self, name):
        return self._open_lines([("leaves", "=", False), ("reason_group", "=", name)], name, quiet=True)

    def _open(self):
        """The same window again, with what it holds now."""
        view = "dunning_preview_view_form_try" if self.partner_id else "dunning_preview_view_form"
        action = self._get_records_action(
            name=self.env._("Try on a payer") if self.partner_id else self.env._("Preview"),
            target="new" if self.partner_id else "current",
        )
        return action | {"views": [(self.env.ref(f"receivable_dunning.{view}").id, "form")]}

    def _open_lines(self, domain, name, quiet=False):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "dunning.preview.line",
            "views": [(self.env.ref("receivable_dunning.dunning_preview_line_view_list").id, "list")],
            "domain": [("preview_id", "=", self.id), *domain],
            "context": {"quiet": quiet},
        }

    # -- the engine's answer --------------------------------------------------------------------------------------------------

    def _ask(self):
        """Ask the engine for this day."""
        self.ensure_one()
        self._fill(self._plan())

    def _fill(self, plan):
        """Replace the lines by those of a plan."""
        self.line_ids.unlink()
        chased = {step.payer for step in plan.steps}
        rows = self._leaving_rows(plan.steps) + [self._quiet_row(one) for one in plan.receipts if one.payer not in chased]
        self.env["dunning.preview.line"].create(rows)
        self.asked = True

    def _plan(self):
        """The engine's plan; with a scenario to try, the same facts and decision under that scenario."""
        self.check_access("read")
        payers = self.partner_id.commercial_partner_id.ids or None
        # the reasons in the words of whoever looks; the night writes them in the company's
        run = self.env["dunning.run"]._as_engine(self.company_id).with_context(lang=self.env.lang)
        facts = run._select(self.company_id, self.date, payers)
        if self.scenario_id:
            tried = self.scenario_id.with_env(run.env)._as_tuples()[self.scenario_id.id]
            followings = {payer: one._replace(scenario=tried, source="payer") for payer, one in facts.followings.items()}
            facts = facts._replace(followings=followings)
        return run._decide(facts, self.date)

    def _leaving_rows(self, steps):
        payers = self.env["res.partner"].browse([step.payer for step in steps])
        items = [ask.item for step in steps for ask in step.asks if ask.role != "paid"]
        contacts = payers._receivable_contact(self.company_id, items)
        return [self._leaving_row(step, contacts.get(step.payer, step.payer)) for step in steps]

    def _leaving_row(self, step, contact_id):
        level = self.env["dunning.level"].browse(step.level.id)
        contact = self.env["res.partner"].browse(contact_id)
        return {
            "preview_id": self.id,
            "leaves": True,
            "partner_id": step.payer,
            "level_id": level.id,
            "step": step.level.name,
            "severity": step.level.severity,
            "channel": step.channel,
            "contact_id": contact_id,
            "recipient": {"email": contact.email, "call": contact.phone, "letter": contact.city}.get(step.channel),
            "attached": level._attached_in_words(),
            "release": "approve" if step.waits else step.release,
            "amount": step.amount_company,
            "why": self.env["dunning.receipt"].with_company(self.company_id)._sentence(step.waits or step.why),
        }

    def _quiet_row(self, receipt):
        first = receipt.reasons[0] if receipt.reasons else None
        words = self.env["dunning.receipt"].with_company(self.company_id)
        return {
            "preview_id": self.id,
            "leaves": False,
            "already": bool(first and first.code.startswith("action.")),
            "partner_id": receipt.payer,
            "amount": receipt.overdue_company,
            "reason_group": words._group_of(first) if first else False,
            "why": words._sentence(first) if first else False,
            "next_step": receipt.next_level.name if receipt.next_level else False,
            "next_date": receipt.next_date,
        }
