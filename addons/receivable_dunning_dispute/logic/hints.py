"""What a reply speaks of: a day on which they will pay, or something wrong. Plain rules that quote the sentence they rest on. Pure.

A rule that is not sure says nothing: a person reads every reply anyway.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable_dunning.logic.answer import GREETING, MONTH, MONTHS, READ_AT_MOST

PROMISED_WITHIN = 180  # days; a later day is another year's, or no promise
WEEKDAYS = {
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
BREAK = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
PAY = re.compile(
    r"\b(?:r[éèe]gl(?:er|era|erai|erons|eront|ement|ée?s?)|pai(?:era|erai|erons|eront|ement)|payer(?:a|ai|ons|ont)?|payons"
    r"|vir(?:ement|erons|erai)"
    r"|pay|paid|payment|transfer|settle[ds]?|wire)\b",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\b(?:ne|n['’]\w+)\b[^.!?]*\b(?:pas|plus|jamais|rien)\b|\b(?:not|never|cannot|won['’]t|can['’]t|unable)\b", re.IGNORECASE
)
DONE = re.compile(
    r"\b(?:déjà|avons|ai|a été|ont été)\s+(?:\w+\s+){0,2}(?:pay[ée]e?s?|r[ée]gl[ée]e?s?|vir[ée]e?s?|effectu[ée]e?s?)\b"
    r"|\balready\b[^.!?]*\b(?:paid|settled|sent)\b|\b(?:have|has|was|were)\s+(?:been\s+)?(?:paid|settled)\b|\bpaid\s+(?:it|them|this)?\s*on\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})|(?P<first>{MONTH})\s+(?P<second>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?P<year>20\d\d))?\b",
    re.IGNORECASE,
)
FIGURES = re.compile(r"\ble\s+(?:\w+di\s+)?(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>20\d\d))?\b", re.IGNORECASE)
WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join(WEEKDAYS)})\b(?!\s+(?:le\s+)?\d)", re.IGNORECASE)
TOMORROW = re.compile(r"\b(?:demain|tomorrow)\b", re.IGNORECASE)
MONTH_END = re.compile(rf"\b(?:fin|end)\s+(?:du|de|of)?\s*(?P<month>(?:the |this )?mo(?:is|nth)|{MONTH})\b", re.IGNORECASE)
AMOUNT = re.compile(r"(?:(?:€|EUR)\s?(?P<after>\d[\d\s.,]*\d|\d)|(?P<before>\d[\d\s.,]*\d|\d)\s?(?:€|EUR\b|euros?\b))", re.IGNORECASE)
PROBLEMS = {
    "damaged": r"ab[iî]m[ée]|cass[ée]|endommag|d[ée]fectueu|rayé|damaged|broken|defective|faulty|scratched",
    "missing": r"manqu(?:e|ant|ait)|incompl[eè]t|pas (?:été )?livr|pas reçu la marchandise|missing|incomplete|not (?:been )?delivered",
    "quantity": r"(?:erreur|différence) (?:de |sur la )?quantit|quantit\w+ (?:fausse|erronée|factur)|wrong quantity|quantity is wrong",
    "price": r"(?:erreur|écart) de prix|prix (?:faux|erron|convenu|du devis)|remise (?:convenue|oubli|manqu)|wrong price|overcharged"
    r"|agreed price|discount",
    "twice": r"(?:factur\w+|deux fois|double).{0,30}(?:deux fois|double factur|en double)|doublon|invoiced twice|duplicate",
    "paid": r"",  # told by DONE
    "unknown": r"(?:pas|jamais) command[ée]|n['’]est pas à nous|not our order|never ordered",
    "other": r"contest(?:e|ons|ation)|litige|désaccord|réclamation|\bavoir (?:sur|de|pour|n[°o])|dispute|credit note|disagree",
}
SPOKEN_OF = {reason: re.compile(rf"\b(?:{words})", re.IGNORECASE) for reason, words in PROBLEMS.items() if words} | {"paid": DONE}


class Promised(NamedTuple):
    """They say when they will pay; ``amount`` None = everything; ``start`` and ``end`` place the quoted sentence."""

    day: date
    amount: Decimal | None
    start: int
    end: int


class Contested(NamedTuple):
    """They say that something is wrong; ``reason`` is a key of ``PROBLEMS``."""

    reason: str
    start: int
    end: int


def promised(text: str, received: date) -> Promised | None:
    """The first sentence that says on which one day they will pay.

    >>> promised("Bonjour Colette,\\nnous réglerons 1 200,50 € le 5 décembre. Merci", date(2026, 11, 24))
    Promised(day=datetime.date(2026, 12, 5), amount=Decimal('1200.50'), start=17, end=57)
    >>> promised("We pay on Friday.", date(2026, 11, 24)).day, promised("Virement fin novembre.", date(2026, 11, 24)).day
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 30))
    >>> promised("We cannot pay on Friday.", date(2026, 11, 24)), promised("Nous avons payé le 5 novembre.", date(2026, 11, 24))
    (None, None)
    """
    for start, end in _sentences(text):
        said = text[start:end]
        if PAY.search(said) and not REFUSED.search(said) and not DONE.search(said):
            days = {day for day in _days(said, received) if day}
            if len(days) == 1:
                (day,) = days
                return Promised(day, _amount(said), start, end)
    return None


def contested(text: str) -> Contested | None:
    """The first sentence that says what is wrong.

    >>> contested("Hello,\\n\\nTwo lamps arrived broken. We wait.")
    Contested(reason='damaged', start=8, end=33)
    >>> contested("Nous avons déjà réglé cette facture.").reason, contested("Nous réglerons vendredi.")
    ('paid', None)
    """
    for start, end in _sentences(text):
        for reason, words in SPOKEN_OF.items():
            if words.search(text[start:end]):
                return Contested(reason, start, end)
    return None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, a greeting at its beginning left out."""
    text, position = text[:READ_AT_MOST], 0
    for begin, end in [*((found.start(), found.end()) for found in BREAK.finditer(text)), (len(text), len(text))]:
        greeting = GREETING.match(text, position)
        start = greeting.end() if greeting and greeting.end() < begin else position
        start += len(text[start:begin]) - len(text[start:begin].lstrip())
        if start < begin:
            yield start, start + len(text[start:begin].rstrip())
        position = end


