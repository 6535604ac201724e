from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from odoo.addons.receivable.logic import credit
from odoo.addons.sale_receivable.models.sale_order import EMPLOYEE, VERDICTS

STOCK_USER = "stock.group_stock_user"


class StockPicking(models.Model):
    """A delivery on credit is looked at once more before the goods leave, where the company wants it."""

    _inherit = "stock.picking"

    receivable_verdict = fields.Selection(
        VERDICTS, string="Risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_reason = fields.Char(
        string="Reason of the risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )

    @api.depends("state", "picking_type_code", "move_ids.sale_line_id.order_id.state")
    @api.depends_context("lang", "tz")
    def _compute_receivable_verdict(self):
        self.update({"receivable_verdict": False, "receivable_reason": False})
        looks = self._receivable_orders()._receivable_before_delivery()
        for picking in self:
            mine = {order: looks[order] for order in picking._receivable_orders() if order in looks}
            if mine:
                picking.receivable_verdict = credit.worst(look.state for look in mine.values())
                picking.receivable_reason = " ".join(look.why for look in mine.values() if look.state == picking.receivable_verdict)

    def _receivable_orders(self):
        """Orders whose goods these transfers would hand over to the customer."""
        leaving = self.filtered(lambda picking: picking.picking_type_code == "outgoing" and picking.state not in ("done", "cancel"))
        return leaving.move_ids.sale_line_id.order_id

    # -- before the goods leave -----------------------------------------------------------------------------------------------

    def _pre_action_done_hook(self):
        """Core asks here before it moves anything. What code does with all rights is never stopped."""
        if not self.env.su:
            self._receivable_check_delivery()
        return super()._pre_action_done_hook()

    def _receivable_check_delivery(self):
        """Whoever delivers is told why goods stay, with the way out; what waited and may leave waits no longer."""
        held = self._receivable_held()
        if held:
            raise RedirectWarning(
                "\n".join(order._receivable_delivery_sentence(look) for order, look in held.items()),
                self.env.ref("sale_receivable_stock.ask_release_action").id,
                self.env._("Ask for a release"),
                {"active_model": self._name, "active_ids": self.ids, "active_id": self[:1].id},
            )
        self._receivable_orders()._receivable_delivery_passed()

    def _receivable_held(self):
        """The orders that keep these transfers back: ``{order: Look}``."""
        looks = self._receivable_orders()._receivable_before_delivery()
        return {order: look for order, look in looks.items() if look.state == "hold"}

    def action_receivable_ask_release(self):
        """The orders that keep these transfers back wait among the credit holds, and whoever decides is told."""
        if not self.env.user.has_group(STOCK_USER):
            raise AccessError(self.env._("Only those who deliver ask for the release of a delivery."))
        self.check_access("write")
        held = self._receivable_held()
        if not held:
            raise UserError(self.env._("Nothing holds this delivery: validate it."))
        self.env["sale.order"].concat(*held)._receivable_wait_for_delivery(held)
        return self._receivable_asked_notice(next(iter(held))._receivable_decider_name())

    def _receivable_asked_notice(self, who):
        message = self.env._("Asked: %(who)s decides. The delivery can be validated once the order is released.", who=who)
        params = {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}
