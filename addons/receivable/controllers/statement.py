from werkzeug.exceptions import BadRequest, Forbidden

from odoo import fields, http
from odoo.http import content_disposition, request

from odoo.addons.receivable.report.statement_workbook import StatementWorkbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementController(http.Controller):
    """The statement as a workbook; a reading right on partners does not open it, the follow-up group does."""

    @http.route("/receivable/statement.xlsx", type="http", auth="user", readonly=True)
    def statement_xlsx(self, payers="", company="", **_kwargs):
        if not request.env.user.has_group("receivable.group_receivable_reader"):
            raise Forbidden()
        partners, company = self._asked(payers, company)
        day = fields.Date.context_today(partners)
        statements = partners._receivable_statements(company, day)
        content = StatementWorkbook(partners.env, [statements[payer] for payer in partners.ids]).build()
        name = partners._receivable_statement_file_name()
        return request.make_response(
            content, headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(f"{name}.xlsx"))]
        )

    def _asked(self, payers, company):
        """The payers and the company of the address, as far as this user may see them."""
        try:
            ids, company_id = [int(payer) for payer in payers.split(",")], int(company)
        except ValueError:
            raise BadRequest() from None
        company = request.env.user.company_ids.filtered(lambda own: own.id == company_id)
        if not company:
            raise Forbidden()
        partners = request.env["res.partner"].with_company(company).browse(ids).exists()
        if not partners:
            raise BadRequest()
        partners.check_access("read")
        return partners.commercial_partner_id, company
