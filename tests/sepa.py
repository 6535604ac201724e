"""Made-up debits for the tests and the benchmark of bank files."""

from datetime import date, datetime
from decimal import Decimal

from odoo.addons.receivable_sepa.logic.pain008 import Address, Debit, File, Group, Mandate, Party

SEPA = frozenset(
    "AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA".split()
)
TODAY = date(2026, 11, 23)
DAY = date(2026, 12, 1)
OURS, THEIRS = "FR7630006000011234567890189", "FR1420041010050500013M02606"
SWISS = "CH9300762011623852957"
HYBRID = Address(zip="75002", city="Paris", country="FR", lines=("1 rue de la Paix",))
STRUCTURED = Address(street="1 rue de la Paix", zip="75002", city="Paris", country="FR")


def debit(number=0, **values):
    known = {
        "end_to_end": f"FAC-2026-{number:05}", "amount": Decimal("100.00"), "mandate": Mandate(f"RUM-2026-{number:04}", date(2026, 1, 15)),
        "debtor": Party(f"CLIENT {number}", HYBRID), "iban": THEIRS, "remittance": f"FACTURE FAC-2026-{number:05}",
    }  # fmt: skip
    return Debit(**known | values)


def group(*debits, **values):
    known = {"id": "MSG-20261123-0001-1", "date": DAY, "sequence": "RCUR", "scheme": "CORE", "debits": debits or (debit(),)}
    return Group(**known | values)


def file(*groups, **values):
    known = {
        "message_id": "MSG-20261123-0001", "created": datetime(2026, 11, 23, 8), "initiator": "MA SOCIETE SAS",
        "creditor": Party("MA SOCIETE SAS"), "creditor_identifier": "FR72ZZZ123456", "iban": OURS, "bic": "AGRIFRPPXXX",
        "groups": groups or (group(),),
    }  # fmt: skip
    return File(**known | values)


def file_of(*debits, **values):
    return file(group(*debits, **values))
