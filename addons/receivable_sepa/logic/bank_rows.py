"""What a bank says of debits that came back, in one shape whatever the message it came in."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Returned(NamedTuple):
    """One debit that was rejected before it settled, or came back after."""

    end_to_end: str = ""  # ours; '' when the bank does not say: to be matched by hand
    mandate: str = ""
    amount: Decimal = ZERO  # of the debit, without the bank's fee
    currency: str = ""
    reason: str = ""  # AM04, MD06 …; '' when the bank does not say
    text: str = ""
    booked_on: date | None = None  # a reject: the day the bank says so
    original_message: str = ""  # of the file that we sent
    original_group: str = ""
    debtor_iban: str = ""
    fee: Decimal = ZERO
    whole: bool = False  # all the debits of that message, or of that group, but those that the same file names
    status: str = "BOOK"  # 'RJCT': rejected, no money has moved · 'BOOK': returned, the money is gone
    collected_on: date | None = None  # date of the debit, when the bank repeats it


class BankFile(NamedTuple):
    """What one file of the bank says."""

    kind: str  # 'pain.002' | 'camt.052' | 'camt.053' | 'camt.054'
    message_id: str
    created: datetime | None
    accounts: tuple[str, ...] = ()  # ours, in the file
    returns: tuple[Returned, ...] = ()
