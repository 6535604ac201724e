from urllib.parse import quote

from odoo import models
from odoo.http import request

BY_LOGIN, BY_LINK = "/my/mandates", "/mandate/"
REVOKES = "/revoke"  # what this form adds to the address of the page that shows it


class IrHttp(models.AbstractModel):
    """A form about a mandate that arrives after its session has ended is no fault of its sender: they read how to go on."""

    _inherit = "ir.http"

    @classmethod
    def _get_error_html(cls, env, code, values):
        """Nothing is done without the token of a living session; only the words of the refusal are ours."""
        path = request.httprequest.path
        if code != 400 or not path.startswith((BY_LOGIN, BY_LINK)) or "CSRF" not in (values.get("error_message") or ""):
            return super()._get_error_html(env, code, values)
        ended = {
            "page_name": "mandates",
            "by_link": path.startswith(BY_LINK),
            "login": f"/web/login?redirect={quote(path.removesuffix(REVOKES))}",
        }
        return code, env["ir.ui.view"]._render_template("receivable_sepa.portal_session_ended", ended)
