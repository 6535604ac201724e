"""Signing a mandate in three steps: the account, the text in full, the signature. Behind a login, or behind the link of one mandate."""

import binascii

from werkzeug.exceptions import NotFound, abort

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.receivable_sepa.logic import iban as ibans

from .portal_mandates import MandatePages
from .portal_visit import HOME, LINKS, SIGNED, Visitor

CHECKS_PER_HOUR = 120  # account numbers checked while they are typed
OPENED_PER_HOUR = 60  # links opened by one address on the net
REMEMBERED = 20  # links that one browser keeps open
LARGEST_SIGNATURE = 500_000  # characters of the picture
LONGEST = {"holder": 70, "street": 70, "zip": 16, "city": 35}
TYPED = ("", "auto")  # how the signature widget calls a name written by itself


def steps(path):
    """The addresses of a step: behind a login, and behind a link that this browser has opened."""
    return [f"{HOME}/<int:mandate_id>{path}", f"/mandate/<int:link_id>{path}"]


class MandateSigning(MandatePages):

    # -- who signs what -------------------------------------------------------------------------------------------------------

    @http.route("/mandate/sign/<string:secret>", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def open_signing(self, secret, **_kwargs):
        """The browser remembers which mandate the secret opened; from here on no address contains it."""
        within = request.env["receivable.portal.count"]._within("signing", request.httprequest.remote_addr, OPENED_PER_HOUR, hours=1)
        mandate = within and request.env["sepa.mandate"]._find_signing(secret)
        if not mandate:
            return self._link_ended()
        known = {key: value for key, value in request.session.get(LINKS, {}).items() if key != str(mandate.id)}
        kept = list({**known, str(mandate.id): mandate.sign_hash}.items())[-REMEMBERED:]
        request.session[LINKS] = dict(kept)
        return self._private(request.redirect(self._in_their_language(f"/mandate/{mandate.id}/account", mandate.partner_id)))

    def _link_ended(self):
        return self._private(request.render("receivable_sepa.portal_signing_ended", {"page_name": "mandates"}))

    def _to_sign(self, mandate_id=None, link_id=None):
        """``(visitor, mandate)`` of a step; whoever has nothing to sign there is led elsewhere."""
        found = self._find_to_sign(mandate_id, link_id)
        if found:
            return found
        if link_id:
            refusal = self._link_ended()
            refusal.flatten()
            return abort(refusal)
        self._mandate_visitor()
        return abort(self._private(request.redirect(HOME)))

    def _find_to_sign(self, mandate_id, link_id):
        """A mandate that waits for a signature, of whoever asks for the page; else nothing."""
        if link_id:
            mandate = self._behind_link(link_id)
            return mandate and (self._signing_visitor(mandate), mandate)
        visitor = self._find_mandate_visitor()
        mandate = visitor and self._mandates(visitor, mandate_id)
        return (visitor, mandate) if mandate and mandate.state == "sent" else None

    @staticmethod
    def _behind_link(link_id):
        """The mandate of a link that this browser has opened, as long as it may be signed; else nothing."""
        fingerprint = request.session.get(LINKS, {}).get(str(link_id))
        # sudo: visitors have no right on mandates; this browser has shown the secret of this one
        mandate = request.env["sepa.mandate"].sudo().browse(link_id).exists()
        return mandate if fingerprint and mandate and mandate.sign_hash == fingerprint and mandate._may_be_signed() else None

    @staticmethod
    def _signing_visitor(mandate):
        return Visitor(mandate.partner_id, mandate.partner_id, mandate.company_id, "/mandate", False)

    @staticmethod
    def _signer(visitor, mandate):
        """Whose forms are counted."""
        return f"user {request.env.uid}" if visitor.signed_in else f"link {mandate.id}"

    # -- step 1: the account --------------------------------------------------------------------------------------------------

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
        for name, given, sentence in (
            ("holder", values["holder"], _("Write the name of the account holder.")), ("city", values["city"], _("Write the town.")),
            ("country", country, _("Choose the country.")),
        ):  # fmt: skip
            if not given:
                faults[name] = sentence
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

    # -- step 2: the text -----------------------------------------------------------------------------------------------------

    @http.route(steps("/text"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def step_text(self, mandate_id=None, link_id=None, **_kwargs):
        return self._step(*self._to_sign(mandate_id, link_id), "receivable_sepa.portal_step_text")

    # -- step 3: the signature ------------------------------------------------------------------------------------------------

    @http.route(steps("/sign"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def step_sign(self, mandate_id=None, link_id=None, **_kwargs):
        return self._step(*self._to_sign(mandate_id, link_id), "receivable_sepa.portal_step_sign")

    def _step(self, visitor, mandate, template):
        """A step that needs the account; without it the first one comes first."""
        if not mandate._iban():
            return request.redirect(f"{visitor.base}/{mandate.id}/account")
        values = {
            "mandate": mandate,
            "notice_days": mandate.notice_days or mandate.company_id.sepa_notice_days,
            "text_hash": mandate._fingerprint(mandate._signing_text()),
            "signer": visitor.contact.name if visitor.contact != visitor.payer else "",
        }
        return self._show_mandates(visitor, template, values)

    @http.route(steps("/sign"), type="jsonrpc", auth="public", website=True)
    def step_sign_send(self, mandate_id=None, link_id=None, name="", signature="", mode="", text_hash="", **_kwargs):
        """The signature, as the widget sends it; the answer is a sentence or the page of the result."""
        found = self._find_to_sign(mandate_id, link_id)
        if not found:
            return {"error": request.env._("This mandate cannot be signed here any more. Load the page again.")}
        visitor, mandate = found
        if not self._may_try(self._signer(visitor, mandate)):
            return {"error": self._slow_words()}
        try:
            picture = self._picture(signature)
            with request.env.cr.savepoint():
                mandate._sign(
                    name if isinstance(name, str) else "", kind="typed" if mode in TYPED else "drawn", signature=picture,
                    ip=request.httprequest.remote_addr, place=mandate.city or "", text_hash=str(text_hash),
                )  # fmt: skip
        except UserError as refusal:
            return {"error": str(refusal)}
        mandate._send_copy(visitor.contact)
        return {"redirect_url": self._after_signing(visitor, mandate)}

    @staticmethod
    def _picture(signature):
        """The picture of the signature; nothing else is kept in its place."""
        if not isinstance(signature, str) or not signature or len(signature) > LARGEST_SIGNATURE:
            raise UserError(request.env._("Sign in the frame, please."))
        try:
            picture = binascii.a2b_base64(signature, strict_mode=True)
        except (binascii.Error, ValueError):
            picture = b""
        if not picture.startswith(b"\x89PNG"):
            raise UserError(request.env._("Sign in the frame, please."))
        return signature

    @staticmethod
    def _after_signing(visitor, mandate):
        if visitor.signed_in:
            return f"{HOME}/{mandate.id}?said=signed"
        request.session[SIGNED] = [*request.session.get(SIGNED, []), mandate.id][-REMEMBERED:]
        return f"/mandate/{mandate.id}/signed"

    # -- the result, behind a link --------------------------------------------------------------------------------------------

    def _just_signed(self, mandate_id):
        """What this browser has signed behind a link, and nothing else."""
        if mandate_id not in request.session.get(SIGNED, []):
            return None
        # sudo: visitors have no right on mandates; this browser has signed this one
        return request.env["sepa.mandate"].sudo().search(Domain("id", "=", mandate_id) & Domain("partner_id.active", "=", True))

    @http.route("/mandate/<int:mandate_id>/signed", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def signed(self, mandate_id, **_kwargs):
        mandate = self._just_signed(mandate_id)
        if not mandate:
            return self._link_ended()
        return self._show_mandates(self._signing_visitor(mandate), "receivable_sepa.portal_signed", {"mandate": mandate})

    @http.route("/mandate/<int:mandate_id>/document", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def signed_document(self, mandate_id, **_kwargs):
        mandate = self._just_signed(mandate_id)
        return (self._document(mandate) if mandate else None) or self._link_ended()
