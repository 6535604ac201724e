"""The creditor identifier (ICS in French): who collects, whatever the bank. Country, check digits, business code, number."""

import re
from collections.abc import Collection

from odoo.addons.receivable_sepa.logic import mod97

LONGEST = 35
PREFIX = 7  # country, check digits and business code
LENGTHS = {"FR": 13}


def fault(text: str, countries: Collection[str]) -> str:
    """What is wrong with a creditor identifier, as a code; '' when it is right.

    >>> SEPA = {"FR", "DE"}
    >>> fault("fr72 zzz 123456", SEPA), fault("FR72001123456", SEPA)
    ('', '')
    >>> fault("FR73ZZZ123456", SEPA), fault("FR41ZZZ1234567", SEPA), fault("QQ50ZZZ1", SEPA), fault("FR72ZZZ12345é", SEPA)
    ('check', 'length', 'country', 'characters')

    :param countries: ISO codes of the SEPA countries
    """
    identifier = mod97.normalise(text)
    if not identifier:
        return "empty"
    if not mod97.is_alphanumeric(identifier):
        return "characters"
    if identifier[:2] not in countries:
        return "country"
    return _fault_of_shape(identifier)


def check_digits(country: str, national: str) -> str:
    """The check digits of an identifier; the business code between them and the national number does not count.

    >>> check_digits("FR", "123456")
    '72'
    """
    return mod97.check_digits(mod97.normalise(national) + country.upper())


def _fault_of_shape(identifier: str) -> str:
    country, digits, national = identifier[:2], identifier[2:4], identifier[PREFIX:]
    if not national or len(identifier) > LONGEST or len(identifier) != LENGTHS.get(country, len(identifier)):
        return "length"
    if not re.fullmatch("[0-9]{2}", digits):
        return "structure"
    return "" if digits == check_digits(country, national) else "check"
