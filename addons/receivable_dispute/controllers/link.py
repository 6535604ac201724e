"""Private links: a mail opens the account of one payer without a password, until a day; after it, a new one may be asked for."""

from odoo import http
from odoo.http import request

from .visitor import LINKS, BalanceVisit

ASKED_PER_HOUR = 10  # by one address on the net
RENEWED_PER_DAY = 3  # for one payer
REMEMBERED = 20  # links that one browser keeps open


class BalanceLink(BalanceVisit):

    @http.route("/my/balance/<string:secret>", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def open_link(self, secret, **_kwargs):
        """The browser remembers which account the secret opened; from here on no address contains it."""
        access = request.env["receivable.access"]._find(secret)
        if not access or not access._is_open():
            return self._private(request.render("receivable_dispute.portal_link_ended", {"secret": secret, "page_name": "balance"}))
        known = [link for link in request.session.get(LINKS, []) if link != access.id]
        request.session[LINKS] = [*known, access.id][-REMEMBERED:]
        return self._private(request.redirect(self._in_their_language(f"/my/balance/link/{access.id}", access.partner_id)))

    @http.route("/my/balance/link/renew", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def renew_link(self, **typed):
        """A new link goes to the address that we know; whoever asks is always told the same."""
        secret = self._plain(typed).get("secret", "")
        counter = request.env["receivable.portal.count"]
        if counter._within("link", request.httprequest.remote_addr, ASKED_PER_HOUR, hours=1):
            access = request.env["receivable.access"]._find(secret)
            if access and counter._within("renew", access.partner_id.id, RENEWED_PER_DAY, hours=24):
                access._renew()
        return self._private(request.render("receivable_dispute.portal_link_asked", {"page_name": "balance"}))
