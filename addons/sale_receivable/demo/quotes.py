"""Quotations and orders of the demo company, told relative to T; the payers and their ledgers: ``receivable.demo.story``. Pure."""

from typing import NamedTuple


class Quote(NamedTuple):
    """One order: its lines as (words, amount), made T + ``day``; what became of it."""

    payer: str
    day: int
    lines: tuple[tuple[str, float], ...]
    then: str = "quote"  # 'quote' | 'order' (confirmed) | 'asked' (a release is asked for) | 'documents' (asked for by the credit manager)
    note: str = ""  # what the salesperson, or the credit manager, wrote; in words: models/receivable_demo.py


QUOTES = (
    Quote("croustibelle", -1, (("Comptoir en frêne", 900),)),
    Quote("tourneboulon", -2, (("Établis d'atelier, lot de 4", 2800), ("Armoire à outils", 600))),
    Quote("papyrus", -6, (("Rayonnages pour papier, 12 m", 3400),), "order"),
    Quote("popcorn", -3, (("Banquettes du foyer", 1100),), "asked", "popcorn"),
    Quote("pixel", -1, (("Agencement de la boutique", 6600), ("Éclairage", 1200))),
    Quote("saperlipopette-nord", -1, (("Bureaux d'accueil", 4000), ("Fauteuils visiteurs", 2200))),
    Quote("escargot", -4, (("Casiers du personnel", 2400),), "asked", "escargot"),
    Quote("louche", -5, (("Tables bistrot, lot de 10", 2600),), "documents", "louche"),
    Quote("peluches", -2, (("Mobilier de la salle d'attente", 4150),)),
    Quote("lycee", -7, (("Tables de laboratoire, lot de 12", 5200),)),
    Quote("hyperbole", -1, (("Présentoirs, boutique Gare", 12400),)),
)
