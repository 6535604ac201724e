"""The mandates of a customer, what was and will be debited by them; taking one back, contesting a debit."""

import base64
from collections import Counter, defaultdict
from decimal import Decimal

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.receivable_sepa.logic import life

from .portal_visit import HOME, MandateVisit

PAST = ("booked", "rejected", "returned")
CONTESTABLE = ("notified", "presented", "booked")  # the others have come back already, or were never made
PAST_SHOWN = 20
REVOCABLE = ("active", "suspended")


class MandatePages(MandateVisit):

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        asked = {"sepa_mandate_count", "sepa_to_sign_count"} & set(counters)
        visitor = self._find_mandate_visitor() if asked else None
        if visitor:
            mandates = self._mandates(visitor)
            counts = {
                "sepa_mandate_count": len(mandates) or len(self._creditors(visitor)),
                "sepa_to_sign_count": self._to_sign_in_words(mandates.filtered(lambda mandate: mandate.state == "sent")),
            }
            values |= {name: counts[name] for name in asked}
        return values

    @staticmethod
    def _to_sign_in_words(mandates):
        """What the card on the portal's first page says; 0 when nothing waits for a signature."""
        if len(mandates) > 1:
            return request.env._("%(count)s mandates to sign", count=len(mandates))
        return request.env._("1 mandate to sign") if mandates else 0

    # -- all of them ----------------------------------------------------------------------------------------------------------

    @http.route(HOME, type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def mandates(self, **_kwargs):
        visitor = self._mandate_visitor()
        mandates = self._mandates(visitor)
        values = {
            "mandates": mandates,
            "to_sign": mandates.filtered(lambda mandate: mandate.state == "sent"),
            "creditors": self._creditors(visitor),
            "contact": self._creditor_contact(visitor, visitor.companies[:1]),
            **self._debit_values(visitor, self._owned(visitor)),
        }
        return self._show_mandates(visitor, "receivable_sepa.portal_mandates", values)

    def _debit_values(self, visitor, domain):
        """What will be debited, and what was debited last; what was announced is not made without its mandate."""
        # sudo: visitors have no right on debits; these are their own
        debits = request.env["sepa.debit"].sudo()
        coming = Domain("state", "=", "presented") | Domain("state", "=", "notified") & Domain("sepa_mandate_id.state", "=", "active")
        return {
            "coming": debits.search(domain & coming, order="date, id"),
            "past": debits.search(domain & Domain("state", "in", PAST), limit=PAST_SHOWN),
            "contestable": CONTESTABLE,
            "debit_words": self._debit_words(),
            "mandate_words": self._mandate_words(),
            "today": self._today(visitor),
        }

    @staticmethod
    def _mandate_words():
        """Where a mandate stands, in words for the customer."""
        _ = request.env._
        return {
            "sent": _("Waiting for your signature"), "active": _("In force"), "suspended": _("Suspended"), "closed": _("Ended"),
            "expired": _("Lapsed"),
        }  # fmt: skip

    @staticmethod
    def _debit_words():
        _ = request.env._
        return {
            "notified": _("Announced"), "presented": _("Given to the bank"), "booked": _("Debited"), "rejected": _("Not debited"),
            "returned": _("Returned by your bank"),
        }  # fmt: skip

    # -- one of them ----------------------------------------------------------------------------------------------------------

    @http.route(f"{HOME}/<int:mandate_id>", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def mandate(self, mandate_id, **_kwargs):
        visitor = self._mandate_visitor()
        mandate = self._mandates(visitor, mandate_id)
        return self._mandate_page(visitor, mandate) if mandate else request.redirect(HOME)

    def _mandate_page(self, visitor, mandate, faults=None):
        debits = self._debit_values(visitor, self._owned(visitor) & Domain("sepa_mandate_id", "=", mandate.id))
        values = debits | {
            "mandate": mandate,
            "faults": faults or {},
            "may_revoke": mandate.state in REVOCABLE,
            "may_sign_another": mandate._wants_another_account() and mandate.company_id in self._creditors(visitor),
            "stays_due": self._stays_due(visitor, mandate.company_id, debits["coming"]),
            "contact": self._creditor_contact(visitor, mandate.company_id),
        }
        return self._show_mandates(visitor, "receivable_sepa.portal_mandate", values)

    def _stays_due(self, visitor, company, coming):
        """What is to be paid in another way once there is no mandate, one sentence per currency; not what the bank debits still."""
        at_bank = Counter()
        for part in coming.filtered(lambda debit: debit.state == "presented").item_ids:
            at_bank[part.item] += Decimal(str(part.amount))
        lines = request.env["account.move.line"].sudo()  # sudo: portal users may not read items; these are their own
        amounts = defaultdict(list)
        for item in lines._receivable_open_items(company, visitor.payer.ids):
            left = item.residual - at_bank[item.id]
            if item.kind == "debt" and left > 0:
                amounts[item.currency].append(left)
        return [self._debts_in_words(currency, amounts[currency]) for currency in sorted(amounts)]

    @staticmethod
    def _debts_in_words(currency_id, amounts):
        amount = request.env["res.currency"].browse(currency_id).format(float(sum(amounts)))
        if len(amounts) == 1:
            return request.env._("1 invoice, %(amount)s", amount=amount)
        return request.env._("%(count)s invoices, %(amount)s", count=len(amounts), amount=amount)

    @http.route(f"{HOME}/<int:mandate_id>/document", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def mandate_document(self, mandate_id, **_kwargs):
        """The signed mandate, for the customer's files."""
        mandate = self._mandates(self._mandate_visitor(), mandate_id)
        return self._document(mandate) or request.redirect(HOME)

    def _document(self, mandate):
        if not mandate.document:
            return None
        return self._file(base64.b64decode(mandate.document), "application/octet-stream", mandate.document_name)

    # -- taking it back -------------------------------------------------------------------------------------------------------

    @http.route(f"{HOME}/<int:mandate_id>/revoke", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def mandate_revoke(self, mandate_id, **_kwargs):
        """No debit any more; the invoices stay due, the page has said which."""
        visitor = self._mandate_visitor()
        mandate = self._mandates(visitor, mandate_id)
        if not mandate or not self._may_try(f"user {request.env.uid}"):
            return request.redirect(f"{HOME}?said=slow" if mandate else HOME)
        faults = {}
        if mandate.state in REVOCABLE:
            why = request.env._("Revoked by %(name)s on the portal.", name=visitor.contact.name)
            self._attempt(lambda: mandate._close(why), faults)
        if faults:
            return self._mandate_page(visitor, mandate, faults)
        return request.redirect(f"{HOME}/{mandate.id}?said=revoked")

    # -- contesting a debit ---------------------------------------------------------------------------------------------------

    @http.route(f"{HOME}/debit/<int:debit_id>/contest", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def debit_contest(self, debit_id, **_kwargs):
        visitor = self._mandate_visitor()
        domain = self._owned(visitor) & Domain("id", "=", debit_id) & Domain("state", "in", CONTESTABLE)
        # sudo: visitors have no right on debits; this one is their own
        debit = request.env["sepa.debit"].sudo().search(domain)
        return self._contest(visitor, debit) if debit else request.redirect(HOME)

    def _contest(self, visitor, debit):
        """How to say that a debit is not right: until when, to whom. Bridges open a form instead."""
        values = {
            "debit": debit,
            "debit_words": self._debit_words(),
            "contact": self._creditor_contact(visitor, debit.company_id),
            "take_out_until": self._take_out_until(visitor, debit),
            "refund_until": self._refund_until(visitor, debit),
        }
        return self._show_mandates(visitor, "receivable_sepa.portal_contest", values)

    def _take_out_until(self, visitor, debit):
        """The last day on which we can still leave an invoice out; nothing once it has passed or the file has left."""
        until = debit._contest_until()
        return until if debit.state == "notified" and until >= self._today(visitor) else None

    def _refund_until(self, visitor, debit):
        """The last day on which the customer's bank pays an authorised debit back; between companies there is no such right."""
        until = life.refunds_until(debit.date, debit.scheme)
        return until if debit.scheme == "CORE" and debit.state == "booked" and until >= self._today(visitor) else None
