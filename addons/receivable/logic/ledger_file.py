"""A ledger exported by another program, as bytes, becomes named columns and numbered lines.

CSV: delimiter, encoding and quoting are found out and said. XLSX: the first sheet that shows lines, read without
evaluating anything, within limits of size, so that a hostile file costs little.

Meaning comes later: ``ledger_columns`` says which column is which, ``ledger_rows`` what each line says.
"""

import csv
import datetime
import io
import zipfile
from decimal import Decimal
from statistics import mode
from typing import NamedTuple

from odoo.addons.receivable.logic.ledger_reasons import LedgerFileError

MAX_BYTES = 50 * 2**20
MAX_UNPACKED_BYTES = 400 * 2**20
MAX_LINES = 200_000
MAX_COLUMNS = 200
DELIMITERS = ";,\t|"
SAMPLE_LINES = 200


class Formula(str):
    """A cell that would have to be computed: kept as text, refused when it is needed."""


Cell = str | Decimal | datetime.date


class Line(NamedTuple):
    number: int  # as a text editor or a spreadsheet counts: the first line is 1
    cells: tuple[Cell, ...]


class LedgerFile(NamedTuple):
    """What was read, and how: ``delimiter`` and ``encoding`` are empty for XLSX."""

    kind: str  # 'csv' | 'xlsx'
    delimiter: str
    encoding: str
    header: tuple[str, ...]
    lines: list[Line]


def read(data: bytes) -> LedgerFile:
    """Read a ledger; raise :class:`LedgerFileError` with a sentence for a person when it is not one."""
    if len(data) > MAX_BYTES:
        raise LedgerFileError("too_big", limit=MAX_BYTES // 2**20)
    if data.startswith(b"PK\x03\x04"):
        return _with_header("xlsx", "", "", _xlsx_lines(data))
    text, encoding = _decode(data)
    delimiter = _guess_delimiter(text)
    return _with_header("csv", delimiter, encoding, _csv_lines(text, delimiter))


def _with_header(kind, delimiter, encoding, lines) -> LedgerFile:
    """The first line with at least three names is the header; a title above it is passed over."""
    lines = iter(lines)
    for line in lines:
        if sum(1 for cell in line.cells if cell != "") >= 3:
            header = _trimmed(tuple(str(cell) for cell in line.cells))
            break
    else:
        raise LedgerFileError("empty_file")
    found = []
    for line in lines:
        if any(cell != "" for cell in line.cells):
            found.append(line)
            if len(found) > MAX_LINES:
                raise LedgerFileError("too_many_lines", limit=MAX_LINES)
    if not found:
        raise LedgerFileError("empty_file")
    return LedgerFile(kind, delimiter, encoding, header, found)


def _trimmed(cells: tuple) -> tuple:
    """Cells without the empty ones at the end.

    >>> _trimmed(("a", "", "b", "", ""))
    ('a', '', 'b')
    """
    filled = (index for index in range(len(cells), 0, -1) if cells[index - 1] != "")
    return cells[: next(filled, 0)]


# CSV


def _decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; the byte order mark first, then UTF-8, then Windows.

    >>> _decode("Échéance".encode("cp1252"))
    ('Échéance', 'Windows-1252')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = [("utf-16", "UTF-16")]
    elif b"\x00" in data:
        candidates = []
    else:
        candidates = [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, name in candidates:
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise LedgerFileError("not_a_ledger")


def _guess_delimiter(text: str) -> str:
    """The delimiter that cuts most lines of the beginning into the same number of cells, the more cells the better."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])

    def agreement(delimiter):
        widths = [len(_trimmed(line.cells)) for line in _csv_lines(sample, delimiter)]
        widths = [width for width in widths if width]
        usual = mode(widths) if widths else 0
        return (usual >= 3, sum(1 for width in widths if width == usual) / max(1, len(widths)), usual)

    best = max(DELIMITERS, key=agreement)
    if not agreement(best)[0]:
        raise LedgerFileError("empty_file" if not text.strip() else "not_a_ledger")
    return best


def _csv_lines(text: str, delimiter: str):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in reader:
            yield Line(number, tuple(cell.strip() for cell in cells[:MAX_COLUMNS]))
            number = reader.line_num + 1
    except csv.Error as error:
        raise LedgerFileError("not_a_ledger") from error


# XLSX


def _xlsx_lines(data: bytes):
    from openpyxl import load_workbook  # slow to load, and CSV files do not need it

    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = sheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            if number > 2 * MAX_LINES:  # a row may call itself the two billionth: those before it would be read as empty ones
                raise LedgerFileError("too_many_lines", limit=MAX_LINES)
            yield Line(number, tuple(_xlsx_cell(cell) for cell in cells))
    except LedgerFileError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble on
        raise LedgerFileError("not_a_ledger") from error


def _refuse_bomb(data: bytes):
    """Look at the sizes the archive declares before anything is unpacked; ``zipfile`` never reads beyond them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > 1000 or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise LedgerFileError("unsafe_xlsx")
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise LedgerFileError("not_a_ledger")
            for name in names:
                with archive.open(name) as part:
                    if b"<!DOCTYPE" in part.read(4096):
                        raise LedgerFileError("unsafe_xlsx")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise LedgerFileError("not_a_ledger") from error


def _xlsx_cell(cell) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    return _tidy_number(value)


def _tidy_number(value: int | float) -> Decimal:
    """A spreadsheet's number as a person sees it.

    >>> _tidy_number(1930547631.0), _tidy_number(1200.1)
    (Decimal('1930547631'), Decimal('1200.1'))
    """
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))
