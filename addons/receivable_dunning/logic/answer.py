"""What people write back: their own words without what they quote, and until when an absence note says they are away. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

AWAY_AT_MOST = 180  # days
READ_AT_MOST = 20_000  # characters

# where the words of somebody else begin
QUOTE = re.compile(
    r"^\s*(?:>"
    r"|-{2,}\s*(?:Original Message|Message d['’]origine|Message original|Forwarded message|Message transféré|Ursprüngliche Nachricht)"
    r"|_{10,}\s*$"
    r"|(?:On|Le|Am)\b.{4,200}\b(?:wrote|a écrit|schrieb)\s*:?\s*$"
    r"|(?:From|De|Von)\s*:.{3,200}$(?=\n\s*(?:Sent|Date|Envoyé|Gesendet|To|À|A)\b[^\n]*:))",
    re.IGNORECASE | re.MULTILINE,
)
GREETING = re.compile(
    r"^(?:bonjour|bonsoir|madame|monsieur|chers?|chères?|hello|hi|dear|good (?:morning|afternoon))\b[^\n,.!?]{0,60}(?:[,!.]\s*|\n+)",
    re.IGNORECASE,
)
MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
DAY_NAME = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday),?\s+)?"
MONTH = "|".join(MONTHS)
UNTIL = re.compile(
    rf"\b(?:jusqu['’]au|until|through)\s+(?:the\s+)?{DAY_NAME}"
    rf"(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})|(?P<first>{MONTH})\s+(?P<second>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?P<year>20\d\d))?\b",
    re.IGNORECASE,
)
UNTIL_FIGURES = re.compile(r"\bjusqu['’]au\s+(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>20\d\d))?\b", re.IGNORECASE)


class Words(NamedTuple):
    """A reply: what they wrote, and whether something older is quoted below."""

    own: str
    quotes: bool


def own_words(text: str) -> Words:
    """Their own words, without the messages that they quote; everything when they wrote only between the lines of a quote.

    >>> own_words("We pay on Friday.\\n\\nOn Monday, Colette wrote:\\n> Please pay")
    Words(own='We pay on Friday.', quotes=True)
    >>> own_words("> Please pay\\nNo.")
    Words(own='> Please pay\\nNo.', quotes=False)
    """
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text[:READ_AT_MOST].splitlines())).strip()
    begins = QUOTE.search(text)
    own = text[: begins.start()].strip() if begins else text
    return Words(own, True) if begins and own else Words(text, False)


def without_greeting(text: str) -> str:
    """What they have to say, where there is room for one line only.

    >>> without_greeting("Bonjour Colette,\\n\\nNous payons vendredi."), without_greeting("Hello, we pay."), without_greeting("Bonjour")
    ('Nous payons vendredi.', 'we pay.', 'Bonjour')
    """
    return GREETING.sub("", text.strip(), count=1) or text


def in_one_line(text: str, length: int) -> str:
    """
    >>> in_one_line("We pay\\n on  Friday.", 60), in_one_line("We pay on Friday, for sure.", 12)
    ('We pay on Friday.', 'We pay on…')
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"


def frozen_until(answered: date, days: int, running: date | None = None) -> date:
    """The last day that the scenario waits for: so many days after the reply, never less than it waits already.

    >>> frozen_until(date(2026, 11, 24), 7), frozen_until(date(2026, 11, 24), 7, date(2026, 12, 15))
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 15))
    """
    return max(filter(None, (running, answered + timedelta(days=days))))


def absent_until(text: str, received: date) -> date | None:
    """Until when an absence note says that they are away; None unless exactly one day is named and can only mean one thing.

    >>> absent_until("Je suis absente jusqu'au 5 décembre inclus.", date(2026, 11, 24))
    datetime.date(2026, 12, 5)
    >>> absent_until("I am away until 05/12/2026.", date(2026, 11, 24))  # May or December?
    """
    days = {day for day in _named_days(text[:READ_AT_MOST], received) if day}
    if len(days) != 1:
        return None
    (day,) = days
    return day if received <= day <= received + timedelta(days=AWAY_AT_MOST) else None


def _named_days(text: str, received: date) -> Iterator[date | None]:
    for found in UNTIL.finditer(text):
        month = MONTHS[(found["month"] or found["first"]).lower()]
        yield _day(found["year"], month, int(found["day"] or found["second"]), received)
    for found in UNTIL_FIGURES.finditer(text):
        yield _day(found["year"], int(found["month"]), int(found["day"]), received)


def _day(year: str | None, month: int, day: int, received: date) -> date | None:
    """The day; without a year, the next one of that name. A day that no calendar has is none."""
    for candidate in [int(year)] if year else [received.year, received.year + 1]:
        try:
            found = date(candidate, month, day)
        except ValueError:
            return None
        if year or found >= received:
            return found
    return None
