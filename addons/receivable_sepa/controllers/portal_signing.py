"""Signing a mandate, steps 2 and 3: the text in full, the signature; and the result for whoever came by a link."""

import binascii

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from .portal_account import MandateAccount
from .portal_link import REMEMBERED, steps
from .portal_visit import HOME, SIGNED

LARGEST_SIGNATURE = 500_000  # characters of the picture
TYPED = ("", "auto")  # how the signature widget calls a name written by itself


class MandateSigning(MandateAccount):

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
