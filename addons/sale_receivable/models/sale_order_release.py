from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .sale_order_gate import NOTHING_TO_DECIDE

COLLECTOR = "receivable.group_receivable_user"
SALESPERSON = "sales_team.group_sale_salesman"


class SaleOrder(models.Model):
    """What people decide on an order that waits: release, refuse, ask; each with a reason, each on the order's own thread."""

    _inherit = "sale.order"

    def action_receivable_ask_release(self, note=""):
        """The salesperson asks those who decide; the order waits among the credit holds."""
        if not self.env.user.has_group(SALESPERSON):
            raise AccessError(self.env._("Only salespeople ask for a release."))
        self.check_access("write")
        verdicts = self._receivable_quotations()._receivable_decide()
        for order in self:
            verdict = verdicts.get(order)
            if not verdict or order._receivable_passes(verdict):
                raise UserError(self.env._("Nothing holds %(order)s: confirm it.", order=order.name))
            if note:
                order._message_log(body=self.env._("Release asked for: %(note)s", note=note))
        self._receivable_hold(verdicts)

    def action_receivable_release(self, kind, amount=0, until=False, reason=""):
        """Let these orders go although the rules hold them: once, up to an amount (company currency) or until a date."""
        self._receivable_check_decider(reason)
        for order in self:
            release = order._receivable_released(kind, amount, fields.Date.to_date(until), reason.strip())
            order._message_log(body=order._receivable_release_sentence(release))
            order._receivable_tell_release(release)

    def action_receivable_refuse(self, reason):
        """The order stays what it is, and the salesperson knows why."""
        self._receivable_check_decider(reason)
        self._receivable_withdraw_releases()
        self.sudo().receivable_credit_state = "refused"  # sudo: decisions are written by the engine
        self._receivable_answer(self.env._("Order refused"), reason)

    def action_receivable_ask_documents(self, text):
        """The decision waits for documents."""
        self._receivable_check_decider(text)
        self.sudo().receivable_credit_state = "documents"  # sudo: decisions are written by the engine
        self._receivable_answer(self.env._("Documents wanted"), text)

    # -- pieces -----------------------------------------------------------------------------------------------------------

    def _receivable_check_decider(self, reason):
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(self.env._("Only those who follow payers up decide on credit."))
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the reason stays on the order."))
        if any(order.state == "cancel" for order in self):
            raise UserError(self.env._("A cancelled order waits for nothing."))

    def _receivable_answer(self, subject, words):
        for order in self:
            order._message_log(body=self.env._("%(subject)s: %(words)s", subject=subject, words=words))
        self._receivable_tell_answer(subject, words)

    def _receivable_released(self, kind, amount, until, reason):
        """The release of one order, if the present user may release so much."""
        order = self.sudo()  # sudo: releases are written by the engine, once the ceiling of the user is checked
        covered = order._receivable_covered(kind, Decimal(str(amount)), until)
        self.env["credit.release"]._check_ceiling(self.company_id, covered)
        self._receivable_withdraw_releases()
        confirmed = order.state == "sale"
        order.write(NOTHING_TO_DECIDE | {"receivable_credit_state": "released"} | (order._receivable_decided() if confirmed else {}))
        return order.env["credit.release"].create({
            "order_id": self.id, "partner_id": order._receivable_payer().id, "company_id": self.company_id.id, "kind": kind,
            "amount": float(covered), "until": until if kind == "until" else False, "reason": reason, "user_id": self.env.uid,
            "state": "used" if confirmed else "valid",
        })  # fmt: skip

    def _receivable_covered(self, kind, amount, until):
        """How large the order may be under such a release, company currency."""
        needed = self._receivable_in_company(self.amount_total)
        if kind not in ("once", "amount", "until"):
            raise UserError(self.env._("A release is for once, up to an amount, or until a date."))
        if (kind == "amount" and not amount) or (kind == "until" and not until):
            raise UserError(self.env._("Say up to which amount, or until when."))
        if kind == "amount" and amount < needed:
            raise UserError(self.env._("The order is larger than that already."))
        if kind == "until" and until < fields.Date.context_today(self):
            raise UserError(self.env._("The last day of a release is not in the past."))
        return amount if kind == "amount" else needed

    def _receivable_release_sentence(self, release):
        money = self.env["res.partner"]._receivable_money(self.company_id)
        values = {"amount": money(release.amount), "reason": release.reason}
        if release.until:
            day = format_date(self.env, release.until)
            return self.env._("Released up to %(amount)s until %(day)s: %(reason)s", day=day, **values)
        return self.env._("Released up to %(amount)s: %(reason)s", **values)

    def _receivable_release_in_force(self):
        """The release that covers the order as it is now, if any."""
        if self.receivable_credit_state != "released":
            return self.env["credit.release"]
        return self.receivable_release_ids._covers(self._receivable_in_company(self.amount_total))[:1]

    def _receivable_withdraw_releases(self):
        # sudo: releases are written by the engine
        self.sudo().receivable_release_ids.filtered(lambda release: release.state in ("valid", "used")).state = "withdrawn"

    def _receivable_lapse_outgrown(self):
        """Releases smaller than what the order has become hold no longer; it waits again."""
        for order in self:
            if not order._receivable_release_in_force():
                order.receivable_release_ids.filtered(lambda release: release.state in ("valid", "used")).state = "lapsed"
                order._message_log(body=order.env._("The order has outgrown its release."))
        self._receivable_wait_again()

    def _receivable_wait_again(self):
        """Quotations whose release is over wait for a new decision, as long as the rules hold them; confirmed ones went."""
        quotations = self._receivable_quotations().filtered(lambda order: order.receivable_credit_state == "released")
        for order, verdict in quotations._receivable_decide().items():
            if verdict.state != "hold":
                order.write(NOTHING_TO_DECIDE)
            elif not order._receivable_passes(verdict):
                order.write(order._receivable_held_values("held", verdict))
