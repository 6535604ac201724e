"""An open item: one unreconciled receivable line, as selected on a day."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class OpenItem(NamedTuple):
    """What is left of one receivable line; amounts in the currency of the item unless said."""

    id: int  # account.move.line
    payer: int  # commercial partner, joined at select time
    contact: int  # partner written on the invoice
    move: int
    number: str  # INV/2026/00042
    reference: str  # the customer's own reference ("" if none)
    kind: str  # 'debt' | 'credit' | 'review'
    issued: date
    due: date
    currency: int  # res.currency
    amount: Decimal  # as booked
    residual: Decimal  # left; > 0 owed to us, < 0 in their favour
    residual_company: Decimal  # the same in company currency (for sorting and minimums only)
    account: int
    reverses: int = 0  # credit note: the account.move it reverses
    label: str = ""  # payment: its label, where invoice numbers may be named
    salesperson: int = 0  # user on the invoice
