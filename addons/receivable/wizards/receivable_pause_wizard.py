from odoo import Command, api, fields, models
from odoo.exceptions import UserError

CHOICES = ("stop_messages", "stop_debits", "stop_charges", "stop_order_blocks")


class ReceivablePauseWizard(models.TransientModel):
    """Pause one or several payers, or some items of one; says what will be left alone before it does it."""

    _name = "receivable.pause.wizard"
    _description = "Pause payers"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    partner_ids = fields.Many2many("res.partner", string="Payers", required=True)
    payer_count = fields.Integer(compute="_compute_payer_count")
    scope = fields.Selection([("payer", "The whole payer"), ("items", "Some items")], required=True, default="payer")
    move_line_ids = fields.Many2many("account.move.line", string="Items", domain="[('id', 'in', open_line_ids)]")
    open_line_ids = fields.Many2many("account.move.line", compute="_compute_open_line_ids")
    date_until = fields.Date(string="Until")
    may_be_endless = fields.Boolean(compute="_compute_may_be_endless")
    reason = fields.Char(required=True)
    stop_messages = fields.Boolean(string="Messages", default=True)
    stop_debits = fields.Boolean(string="Direct debits")
    stop_charges = fields.Boolean(string="Interest and fees")
    stop_order_blocks = fields.Boolean(string="Order blocks")
    forecast = fields.Text(string="What it changes", compute="_compute_forecast")

    @api.depends("partner_ids")
    def _compute_payer_count(self):
        for wizard in self:
            wizard.payer_count = len(wizard.partner_ids)

    @api.depends("partner_ids", "company_id")
    def _compute_open_line_ids(self):
        for wizard in self:
            wizard.open_line_ids = wizard._open_items().mapped("id")

    @api.depends_context("uid")
    def _compute_may_be_endless(self):
        self.may_be_endless = self.env.user.has_group("receivable.group_receivable_manager")

    @api.depends("partner_ids", "scope", "move_line_ids", "date_until", "stop_messages")
    def _compute_forecast(self):
        for wizard in self:
            lines = wizard.move_line_ids if wizard.scope == "items" else wizard.open_line_ids
            wizard.forecast = "\n".join(wizard.partner_ids._receivable_pause_forecast(wizard.company_id, lines, wizard.date_until))

    def action_pause(self):
        """Write one pause per payer; nothing that is on its way is called back, the gate stops what has not left."""
        self.ensure_one()
        if self.scope == "items" and len(self.partner_ids) > 1:
            raise UserError(self.env._("Items are paused for one payer at a time. Choose one payer, or pause the whole payers."))
        self.env["receivable.pause"].create([self._pause_values(payer) for payer in self.partner_ids.commercial_partner_id])
        return {"type": "ir.actions.act_window_close"}

    def _pause_values(self, payer):
        items = self.move_line_ids.ids if self.scope == "items" else []
        return {
            "company_id": self.company_id.id,
            "partner_id": payer.id,
            "scope": self.scope,
            "move_line_ids": [Command.set(items)],
            "date_until": self.date_until,
            "reason": self.reason,
            **{choice: self[choice] for choice in CHOICES},
        }

    def _open_items(self):
        self.company_id.check_access("read")
        lines = self.env["account.move.line"]
        payers = self.partner_ids.commercial_partner_id._origin
        if not payers:
            return lines
        items = lines._receivable_open_items(self.company_id, payers.ids)
        return lines.browse(item.id for item in items if item.residual > 0)
