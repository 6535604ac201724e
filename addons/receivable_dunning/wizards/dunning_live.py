from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.receivable_dunning.logic import escalation

TEN = 10


class DunningLive(models.TransientModel):
    """The switch of sending: what would leave tonight before it is thrown, whether the past is caught up, and the way back."""

    _name = "dunning.live"
    _description = "Go live"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    dunning_mode = fields.Selection(related="company_id.dunning_mode", string="Now")
    mode = fields.Selection(
        [("manual", "Send what a person approves"), ("auto", "Send automatic steps by itself")], required=True, default="manual"
    )
    start = fields.Selection(
        [("today", "Start from today: older steps are not caught up"), ("catch_up", "Catch up one step")],
        string="The past",
        required=True,
        default="today",
    )
    # compute_sudo: the preview is asked with the rights of whoever looks
    preview_id = fields.Many2one("dunning.preview", compute="_compute_preview_id", store=True, compute_sudo=False)
    verdict = fields.Char(related="preview_id.verdict")
    largest_ids = fields.Many2many("dunning.preview.line", compute="_compute_largest_ids", string="The ten largest")
    oldest = fields.Char(compute="_compute_largest_ids")
    kept = fields.Char(compute="_compute_waiting", help="What a person approved before test mode, and leaves when it ends.")
    waiting = fields.Char(compute="_compute_waiting", help="What would wait when going back to test mode.")
    obstacle = fields.Char(compute="_compute_obstacle", help="Why this switch cannot be thrown yet.")

    @api.model
    def action_open(self):
        """The menu entry: core's settings are the administrator's, sending is the credit manager's."""
        company = self.env.company
        action = company._dunning_live_action("manual" if company.dunning_mode == "test" else "auto")
        return action | {"name": self.env._("Sending messages")}

    @api.depends("company_id", "start", "mode")
    def _compute_preview_id(self):
        """The engine's own answer for today, as if the switch were thrown."""
        for wizard in self:
            with closing(self.env.cr.savepoint()):
                wizard._make_ready()
                plan = self.env["dunning.run"]._preview(wizard.company_id, fields.Date.context_today(self))
            wizard.preview_id = self.env["dunning.preview"].create({"company_id": wizard.company_id.id, "asked": True})
            wizard.preview_id._fill(plan)

    @api.depends("preview_id")
    def _compute_largest_ids(self):
        for wizard in self:
            lines = wizard.preview_id.line_ids.filtered("leaves")
            wizard.largest_ids = lines.sorted("amount", reverse=True)[:TEN]
            wizard.oldest = lines.sorted("severity", reverse=True)[:1].why

    @api.depends("company_id")
    def _compute_waiting(self):
        for wizard in self:
            company = wizard.company_id
            company.check_access("read")
            kept = company._dunning_waiting() - company._dunning_written_in_test()
            approved = kept.filtered(lambda action: action.state == "approved" and action.origin != "companion")
            testing = company.dunning_mode == "test"
            wizard.kept = self._kept_in_words(approved) if testing and approved else False
            wizard.waiting = self._waiting_in_words(approved, kept) if kept and not testing else False

    def _kept_in_words(self, approved):
        return self.env._(
            "Approved before test mode: %(approved)s, of which formal notices: %(notices)s. They leave from now on.",
            approved=len(approved), notices=self._notices(approved),
        )  # fmt: skip

    def _waiting_in_words(self, approved, kept):
        planned = kept.filtered(lambda action: action.state == "planned" and action.origin != "companion")
        return self.env._(
            "Back to test mode, what is approved waits and leaves when you go live again: %(approved)s, of which formal notices: "
            "%(notices)s. What is planned is decided again once it is older than three days: %(planned)s. Nothing is cancelled.",
            approved=len(approved), notices=self._notices(approved), planned=len(planned),
        )  # fmt: skip

    def _notices(self, actions):
        return len(actions.filtered(lambda action: action.severity >= escalation.FORMAL_NOTICE))

    @api.depends("company_id", "mode")
    def _compute_obstacle(self):
        for wizard in self:
            wizard.obstacle = wizard.mode == "auto" and wizard.company_id._dunning_why_not_auto()

    def action_confirm(self):
        """Throw the switch; nothing leaves at this click."""
        self.ensure_one()
        if self.obstacle:
            raise UserError(self.obstacle)
        self._start_today()
        self.company_id.action_dunning_go_live(self.mode)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_back_to_test(self):
        """Stop at once."""
        self.company_id.action_dunning_back_to_test()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _make_ready(self):
        """What going live does before the night decides: undone by the savepoint of the preview."""
        self.company_id._dunning_written_in_test()._set_state("cancelled")
        self._start_today()

    def _start_today(self):
        """Steps whose day lies in the past do not qualify any more in this company, unless they are caught up."""
        if self.start == "today" and self.company_id.dunning_mode == "test":
            self.company_id._check_dunning_manager()
            # sudo: companies are written by administrators; this switch is the credit manager's
            self.company_id.sudo().dunning_start_date = fields.Date.context_today(self)
