"""Saying that an invoice is paid: when, how much, how, with a proof; following what became of it."""

from decimal import Decimal

from odoo import fields, http
from odoo.fields import Command, Domain
from odoo.http import request

from odoo.addons.receivable_dispute.models.receivable_payment_claim import RUNNING

from .forms import LARGEST_FORM, BalanceForms
from .visitor import pages

LONGEST_REFERENCE = 100


class BalancePaid(BalanceForms):

    def _balance_values(self, visitor):
        return super()._balance_values(visitor) | {"claims": self._claims(visitor), "claim_states": self._claim_states()}

    def _claim_states(self):
        """Where it stands, in words for the customer."""
        _ = request.env._
        return {
            "open": _("We are looking"), "found": _("Found, being recorded"), "not_found": _("Not found"), "settled": _("Recorded"),
            "withdrawn": _("Withdrawn"),
        }  # fmt: skip

    def _claims(self, visitor, claim_id=None):
        """What this visitor's payer told the companies of the visit; one of them when its id is given."""
        domain = self._owned(visitor)
        if claim_id is not None:
            domain &= Domain("id", "=", claim_id)
        # sudo: visitors have no right on them; these are their own
        return request.env["receivable.payment.claim"].sudo().search(domain)

    # -- saying it --------------------------------------------------------------------------------------------------------

    def _paid_form(self, visitor, line_id, typed=None, faults=None):
        company, block, debts = self._items_of(visitor, [line_id])
        if not debts or not debts[0].may_be_said_paid:
            return request.redirect(f"{visitor.base}?said=changed")
        currency, debt = request.env["res.currency"].browse(block.currency), debts[0]
        values = {
            "debt": debt, "company": company, "currency": currency, "means": self._means(),
            "typed": {"amount": self._written(debt.item.residual, currency), "means": "transfer"} | (typed or {}), "faults": faults or {},
        }  # fmt: skip
        return self._show(visitor, "receivable_dispute.portal_paid_new", values)

    @staticmethod
    def _means():
        return request.env["receivable.payment.claim"]._fields["means"]._description_selection(request.env)

    @http.route(pages("/paid/new/<int:line_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def paid_new(self, line_id, access_id=None, **_kwargs):
        return self._paid_form(self._visitor(access_id), line_id)

    @http.route(
        pages("/paid/new/<int:line_id>"), type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        max_content_length=LARGEST_FORM,
    )  # fmt: skip
    def paid_send(self, line_id, access_id=None, **typed):
        visitor, typed = self._visitor(access_id), self._plain(typed)
        slowed = self._slowed(visitor)
        if slowed:
            return slowed
        _company, block, debts = self._items_of(visitor, [line_id])
        if not debts:
            return request.redirect(f"{visitor.base}?said=changed")
        faults = {}
        files = self._sent_files(faults)
        values = self._paid_values(visitor, debts[0], request.env["res.currency"].browse(block.currency), typed, files, faults)
        claim = not faults and self._attempt(lambda: self._claim(visitor, values, files), faults)
        if faults:
            return self._paid_form(visitor, line_id, typed, faults)
        return request.redirect(f"{visitor.base}/paid/{claim.id}?said=opened")

    def _paid_values(self, visitor, debt, currency, typed, files, faults):
        _ = request.env._
        paid_on = self._typed_date(typed.get("paid_on"), faults, "paid_on")
        if paid_on and paid_on > fields.Date.context_today(visitor.payer):
            faults["paid_on"] = _("Choose a day that has passed.")
        amount = self._typed_amount(typed.get("amount", ""), debt.item.residual, currency, faults)
        reference, text = typed.get("reference", "").strip()[:LONGEST_REFERENCE], typed.get("text", "").strip()
        if text:
            self._typed_text(text, faults)
        if not reference and not files and "files" not in faults:
            faults["reference"] = _("Give the reference of the payment, or add a proof: we find it by that.")
        means = typed.get("means")
        return {
            "move_line_ids": [Command.set([debt.item.id])],
            "paid_on": paid_on,
            "amount": float(amount or Decimal(0)),
            "means": means if means in dict(self._means()) else "other",
            "reference": reference or False,
            "text": text or False,
            "contact_id": visitor.contact.id,
        }

    def _claim(self, visitor, values, files):
        # sudo: visitors have no right on claims; the item is their own
        claim = request.env["receivable.payment.claim"].sudo().create(values)
        self._say(visitor, claim, values["text"] or self._claim_in_words(claim), files)
        return claim

    def _claim_in_words(self, claim):
        """The first message of the thread when nothing was written: a proof needs one to lie in."""
        return request.env._(
            "Paid on %(day)s: %(amount)s.", day=self._day(claim.paid_on, "d MMMM y"), amount=claim.currency_id.format(claim.amount)
        )

    # -- what became of it ------------------------------------------------------------------------------------------------

    @http.route(pages("/paid/<int:claim_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def paid(self, claim_id, access_id=None, **_kwargs):
        visitor = self._visitor(access_id)
        claim = self._claims(visitor, claim_id)
        return self._paid_page(visitor, claim) if claim else request.redirect(visitor.base)

    def _paid_page(self, visitor, claim, typed=None, faults=None):
        values = {
            "claim": claim, "messages": self._messages(claim), "is_running": claim.state in RUNNING, "typed": typed or {},
            "faults": faults or {}, "states": self._claim_states(), "means": dict(self._means()),
            "held": claim._left_alone_until(fields.Date.context_today(claim)),
        }  # fmt: skip
        return self._show(visitor, "receivable_dispute.portal_paid", values)

    @http.route(
        pages("/paid/<int:claim_id>/write"), type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        max_content_length=LARGEST_FORM,
    )  # fmt: skip
    def paid_write(self, claim_id, access_id=None, **typed):
        visitor, typed = self._visitor(access_id), self._plain(typed)
        claim, slowed = self._claims(visitor, claim_id), self._slowed(visitor)
        if slowed or not claim:
            return slowed or request.redirect(visitor.base)
        faults = {}
        text, files = self._typed_text(typed.get("text"), faults), self._sent_files(faults)
        if faults:
            return self._paid_page(visitor, claim, typed, faults)
        self._say(visitor, claim, text, files)
        return request.redirect(f"{visitor.base}/paid/{claim.id}?said=written#messages")

    @http.route(pages("/paid/<int:claim_id>/withdraw"), type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def paid_withdraw(self, claim_id, access_id=None, **_kwargs):
        visitor = self._visitor(access_id)
        claim, slowed = self._claims(visitor, claim_id), self._slowed(visitor)
        if slowed or not claim:
            return slowed or request.redirect(visitor.base)
        if claim.state in RUNNING:
            claim._withdraw(fields.Date.context_today(claim))
            claim._message_log(body=request.env._("Withdrawn by the customer."), author_id=visitor.contact.id)
        return request.redirect(f"{visitor.base}/paid/{claim.id}?said=withdrawn")

    @http.route(pages("/paid/<int:claim_id>/file/<int:file_id>"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def paid_file(self, claim_id, file_id, access_id=None, **_kwargs):
        """A proof, to be saved: never shown inside the page."""
        visitor = self._visitor(access_id)
        return self._file_of(self._claims(visitor, claim_id), file_id) or request.redirect(visitor.base)
