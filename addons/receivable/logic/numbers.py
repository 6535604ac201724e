"""Invoice numbers in the labels of payments: banks and people drop or change the strokes between their pieces."""

import re
from collections.abc import Iterator

SHORTEST_NUMBER = 4  # an invoice number below that is found by chance in any label
LONGEST_NUMBER = 5  # pieces of a number, as in FAC/2026/00412
STROKES = re.compile(r"[^A-Z0-9]+")


def squeezed(number: str) -> str:
    """
    >>> squeezed("FAC/2026/00412")
    'FAC202600412'
    """
    return STROKES.sub("", number.upper())


def possible_numbers(label: str) -> Iterator[str]:
    """Every run of neighbouring pieces of a label that may be an invoice number.

    >>> sorted(possible_numbers("vir FAC 2026-412"))
    ['2026', '2026412', 'FAC2026', 'FAC2026412', 'VIRFAC2026', 'VIRFAC2026412']
    """
    pieces = STROKES.sub(" ", label.upper()).split()
    for start in range(len(pieces)):
        for end in range(start + 1, min(start + LONGEST_NUMBER, len(pieces)) + 1):
            name = "".join(pieces[start:end])
            if len(name) >= SHORTEST_NUMBER and any(char.isdigit() for char in name):
                yield name
