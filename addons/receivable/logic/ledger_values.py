"""Dates and amounts as people write them, read with one convention for the whole file.

A single date such as 03/04/2026 cannot say whether it is March or April, nor can 1.234 say whether it is a thousand:
the whole column decides, and what was decided is said.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable.logic.ledger_file import Cell, Formula
from odoo.addons.receivable.logic.ledger_reasons import LedgerFileError

_SEPARATED = r"(\d{1,2})[-/. ](\d{1,2})[-/. ]"
# name -> (shape, position of year, month and day in it). The first of two that read equally well wins.
DATE_FORMATS = {
    "yyyy-mm-dd": (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$"), (1, 2, 3)),
    "dd/mm/yyyy": (re.compile(_SEPARATED + r"(\d{4})(?:[T ].*)?$"), (3, 2, 1)),
    "mm/dd/yyyy": (re.compile(_SEPARATED + r"(\d{4})(?:[T ].*)?$"), (3, 1, 2)),
    "dd/mm/yy": (re.compile(_SEPARATED + r"(\d{2})$"), (3, 2, 1)),
    "mm/dd/yy": (re.compile(_SEPARATED + r"(\d{2})$"), (3, 1, 2)),
    "yyyymmdd": (re.compile(r"(\d{4})(\d{2})(\d{2})$"), (1, 2, 3)),
}
DEFAULT_DATE_FORMAT = "dd/mm/yyyy"


class DateFormat(NamedTuple):
    name: str  # a key of DATE_FORMATS
    sure: bool  # False: another format reads the column as well


def read_date(cell: Cell, date_format: str) -> datetime.date | None:
    """The day, or None when there is no such day.

    >>> read_date("28/02/2026", "dd/mm/yyyy"), read_date("31/02/2026", "dd/mm/yyyy")
    (datetime.date(2026, 2, 28), None)
    """
    if isinstance(cell, datetime.date):
        return cell
    shape, (year, month, day) = DATE_FORMATS[date_format]
    found = shape.match(str(cell))
    if not found:
        return None
    century = 2000 if len(found[year]) == 2 else 0
    try:
        return datetime.date(century + int(found[year]), int(found[month]), int(found[day]))
    except ValueError:
        return None


def guess_date_format(cells: Iterable[Cell]) -> DateFormat:
    """The format that reads most cells of the date columns.

    >>> guess_date_format(["03/04/2026", "31/02/2026", "28/02/2026"])
    DateFormat(name='dd/mm/yyyy', sure=True)
    >>> guess_date_format(["03/04/2026"])
    DateFormat(name='dd/mm/yyyy', sure=False)
    """
    texts = Counter(str(cell) for cell in cells if cell != "" and not isinstance(cell, datetime.date))
    if not texts:
        return DateFormat(DEFAULT_DATE_FORMAT, True)
    read = {
        name: sum(count for text, count in texts.items() if read_date(text, name) is not None) for name in DATE_FORMATS
    }
    best = max(DATE_FORMATS, key=lambda name: read[name])
    if not read[best]:
        return DateFormat(DEFAULT_DATE_FORMAT, False)
    return DateFormat(best, sum(1 for count in read.values() if count == read[best]) == 1)


def looks_like_date(cell: Cell) -> bool:
    """Is it written as a date, even if there is no such day?

    >>> [looks_like_date(text) for text in ("31/02/2026", "20261231", "20269999", "F-1")]
    [True, True, False, False]
    """
    if isinstance(cell, datetime.date) or read_date(cell, "yyyymmdd"):
        return True
    return any(shape.match(str(cell)) for name, (shape, _parts) in DATE_FORMATS.items() if name != "yyyymmdd")


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?$")
_NOISE = re.compile(r"[\s\u00a0\u202f'’]|[€$£]|(?<=\d)[A-Z]{3}$|^[A-Z]{3}(?=[-+\d\s])")


def guess_decimal_mark(cells: Iterable[tuple[int, Cell]]) -> str:
    """The decimal mark of the amount columns, ``.`` or ``,``; two of them in one file is refused with the line.

    >>> guess_decimal_mark([(2, "1 200,50"), (3, "1.234")])
    ','
    >>> guess_decimal_mark([(2, "10.50"), (3, "10,50")])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    odoo.addons.receivable.logic.ledger_reasons.LedgerFileError: Amounts mix comma and point as decimals from line 3. ...
    """
    mark = ""
    for line, cell in cells:
        told = _mark_of(cell)
        if told and mark and told != mark:
            raise LedgerFileError("mixed_decimals", line=line)
        mark = mark or told
    return mark or "."


def _mark_of(cell: Cell) -> str:
    """The decimal mark one amount proves, or nothing when it proves none.

    >>> [_mark_of(text) for text in ("1,234.50", "1.234,50", "10.5", "1.234.567", "1,234", "0,125", "7")]
    ['.', ',', '.', ',', '', ',', '']
    """
    if isinstance(cell, Decimal | datetime.date):
        return ""
    text = _NOISE.sub("", str(cell))
    marks = re.findall(r"[.,]", text)
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, decimals = re.split(r"[.,]", text)
    whole = whole.strip("+-()")
    could_be_thousands = len(decimals.strip("-)")) == 3 and 1 <= len(whole) <= 3 and whole != "0"
    return "" if could_be_thousands else marks[0]


def read_amount(cell: Cell, mark: str) -> Decimal | None:
    """The amount, or None when the cell holds no number. Accountants' minus signs count.

    >>> read_amount("1 200,50 €", ","), read_amount("(12.00)", "."), read_amount("12,00-", ","), read_amount("1,234", ".")
    (Decimal('1200.50'), Decimal('-12.00'), Decimal('-12.00'), Decimal('1234'))
    >>> read_amount("twelve", ".") is None
    True
    """
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, Formula | datetime.date):
        return None
    text = _NOISE.sub("", str(cell))
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-"):
        text = "-" + text[:-1]
    text = text.replace("," if mark == "." else ".", "").replace(",", ".")
    return Decimal(text) if _NUMBER.match(text) else None


def looks_like_amount(cell: Cell) -> bool:
    return read_amount(cell, ".") is not None or read_amount(cell, ",") is not None
