"""What banks refuse in a file of direct debits although its schema allows it (rules of the European Payments Council).

Each fault has a code, said in the table below with what it does; the words for a person are made by the model.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable_sepa.logic import bic, creditor, iban, life, pain008, target
from odoo.addons.receivable_sepa.logic.references import latin, umr_fault

LEAST, MOST = Decimal("0.01"), Decimal("999999999.99")
SCHEMES = ("CORE", "B2B")
SEQUENCES = ("FRST", "RCUR", "FNAL", "OOFF")
ONCE = ("FRST", "FNAL", "OOFF")  # one debit of a mandate at most has such a sequence type
EARLIEST_DAYS = 14  # calendar days before the date from which banks take a file
EEA = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split())

LEVELS = {
    # the file: {value}, {why} = code of what is wrong with it
    "no_debits": "error",
    "message_id": "error",
    "creditor_name": "error",
    "creditor_identifier": "error",
    "creditor_iban": "error",
    "creditor_bic": "error",
    "schemes_mixed": "warning",  # many banks want CORE and B2B in files of their own
    # the groups: {group}, {date}
    "group_id": "error",
    "group_empty": "error",
    "group_twice": "error",  # date, sequence and scheme have one group
    "scheme": "error",
    "sequence": "error",
    "date_closed": "error",  # {next}: the first open day
    "date_late": "error",  # {present_by}: the last day on which the debtor's bank would have taken it
    "date_early": "warning",  # {days}: banks take a file so many days before its date at the earliest
    # the debits: {value}, {why}
    "end_to_end": "error",
    "end_to_end_twice": "error",
    "amount_low": "error",
    "amount_high": "error",
    "amount_decimals": "error",
    "debtor_name": "error",
    "debtor_iban": "error",
    "debtor_bic": "error",
    "purpose": "error",
    "text_cut": "warning",  # {field}, {limit}
    "address_required": "error",  # {country}: the bank lies outside the European Economic Area
    "address_left_out": "warning",  # no town or no country: not written
    "address_lines": "warning",  # {limit}: what is beyond is not written
    # the mandates
    "mandate_reference": "error",
    "unsigned": "error",
    "signed_later": "error",  # {signed_on}: in the future, or after the debit
    "sequence_twice": "error",  # {sequence}: the same mandate again
    "amendment_empty": "error",
    "amendment_twice": "error",
    "old_reference": "error",
    "old_iban": "error",
    "old_creditor_identifier": "error",
}


class Fault(NamedTuple):
    """One reason why the bank would refuse or alter a file."""

    code: str
    level: str  # 'error' | 'warning'
    debit: str = ""  # its end-to-end reference
    values: dict = {}


def faults(file: pain008.File, today: date, countries: Collection[str]) -> list[Fault]:
    """All that is wrong with a file, the file itself first, then its groups, debits and mandates.

    :param countries: ISO codes of the SEPA countries
    """
    of_debits = (
        fault
        for group in file.groups
        for debit in group.debits
        for fault in (*_of_debit(debit, countries), *_of_texts(debit), *_of_address(debit), *_of_mandate(debit, group, today, countries))
    )
    return [*_of_file(file, countries), *_of_groups(file, today), *of_debits, *_of_end_to_end(file), *_of_repeated_mandates(file)]


def _fault(code: str, debit: pain008.Debit | None = None, **values) -> Fault:
    return Fault(code, LEVELS[code], debit.end_to_end if debit else "", values)


def _wrong(code: str, value: str, why: str, debit: pain008.Debit | None = None) -> Iterator[Fault]:
    """A fault when the check of a value gave a reason."""
    if why:
        yield _fault(code, debit, value=value, why=why)


def _of_file(file, countries):
    yield from _wrong("message_id", file.message_id, umr_fault(file.message_id))
    yield from _wrong("creditor_name", file.creditor.name, _name_fault(file.creditor.name))
    yield from _wrong("creditor_identifier", file.creditor_identifier, creditor.fault(file.creditor_identifier, countries))
    yield from _wrong("creditor_iban", iban.masked(file.iban), iban.fault(file.iban, countries))
    yield from _wrong("creditor_bic", file.bic, file.bic and bic.fault(file.bic))
    if not file.debits:
        yield _fault("no_debits")
    if len({group.scheme for group in file.groups}) > 1:
        yield _fault("schemes_mixed")


def _of_groups(file, today):
    ids = Counter(group.id for group in file.groups)
    keys = Counter(_key(group) for group in file.groups)
    for group in file.groups:
        why = umr_fault(group.id) or ("twice" if ids[group.id] > 1 else "")
        yield from _wrong("group_id", group.id, why)
        if not group.debits:
            yield _fault("group_empty", group=group.id)
        if keys[_key(group)] > 1:
            yield _fault("group_twice", group=group.id)
        yield from _of_type(group)
        yield from _of_date(group, today)


def _key(group):
    return group.date, group.sequence, group.scheme


def _of_type(group):
    if group.scheme not in SCHEMES:
        yield _fault("scheme", group=group.id, value=group.scheme)
    if group.sequence not in SEQUENCES:
        yield _fault("sequence", group=group.id, value=group.sequence)


def _of_date(group, today):
    if not target.is_open(group.date):
        yield _fault("date_closed", group=group.id, date=group.date, next=target.next_open(group.date))
    if today > life.present_by(group.date):
        yield _fault("date_late", group=group.id, date=group.date, present_by=life.present_by(group.date))
    if (group.date - today).days > EARLIEST_DAYS:
        yield _fault("date_early", group=group.id, date=group.date, days=EARLIEST_DAYS)


def _of_debit(debit, countries):
    yield from _wrong("end_to_end", debit.end_to_end, umr_fault(debit.end_to_end), debit)
    yield from _wrong("debtor_name", debit.debtor.name, _name_fault(debit.debtor.name), debit)
    yield from _wrong("debtor_iban", iban.masked(debit.iban), iban.fault(debit.iban, countries), debit)
    yield from _wrong("debtor_bic", debit.bic, debit.bic and bic.fault(debit.bic), debit)
    if debit.purpose and not (len(debit.purpose) == pain008.LONGEST_PURPOSE and debit.purpose.isascii() and debit.purpose.isalnum()):
        yield _fault("purpose", debit, value=debit.purpose, why="structure")
    if debit.amount < LEAST:
        yield _fault("amount_low", debit, value=debit.amount)
    if debit.amount > MOST:
        yield _fault("amount_high", debit, value=debit.amount)
    if debit.amount != round(debit.amount, 2):
        yield _fault("amount_decimals", debit, value=debit.amount)


def _of_texts(debit):
    """What the bank would read in part only."""
    written = {
        "name": (debit.debtor.name, pain008.LONGEST_NAME),
        "ultimate": (debit.ultimate, pain008.LONGEST_NAME),
        "remittance": (debit.remittance, pain008.LONGEST_TEXT),
    }
    for field, (text, limit) in written.items():
        if latin(text, limit) != latin(text):
            yield _fault("text_cut", debit, field=field, value=text, limit=limit)


def _of_address(debit):
    address, country = debit.debtor.address, iban.normalise(debit.iban)[:2]
    if country not in EEA and not (address and address.accepted):
        yield _fault("address_required", debit, country=country)
    elif address and not address.accepted:
        yield _fault("address_left_out", debit)
    if address and len(address.lines) > pain008.MOST_LINES:
        yield _fault("address_lines", debit, limit=pain008.MOST_LINES)


def _of_mandate(debit, group, today, countries):
    mandate = debit.mandate
    yield from _wrong("mandate_reference", mandate.reference, umr_fault(mandate.reference), debit)
    if not mandate.signed_on:
        yield _fault("unsigned", debit)
    elif mandate.signed_on > min(today, group.date):
        yield _fault("signed_later", debit, signed_on=mandate.signed_on)
    if mandate.amendment:
        yield from _of_amendment(debit, mandate.amendment, countries)


def _of_amendment(debit, amendment, countries):
    if not any(amendment):
        yield _fault("amendment_empty", debit)
    reference, account, identifier = amendment.old_reference, amendment.old_iban, amendment.old_creditor_identifier
    yield from _wrong("old_reference", reference, reference and umr_fault(reference), debit)
    yield from _wrong("old_iban", iban.masked(account), account and iban.fault(account, countries), debit)
    yield from _wrong("old_creditor_identifier", identifier, identifier and creditor.fault(identifier, countries), debit)


def _of_end_to_end(file):
    times = Counter(debit.end_to_end for debit in file.debits)
    return (_fault("end_to_end_twice", debit, value=debit.end_to_end) for debit in file.debits if times[debit.end_to_end] > 1)


def _of_repeated_mandates(file):
    """What a mandate may have once is given to its first debit."""
    amended, first = set(), set()
    for group in file.groups:
        for debit in group.debits:
            reference = debit.mandate.reference.upper()
            if debit.mandate.amendment and reference in amended:
                yield _fault("amendment_twice", debit, value=debit.mandate.reference)
            if group.sequence in ONCE and (reference, group.sequence) in first:
                yield _fault("sequence_twice", debit, value=debit.mandate.reference, sequence=group.sequence)
            first.add((reference, group.sequence))
            if debit.mandate.amendment:
                amended.add(reference)


def _name_fault(name):
    return "" if latin(name, pain008.LONGEST_NAME) else "empty"
