"""What all pages of the portal share, whatever they are about: whose they are, what was typed, why it was refused, no trace left."""

from urllib.parse import quote

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

PRIVATE_HEADERS = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class PortalPage:
    """Mixed into the controllers of the portal.

    A visitor has a payer, a contact who acts, the companies that are shown, the base of the addresses, and is signed in or came by a link.
    """

    @staticmethod
    def _owned(visitor):
        """The records of this visitor's payer with the companies of the visit: the one condition of every search."""
        return Domain("partner_id", "=", visitor.payer.id) & Domain("company_id", "in", visitor.companies.ids)

    def _show_visit(self, visitor, template, values):
        """Renders a page; nothing of it stays in a cache or is told to another site."""
        shared = {
            "visitor": visitor,
            "base": visitor.base,
            "no_breadcrumbs": not visitor.signed_in,
            "day_long": {"widget": "date", "format": "EEEE d MMMM"},
            "day_with_year": {"widget": "date", "format": "d MMMM y"},
        }
        if not visitor.signed_in:
            shared["res_company"] = visitor.companies  # whose logo is shown
        layout = self._prepare_portal_layout_values() if visitor.signed_in else {}
        return self._private(request.render(template, {**layout, **shared, **values}))

    @staticmethod
    def _log_in_first():
        """Logging in, and then this page."""
        return request.redirect(f"/web/login?redirect={quote(request.httprequest.full_path.rstrip('?'))}")

    def _attempt(self, act, faults):
        """Does it, or notes the sentence that says why not; nothing half done stays."""
        try:
            with request.env.cr.savepoint():
                return act()
        except UserError as refusal:
            faults[""] = str(refusal)
            return None

    @staticmethod
    def _day(day, pattern="EEEE d MMMM"):
        """A day as customers read it, in their language: Friday 4 December."""
        return request.env["ir.qweb.field.date"].value_to_html(day, {"format": pattern})

    @staticmethod
    def _private(response):
        """Nothing of the page stays in a cache or is told to another site."""
        response.headers.update(PRIVATE_HEADERS)
        return response

    @staticmethod
    def _plain(typed):
        """What was typed in a form: words only, without what no keyboard writes and no database keeps."""
        return {name: value.replace("\0", "") for name, value in typed.items() if isinstance(value, str)}

    def _file(self, content, kind, name):
        """A file to be saved: never shown by the browser, never guessed at."""
        return self._private(request.make_response(content, headers=[
            ("Content-Type", kind), ("Content-Length", len(content)), ("X-Content-Type-Options", "nosniff"),
            ("Content-Disposition", content_disposition(name)),
        ]))  # fmt: skip

    @staticmethod
    def _in_their_language(path, payer):
        """The page in the payer's language, unless this browser has chosen one before."""
        return path if request.httprequest.cookies.get("frontend_lang") else request.env["ir.http"]._url_lang(path, payer.lang)
