"""One message to one payer: what the engine knows about it, and what is made of it.

The engine fills a :class:`Message` for every action it wants to deliver and hands the
whole batch to ``dunning.template._compose``, which answers one :class:`Composed` each.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup


class Item(NamedTuple):
    """One open item named in a message; amounts in the item's own currency.

    A credit has negative amounts. ``remaining`` is what is open before credits are set
    off: credits stand in the table as rows of their own and are deducted in the total.
    """

    number: str
    reference: str
    issued: date
    due: date
    amount: Decimal
    paid: Decimal
    remaining: Decimal
    days_late: int
    currency: str
    kind: str  # 'debt' (asked for) | 'coming' (not due yet) | 'credit'
    link: str = ""
    order: str = ""


class Charges(NamedTuple):
    """What the delay costs, answered by the interest add-on; never for a private person.

    ``recalled`` only says what the contract and the law provide; ``claimed`` asks for it.
    The two exclude each other. Money in ``currency``; ``rate`` in percent a year.
    """

    mode: str  # 'recalled' | 'claimed'
    currency: str
    rate: Decimal
    each: Decimal  # fixed sum per invoice
    basis: str  # legal basis, as it is to be read by the payer
    interest: Decimal = Decimal(0)
    indemnity: Decimal = Decimal(0)
    invoices: int = 0  # invoices that carry the fixed sum
    daily: Decimal = Decimal(0)  # interest accrued per day from now on


class Message(NamedTuple):
    """What one message has to say, before it is worded."""

    key: int
    template: str
    medium: str  # 'mail' | 'letter'
    lang: str  # 'fr_FR', 'en_US', …
    company_id: int
    payer_id: int
    recipient_id: int
    collector_id: int | None
    date: date
    items: tuple[Item, ...] = ()
    earlier: tuple[date, ...] = ()  # messages really sent before, oldest first
    deadline: date | None = None
    private: bool = False
    consequences: frozenset[str] = frozenset()  # of 'suspend', 'agency', 'court'
    paid_amount: tuple[tuple[str, Decimal], ...] = ()  # (currency, amount)
    paid_date: date | None = None
    known_until: date | None = None  # date of the last bank statement read
    payment_link: str = ""
    portal_link: str = ""
    charges: Charges | None = None
    own: Mapping[str, object] = {}  # values that only this kind of message has: ``letters.Known`` by name
    facts: frozenset[str] = frozenset()  # conditions that only this kind of message knows
    enclosures: tuple[str, ...] = ()  # of 'statement', 'invoices', 'interest': what really goes with a letter


class Composed(NamedTuple):
    """A message in words. With something ``missing`` it must not leave."""

    key: int
    subject: str
    html: Markup  # body without frame
    framed: Markup  # whole e-mail, or the letter's sheet for the PDF report
    plain: str  # text alternative
    missing: tuple[str, ...]


class Payer(NamedTuple):
    """Who is written to. ``contact`` is a first and last name, or nothing."""

    name: str
    account: str
    address: tuple[str, ...]  # lines under the name
    contact: str = ""
    country: str = ""  # ISO code


class Sender(NamedTuple):
    """The creditor, and the way to pay it."""

    name: str
    legal_line: str
    address: tuple[str, ...]
    city: str
    country: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    iban: str = ""
    bic: str = ""
    privacy: str = ""
    mediator: str = ""
    accent: str = "#17505f"  # ground of the button, and its ink
    on_accent: str = "#ffffff"


class Collector(NamedTuple):
    """The person in charge, who signs."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""


class Text(NamedTuple):
    """One text of the catalogue in one language."""

    subject: str
    body: str
    kind: str
    tone: str
