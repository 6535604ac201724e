"""Reading a payment plan, accepting it, or asking for other dates."""

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request

from .forms import BalanceForms
from .visitor import pages

SHOWN = ("proposed", "accepted", "kept", "broken")


class BalancePlan(BalanceForms):

    def _balance_values(self, visitor):
        plans = self._plans(visitor)
        today = fields.Date.context_today(visitor.payer)
        return super()._balance_values(visitor) | {
            "plans": plans,
            "plans_to_accept": [
                (plan, self._proposal(plan)) for plan in plans if plan.state == "proposed" and plan.valid_until >= today
            ],
            "plan_states": dict(plans._fields["state"]._description_selection(request.env)),
        }

    def _proposal(self, plan):
        return request.env._(
            "A payment plan is proposed to you: %(total)s in %(count)s instalments, valid until %(day)s.",
            total=plan.currency_id.format(plan.total), count=len(plan.line_ids), day=self._day(plan.valid_until, "d MMMM y"),
        )  # fmt: skip

    def _plans(self, visitor, plan_id=None):
        domain = self._owned(visitor) & Domain("state", "in", SHOWN)
        if plan_id is not None:
            domain &= Domain("id", "=", plan_id)
        # sudo: visitors have no right on plans; these are their own
        return request.env["receivable.payment.plan"].sudo().search(domain)

    def _plan_page(self, visitor, plan, typed=None, faults=None):
        today = fields.Date.context_today(visitor.payer)
        values = {
            "plan": plan, "may_accept": plan.state == "proposed" and plan.valid_until >= today,
            "typed": typed or {}, "faults": faults or {}, "states": dict(plan._fields["state"]._description_selection(request.env)),
            "messages": self._messages(plan), "accepted": self._acceptance(plan),
        }  # fmt: skip
        return self._show(visitor, "receivable_dispute.portal_plan", values)

    def _acceptance(self, plan):
        return plan.accepted_on and request.env._(
            "Accepted by %(name)s on %(day)s.", name=plan.accepted_name, day=self._day(plan.accepted_on, "d MMMM y"),
        )  # fmt: skip

    @http.route(pages("/plan/<int:plan_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def plan(self, plan_id, access_id=None, **_kwargs):
        visitor = self._visitor(access_id)
        plan = self._plans(visitor, plan_id)
        return self._plan_page(visitor, plan) if plan else request.redirect(visitor.base)

    @http.route(pages("/plan/<int:plan_id>/accept"), type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def plan_accept(self, plan_id, access_id=None, **typed):
        visitor, typed = self._visitor(access_id), self._plain(typed)
        plan, slowed = self._plans(visitor, plan_id), self._slowed(visitor)
        if slowed or not plan:
            return slowed or request.redirect(visitor.base)
        faults = {}
        if not typed.get("name", "").strip():
            faults["name"] = request.env._("Write your first and last name.")
        if not typed.get("agreed"):
            faults["agreed"] = request.env._("Tick the box if you agree.")
        if not faults:
            self._attempt(lambda: self._accept_plan(visitor, plan, typed), faults)
        if faults:
            return self._plan_page(visitor, plan, typed, faults)
        return request.redirect(f"{visitor.base}/plan/{plan.id}?said=accepted")

    def _accept_plan(self, visitor, plan, typed):
        """Who, when, from where, and to which text: the text that was on the page."""
        plan._accept(typed["name"], ip=request.httprequest.remote_addr, contact=visitor.contact, agreement_hash=typed.get("agreement", ""))

    @http.route(pages("/plan/<int:plan_id>/write"), type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def plan_write(self, plan_id, access_id=None, **typed):
        """Other dates, a question: words on the plan's thread."""
        visitor, typed = self._visitor(access_id), self._plain(typed)
        plan, slowed = self._plans(visitor, plan_id), self._slowed(visitor)
        if slowed or not plan:
            return slowed or request.redirect(visitor.base)
        faults = {}
        text = self._typed_text(typed.get("text"), faults)
        if faults:
            return self._plan_page(visitor, plan, typed, faults)
        self._say(visitor, plan, text, [])
        return request.redirect(f"{visitor.base}/plan/{plan.id}?said=written#messages")

    @http.route(pages("/plan/<int:plan_id>/signed.pdf"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def plan_signed(self, plan_id, access_id=None, **_kwargs):
        """The copy that both sides keep."""
        visitor = self._visitor(access_id)
        signed = self._plans(visitor, plan_id).signed_attachment_id
        if not signed:
            return request.redirect(visitor.base)
        return self._file(signed.raw, "application/octet-stream", signed.name)
