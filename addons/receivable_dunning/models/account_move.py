from odoo import api, fields, models
from odoo.tools import format_date


class AccountMove(models.Model):
    _inherit = "account.move"

    dunning_line_ids = fields.One2many(
        "dunning.action.line", compute="_compute_dunning_line_ids", string="Follow-up messages",
        groups="account.group_account_invoice,receivable.group_receivable_reader",
    )
    dunning_next = fields.Char(
        string="Follow-up",
        compute="_compute_dunning_next",
        compute_sudo=True,
        groups="base.group_user",
        help="The next step on this invoice and its day, or why there is none.",
    )

    def _compute_dunning_line_ids(self):
        """The messages that named this invoice, newest first: one query for the page."""
        lines = self.env["dunning.action.line"]
        found = lines.search([("move_line_id.move_id", "in", self.ids)]).grouped(lambda line: line.move_line_id.move_id)
        for move in self:
            move.dunning_line_ids = found.get(move, lines).sorted(lambda line: (line.action_id.date, line.id), reverse=True)

    @api.depends("state", "payment_state", "amount_residual", "invoice_date_due")
    def _compute_dunning_next(self):
        """What is planned for the invoice, else its payer's latest decision; nothing on a settled one."""
        self.dunning_next = False
        unpaid = self.filtered(lambda move: move.is_sale_document() and move.state == "posted" and move.amount_residual > 0 and move.id)
        planned = unpaid._dunning_planned()
        receipts = self._dunning_receipts(unpaid)
        for move in unpaid:
            receipt = receipts.get((move.company_id, move.commercial_partner_id))
            if move._dunning_due() >= fields.Date.context_today(move):
                decided = move._dunning_before_due()
            else:
                decided = receipt and receipt._in_one_line()
            move.dunning_next = planned.get(move.id) or decided or False

    def _dunning_due(self):
        """The first due date of what is left."""
        lines = self.line_ids.filtered(lambda line: line.account_type == "asset_receivable" and not line.reconciled)
        return min(line.date_maturity or line.date for line in lines)

    def _dunning_before_due(self):
        """What the payer's scenario does first on an item that is not late yet."""
        payer, due, today = self.commercial_partner_id, self._dunning_due(), fields.Date.context_today(self)
        scenario, _source = self.env["dunning.ledger"]._scenario_of(self.company_id, payer.ids)[payer.id]
        steps = self.env["dunning.scenario"].browse(scenario).level_ids.filtered(lambda level: level.trigger == "due").sorted("offset")
        coming = [(fields.Date.add(due, days=step.offset), step) for step in steps]
        day, step = next(((day, step) for day, step in coming if day > today), (None, None))
        if not step:
            return False
        return self.env._("Next step: %(step)s on %(day)s, if nothing is paid", step=step.name, day=format_date(self.env, day))

    def _dunning_planned(self):
        """Messages under way that name these invoices: ``{move id: sentence}``."""
        lines = self.env["dunning.action.line"].search(
            [("move_line_id.move_id", "in", self.ids), ("alive", "=", True), ("action_id.state", "in", ("planned", "approved", "sending"))],
            order="id desc",
        )
        return {line.move_line_id.move_id.id: line.action_id._in_one_line() for line in lines}

    @api.model
    def _dunning_receipts(self, moves):
        found = self.env["dunning.receipt"].search(
            [("current", "=", True), ("company_id", "in", moves.company_id.ids), ("partner_id", "in", moves.commercial_partner_id.ids)]
        )
        return {(receipt.company_id, receipt.partner_id): receipt for receipt in found}
