from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request


class MandateDocument(http.Controller):
    """The signed document of a mandate, for the office: it shows a whole account number, so that each look is written down."""

    @http.route("/sepa/mandate/<int:mandate_id>/document", type="http", auth="user", methods=["GET"], readonly=False)
    def document(self, mandate_id):
        mandate = request.env["sepa.mandate"].browse(mandate_id)
        try:
            content, name = mandate._document_for(request.env._("in the signed document"))
        except (AccessError, MissingError, UserError):
            raise request.not_found() from None
        headers = [("Content-Disposition", content_disposition(name)), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
        return request.make_response(content, headers)
