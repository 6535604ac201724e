"""An invented message, to see a text before it is used. Pure.

People, companies and numbers do not exist.
"""

from datetime import date, timedelta
from decimal import Decimal

from . import frames, wording
from .letters import Block
from .message import Charges, Collector, Item, Message, Payer, Sender

DAY = date(2026, 11, 23)
PAYER = Payer("Fromagerie du Nuage Bleu", "C00042", ("12 rue de la Brume", "38999 Pont-de-Brume"), "Camille Martin", "FR")
PERSON = Payer("Claude Paravent", "C00019", ("3 impasse des Rideaux", "38999 Pont-de-Brume"), "Claude Paravent", "FR")
SENDER = Sender(
    name="Lunaprès Mobilier SAS",
    legal_line="Lunaprès Mobilier SAS · 4 quai des Ateliers, 38999 Pont-de-Brume · SIREN 999 990 015",
    address=("4 quai des Ateliers", "38999 Pont-de-Brume"),
    city="Pont-de-Brume",
    country="FR",
    phone="04 65 71 00 10",
    email="comptabilite@lunapres.example",
    iban="FR7699999000011234567890189",
    bic="DEMOFRPPXXX",
    privacy="https://lunapres.example/privacy",
    mediator="Médiation Démo, 1 place du Dialogue, 75999 Paris",
)
COLLECTOR = Collector("Colette Rappel", "", "04 65 71 00 12", "colette.rappel@lunapres.example")
CHARGES = Charges(
    mode="recalled",
    currency="EUR",
    rate=Decimal("12.15"),
    each=Decimal(40),
    basis="articles L. 441-10, D. 441-5",
    interest=Decimal("61.37"),
    indemnity=Decimal(120),
    invoices=3,
    daily=Decimal("0.78"),
)

FACTS = frozenset({"none", "undisputed", "balance", "interest kept", "core", "named", "again"})
"""What is true of the invented promise, dispute, plan and debit."""


def _item(number: int, late: int, amount: str, paid: str = "0", kind: str = "debt", reference: str = "") -> Item:
    due, booked, settled = DAY - timedelta(late), Decimal(amount), Decimal(paid)
    return Item(
        number=f"FAC/2026/{number:05d}",
        reference=reference,
        issued=due - timedelta(30),
        due=due,
        amount=booked,
        paid=settled,
        remaining=booked - settled,
        days_late=max(late, 0),
        currency="EUR",
        kind=kind,
        order="BC-7781" if kind == "coming" else "",
    )


DUE = (
    _item(1, 45, "1200", reference="BC-7781"),
    _item(7, 15, "760", "160", reference="BC-7804"),
    _item(9, 5, "540"),
    _item(3, 8, "-120", kind="credit"),
)
COMING = (_item(12, -7, "310.50", kind="coming"), _item(14, -9, "1840", kind="coming"))


def message(code: str, kind: str, lang: str, medium: str) -> Message:
    """A message that gives a text of this kind everything that it may show."""
    items = COMING[:1] if code == "prevenance_one" else COMING if kind == "prevenance" else DUE
    return Message(
        key=0,
        template=code,
        medium=medium,
        lang=lang,
        company_id=0,
        payer_id=0,
        recipient_id=0,
        collector_id=None,
        date=DAY,
        items=items,
        earlier=(date(2026, 10, 13), date(2026, 10, 22), date(2026, 11, 10)),
        deadline=DAY + timedelta(15 if kind == "formal" else 8),
        private=code == "formal_notice_private",
        consequences=frozenset({"suspend", "court"}),
        paid_amount=(("EUR", Decimal("1460")),),
        paid_date=DAY - timedelta(2),
        known_until=DAY - timedelta(3),
        payment_link="https://lunapres.example/pay/k3T9",
        portal_link="https://lunapres.example/my/account",
        charges=CHARGES._replace(mode="claimed") if kind == "formal" else CHARGES,
        own=_own(lang) if kind == "event" else {},
        facts=FACTS if kind == "event" else frozenset(),
    )


def _own(lang: str) -> dict:
    """What was promised, contested, agreed and debited in the invented story, as a text shows it."""
    amounts = {
        "promised amount": "2380", "received": "1000", "remaining": "1380", "disputed amount": "310", "undisputed amount": "890",
        "accepted amount": "310", "credit amount": "310", "instalment": "400", "debit amount": "1380",
    }  # fmt: skip
    days = {"promised date": 11, "answer date": 3, "valid until": 15, "due date": 3, "debit date": -3, "new debit date": 9}
    french = lang.startswith("fr")
    return {
        **{name: wording.amount(Decimal(value), "EUR", lang) for name, value in amounts.items()},
        **{name: wording.deadline(DAY + timedelta(later), lang) for name, later in days.items()},
        "dispute": "LIT/2026/0004",
        "plan": "PLAN/2026/0002",
        "credit note": "AV/2026/0011",
        "cure delay": wording.days(8, lang),
        "reason": "marchandise abîmée" if french else "goods damaged",
        "owner": "Victor Devis",
        "second reader": "Gérard Encours",
        "documents": "bon de livraison" if french else "delivery note",
        "explanation": "…",
        "explanation accepted": "…",
        "explanation refused": "…",
        "plan table": _plan_table(lang),
        "RUM": "LUNAPRES-000042",
        "ICS": "FR53ZZZ999999",
        "masked IBAN": wording.masked_iban("FR7699999000011234567890189"),
        "debit table": _debit_table(lang),
    }


def _debit_table(lang: str) -> Block:
    debits = [(DAY + timedelta(30 * number), Decimal(460), f"FAC/2026/{number:05d}") for number in range(1, 4)]
    return frames.debit_table(debits, "EUR", lang)


def _plan_table(lang: str) -> Block:
    return frames.plan_table([(DAY + timedelta(30 * number), Decimal(400)) for number in range(1, 7)], "EUR", lang)
