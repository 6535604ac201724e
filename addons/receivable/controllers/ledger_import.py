import csv
import io

import xlsxwriter
from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LedgerImportController(http.Controller):
    """The files around an import: a model to fill in, and the lines that were refused."""

    @http.route("/receivable/import/model.csv", type="http", auth="user", readonly=True)
    def model_csv(self):
        self._check_manager()
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(self._model_rows())
        return self._file(text.getvalue().encode("utf-8-sig"), "text/csv", request.env._("ledger model") + ".csv")

    @http.route("/receivable/import/model.xlsx", type="http", auth="user", readonly=True)
    def model_xlsx(self):
        self._check_manager()
        return self._file(_workbook(self._model_rows()), XLSX, request.env._("ledger model") + ".xlsx")

    @http.route("/receivable/import/<int:import_id>/refused.xlsx", type="http", auth="user", readonly=True)
    def refused_xlsx(self, import_id):
        self._check_manager()
        record = request.env["receivable.import"].browse(import_id).exists()
        if not record:
            raise NotFound()
        record.check_access("read")
        return self._file(_workbook(record._refused_rows()), XLSX, request.env._("refused lines") + ".xlsx")

    def _check_manager(self):
        if not request.env.user.has_group("receivable.group_receivable_manager"):
            raise Forbidden()

    def _model_rows(self):
        _ = request.env._
        return [
            [
                _("Customer"), _("Customer name"), _("Number"), _("Invoice date"), _("Due date"), _("Amount"), _("Paid on"),
                _("Currency"), _("Reference"), _("E-mail"),
            ],
            [
                "C0017", "Quincaillerie du Pont", "F-1041", "2026-09-02", "2026-10-02", "1234.50", "2026-10-06", "EUR", "BC 77",
                "compta@pont.example",
            ],
            ["C0023", "Atelier Brindille", "F-1042", "2026-09-03", "2026-10-31", "480.00", "", "EUR", "", ""],
            ["C0023", "Atelier Brindille", "A-0007", "2026-09-10", "2026-09-10", "-80.00", "", "EUR", "F-1042", ""],
        ]

    def _file(self, content, kind, name):
        return request.make_response(content, headers=[("Content-Type", kind), ("Content-Disposition", content_disposition(name))])


def _workbook(rows) -> bytes:
    """One sheet of text: what looks like a formula stays text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(rows[0]) - 1, 18)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, str(cell), bold if number == 0 else None)
    return content.getvalue()
