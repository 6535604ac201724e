from odoo import api, fields, models
from odoo.tools import format_date

from .sale_order import EMPLOYEE

OPEN = ("held", "documents")  # a person has to decide
TOLD = (*OPEN, "refused")  # the form says it in a bar; the others are ribbons


class SaleOrder(models.Model):
    """What people see of the credit decision: one bar on the order, the ways out, the windows that decide."""

    _inherit = "sale.order"

    receivable_alert = fields.Char(compute="_compute_receivable_alert", compute_sudo=True, groups=EMPLOYEE)
    receivable_offers = fields.Json(
        string="What would let it pass", compute="_compute_receivable_offers", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_offers_text = fields.Char(
        string="Would pass with", compute="_compute_receivable_offers", compute_sudo=True, groups=EMPLOYEE
    )

    @api.depends("receivable_credit_state", "receivable_held_since", "receivable_reason")
    @api.depends_context("lang", "tz")
    def _compute_receivable_alert(self):
        for order in self:
            order.receivable_alert = order.receivable_credit_state in TOLD and order._receivable_alert_sentence()

    def _receivable_alert_sentence(self):
        why = self.receivable_reason or self.env._("nothing stands against it any more")
        since = fields.Datetime.context_timestamp(self, self.receivable_held_since) if self.receivable_held_since else None
        values = {"day": format_date(self.env, since), "why": why, "who": self._receivable_decider_name()}
        if self.receivable_credit_state == "refused":
            return self.env._("Not released: %(why)s The reason of the refusal is in the conversation below.", **values)
        if self.receivable_credit_state == "documents":
            return self.env._("Documents are awaited since %(day)s; %(who)s decides when they are there. %(why)s", **values)
        return self.env._("Waits for a decision of %(who)s since %(day)s. %(why)s", **values)

    def _receivable_decider_name(self):
        """Whom a salesperson asks: the person named in the popover, else the role."""
        return (self.receivable_panel or {}).get("ask") or self.env._("the credit manager")

    @api.depends_context("lang")
    def _compute_receivable_offers(self):
        for order in self:
            offers = order._receivable_offers() if order.receivable_verdict == "hold" else []
            order.receivable_offers_text = " · ".join(offer.title for offer in offers)
            order.receivable_offers = {
                "order": order.id,
                "offers": [
                    {"code": offer.code, "title": offer.title, "detail": offer.detail, "button": self._receivable_offer_button(offer.code)}
                    for offer in offers
                ],
            }

    @api.model
    def _receivable_offer_button(self, code):
        """One verb for each way out; add-ons name theirs."""
        return {
            "deposit": self.env._("Ask for it"),
            "prepay": self.env._("Ask for it"),
            "smaller": self.env._("Show lines"),
            "settle": self.env._("Send payment link"),
        }.get(code, self.env._("Apply"))

    # -- windows --------------------------------------------------------------------------------------------------------------

    def _receivable_refusal_window(self):
        """Why this order cannot be confirmed yet, and what would let it pass."""
        action = self.env["ir.actions.actions"]._for_xml_id("sale_receivable.credit_refusal_action")
        return action | {"context": {"default_order_id": self.id}}

    def action_receivable_confirm(self):
        """Confirm the ticked quotations: the good ones go, the others stay; one window says which and why."""
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        quotations.action_confirm()
        confirmed = quotations.filtered(lambda order: order.state == "sale")
        result = self.env["credit.confirmation"].create(
            {"confirmed_ids": confirmed.ids, "held_ids": (quotations - confirmed).ids}
        )
        action = self.env["ir.actions.actions"]._for_xml_id("sale_receivable.credit_confirmation_action")
        return action | {"res_id": result.id}

    def action_receivable_hold(self):
        """From the order to the form on which it is decided."""
        action = self.env["ir.actions.actions"]._for_xml_id("sale_receivable.credit_hold_action")
        form = self.env.ref("sale_receivable.credit_hold_view_form")
        return action | {"views": [(form.id, "form")], "res_id": self.id}

    def action_receivable_payer(self):
        """From the order to the payer's form."""
        return self.partner_invoice_id.action_receivable_form()

    # -- the customer's page --------------------------------------------------------------------------------------------------

    def _receivable_signed_and_waiting(self):
        """The customer has done their part; what is left is ours."""
        return bool(self.signature) and self.state in ("draft", "sent") and self.receivable_credit_state in TOLD
