import re
from urllib.parse import quote, urlencode

from odoo import models
from odoo.http import request

ACCOUNT = "/my/balance"
SENDS = re.compile(r"/(write|withdraw|accept)$")  # what a form adds to the address of the page that shows it


class IrHttp(models.AbstractModel):
    """A form of the account that arrives after its session has ended is no fault of its sender: they read how to go on."""

    _inherit = "ir.http"

    @classmethod
    def _get_error_html(cls, env, code, values):
        """Nothing is done without the token of a living session; only the words of the refusal are ours."""
        path = request.httprequest.path
        if code != 400 or not path.startswith(ACCOUNT) or "CSRF" not in (values.get("error_message") or ""):
            return super()._get_error_html(env, code, values)
        ended = {
            "page_name": "balance",
            "by_link": path.startswith(f"{ACCOUNT}/link/"),
            "login": f"/web/login?redirect={quote(cls._receivable_form_page(path))}",
            "written": request.params.get("text") or "",
        }
        return code, env["ir.ui.view"]._render_template("receivable_dispute.portal_session_ended", ended)

    @staticmethod
    def _receivable_form_page(path):
        """Where the form is shown again, with the same invoices."""
        items = [("item", item) for item in request.httprequest.form.getlist("item") if item.isdecimal()]
        page = SENDS.sub("", path)
        return f"{page}?{urlencode(items)}" if items else page
