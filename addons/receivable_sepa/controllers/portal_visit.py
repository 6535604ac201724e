"""Who looks at mandates on the portal: a person of the payer who signed in, or whoever opened the link of one mandate to sign."""

from typing import NamedTuple

from werkzeug.exceptions import abort

from odoo import fields
from odoo.fields import Domain
from odoo.http import request
from odoo.models import BaseModel

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.receivable.controllers.portal_page import PortalPage

ACTS_PER_HOUR = 30  # forms sent by one visitor
HOME = "/my/mandates"
LINKS = "sepa_signing"  # in the session: the mandates whose link this browser has opened, with the fingerprint of the link
SIGNED = "sepa_signed"  # in the session: the mandates that this browser has signed behind a link
SHOWN = ("sent", "active", "suspended", "closed", "expired")  # a draft is ours until it is sent
RUNNING = ("sent", "active", "suspended")


class Visitor(NamedTuple):
    """Whose mandates are open, and how they were opened."""

    payer: BaseModel  # the commercial entity, with all rights: everything is asked for this payer only
    contact: BaseModel  # who acts: the person signed in, else the payer itself
    companies: BaseModel  # the creditors that are shown; none to a payer who exists no more for us
    base: str  # where the pages of mandates begin
    signed_in: bool


class MandateVisit(PortalPage, CustomerPortal):
    """What all pages about mandates share. They read with all rights, so each of them begins with a visitor.

    All controllers of the portal become one class: the names of methods differ from those of the account's pages.
    """

    def _mandate_visitor(self):
        """The person signed in; anybody else is sent to log in."""
        visitor = self._find_mandate_visitor()
        if visitor:
            return visitor
        return abort(self._private(self._log_in_first()))

    def _find_mandate_visitor(self):
        user = request.env.user
        if user._is_public():
            return None
        # sudo: portal users may not read mandates; the payer is their own commercial entity, whatever the address says
        contact = user.partner_id.sudo()
        payer = contact.commercial_partner_id
        companies = user.company_ids.sudo()
        return Visitor(payer, contact, companies if payer.active else companies.browse(), HOME, True)

    # -- what they may reach --------------------------------------------------------------------------------------------------

    def _mandates(self, visitor, mandate_id=None):
        """The mandates of this visitor's payer; one of them when its id is given."""
        domain = self._owned(visitor) & Domain("state", "in", SHOWN)
        if mandate_id is not None:
            domain &= Domain("id", "=", mandate_id)
        # sudo: visitors have no right on mandates; these are their own
        return request.env["sepa.mandate"].sudo().search(domain)

    def _creditors(self, visitor):
        """The companies that this visitor may allow to debit: they collect by direct debit, and have no mandate of this payer yet, or
        one whose account takes no debit."""
        able = visitor.companies.filtered("sepa_ics")
        running = self._mandates(visitor).filtered(lambda mandate: mandate.state in RUNNING and not mandate._wants_another_account())
        return able - running.company_id

    # -- showing --------------------------------------------------------------------------------------------------------------

    def _show_mandates(self, visitor, template, values):
        """A page about mandates."""
        return self._show_visit(visitor, template, {"page_name": "mandates", "typed": {}, "faults": {}} | values)

    @staticmethod
    def _may_try(who):
        return request.env["receivable.portal.count"]._within("mandate", who, ACTS_PER_HOUR, hours=1)

    def _creditor_contact(self, visitor, company):
        """Whom the customer may call: their collector, else the company."""
        return visitor.payer.with_company(company.root_id).payer_collector_id.partner_id or company.partner_id

    @staticmethod
    def _today(visitor):
        return fields.Date.context_today(visitor.payer)
