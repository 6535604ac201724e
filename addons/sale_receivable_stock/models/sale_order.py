from decimal import Decimal
from typing import NamedTuple

from odoo import models

from odoo.addons.receivable.logic.credit import Verdict
from odoo.addons.sale_receivable.models.sale_order_gate import NOTHING_TO_DECIDE
from odoo.addons.sale_receivable.models.sale_order_screen import OPEN, TOLD
from odoo.addons.sale_receivable_stock.logic import delivery

NOT_DECIDED = ("recheck", "paid_check")  # confirmed past the credit rules, or grown since
SETTLED = ("in_payment", "paid")


class Look(NamedTuple):
    """What is found of one order before its delivery."""

    state: str  # as a verdict: 'clear' | 'watch' | 'hold'
    why: str  # its reasons as sentences
    verdict: Verdict  # for 'hold': the reasons that keep the goods back alone


class SaleOrder(models.Model):
    """What stands against delivering an order that is confirmed."""

    _inherit = "sale.order"

    def _receivable_before_delivery(self):
        """What is said of each order of ours on credit, the order itself counted once: ``{order: Look}``."""
        orders = self.sudo()._receivable_delivered_on_credit()  # sudo: who delivers may read neither limits nor invoices
        return {order: order._receivable_delivery_look(verdict) for order, verdict in orders._receivable_decide().items()}

    def _receivable_delivered_on_credit(self):
        return self.filtered(lambda order: (
            order.state == "sale" and order.amount_total > 0 and order.partner_invoice_id
            and order.company_id.root_id.receivable_check_delivery
            and not delivery.paid_before(*map(Decimal, map(str, (order.amount_total, order.amount_paid, order._receivable_settled()))))
        ))  # fmt: skip

    def _receivable_settled(self):
        """Of the order, tax included, what stands on settled invoices, credit notes off."""
        lines = self.order_line.invoice_lines.filtered(lambda line: line.move_id.payment_state in SETTLED)
        return sum(line.price_total * (-1 if line.move_id.move_type == "out_refund" else 1) for line in lines)

    def _receivable_delivery_look(self, verdict):
        stops = delivery.stops(verdict, to_check=self.receivable_credit_state in NOT_DECIDED)
        if stops and not self._receivable_passes(verdict):
            verdict = Verdict("hold", stops)
            return Look("hold", self._receivable_why(verdict), verdict)
        return Look("clear" if verdict.state == "clear" else "watch", self._receivable_why(verdict), verdict)

    def _receivable_delivery_sentence(self, look):
        who = self._receivable_decider_name()
        return self.env._("%(order)s cannot be delivered yet: %(why)s Ask %(who)s for a release.", order=self.name, why=look.why, who=who)

    def _receivable_wait_for_delivery(self, looks):
        """These confirmed orders wait for a decision before their goods leave; whoever decides is told, once."""
        asked = self.sudo().filtered(lambda order: order.receivable_credit_state not in OPEN)  # sudo: decisions are the engine's
        for order in asked:
            look = looks[order]
            order.write(order._receivable_held_values("held", look.verdict))
            order._message_log(body=order.env._("Delivery held: %(why)s", why=look.why))
        asked._receivable_tell_hold()

    def _receivable_delivery_passed(self):
        """Confirmed orders that waited for a decision, and whose goods may leave without one."""
        # sudo: decisions are the engine's
        self.sudo().filtered(lambda order: order.state == "sale" and order.receivable_credit_state in TOLD).write(NOTHING_TO_DECIDE)
