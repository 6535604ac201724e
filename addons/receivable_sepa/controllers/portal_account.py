"""Signing a mandate, step 1: the account, of a mandate that was asked for or of a new one."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.receivable_sepa.logic import iban as ibans

from .portal_link import MandateLink, steps
from .portal_visit import HOME, LINKS

CHECKS_PER_HOUR = 120  # account numbers checked while they are typed
LONGEST = {"holder": 70, "street": 70, "zip": 16, "city": 35}


class MandateAccount(MandateLink):

    @http.route(f"{HOME}/new", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def mandate_new(self, company="", **_kwargs):
        visitor = self._mandate_visitor()
        creditors = self._creditors(visitor)
        return self._new_page(visitor, creditors, {"company": company}) if creditors else request.redirect(HOME)

    def _new_page(self, visitor, creditors, typed=None, faults=None):
        payer = visitor.payer
        known = {
            "holder": payer.name, "street": ", ".join(filter(None, (payer.street, payer.street2))), "zip": payer.zip, "city": payer.city,
            "country": str(payer.country_id.id or creditors[:1].country_id.id),
        }  # fmt: skip
        return self._account_form(visitor, f"{HOME}/new", creditors, known | (typed or {}), faults)

    @http.route(f"{HOME}/new", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def mandate_create(self, **typed):
        visitor, typed = self._mandate_visitor(), self._plain(typed)
        creditors = self._creditors(visitor)
        if not creditors or not self._may_try(f"user {request.env.uid}"):
            return request.redirect(f"{HOME}?said=slow" if creditors else HOME)
        faults = {}
        company = creditors if len(creditors) == 1 else creditors.filtered(lambda own: str(own.id) == typed.get("company"))
        if not company:
            faults["company"] = request.env._("Choose whom you allow to debit.")
        account = self._typed_account(typed, None, faults)
        mandate = not faults and self._attempt(lambda: self._new_mandate(visitor, company, account), faults)
        if faults:
            return self._new_page(visitor, creditors, typed, faults)
        return request.redirect(f"{HOME}/{mandate.id}/text")

    def _new_mandate(self, visitor, company, account):
        """A mandate that the customer asked for by themselves; it waits for their signature."""
        # sudo: visitors have no right on mandates; it is for their own payer
        mandates = request.env["sepa.mandate"].sudo()
        mandate = mandates.create({"partner_id": visitor.payer.id, "company_id": company.id} | self._language_read(mandates))
        mandate._enter_account(**account)
        mandate.state = "sent"
        return mandate

    @staticmethod
    def _language_read(mandates):
        """The text comes in the language of the page, if it is prescribed in it; else in that of the payer."""
        language = (request.env.lang or "").partition("_")[0]
        return {"lang": language} if language in dict(mandates._fields["lang"].selection) else {}

    def _account_page(self, visitor, mandate, typed=None, faults=None):
        known = {
            "holder": mandate._debtor_name(), "street": mandate.street, "zip": mandate.zip, "city": mandate.city,
            "country": str(mandate.country_id.id or mandate.company_id.country_id.id),
        }  # fmt: skip
        action = f"{visitor.base}/{mandate.id}/account"
        return self._account_form(visitor, action, mandate.company_id, known | (typed or {}), faults, mandate)

    def _account_form(self, visitor, action, creditors, typed, faults, mandate=None):
        """Who may debit which account; the same form for a mandate asked for and for a new one."""
        values = {
            "action": action, "creditors": creditors, "typed": typed, "faults": faults or {}, "mandate": mandate,
            "countries": self._countries(),
        }  # fmt: skip
        return self._show_mandates(visitor, "receivable_sepa.portal_step_account", values)

    @staticmethod
    def _countries():
        """Where an account can be debited."""
        # sudo: a list of countries
        return request.env["res.country"].sudo().search([("code", "in", list(request.env["sepa.mandate"]._sepa_countries()))])

    @http.route(steps("/account"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def step_account(self, mandate_id=None, link_id=None, **_kwargs):
        return self._account_page(*self._to_sign(mandate_id, link_id))

    @http.route(steps("/account"), type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def step_account_send(self, mandate_id=None, link_id=None, **typed):
        visitor, mandate = self._to_sign(mandate_id, link_id)
        typed, faults = self._plain(typed), {}
        if not self._may_try(self._signer(visitor, mandate)):
            return self._account_page(visitor, mandate, typed, {"": self._slow_words()})
        account = self._typed_account(typed, mandate, faults)
        if not faults:
            self._attempt(lambda: mandate._enter_account(**account), faults)
        if faults:
            return self._account_page(visitor, mandate, typed, faults)
        return request.redirect(f"{visitor.base}/{mandate.id}/text")

    @staticmethod
    def _slow_words():
        return request.env._("That was a lot at once: nothing was changed this time. Please try again in an hour, or call us.")

    def _typed_account(self, typed, mandate, faults):
        """The account and its holder; an account entered before is kept when the field stays empty."""
        _ = request.env._
        iban = typed.get("iban", "").strip() or (mandate._iban() if mandate else "")
        sentence = request.env["sepa.mandate"]._iban_sentence(iban)
        if sentence:
            faults["iban"] = sentence
        values = {name: typed.get(name, "").strip()[:longest] for name, longest in LONGEST.items()}
        country = self._countries().filtered(lambda found: str(found.id) == typed.get("country"))
        given = values | {"country": country}
        sentences = {
            "holder": _("Write the name of the account holder."), "city": _("Write the town."), "country": _("Choose the country."),
        }  # fmt: skip
        faults.update({name: sentence for name, sentence in sentences.items() if not given[name]})
        return {"iban": iban, "country_id": country.id, **values}

    @http.route("/mandate/iban", type="jsonrpc", auth="public", website=True)
    def check_iban(self, iban="", **_kwargs):
        """What is wrong with an account number while it is typed: only its form is looked at, nothing is known of the account."""
        if request.env.user._is_public() and not request.session.get(LINKS):
            raise NotFound()
        who = request.httprequest.remote_addr if request.env.user._is_public() else f"user {request.env.uid}"
        if not self._checks_within(who) or not isinstance(iban, str) or not iban.strip():
            return {"fault": "", "written": ""}  # sending the form asks again
        fault = request.env["sepa.mandate"]._iban_sentence(iban[:64])
        return {"fault": fault, "written": "" if fault else ibans.spaced(iban)}

    @staticmethod
    def _checks_within(who):
        return request.env["receivable.portal.count"]._within("iban", who, CHECKS_PER_HOUR, hours=1)