def _days(said: str, received: date) -> Iterator[date | None]:
    """Each day that a sentence names, within the time of a promise."""
    for found in NAMED.finditer(said):
        month = MONTHS[(found["month"] or found["first"]).lower()]
        yield _soon(found["year"], month, int(found["day"] or found["second"]), received)
    for found in FIGURES.finditer(said):
        yield _soon(found["year"], int(found["month"]), int(found["day"]), received)
    for found in WEEKDAY.finditer(said):
        ahead = (WEEKDAYS[found["name"].lower()] - received.weekday() - 1) % 7 + 1
        yield received + timedelta(days=ahead)
    if TOMORROW.search(said):
        yield received + timedelta(days=1)
    for found in MONTH_END.finditer(said):
        yield _last_day(MONTHS.get(found["month"].lower(), received.month), received)


def _soon(year: str | None, month: int, day: int, received: date) -> date | None:
    """The next day of that name; None when there is none before long."""
    for candidate in [int(year)] if year else [received.year, received.year + 1]:
        try:
            found = date(candidate, month, day)
        except ValueError:
            return None
        if received <= found <= received + timedelta(days=PROMISED_WITHIN):
            return found
    return None


def _last_day(month: int, received: date) -> date | None:
    year = received.year + (month < received.month)
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last if last <= received + timedelta(days=PROMISED_WITHIN) else None


def _amount(said: str) -> Decimal | None:
    """The one amount that a sentence names; None = it names none, or several.

    >>> _amount("1.200,50 EUR"), _amount("€1,200.50"), _amount("1 200 euros"), _amount("40 € puis 60 €")
    (Decimal('1200.50'), Decimal('1200.50'), Decimal('1200'), None)
    """
    found = {_figure(match["after"] or match["before"]) for match in AMOUNT.finditer(said)}
    return found.pop() if len(found) == 1 else None


def _figure(written: str) -> Decimal:
    """A number as it is written: the last comma or point before two figures separates the cents."""
    bare = "".join(written.split())
    cents = re.search(r"[.,](\d{2})$", bare)
    whole = re.sub(r"\D", "", bare[: cents.start()] if cents else bare)
    return Decimal(f"{whole}.{cents[1]}" if cents else whole)
