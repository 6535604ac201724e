"""The payers of the demo company and their ledgers, told relative to T. Pure: the same story on every weekday.

T is today when it is a business day, else the next one. Due dates move back to a business day, never forward.
Nobody here exists: names are inventions, addresses end in ``.example``, telephone numbers come from the ranges kept for fiction.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.receivable.logic.calendar import next_business_day


class Bill(NamedTuple):
    """One open invoice: amount with tax, due T + ``due``; ``paid``: parts already received, as (amount, T + day)."""

    amount: float
    due: int
    paid: tuple[tuple[float, int], ...] = ()
    then: tuple[tuple[float, int], ...] = ()  # further instalments of the same invoice, as (amount, T + due)
    currency: str = "EUR"


class Story(NamedTuple):
    """One payer: who they are, how they used to pay, and what is open today."""

    key: str
    name: str
    city: str
    zip: str
    bills: tuple[Bill, ...]
    habit: tuple[int, ...] = ()  # days late of settled invoices, oldest first; one every six weeks or so
    kind: str = "company"  # 'company' | 'public' | 'person'
    size: str = "small"
    credits: tuple[tuple[float, int], ...] = ()  # credit notes, as (amount, T + day)
    settled: tuple[tuple[float, int, int], ...] = ()  # paid lately: (amount, T + due, T + paid)
    limit: float | None = None  # None: no limit; 0: no credit
    country: str = "fr"
    lang: str = "fr_FR"
    email: bool = True
    phone: str = "02 61 91 00 00"
    parent: str = ""  # group head
    bank: tuple[tuple[float, int, str, str], ...] = ()  # bank lines: amount, T + day, name on the line, label
    pause: tuple[int, int | None, bool] | None = None  # from T +, until T + (None: no end), with debits; its reason: models/receivable_demo.py
    contacts: tuple[str, ...] = ()


GOOD, FAIR = (-3, -1, 0, -2, 0, -4, -1), (0, 3, 7, 1, 9, 2, 10, 4)
SLOW, SLOWER = (12, 15, 13, 18, 14, 16), (24, 31, 28, 35, 30)
BAD, WORST = (38, 45, 33, 52, 41), (70, 85, 95, 110, 90)


def _habit(pattern: tuple[int, ...], count: int) -> tuple[int, ...]:
    return tuple(pattern[number % len(pattern)] for number in range(count))


STORIES = (
    Story("croustibelle", "Boulangerie Croustibelle", "Pont-de-Brume", "29990", (Bill(1840, 7),), _habit(GOOD, 14)),
    Story("tourneboulon", "Garage Tourneboulon", "Val-Lointain", "35990", (Bill(2460, -5), Bill(980, 12)), _habit(SLOW, 23), limit=8000),
    Story("nuage-bleu", "Fromagerie du Nuage Bleu", "Haute-Brise", "73990", (Bill(1200, -45), Bill(760, -15), Bill(540, -5)), _habit(BAD, 12)),
    Story(
        "lac-imaginaire", "Hôtel du Lac Imaginaire", "Lac-Imaginaire", "74990", (Bill(1200, -13),), _habit(FAIR, 16), limit=10000,
        bank=((1200, -2, "HOTEL DU LAC IMAGINAIRE", "VIR SEPA {number}"),), contacts=("Paul Pressé",),
    ),
    Story(
        "copeaux", "Menuiserie Copeaux & Fils", "Bois-Joli", "88990", (Bill(1180, -22), Bill(820, -9)), _habit(SLOW, 13),
        bank=((2000, -2, "M. ANDRE COPEAUX", "REGLEMENT FACTURES"),),
    ),
    Story("lycee", "Lycée Fictif de la Brume", "Pont-de-Brume", "29990", (Bill(5310, -20),), _habit((25, 31, 28, 22), 8), kind="public"),
    Story(
        "hyperbole", "Grands Magasins Hyperbole", "Centreville-sur-Rien", "75990",
        (Bill(18400, -11), Bill(9200, -6), Bill(41000, 9), Bill(35500, 24), Bill(44500, 38)), _habit(FAIR, 20), size="large", limit=200000,
        contacts=("Hyperbole Rive Nord", "Hyperbole Rive Sud", "Hyperbole Gare"),
    ),
    Story(
        "escargot", "Transports Escargot Express", "Grand-Détour", "69990", (Bill(3600, -38, ((1000, -4),)),), _habit(SLOWER, 12), limit=5000,
    ),
    Story("papyrus", "Imprimerie Papyrus Têtu", "Encre-la-Vallée", "44990", (Bill(4250, -18), Bill(7000, 22)), _habit(SLOW, 21), limit=20000),
    Story(
        "louche", "Restaurant La Louche d'Argent", "Port-Sauvage", "17990", (Bill(4800, -75, ((800, -57), (800, -27)),),), _habit(SLOWER, 11),
        limit=5000, pause=(-60, 3, False),
    ),
    Story("peluches", "Clinique des Trois Peluches", "Douce-Rive", "31990", (Bill(620, -25),), _habit(FAIR, 12), credits=((900, -8),)),
    Story(
        "popcorn", "Cinéma Le Pop-Corn Suprême", "Écran-le-Grand", "59990", (Bill(3150, -118), Bill(2780, -91), Bill(1920, -62)),
        _habit(WORST, 10), limit=0,
    ),
    Story(
        "tournesol", "Pépinière Tournesol Pressé", "Les Jardins", "37990", (Bill(700, 25),), _habit(FAIR, 14), settled=((1460, -12, -2),),
    ),
    Story("point-mort", "Auto-École Point Mort", "Rond-Point", "54990", (Bill(690, -17),), _habit(SLOW, 9), email=False),
    Story("bombance", "Traiteur Bombance", "Table-Ronde", "21990", (Bill(1075, -6),)),
    Story("perspective", "Atelier Perspective & Fuite", "Point-de-Vue", "13990", (Bill(3320, -19),), _habit(SLOW, 15)),
    Story(
        "wolkenkuckuck", "Möbelhaus Wolkenkuckuck GmbH", "Wolkenheim", "79990", (Bill(4890, -8),), _habit(FAIR, 13), country="de", lang="en_US",
        phone="+49 30 23125 000",
    ),
    Story(
        "edelweiss", "Chalet Edelweiss Imaginaire AG", "Obernirgends", "3999", (Bill(3400, -15, currency="CHF"), Bill(1150, -15)),
        _habit(SLOW, 10), country="ch",
    ),
    Story("paravent", "Mme Démo Paravent", "Pont-de-Brume", "29990", (Bill(349, -10),), kind="person"),
    Story("pixel", "Pixel Sauvage", "Écran-le-Grand", "59990", (Bill(2200, 18),)),
    Story(
        "poireaux", "Ferme des Mille Poireaux", "Sillon-Droit", "80990", (Bill(960, 4),), _habit(GOOD, 12),
        pause=(-1, 5, True),
    ),
    Story("plouf", "Piscines Plouf Atlantique", "Grande-Marée", "64990", (Bill(1380, -33),), _habit(SLOWER, 11)),
    Story(
        "boulons", "Association Les Joyeux Boulons", "Val-Lointain", "35990", (Bill(430, -140),), _habit(FAIR, 8),
        pause=(-190, None, False),
    ),
    Story(
        "page-perdue", "Librairie Page Perdue", "Encre-la-Vallée", "44990",
        (Bill(2000, -10, ((500, -6),), then=((2000, 20),)),), _habit(FAIR, 15),
    ),
    Story("saperlipopette", "Saperlipopette Holding", "Tour-du-Monde", "92990", (Bill(21300, 14),), _habit(SLOW, 12), size="large", limit=50000),
    Story(
        "saperlipopette-nord", "Saperlipopette Nord", "Tour-du-Nord", "59990", (Bill(24700, -3),), _habit(SLOW, 9), size="large",
        parent="saperlipopette",
    ),
    Story("petit-reste", "Quincaillerie Petit Reste", "Bois-Joli", "88990", (Bill(7.40, -30),), _habit(GOOD, 12)),
)


def day_of_the_story(today: date, closed) -> date:
    """T: today when it is a business day, else the next one."""
    return next_business_day(today, closed)


def due_day(story_day: date, offset: int, closed) -> date:
    """T + offset, moved back to a business day.

    >>> due_day(date(2026, 11, 23), -1, frozenset())
    datetime.date(2026, 11, 20)
    """
    day = story_day + timedelta(days=offset)
    while day.weekday() > 4 or day in closed:
        day -= timedelta(days=1)
    return day


class Settled(NamedTuple):
    """One settled invoice of the past two years, as a line of the ledger that the demo company brings along."""

    customer: str
    number: str
    issued: date
    due: date
    paid: date
    amount: float


def history(story: Story, story_day: date, closed) -> Iterator[Settled]:
    """The settled invoices that give each payer the grade of the story; the newest paid some weeks ago."""
    spread = max(14, 640 // max(len(story.habit), 1))
    for number, late in enumerate(reversed(story.habit)):
        due = due_day(story_day, -45 - max(late, 0) - number * min(spread, 42), closed)
        amount = 400 + (number * 370 + len(story.name) * 53) % 2600
        yield Settled(
            story.key, f"H-{story.key.upper()}-{len(story.habit) - number:02d}", due - timedelta(days=30), due, due + timedelta(days=late), amount
        )
