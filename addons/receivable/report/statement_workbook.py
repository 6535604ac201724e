"""The statement as a workbook: one sheet per currency, real dates and numbers, totals as formulas."""

import io
from collections import defaultdict
from typing import NamedTuple

import xlsxwriter

HEADER_ROW = 3
TYPES = {"text": "write_string", "date": "write_datetime", "money": "write_number", "number": "write_number"}


class Column(NamedTuple):
    """A column: its translated head, its format, its width."""

    key: str
    head: str
    kind: str
    width: int


class StatementWorkbook:
    """Writes the statements of one or several payers; texts go through ``write_string``, so that no cell can become a formula."""

    def __init__(self, env, statements):
        self.env = env
        self.statements = statements
        self.company = env["res.company"].browse(statements[0].company)
        self.day = statements[0].date
        self.payers = {
            payer.id: payer.display_name
            for payer in env["res.partner"].browse(statement.payer for statement in statements)
        }
        self.columns = self._columns()
        self.place = {column.key: index for index, column in enumerate(self.columns)}

    def build(self):
        """The file, as bytes."""
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            self.formats = self._formats(book)
            rows = self._rows_by_currency()
            for currency in self.env["res.currency"].browse(sorted(rows)):
                self._write_sheet(book.add_worksheet(currency.name), currency, rows[currency.id])
            if not rows:
                self._write_nothing(book.add_worksheet(self.env._("Statement")))
        return buffer.getvalue()

    def _columns(self):
        _ = self.env._
        return [
            Column("payer", _("Payer"), "text", 32),
            Column("number", _("Number"), "text", 20),
            Column("reference", _("Your reference"), "text", 18),
            Column("kind", _("Kind"), "text", 16),
            Column("issued", _("Issued"), "date", 12),
            Column("due", _("Due"), "date", 12),
            Column("amount", _("Amount"), "money", 14),
            Column("paid", _("Paid"), "money", 14),
            Column("left", _("Left"), "money", 14),
            Column("days_late", _("Days late"), "number", 10),
            Column("disputed", _("Disputed"), "money", 14),
            Column("notes", _("Notes"), "text", 40),
        ]

    def _formats(self, book):
        return {
            "text": book.add_format({}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "number": book.add_format({"num_format": "0"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "total": book.add_format({"bold": True, "top": 1}),
            "total_money": book.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"}),
        }

    def _rows_by_currency(self):
        rows = defaultdict(list)
        for statement in self.statements:
            for section in statement.sections:
                rows[section.currency] += [(statement.payer, row) for row in section.rows]
        return rows

    def _write_head(self, sheet):
        sheet.write_string(0, 0, self.env._("Statement of account"), self.formats["title"])
        sheet.write_string(1, 0, self.company.name)
        sheet.write_string(1, self.place["kind"], self.env._("as of"))
        sheet.write_datetime(1, self.place["issued"], self.day, self.formats["date"])

    def _write_sheet(self, sheet, currency, rows):
        self._write_head(sheet)
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(HEADER_ROW, index, column.head, self.formats["head"])
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        for line, (payer, row) in enumerate(rows, HEADER_ROW + 1):
            self._write_row(sheet, line, self._values(payer, row))
        last = HEADER_ROW + len(rows)
        sheet.autofilter(HEADER_ROW, 0, last, len(self.columns) - 1)
        self._write_totals(sheet, last, currency, [row for _payer, row in rows])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)

    def _values(self, payer, row):
        return {
            **row._asdict(),
            "payer": self.payers[payer],
            "kind": self._kind(row),
            "days_late": row.days_late or None,
            "disputed": row.disputed or None,
            "notes": " ".join(row.notes),
        }

    def _kind(self, row):
        if row.left < 0:
            return self.env._("In your favour")
        return self.env._("Invoice") if row.kind == "debt" else self.env._("Other")

    def _write_row(self, sheet, line, values):
        for index, column in enumerate(self.columns):
            value = values[column.key]
            if value not in (None, ""):
                getattr(sheet, TYPES[column.kind])(line, index, value, self.formats[column.kind])

    def _write_totals(self, sheet, last, currency, rows):
        line = last + 1
        sheet.write_string(line, 0, self.env._("Total in %(currency)s", currency=currency.name), self.formats["total"])
        for index in range(1, len(self.columns)):
            sheet.write_blank(line, index, None, self.formats["total"])
        for key in ("amount", "paid", "left", "disputed"):
            formula = f"=SUM({self._range(key, last)})"
            sheet.write_formula(line, self.place[key], formula, self.formats["total_money"], float(sum(getattr(row, key) for row in rows)))
        self._write_ageing(sheet, line + 2, last)

    def _write_ageing(self, sheet, line, last):
        """Ageing of the debts; what is in their favour stands apart, so that the six figures add up to the total left."""
        left, late = self._range("left", last), self._range("days_late", last)
        not_due = f'=SUMIFS({left},{left},">0",{late},"")'
        late_between = [
            f'=SUMIFS({left},{left},">0",{late},">{low}"' + (f',{late},"<={high}")' if high else ")")
            for low, high in ((0, 30), (30, 60), (60, 90), (90, None))
        ]
        favour = f'=SUMIFS({left},{left},"<0")'
        for offset, (label, formula) in enumerate(zip(self._ageing_labels(), [not_due, *late_between, favour], strict=True)):
            sheet.write_string(line + offset, self.place["due"], label)
            sheet.write_formula(line + offset, self.place["left"], formula, self.formats["money"])

    def _ageing_labels(self):
        _ = self.env._
        return [
            _("Not due"), _("1 to 30 days late"), _("31 to 60 days late"), _("61 to 90 days late"), _("Over 90 days late"),
            _("In your favour"),
        ]

    def _range(self, key, last):
        column = xlsxwriter.utility.xl_col_to_name(self.place[key])
        return f"{column}{HEADER_ROW + 2}:{column}{last + 1}"

    def _write_nothing(self, sheet):
        self._write_head(sheet)
        sheet.write_string(HEADER_ROW, 0, self.env._("No open item on this day."))
