"""Check digits of ISO 7064 mod 97-10, as account numbers and creditor identifiers carry them."""

import re
from string import ascii_lowercase, ascii_uppercase

UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)


def normalise(text: str | None) -> str:
    """Without blanks and in capitals; letters of other alphabets stay, to be refused and not to be read as ours.

    >>> normalise(" fr76 3000\\u202f6000\\xa001ß "), normalise(None)
    ('FR763000600001ß', '')
    """
    return "".join((text or "").split()).translate(UPPER)


def is_alphanumeric(text: str) -> bool:
    """Capitals and digits of ASCII only; many other digits of the world pass for digits with Python.

    >>> is_alphanumeric("FR76"), is_alphanumeric("FR7٦"), is_alphanumeric("FR-76")
    (True, False, False)
    """
    return re.fullmatch("[A-Z0-9]+", text) is not None


def check_digits(text: str) -> str:
    """The two digits that protect a text: between 02 and 98.

    >>> check_digits("30006000011234567890189" + "FR")
    '76'
    """
    return f"{98 - int(''.join(str(int(character, 36)) for character in text + '00')) % 97:02}"
