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


IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z]{4})?(?:\s?(?=[A-Z]*\d)[A-Z0-9]{4}){2,7}(?:\s?(?=[A-Z]*\d)[A-Z0-9]{1,3})?\b")


def masked(label: str) -> str:
    """A label of the bank without the account numbers of strangers: their ends tell them apart.

    >>> masked("VIR SEPA FR7699999000011234567890189 MARTIN"), masked("GB29 NWBK 6016 1331 9268 19")
    ('VIR SEPA FR76…189 MARTIN', 'GB29… 19')
    >>> masked("INV/2026/00042 BC77 for 1200.00")
    'INV/2026/00042 BC77 for 1200.00'
    """
    return IBAN.sub(lambda found: f"{found[0][:4]}…{found[0][-3:]}", label)
