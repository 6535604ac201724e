"""Reading XML that comes from outside: what is dangerous, too large or nonsense is refused before anything is made of it."""

import re
from datetime import date, datetime
from decimal import Decimal
from xml.parsers import expat

from lxml import etree

LARGEST = 10 * 1024 * 1024
DEEPEST = 50
LONGEST = 500  # of one text
NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(\w+\.\d{3})\.\d{3}\.\d{2}")
AMOUNT = re.compile(r"\+?\d{1,13}(\.\d{0,5})?")
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?")
NOT_PROVIDED = "NOTPROVIDED"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


class BankFileError(Exception):
    """Why a file is refused whole, as a code and its values; the words for a person are made by the model.

    'empty' · 'too_big' {limit} · 'not_xml' {line} · 'entities' · 'too_deep' {limit} · 'unknown' {namespace} · 'other' {document}
    · 'missing' {what} · 'amount' {value} · 'date' {value} · 'long' {what}
    """

    def __init__(self, code: str, **values):
        super().__init__(code)
        self.code = code
        self.values = values


def parse(data: bytes) -> tuple[str, etree._Element]:
    """The document's name without its version ('camt.054') and its root, all names without their namespaces."""
    if not data.strip():
        raise BankFileError("empty")
    if len(data) > LARGEST:
        raise BankFileError("too_big", limit=LARGEST)
    _refuse_dangers(data)
    root = _tree(data)
    namespace = etree.QName(root).namespace or ""
    known = NAMESPACE.fullmatch(namespace)
    if not known:
        raise BankFileError("unknown", namespace=namespace)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return known[1], root


def _refuse_dangers(data):
    """Stop at a document type (entities are declared there, nothing of a bank needs them) and at nesting without end."""
    parser = expat.ParserCreate()
    depth = 0

    def refuse(*_declaration):
        raise BankFileError("entities")

    def deeper(*_element):
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BankFileError("too_deep", limit=DEEPEST)

    def back(_name):
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = refuse, deeper, back
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BankFileError("not_xml", line=error.lineno) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise BankFileError("not_xml", line=1) from error


def _tree(data):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BankFileError("not_xml", line=error.lineno) from error


def needed(element: etree._Element, path: str) -> etree._Element:
    """The element at a path; a file without it is refused."""
    found = element.find(path)
    if found is None:
        raise BankFileError("missing", what=path)
    return found


def needed_text(element: etree._Element, path: str) -> str:
    """The text at a path; a file without it is refused."""
    found = text(element, path)
    if not found:
        raise BankFileError("missing", what=path)
    return found


def text(element: etree._Element | None, *paths: str) -> str:
    """The first text found at one of the paths; '' when there is none."""
    for path in paths:
        found = " ".join((element.findtext(path) or "").split()) if element is not None else ""
        if len(found) > LONGEST:
            raise BankFileError("long", what=path)
        if found:
            return found
    return ""


def texts(element: etree._Element, path: str) -> str:
    """All the texts at a path, as one."""
    return " ".join(filter(None, (text(found, ".") for found in element.iterfind(path))))


def reference(element: etree._Element | None, *paths: str) -> str:
    """A reference that somebody gave; banks write NOTPROVIDED where nobody did.

    >>> reference(etree.XML("<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"), "EndToEndId")
    ''
    """
    found = text(element, *paths)
    return "" if found == NOT_PROVIDED else found


def money(element: etree._Element | None, *paths: str) -> tuple[Decimal, str] | None:
    """The first amount found at one of the paths, and its currency."""
    if element is None:
        return None
    found = next((amount for path in paths for amount in element.iterfind(path)), None)
    return None if found is None else (_amount(found.text), found.get("Ccy", ""))


def total(element: etree._Element, path: str) -> Decimal:
    """All the amounts at a path, added up."""
    return sum((_amount(found.text) for found in element.iterfind(path)), Decimal(0))


def refuse_bad_amounts(root: etree._Element) -> None:
    """One amount that is none, wherever it stands, makes the file suspect as a whole."""
    for amount in root.iter("Amt", "InstdAmt", "TtlChrgsAndTaxAmt"):
        if not len(amount):
            _amount(amount.text)


def day(element: etree._Element | None, *paths: str) -> date | None:
    """The first day found at one of the paths; a moment counts for its day where the bank is."""
    found = text(element, *paths)
    if not found:
        return None
    known = DAY.fullmatch(found) or MOMENT.fullmatch(found)
    return _sane(known and known[1], found).date()


def moment(element: etree._Element, path: str) -> datetime | None:
    """A moment by the clock of the bank."""
    found = text(element, path)
    if not found:
        return None
    known = MOMENT.fullmatch(found)
    return _sane(known and known[1], found)


def _amount(written):
    value = (written or "").strip()
    if not (value.isascii() and AMOUNT.fullmatch(value)):
        raise BankFileError("amount", value=value[:LONGEST])
    return Decimal(value)


def _sane(iso, written):
    try:
        found = datetime.fromisoformat(iso or "")
    except ValueError as error:
        raise BankFileError("date", value=written) from error
    if not FIRST_DAY <= found.date() <= LAST_DAY:
        raise BankFileError("date", value=written)
    return found
