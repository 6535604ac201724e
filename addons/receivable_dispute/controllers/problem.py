"""Reporting a problem with an invoice, following it, writing about it, taking it back."""

from decimal import Decimal

from odoo import fields, http
from odoo.fields import Command, Domain
from odoo.http import request

from odoo.addons.receivable_dispute.models.receivable_dispute import OPEN

from .forms import LARGEST_FORM, BalanceForms
from .visitor import pages

PAID_CODE = "DEJA_REGLEE"  # no problem: the customer says when and how it was paid, on a page of its own


class BalanceProblem(BalanceForms):

    def _balance_values(self, visitor):
        return super()._balance_values(visitor) | {"problems": self._problems(visitor), "problem_states": self._problem_states()}

    def _problem_states(self):
        """Where it stands, in words for the customer."""
        _ = request.env._
        return {
            "new": _("Received"), "progress": _("Being examined"), "waiting_customer": _("We wait for your answer"),
            "accepted": _("Accepted"), "partly": _("Accepted in part"), "rejected": _("Not accepted"), "withdrawn": _("Withdrawn"),
            "closed": _("Settled"),
        }  # fmt: skip

    def _problems(self, visitor, problem_id=None):
        """The problems of this visitor's payer with the companies of the visit; one of them when its id is given."""
        domain = self._owned(visitor)
        if problem_id is not None:
            domain &= Domain("id", "=", problem_id)
        # sudo: visitors have no right on disputes; these are their own
        return request.env["receivable.dispute"].sudo().search(domain, order="id desc")

    def _problem_form(self, visitor, line_id, typed=None, faults=None):
        company, block, debts = self._items_of(visitor, [line_id])
        if not debts or debts[0].contestable <= 0 or debts[0].under_way:
            return request.redirect(f"{visitor.base}?said=changed")
        currency = request.env["res.currency"].browse(block.currency)
        values = {
            "debt": debts[0], "company": company, "currency": currency, "reasons": self._reasons(),
            "typed": {"amount": self._written(debts[0].contestable, currency), "outcome": "answer"} | (typed or {}), "faults": faults or {},
        }  # fmt: skip
        return self._show(visitor, "receivable_dispute.portal_problem_new", values)

    def _reasons(self):
        # sudo: visitors read the reasons that are offered to them
        return request.env["receivable.dispute.reason"].sudo().search([("on_portal", "=", True), ("code", "!=", PAID_CODE)])

    @http.route(pages("/problem/new/<int:line_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def problem_new(self, line_id, access_id=None, outcome="answer", **_kwargs):
        return self._problem_form(self._visitor(access_id), line_id, {"outcome": outcome})

    @http.route(
        pages("/problem/new/<int:line_id>"), type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        max_content_length=LARGEST_FORM,
    )  # fmt: skip
    def problem_send(self, line_id, access_id=None, **typed):
        visitor, typed = self._visitor(access_id), self._plain(typed)
        slowed = self._slowed(visitor)
        if slowed:
            return slowed
        _company, block, debts = self._items_of(visitor, [line_id])
        if not debts:
            return request.redirect(f"{visitor.base}?said=changed")
        faults = {}
        values = self._problem_values(visitor, debts[0], request.env["res.currency"].browse(block.currency), typed, faults)
        files = self._sent_files(faults)
        problem = not faults and self._attempt(lambda: self._open_problem(visitor, values, files), faults)
        if faults:
            return self._problem_form(visitor, line_id, typed, faults)
        return request.redirect(f"{visitor.base}/problem/{problem.id}?said=opened")

    def _problem_values(self, visitor, debt, currency, typed, faults):
        reason = self._reasons().filtered(lambda found: str(found.id) == typed.get("reason"))
        if not reason:
            faults["reason"] = request.env._("Choose what is wrong.")
        amount = self._typed_amount(typed.get("amount", ""), debt.contestable, currency, faults)
        text = self._typed_text(typed.get("text"), faults)
        return {
            "move_line_ids": [Command.set([debt.item.id])],
            "reason_id": reason.id,
            "amount": float(amount or Decimal(0)),
            "text": text,
            "outcome_wanted": "credit_note" if typed.get("outcome") == "credit_note" else "answer",
            "contact_id": visitor.contact.id,
            "source": "portal",
        }

    def _open_problem(self, visitor, values, files):
        # sudo: visitors have no right on disputes; the item is their own
        problem = request.env["receivable.dispute"].sudo().create(values)
        self._say(visitor, problem, values["text"], files)
        return problem

    # -- one problem ------------------------------------------------------------------------------------------------------

    @http.route(pages("/problem/<int:problem_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def problem(self, problem_id, access_id=None, **_kwargs):
        visitor = self._visitor(access_id)
        problem = self._problems(visitor, problem_id)
        return self._problem_page(visitor, problem) if problem else request.redirect(visitor.base)

    def _problem_page(self, visitor, problem, typed=None, faults=None):
        values = {
            "problem": problem, "messages": self._messages(problem), "is_open": problem.state in OPEN, "typed": typed or {},
            "faults": faults or {}, "states": self._problem_states(), "opened": self._opened_text(problem),
        }  # fmt: skip
        return self._show(visitor, "receivable_dispute.portal_problem", values)

    def _opened_text(self, problem):
        return request.env._(
            "Thank you. Only these %(amount)s wait; we answer by %(day)s.",
            amount=problem.currency_id.format(problem.amount), day=self._day(problem.deadline),
        )  # fmt: skip

    @http.route(
        pages("/problem/<int:problem_id>/write"), type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        max_content_length=LARGEST_FORM,
    )  # fmt: skip
    def problem_write(self, problem_id, access_id=None, **typed):
        visitor, typed = self._visitor(access_id), self._plain(typed)
        problem, slowed = self._problems(visitor, problem_id), self._slowed(visitor)
        if slowed or not problem:
            return slowed or request.redirect(visitor.base)
        faults = {}
        text, files = self._typed_text(typed.get("text"), faults), self._sent_files(faults)
        if faults:
            return self._problem_page(visitor, problem, typed, faults)
        self._say(visitor, problem, text, files)
        if problem.state == "waiting_customer":
            problem.state = "progress"
        return request.redirect(f"{visitor.base}/problem/{problem.id}?said=written#messages")

    @http.route(pages("/problem/<int:problem_id>/withdraw"), type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def problem_withdraw(self, problem_id, access_id=None, **_kwargs):
        visitor = self._visitor(access_id)
        problem, slowed = self._problems(visitor, problem_id), self._slowed(visitor)
        if slowed or not problem:
            return slowed or request.redirect(visitor.base)
        if problem.state in OPEN:
            problem._withdraw(fields.Date.context_today(problem))
            problem._message_log(body=request.env._("Withdrawn by the customer."), author_id=visitor.contact.id)
        return request.redirect(f"{visitor.base}/problem/{problem.id}?said=withdrawn")

    @http.route(
        pages("/problem/<int:problem_id>/file/<int:file_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False,
    )  # fmt: skip
    def problem_file(self, problem_id, file_id, access_id=None, **_kwargs):
        """A file of the conversation, to be saved: never shown inside the page."""
        visitor = self._visitor(access_id)
        return self._file_of(self._problems(visitor, problem_id), file_id) or request.redirect(visitor.base)
