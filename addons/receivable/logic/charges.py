"""What a delay costs the payer: answers to ``account.move.line._receivable_charges``."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Charge(NamedTuple):
    """One amount that the delay of an item adds, in the currency of the item."""

    code: str  # 'interest' | 'indemnity' …
    amount: Decimal
    since: date | None = None
    until: date | None = None
    basis: str = ""  # article of law or contract
    evidence: tuple[str, tuple[int, ...]] = ("", ())
