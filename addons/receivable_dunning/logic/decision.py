"""What a decision is made of: the facts that go in, the messages and the receipts that come out.

Plain tuples; money is ``Decimal`` in the currency of the item, ``*_company`` in company currency (for minimums and sorting only).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem

from .sending import EVERY_DAY

LAST_NOTICE = 6  # from this severity on, a message is never the first one on an item
FORMAL_NOTICE = 7
MEMORY_DAYS = 180  # how long a payer's highest reminder is remembered
THANKS_WINDOW_DAYS = 14  # a settlement older than that is thanked for no more
NOTHING = Decimal(0)


class Level(NamedTuple):
    """One step of a scenario."""

    id: int
    name: str
    trigger: str  # 'due' | 'previous' | 'paid'
    offset: int  # days; negative = before the due date
    severity: int  # 0 prevenance and thanks, 1–6 reminders, 7 formal notice, 9 hand-over
    channel: str = "email"
    channel_without_email: str = "letter"  # '' = a payer without e-mail passes over this step
    without_email_minimum: Decimal = NOTHING
    release: str = "auto"  # 'auto' | 'approve'
    minimum: Decimal = NOTHING  # company currency, credits deducted
    thanks_when: str = "always"  # 'always' | 'reminded'
    active_from: date | None = None


class Scenario(NamedTuple):
    """The steps that an unpaid item goes through, in order."""

    id: int
    name: str
    levels: tuple[Level, ...]
    spacing_days: int = 7  # between two written messages to one payer
    call_spacing_days: int = 3  # between a call and a message
    gather_days: int = 7
    catch_up: str = "next"  # 'first' | 'next' | 'highest'
    memory_cap: int = 3
    thanks_quiet_days: int = 60
    weekdays: frozenset[int] = EVERY_DAY  # on which messages leave, Monday = 0; moves what is announced, never what is decided


class Following(NamedTuple):
    """How one payer is followed: the scenario, where it comes from, and which channels reach them."""

    payer: int
    scenario: Scenario | None
    source: str = "company"  # 'payer' | 'profile' | 'company'
    has_email: bool = True
    private: bool = False  # a natural person


class Sent(NamedTuple):
    """One living line of an action: an item that took, or is taking, a level."""

    payer: int
    item: int
    level: int
    severity: int
    occurrence: int
    date: date  # of the message
    done: bool  # sent, in doubt or skipped; False = still in the outbox


class Contact(NamedTuple):
    """One message that reached a payer, or may have: sent or in doubt, by hand included."""

    payer: int
    date: date
    kind: str  # 'prevenance' | 'reminder' | 'thanks'
    channel: str
    severity: int


class Waiting(NamedTuple):
    """An action of an earlier night that has not left yet; the payer gets nothing else meanwhile."""

    payer: int
    action: int
    state: str  # 'planned' | 'approved' | 'sending' | 'failed' | 'doubtful'
    release: str
    channel: str
    level_name: str
    date: date


class Settlement(NamedTuple):
    """One item settled in full, as proven by the bank on the day of the decision."""

    payer: int
    item: int
    occurrence: int  # n-th settlement of that item
    due: date
    paid: date
    amount: Decimal
    currency: int
    by_money: bool  # payment or bank entry; False = credit note, netting, write-off
    proven: bool  # a bank line is matched, not merely a payment registered


class Question(NamedTuple):
    """What lies before a person about a payer besides messages: a promise that was not kept … It stops nothing, and is told."""

    payer: int
    code: str  # 'question.<what>'
    why: str  # one sentence
    evidence: tuple = ()


class Untold(NamedTuple):
    """What happened about one record and the payer must hear before any reminder: a debit that the bank sent back …"""

    payer: int
    record: tuple[str, int]  # model and id
    text: int  # dunning.template
    name: str  # how screens call the message
    items: frozenset[int]  # what is to be paid because of it
    deadline: date  # the last day that the message asks for
    release: str = "auto"


class History(NamedTuple):
    """What happened before the day of the decision."""

    sent: Sequence[Sent] = ()
    contacts: Sequence[Contact] = ()
    waiting: Sequence[Waiting] = ()
    settlements: Sequence[Settlement] = ()
    overdue_elsewhere: frozenset[int] = frozenset()  # payers overdue in another of our companies
    questions: Sequence[Question] = ()
    untold: Sequence[Untold] = ()


class Reason(NamedTuple):
    """One reason in a receipt: a code for the sentence, its values, until when, who can lift it, what it rests on."""

    code: str
    values: tuple[tuple[str, object], ...] = ()
    until: date | None = None
    lifted_by: str = ""
    evidence: tuple = ()


class Ask(NamedTuple):
    """One item in a message."""

    item: OpenItem | Settlement
    role: str  # 'asked' | 'listed' | 'coming' | 'credit' | 'paid'
    level: Level | None  # the item's own level, consumed by this message; None = only listed
    occurrence: int
    remaining: Decimal  # left on the item, held part taken off (credits: negative, the part used)
    net: Decimal  # after set-off: what the message really asks for


class Step(NamedTuple):
    """One message to prepare for one payer."""

    payer: int
    scenario: Scenario
    level: Level  # head level: the highest severity among the items asked for
    kind: str  # 'prevenance' | 'reminder' | 'thanks' | 'event'
    channel: str
    release: str
    asks: tuple[Ask, ...]
    why: Reason
    waits: Reason | None  # a hold for review: a person decides
    amount_company: Decimal
    passed_over: tuple[tuple[str, str], ...] = ()  # (number, level name) that `catch_up = highest` left out
    late: bool = False  # thanks: something was paid after its due date
    first: bool = False  # reminder: no item in it was reminded before, whatever the level (memory, catch-up)
    about: Untold | None = None  # event: what the payer must hear, outside the scenario

    @property
    def several(self) -> bool:
        """It names more than one row; a credit is one too: the table shows what it deducts."""
        return sum(ask.role != "paid" for ask in self.asks) > 1


class Receipt(NamedTuple):
    """Why a payer is chased, waits, or is left alone; what comes next, and when."""

    payer: int
    decision: str  # 'chased' | 'waiting' | 'explained' | 'clear' | 'fault'
    reasons: tuple[Reason, ...]
    next_level: Level | None
    next_date: date | None
    overdue_company: Decimal
    fingerprint: str


class Plan(NamedTuple):
    steps: tuple[Step, ...]
    receipts: tuple[Receipt, ...]


class Debt(NamedTuple):
    """A debt as the decision sees it: gross, held, and net of credits."""

    item: OpenItem
    holds: tuple[Hold, ...]
    remaining: Decimal
    net: Decimal

    @property
    def net_company(self) -> Decimal:
        return in_company(self.net, self.item)


def money(value) -> Decimal:
    """A float from an Odoo field as ``Decimal``.

    >>> money(12.10)
    Decimal('12.1')
    """
    return Decimal(str(value or 0))


def days_to_pay(days: int, severity: int, private: bool) -> int:
    """Days that a reminder leaves to pay; a natural person has 8 at least, 15 from the formal notice on.

    >>> days_to_pay(7, 2, False), days_to_pay(7, 2, True), days_to_pay(8, 7, True)
    (7, 8, 15)
    """
    least = (15 if severity >= FORMAL_NOTICE else 8) if private else 0
    return max(days, least)


def reason_of(hold: Hold) -> Reason:
    """A hold as the reason of a receipt or of a message that waits."""
    return Reason(f"hold.{hold.code}", (("why", hold.why),), hold.until, hold.lifted_by, hold.evidence)


def in_company(amount: Decimal, item: OpenItem) -> Decimal:
    """An amount of an item in company currency, at the rate the item is booked at."""
    return amount * item.residual_company / item.residual if item.residual else NOTHING
