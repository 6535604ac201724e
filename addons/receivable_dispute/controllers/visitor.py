"""Who looks at an account on the portal, and what they may reach: one payer, its companies, and nothing else."""

from typing import NamedTuple

from werkzeug.exceptions import abort

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.http import request
from odoo.models import BaseModel

from odoo.addons.payment.controllers.portal import PaymentPortal
from odoo.addons.receivable.controllers.portal_page import PortalPage

ACTS_PER_HOUR = 30  # forms sent and payments begun by one visitor
LINKS = "receivable_links"  # in the session: the private links that this browser has opened


def pages(path=""):
    """The addresses of a page: behind a login, and behind a private link that this browser has opened."""
    return [f"/my/balance{path}", f"/my/balance/link/<int:access_id>{path}"]


class Visitor(NamedTuple):
    """Whose account is open, and how it was opened."""

    payer: BaseModel  # the commercial entity, with all rights: everything is asked for this payer only
    contact: BaseModel  # who acts: the person signed in, else the payer itself
    companies: BaseModel  # the selling companies that are shown
    base: str  # where the pages of this visit begin
    access: BaseModel  # the private link, empty for a person signed in

    @property
    def signed_in(self):
        return not self.access


class BalanceVisit(PortalPage, PaymentPortal):
    """What all pages of the account share. The pages read with all rights, so each of them begins with ``_visitor``."""

    def _visitor(self, access_id=None):
        """Whoever asks for this page; else they are sent to log in, or told that the link has ended."""
        visitor = self._find_visitor(access_id)
        if visitor:
            return visitor
        if access_id:
            refusal = request.render("receivable_dispute.portal_link_ended", {"secret": "", "page_name": "balance"})
            refusal.flatten()
        else:
            refusal = self._log_in_first()
        return abort(self._private(refusal))

    def _find_visitor(self, access_id=None):
        if access_id:
            return self._link_visitor(access_id)
        user = request.env.user
        if user._is_public():
            return None
        # sudo: portal users may not read items; the payer is their own commercial entity, whatever the address says
        contact = user.partner_id.sudo()
        return Visitor(contact.commercial_partner_id, contact, user.company_ids.sudo(), "/my/balance", request.env["receivable.access"])

    def _link_visitor(self, access_id):
        if access_id not in request.session.get(LINKS, []):
            return None
        # sudo: visitors have no right on links; this browser has shown the secret of this one
        access = request.env["receivable.access"].sudo().browse(access_id).exists()
        if not access or not access._is_open():
            return None
        return Visitor(access.partner_id, access.partner_id, access.company_id, f"/my/balance/link/{access.id}", access)

    def _visitor_or_refusal(self, access_id):
        """The same for a call of the payment form, which shows a sentence."""
        visitor = self._find_visitor(access_id)
        if not visitor:
            raise ValidationError(request.env._("This page is no longer open. Please sign in, or open the link of our message again."))
        return visitor

    def _show(self, visitor, template, values=None):
        """A page of the account."""
        shared = {"page_name": "balance", "today": fields.Date.context_today(visitor.payer)}
        if not visitor.signed_in:
            shared["link_text"] = request.env._(
                "Private link for %(payer)s, valid until %(day)s.",
                payer=visitor.payer.name, day=self._day(visitor.access.expires_on, "d MMMM y"),
            )  # fmt: skip
        return self._show_visit(visitor, template, shared | (values or {}))

    @staticmethod
    def _within_limit(visitor):
        """Counts what a visitor does: behind a link for all who hold it, else for the person signed in."""
        if visitor.access:
            visitor.access._used()
        who = f"link {visitor.access.id}" if visitor.access else f"user {request.env.uid}"
        return request.env["receivable.portal.count"]._within("form", who, ACTS_PER_HOUR, hours=1)

    def _items_of(self, visitor, ids):
        """The open debts of this visitor among these ids, and the company and currency that they share.

        :return: ``(company, block, debts)``; no debt when one id is not theirs or they do not belong together
        """
        asked = set(ids)
        for company, block in self._blocks(visitor):
            debts = [debt for debt in block.debts if debt.item.id in asked]
            if debts:
                return company, block, debts if len(debts) == len(asked) else []
        return visitor.companies.browse(), None, []

    def _blocks(self, visitor):
        """The account, company by company and currency by currency: ``[(company, Block)]``."""
        return [(company, block) for company in visitor.companies for block in visitor.payer._receivable_balance(company)]

    def _pays_online(self):
        # sudo: one setting of the portal
        return request.env["ir.config_parameter"].sudo().get_param("account_payment.enable_portal_payment") in ("True", "true", "1")

    def _balance_values(self, _visitor):
        """What the account page shows; each part of the portal adds its own."""
        return {}

    @staticmethod
    def _ticked():
        """The invoices that were ticked; a browser repeats the name for each."""
        return [int(value) for value in request.httprequest.values.getlist("item") if value.isdecimal() and len(value) < 10]
