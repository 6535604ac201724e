from odoo import http
from odoo.http import request
from odoo.tools import format_date

QUIET = [("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex")]


class StopLink(http.Controller):
    """The link of the evening mail. Opening it changes nothing: mail filters open links too; the button stops."""

    @http.route("/receivable/stop/<token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def show(self, token):
        """What would be stopped, and the button."""
        told = self._find(token)
        if not told:
            return self._gone()
        _ = told.env._
        if told.used_at:
            return self._done(told)
        share, _held = told.env["dunning.forewarning"]._tomorrow(told.company_id, told.date, told.env.lang)
        sentences = [
            self._would_leave(told, len(share.leaving)),
            _("Stopped, nothing leaves that day by itself and approved messages wait. A collector can start again in To do."),
        ]  # fmt: skip
        return self._page(_("Stop what would leave?"), sentences, button=_("Stop"), confirm=request.httprequest.path)

    @http.route("/receivable/stop/<token>", type="http", auth="public", methods=["POST"], sitemap=False)
    def stop(self, token, **_form):
        """Stop that day, once."""
        told = self._find(token)
        if not told:
            return self._gone()
        told._use()
        return self._done(told)

    def _would_leave(self, told, count):
        values = {"company": told.company_id.name, "count": count, "day": format_date(told.env, told.date)}
        if count == 1:
            return told.env._("%(company)s: 1 message would leave by itself on %(day)s.", **values)
        return told.env._("%(company)s: %(count)s messages would leave by themselves on %(day)s.", **values)

    def _find(self, token):
        # sudo: whoever holds the secret is its reader, logged in or not
        told = request.env["dunning.forewarning"].sudo()._find(token)
        return told.with_context(lang=told.user_id.lang or request.env.lang)

    def _done(self, told):
        _ = told.env._
        stop = told.env["dunning.stop"]._of(told.company_id, told.date)
        if stop:
            return self._page(_("Sending is stopped"), [stop.with_context(lang=told.env.lang)._in_words()])
        return self._page(_("This link was used"), [_("Sending was started again since then. Stop it in To do if need be.")])

    def _gone(self):
        """The same sentence for a stranger's link, an expired one and one whose reader is no collector any more."""
        _ = request.env._
        sentence = _("It has expired or is not valid. Look at To do to see what leaves.")
        return self._page(_("This link does not hold"), [sentence], status=404)

    def _page(self, title, sentences, status=200, button="", confirm=""):
        values = {"title": title, "sentences": sentences, "button": button, "confirm": confirm}
        response = request.render("receivable_dunning.dunning_stop_page", values, status=status)
        response.headers.extend(QUIET)
        return response
