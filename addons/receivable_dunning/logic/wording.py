"""Amounts, dates and delays as a reader writes them (letters 10.1). Pure.

French and English are written here; any other language is asked of CLDR (``babel``).
``lang`` is an Odoo code such as ``fr_FR``; an unknown one is read as English.

U+202F stands between French thousands, U+00A0 before a French currency or percent sign and
inside an IBAN, U+2212 is the minus of a credit. The doctests show them as escapes.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision
from babel.units import format_unit

NARROW, HARD, MINUS = "\u202f", "\u00a0", "\u2212"
MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


@lru_cache(maxsize=64)
def _tongue(lang: str) -> str | Locale:
    """'fr', 'en', or the CLDR locale of another language."""
    head = lang[:2].lower()
    if head in MONTHS:
        return head
    try:
        return Locale.parse(lang.split("@")[0])
    except (UnknownLocaleError, ValueError):
        return "en"


# --- amounts -------------------------------------------------------------------------


def _figures(value: Decimal, places: int, thousands: str, comma: str) -> str:
    """An absolute number with its separators."""
    unit = Decimal(1).scaleb(-places)
    text = f"{abs(value).quantize(unit, ROUND_HALF_UP):,.{places}f}"
    return text.replace(",", "\0").replace(".", comma).replace("\0", thousands)


def amount(value: Decimal, currency: str, lang: str) -> str:
    """An amount with its currency; a negative one is a credit.

    >>> ascii(amount(Decimal("1234.56"), "EUR", "fr_FR"))
    "'1\\\\u202f234,56\\\\xa0\\\\u20ac'"
    >>> ascii(amount(Decimal("1234.56"), "USD", "fr_FR")), ascii(amount(Decimal("-120"), "EUR", "fr_FR"))
    ("'1\\\\u202f234,56\\\\xa0USD'", "'\\\\u2212120,00\\\\xa0\\\\u20ac'")
    >>> amount(Decimal("1234.56"), "EUR", "en_GB"), amount(Decimal("-120"), "EUR", "en_US")
    ('€1,234.56', '−€120.00')
    >>> amount(Decimal("1234.56"), "USD", "en_US"), amount(Decimal("98000"), "JPY", "en_US")
    ('USD 1,234.56', 'JPY 98,000')
    >>> amount(Decimal("1234.5"), "EUR", "de_DE")
    '1.234,50\\xa0€'
    """
    tongue, places = _tongue(lang), get_currency_precision(currency)
    minus = MINUS if round(value, places) < 0 else ""
    if tongue == "fr":
        return f"{minus}{_figures(value, places, NARROW, ',')}{HARD}{'€' if currency == 'EUR' else currency}"
    if tongue == "en":
        sign = "€" if currency == "EUR" else f"{currency} "
        return f"{minus}{sign}{_figures(value, places, ',', '.')}"
    return format_currency(value, currency, locale=tongue).replace("-", MINUS)


def amounts(sums: Iterable[tuple[str, Decimal]], lang: str) -> str:
    """Amounts of several currencies in a sentence, never added up.

    >>> amounts([("EUR", Decimal(1200)), ("CHF", Decimal(340))], "en_US")
    '€1,200.00 and CHF 340.00'
    """
    return joined([amount(value, currency, lang) for currency, value in sums], lang)


def rate(value: Decimal, lang: str) -> str:
    """A yearly rate in percent, with two decimals or all it has.

    >>> rate(Decimal("12.15"), "fr_FR"), rate(Decimal("12.15"), "en_US"), rate(Decimal("8"), "en_US")
    ('12,15\\xa0%', '12.15%', '8.00%')
    """
    tongue, places = _tongue(lang), max(2, -value.normalize().as_tuple().exponent)
    if tongue == "fr":
        return f"{_figures(value, places, NARROW, ',')}{HARD}%"
    if tongue == "en":
        return f"{_figures(value, places, ',', '.')}%"
    return f"{format_decimal(value, '0.' + '0' * places, locale=tongue)}{HARD}%"


# --- dates ---------------------------------------------------------------------------


def _day_month(day: date, tongue: str) -> str:
    number = "1er" if tongue == "fr" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[tongue][day.month - 1]}"


def in_sentence(day: date, lang: str) -> str:
    """A date inside a sentence.

    >>> in_sentence(date(2026, 3, 1), "fr_FR"), in_sentence(date(2026, 3, 1), "en_US"), in_sentence(date(2026, 3, 1), "de_DE")
    ('1er mars 2026', '1 March 2026', '1. März 2026')
    """
    tongue = _tongue(lang)
    if isinstance(tongue, Locale):
        return format_date(day, "long", tongue)
    return f"{_day_month(day, tongue)} {day.year}"


def in_table(day: date, lang: str) -> str:
    """A date in a table.

    >>> in_table(date(2026, 3, 5), "fr_FR"), in_table(date(2026, 3, 5), "en_US"), in_table(date(2026, 3, 5), "de_DE")
    ('05/03/2026', '5 Mar 2026', '05.03.2026')
    """
    tongue = _tongue(lang)
    if isinstance(tongue, Locale):
        return format_date(day, "medium", tongue)
    return day.strftime("%d/%m/%Y") if tongue == "fr" else f"{day.day} {MONTHS['en'][day.month - 1][:3]} {day.year}"


def deadline(day: date, lang: str) -> str:
    """A deadline, with its weekday.

    >>> deadline(date(2026, 12, 15), "fr_FR"), deadline(date(2026, 12, 15), "en_US"), deadline(date(2026, 12, 15), "de_DE")
    ('mardi 15 décembre 2026', 'Tuesday 15 December 2026', 'Dienstag, 15. Dezember 2026')
    """
    tongue = _tongue(lang)
    if isinstance(tongue, Locale):
        return format_date(day, "full", tongue)
    return f"{DAYS[tongue][day.weekday()]} {in_sentence(day, lang)}"


def dates(days: Sequence[date], lang: str) -> str:
    """Several dates; the text before says « du ». A year is said once for the dates that share it.

    >>> dates([date(2026, 3, 3), date(2026, 4, 12)], "fr_FR"), dates([date(2026, 3, 3), date(2026, 4, 12)], "en_US")
    ('3 mars et du 12 avril 2026', '3 March and 12 April 2026')
    >>> dates([date(2025, 12, 3), date(2026, 1, 4), date(2026, 2, 1)], "fr_FR")
    '3 décembre 2025, du 4 janvier et du 1er février 2026'
    >>> dates([date(2026, 3, 3)], "en_US"), dates([], "fr_FR")
    ('3 March 2026', '')
    """
    tongue, days = _tongue(lang), sorted(set(days))
    if not days:
        return ""
    if isinstance(tongue, Locale):
        return joined([format_date(day, "long", tongue) for day in days], lang)
    words = [
        _day_month(day, tongue) if after and after.year == day.year else in_sentence(day, lang)
        for day, after in zip(days, [*days[1:], None], strict=True)
    ]
    return joined([words[0], *(f"du {word}" for word in words[1:])] if tongue == "fr" else words, lang)


def days(number: int, lang: str) -> str:
    """A delay with its unit, so that no sentence needs a plural rule.

    >>> days(1, "fr_FR"), days(0, "fr_FR"), days(12, "fr_FR"), days(1, "en_US"), days(0, "en_US"), days(12, "de_DE")
    ('1 jour', '0 jour', '12 jours', '1 day', '0 days', '12 Tage')
    """
    tongue = _tongue(lang)
    if isinstance(tongue, Locale):
        return format_unit(number, "duration-day", locale=tongue)
    if tongue == "fr":
        return f"{number} jour{'s' if abs(number) > 1 else ''}"
    return f"{number} day{'' if number == 1 else 's'}"


def labelled(label: str, value: str, lang: str) -> str:
    """A label and its value; French leaves a hard blank before the colon.

    >>> labelled("Total", "12", "fr_FR"), labelled("Total", "12", "en_US")
    ('Total\\xa0: 12', 'Total: 12')
    """
    return f"{label}{HARD if _tongue(lang) == 'fr' else ''}: {value}"


# --- lists and numbers to copy -------------------------------------------------------


def joined(words: Sequence[str], lang: str) -> str:
    """Words in a sentence: "a, b and c".

    >>> joined(["a", "b", "c"], "fr_FR"), joined(["a", "b"], "en_US"), joined([], "en_US"), joined(["a", "b", "c"], "de_DE")
    ('a, b et c', 'a and b', '', 'a, b und c')
    """
    tongue = _tongue(lang)
    if isinstance(tongue, Locale):
        return format_list(list(words), locale=tongue) if words else ""
    *head, last = words or [""]
    return f"{', '.join(head)} {'et' if tongue == 'fr' else 'and'} {last}" if head else last


def iban(number: str) -> str:
    """An IBAN by four.

    >>> iban("fr7630006000011234567890189")
    'FR76\\xa03000\\xa06000\\xa00112\\xa03456\\xa07890\\xa0189'
    """
    bare = "".join(number.split()).upper()
    return HARD.join(bare[i : i + 4] for i in range(0, len(bare), 4))


def masked_iban(number: str) -> str:
    """The payer's own account, as much as is needed to recognise it.

    >>> masked_iban("FR76 3000 6000 0112 3456 7890 189"), masked_iban("")
    ('FR76 •••• 189', '')
    """
    bare = "".join(number.split()).upper()
    return f"{bare[:4]} •••• {bare[-3:]}" if bare else ""


def phone(number: str, lang: str) -> str:
    """A French number as it is dialled by the reader; any other one as it was typed.

    >>> phone("+33199001234", "fr_FR"), phone("01.99.00.12.34", "en_US"), phone("+49 30 1234567", "fr_FR"), phone("", "fr_FR")
    ('01 99 00 12 34', '+33 1 99 00 12 34', '+49 30 1234567', '')
    """
    digits = "".join(char for char in number if char.isdigit() or char == "+")
    national = "0" + digits[3:] if digits.startswith("+33") else digits
    if len(national) != 10 or national[0] != "0":
        return " ".join(number.split())
    pairs = [national[i : i + 2] for i in range(0, 10, 2)]
    return " ".join(pairs if _tongue(lang) == "fr" else ["+33", national[1], *pairs[1:]])
