"""Where things stand with a payer, and what happened: lines of the payer's screen as plain tuples."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

WORDS = ("chased", "held", "next")


class Standing(NamedTuple):
    """One line of "Where things stand": a word, a whole sentence, until when, who can change it, what it rests on."""

    word: str  # 'chased' | 'held' (not chased) | 'next'
    text: str
    until: date | None = None
    lifted_by: str = ""
    evidence: tuple[str, tuple[int, ...]] = ("", ())  # model and ids


class Happening(NamedTuple):
    """One line of the timeline."""

    when: datetime | date
    kind: str  # 'message' | 'payment' | 'decision' | 'call' | 'reply' | 'promise' | 'dispute'
    text: str
    who: str = ""
    body: str = ""  # the whole message, to unfold in place; HTML already sanitised
    evidence: tuple[str, tuple[int, ...]] = ("", ())


def whole(parts: Sequence[float], total: int) -> list[int]:
    """Parts rounded to whole numbers that add up to the total (largest remainder).

    >>> whole([7.4, 4.4, 12.4, 10.8], 35)
    [8, 4, 12, 11]
    >>> whole([], 0)
    []
    """
    floors = [int(part) for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda index: floors[index] - parts[index])
    for index in by_remainder[: max(0, total - sum(floors))]:
        floors[index] += 1
    return floors
