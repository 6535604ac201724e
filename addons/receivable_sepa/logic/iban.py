"""Account numbers (IBAN): checked more strictly than by the remainder alone, and shown to people without being given away."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from stdnum import numdb

from odoo.addons.receivable_sepa.logic.mod97 import check_digits, is_alphanumeric, normalise

# length and structure of each country's account numbers; read by its path, since Odoo loads stdnum in a way that hides its files
REGISTRY = numdb.read(Path(numdb.__file__).with_name("iban.dat").read_text(encoding="utf-8").splitlines(keepends=True))
LETTER_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
RIB_COUNTRIES = ("FR", "MC")
RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
RIB_WEIGHTS = (89, 15, 3)  # of bank, branch and account


def fault(text: str, countries: Collection[str]) -> str:
    """What is wrong with an account number, as a code; '' when a debit may be drawn on it.

    >>> SEPA = {"FR", "DE", "BE"}
    >>> fault("FR76 3000 6000 0112 3456 7890 189", SEPA)
    ''
    >>> fault("FR8420041010050500013M02607", SEPA)
    'rib_key'
    >>> fault("", SEPA), fault("FR76-3000", SEPA), fault("XX00", SEPA), fault("FR7630006", SEPA)
    ('empty', 'characters', 'country', 'length')
    >>> fault("SA0380000000608010167519", SEPA)
    'not_sepa'

    :param countries: ISO codes of the SEPA countries
    """
    iban = normalise(text)
    if not iban:
        return "empty"
    if not is_alphanumeric(iban):
        return "characters"
    structure = _structure(iban[:2])
    if not structure:
        return "country"
    return _fault_of_shape(iban, structure) or _fault_of_keys(iban) or ("" if iban[:2] in countries else "not_sepa")


def masked(text: str) -> str:
    """What of an account number is shown to people: enough to recognise it, too little to use it.

    >>> masked("FR7630006000011234567890189"), masked("")
    ('FR76 •••• 0189', '')
    """
    iban = normalise(text)
    return f"{iban[:4]} •••• {iban[-4:]}" if iban else ""


def spaced(text: str) -> str:
    """In groups of four, as it is printed.

    >>> spaced("DE89370400440532013000")
    'DE89 3704 0044 0532 0130 00'
    """
    return re.sub("(....)(?=.)", r"\1 ", normalise(text))


def length(country: str) -> int:
    """How many signs the account numbers of a country have; 0 when it has none.

    >>> length("FR"), length("DE"), length("US"), length("")
    (27, 22, 0, 0)
    """
    structure = _structure(country) if country else []
    return 4 + sum(int(size) for size, _letters in structure) if structure else 0


def rib_key(bank_and_account: str) -> str:
    """The key that ends French and Monegasque account numbers, from bank (5), branch (5) and account (11).

    >>> rib_key("20041010050500013M026"), rib_key("300060000112345678901")
    ('06', '89')
    """
    digits = bank_and_account.translate(RIB_LETTERS)
    parts = (int(digits[:5]), int(digits[5:10]), int(digits[10:]))
    return f"{97 - sum(weight * part for weight, part in zip(RIB_WEIGHTS, parts)) % 97:02}"


@cache
def _structure(country: str) -> list[tuple[str, str]]:
    """How a country writes its account numbers, as (length, class of characters); nothing when it has none."""
    _code, known = REGISTRY.info(country)[0]
    return re.findall(r"(\d+)!([nac])", known.get("bban", ""))


def _fault_of_shape(iban: str, structure: list[tuple[str, str]]) -> str:
    if len(iban) != 4 + sum(int(length) for length, _letters in structure):
        return "length"
    pattern = "".join(f"{LETTER_CLASSES[letters]}{{{length}}}" for length, letters in structure)
    return "" if re.fullmatch(f"[A-Z]{{2}}[0-9]{{2}}{pattern}", iban) else "structure"


def _fault_of_keys(iban: str) -> str:
    if check_digits(iban[4:] + iban[:2]) != iban[2:4]:
        return "check"
    if iban[:2] in RIB_COUNTRIES and rib_key(iban[4:-2]) != iban[-2:]:
        return "rib_key"
    return ""
