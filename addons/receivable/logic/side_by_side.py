"""What a payment and an invoice have in common, for the eye of the person who decides. Pure."""

import re
from collections.abc import Iterable, Iterator

from odoo.addons.receivable.logic.money_in_sight import resembling
from odoo.addons.receivable.logic.numbers import SHORTEST_NUMBER, squeezed

Part = tuple[str, bool]  # a piece of a text, and whether it matches


def marked(text: str, name: str = "", numbers: Iterable[str] = ()) -> list[Part]:
    """A text of the bank cut into pieces, those that tell the payer or an invoice marked.

    >>> marked("VIR M. ANDRE COPEAUX inv 2026-00042", "Menuiserie Copeaux & Fils", ["INV/2026/00042"])
    [('VIR M. ANDRE ', False), ('COPEAUX', True), (' ', False), ('inv 2026-00042', True)]
    >>> marked("REGLEMENT FACTURES", "Menuiserie Copeaux & Fils")
    [('REGLEMENT FACTURES', False)]
    """
    parts, end = [], 0
    for start, stop in sorted({*_numbers(text, numbers), *_words(text, name)}):
        if start < end:
            continue
        parts += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [part for part in [*parts, (text[end:], False)] if part[0]]


def _numbers(text: str, numbers: Iterable[str]) -> Iterator[tuple[int, int]]:
    for number in map(squeezed, numbers):
        if len(number) >= SHORTEST_NUMBER:
            pattern = r"[^A-Z0-9]*".join(number)
            yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _words(text: str, name: str) -> Iterator[tuple[int, int]]:
    telling = resembling(name)
    yield from (found.span() for found in re.finditer(r"\w+", text) if resembling(found[0]) & telling)
