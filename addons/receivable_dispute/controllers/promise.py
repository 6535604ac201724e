"""Saying when one will pay."""

from odoo import fields, http
from odoo.fields import Command
from odoo.http import request

from .forms import BalanceForms
from .visitor import pages

SHOWN = 10


class BalancePromise(BalanceForms):

    def _balance_values(self, visitor):
        promises = self._promises(visitor)
        return super()._balance_values(visitor) | {
            "promises": promises,
            "noted": [self._noted(promise) for promise in promises if str(promise.id) == request.params.get("promise")],
            "promise_states": dict(promises._fields["state"]._description_selection(request.env)),
        }

    def _noted(self, promise):
        _, amount, day = request.env._, promise.currency_id.format(promise.amount), self._day(promise.promised_on)
        if len(promise.item_ids) == 1:
            return _("Noted: %(amount)s on %(day)s. We will not remind you of this invoice before then.", amount=amount, day=day)
        return _(
            "Noted: %(amount)s on %(day)s. We will not remind you of these %(count)s invoices before then.",
            amount=amount, day=day, count=len(promise.item_ids),
        )  # fmt: skip

    def _promises(self, visitor):
        # sudo: visitors have no right on promises; these are their own
        return request.env["receivable.promise"].sudo().search(self._owned(visitor), order="id desc", limit=SHOWN)

    def _promise_form(self, visitor, ids, typed=None, faults=None):
        company, block, debts = self._items_of(visitor, ids)
        debts = [debt for debt in debts if debt.payable]
        if not debts:
            return request.redirect(f"{visitor.base}?said=changed")
        currency = request.env["res.currency"].browse(block.currency)
        amount, today = sum(debt.asked for debt in debts), fields.Date.context_today(visitor.payer)
        promise = request.env["receivable.promise"].sudo()
        lines = request.env["account.move.line"].sudo().browse(debt.item.id for debt in debts)  # sudo: the visitor's own items
        longest = promise._longest_date(company, today)
        last_time = promise._times_before(lines) + 1 >= company.receivable_promise_max_times
        values = {
            "debts": debts, "company": company, "currency": currency, "amount": amount,
            "longest": longest, "not_later": request.env._("Not later than %(day)s.", day=self._day(longest)), "last_time": last_time,
            "typed": {"amount": self._written(amount, currency), "day": ""} | (typed or {}), "faults": faults or {},
        }  # fmt: skip
        return self._show(visitor, "receivable_dispute.portal_promise_new", values)

    @http.route(pages("/promise"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def promise_new(self, access_id=None, **_kwargs):
        return self._promise_form(self._visitor(access_id), self._ticked())

    @http.route(pages("/promise"), type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def promise_send(self, access_id=None, **typed):
        visitor, typed = self._visitor(access_id), self._plain(typed)
        slowed = self._slowed(visitor)
        if slowed:
            return slowed
        ids, faults = self._ticked(), {}
        _company, block, debts = self._items_of(visitor, ids)
        if not debts or not all(debt.payable for debt in debts):
            return request.redirect(f"{visitor.base}?said=changed")
        day = self._typed_date(typed.get("day"), faults, "day")
        currency = request.env["res.currency"].browse(block.currency)
        amount = self._typed_amount(typed.get("amount", ""), sum(debt.asked for debt in debts), currency, faults)
        promise = not faults and self._attempt(lambda: self._promise(visitor, debts, day, amount), faults)
        if faults:
            return self._promise_form(visitor, ids, typed, faults)
        return request.redirect(f"{visitor.base}?promise={promise.id}")

    def _promise(self, visitor, debts, day, amount):
        # sudo: visitors have no right on promises; the items are their own
        return request.env["receivable.promise"].sudo().create({
            "move_line_ids": [Command.set([debt.item.id for debt in debts])], "amount": float(amount), "promised_on": day,
            "source": "portal", "contact_id": visitor.contact.id,
        })  # fmt: skip
