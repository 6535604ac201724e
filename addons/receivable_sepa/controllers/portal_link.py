"""Who signs which mandate: a person of the payer behind a login, or whoever opened the personal link of that mandate."""

from werkzeug.exceptions import abort

from odoo import http
from odoo.http import request

from .portal_mandates import MandatePages
from .portal_visit import HOME, LINKS, Visitor

OPENED_PER_HOUR = 60  # links opened by one address on the net
REMEMBERED = 20  # links that one browser keeps open


def steps(path):
    """The addresses of a step: behind a login, and behind a link that this browser has opened."""
    return [f"{HOME}/<int:mandate_id>{path}", f"/mandate/<int:link_id>{path}"]


class MandateLink(MandatePages):

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
