"""What banks refuse although the schema allows it: one test a rule, and a right file has no fault."""

from datetime import date
from decimal import Decimal

import pytest
from sepa import DAY, HYBRID, OURS, SEPA, SWISS, THEIRS, TODAY, debit, file, file_of, group

from odoo.addons.receivable_sepa.logic import epc
from odoo.addons.receivable_sepa.logic.pain008 import Address, Amendment, Mandate, Party


def found(checked, today=TODAY):
    """The faults of a file: ``[(code, debit, why)]``."""
    return [(fault.code, fault.debit, fault.values.get("why", "")) for fault in epc.faults(checked, today, SEPA)]


def codes(checked, today=TODAY):
    return [code for code, _debit, _why in found(checked, today)]


def of_debit(**values):
    return [(code, why) for code, _debit, why in found(file_of(debit(**values)))]


def mandate(reference="RUM-1", signed_on=date(2026, 1, 15), amendment=None):
    return Mandate(reference, signed_on, amendment)


def test_a_right_file_has_no_fault():
    assert found(file(group(debit(1), debit(2)), group(debit(3), id="B", sequence="FRST"))) == []


def test_what_is_refused_is_told_from_what_is_altered():
    faults = epc.faults(file_of(debit(amount=Decimal(0), remittance="x" * 141)), TODAY, SEPA)
    assert [(fault.code, fault.level) for fault in faults] == [("amount_low", "error"), ("text_cut", "warning")]


# -- the file -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values, fault", [
    ({"message_id": ""}, ("message_id", "empty")),
    ({"message_id": "M" * 36}, ("message_id", "length")),
    ({"message_id": "M//1"}, ("message_id", "slashes")),
    ({"creditor": Party("寿司")}, ("creditor_name", "empty")),
    ({"creditor_identifier": ""}, ("creditor_identifier", "empty")),
    ({"creditor_identifier": "FR73ZZZ123456"}, ("creditor_identifier", "check")),
    ({"iban": "FR7630006000011234567890188"}, ("creditor_iban", "check")),
    ({"bic": "AGRIFRPPXX"}, ("creditor_bic", "length")),
])  # fmt: skip
def test_what_a_bank_refuses_of_the_creditor(values, fault):
    assert [(code, why) for code, _debit, why in found(file(**values))] == [fault]


def test_the_code_of_the_bank_is_optional():
    assert found(file_of(debit(bic=""))._replace(bic="")) == []


def test_a_file_without_debits_is_none():
    assert codes(file()._replace(groups=())) == ["no_debits"]
    assert codes(file()._replace(groups=(group(), group(sequence="FRST", id="B")._replace(debits=())))) == ["group_empty"]


def test_both_schemes_in_one_file_are_a_warning():
    mixed = file(group(debit(1)), group(debit(2), id="B", scheme="B2B"))
    assert [(fault.code, fault.level) for fault in epc.faults(mixed, TODAY, SEPA)] == [("schemes_mixed", "warning")]


# -- the groups -----------------------------------------------------------------------------------------------------------------------


def test_two_groups_of_the_same_kind_should_be_one():
    assert codes(file(group(debit(1)), group(debit(2), id="B"))) == ["group_twice", "group_twice"]


def test_two_groups_of_one_name_cannot_be_told_apart():
    twins = file(group(debit(1)), group(debit(2), sequence="FRST"))
    assert found(twins) == [("group_id", "", "twice"), ("group_id", "", "twice")]


@pytest.mark.parametrize("values, code", [({"scheme": "COR1"}, "scheme"), ({"sequence": "RPRE"}, "sequence"), ({"id": "A B"}, "group_id")])
def test_what_iso_knows_but_sepa_does_not(values, code):
    assert codes(file(group(**values))) == [code]


def test_banks_do_not_settle_on_closed_days():
    fault = epc.faults(file(group(date=date(2026, 12, 5))), TODAY, SEPA)[0]
    assert (fault.code, fault.values["next"]) == ("date_closed", date(2026, 12, 7))


def test_a_file_reaches_the_bank_of_the_debtor_the_open_day_before():
    assert codes(file(), date(2026, 11, 30)) == []
    fault = epc.faults(file(), DAY, SEPA)[0]
    assert (fault.code, fault.values["present_by"]) == ("date_late", date(2026, 11, 30))


def test_many_banks_take_no_file_earlier_than_two_weeks_before():
    assert codes(file(), date(2026, 11, 17)) == []
    assert codes(file(), date(2026, 11, 16)) == ["date_early"]


# -- the debits -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values, fault", [
    ({"end_to_end": "FAC//1"}, ("end_to_end", "slashes")),
    ({"end_to_end": "F" * 36}, ("end_to_end", "length")),
    ({"debtor": Party("", HYBRID)}, ("debtor_name", "empty")),
    ({"iban": "FR8420041010050500013M02607"}, ("debtor_iban", "rib_key")),
    ({"iban": "SA0380000000608010167519", "debtor": Party("A", HYBRID)}, ("debtor_iban", "not_sepa")),
    ({"bic": "AGR1FRPP"}, ("debtor_bic", "structure")),
    ({"purpose": "OTHER"}, ("purpose", "structure")),
    ({"purpose": "OT-R"}, ("purpose", "structure")),
    ({"purpose": "ÉTÉS"}, ("purpose", "structure")),
    ({"amount": Decimal("0.00")}, ("amount_low", "")),
    ({"amount": Decimal("-5.00")}, ("amount_low", "")),
    ({"amount": Decimal("1000000000.00")}, ("amount_high", "")),
    ({"amount": Decimal("10.005")}, ("amount_decimals", "")),
])  # fmt: skip
def test_what_a_bank_refuses_of_a_debit(values, fault):
    assert of_debit(**values) == [fault]


@pytest.mark.parametrize("amount", ["0.01", "999999999.99"])
def test_the_bounds_of_an_amount_belong_to_it(amount):
    assert of_debit(amount=Decimal(amount)) == []


def test_a_fault_names_its_debit_and_never_shows_an_account_number():
    fault = epc.faults(file_of(debit(1), debit(2, iban="FR8420041010050500013M02607")), TODAY, SEPA)[0]
    assert (fault.debit, fault.values["value"]) == ("FAC-2026-00002", "FR84 •••• 2607")


def test_two_debits_of_one_reference_cannot_be_told_apart():
    assert codes(file_of(debit(1), debit(2, end_to_end="FAC-2026-00001"))) == ["end_to_end_twice", "end_to_end_twice"]


@pytest.mark.parametrize("values, field", [
    ({"debtor": Party("x" * 71, HYBRID)}, "name"), ({"ultimate": "x" * 71}, "ultimate"), ({"remittance": "x" * 141}, "remittance"),
])  # fmt: skip
def test_a_text_that_does_not_fit_is_told_before_it_is_cut(values, field):
    fault = epc.faults(file_of(debit(**values)), TODAY, SEPA)[0]
    assert (fault.code, fault.level, fault.values["field"]) == ("text_cut", "warning", field)


def test_a_text_that_just_fits_is_no_fault():
    assert of_debit(debtor=Party("x" * 70, HYBRID), ultimate="x" * 70, remittance="x" * 140) == []


# -- addresses ------------------------------------------------------------------------------------------------------------------------


def test_inside_the_economic_area_no_address_is_needed():
    assert of_debit(debtor=Party("A")) == []


@pytest.mark.parametrize("address", [None, Address(city="Bern"), Address(country="CH")])
def test_a_bank_outside_wants_an_address_with_town_and_country(address):
    assert of_debit(iban=SWISS, debtor=Party("A", address)) == [("address_required", "")]
    assert of_debit(iban=SWISS, debtor=Party("A", Address(city="Bern", country="CH"))) == []


@pytest.mark.parametrize("address", [Address(city="Paris"), Address(country="FR"), Address(lines=("1 rue de la Paix, Paris",))])
def test_an_address_that_would_be_refused_is_left_out_and_told(address):
    assert of_debit(debtor=Party("A", address)) == [("address_left_out", "")]


def test_a_third_line_of_an_address_is_told():
    assert of_debit(debtor=Party("A", HYBRID._replace(lines=("a", "b")))) == []
    assert of_debit(debtor=Party("A", HYBRID._replace(lines=("a", "b", "c")))) == [("address_lines", "")]


# -- the mandates ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given, fault", [
    (mandate("RUM_1"), ("mandate_reference", "characters")),
    (mandate("RUM @ 1"), ("mandate_reference", "characters")),
    (mandate(signed_on=None), ("unsigned", "")),
    (mandate(signed_on=date(2026, 11, 24)), ("signed_later", "")),
    (mandate(amendment=Amendment()), ("amendment_empty", "")),
    (mandate(amendment=Amendment(old_reference="RUM 0")), ("old_reference", "characters")),
    (mandate(amendment=Amendment(old_iban="FR7630006000011234567890188")), ("old_iban", "check")),
    (mandate(amendment=Amendment(old_creditor_identifier="FR73ZZZ123456")), ("old_creditor_identifier", "check")),
])  # fmt: skip
def test_what_a_bank_refuses_of_a_mandate(given, fault):
    assert of_debit(mandate=given) == [fault]


@pytest.mark.parametrize("change", [
    Amendment(new_account=True), Amendment(old_iban=OURS), Amendment("RUM-0"), Amendment(old_creditor_name="Avant"),
    Amendment(old_creditor_identifier="DE98ZZZ09999999999"),
])  # fmt: skip
def test_a_change_told_well_is_no_fault(change):
    assert of_debit(mandate=mandate(amendment=change)) == []


def test_a_mandate_signed_today_may_be_used():
    assert of_debit(mandate=mandate(signed_on=TODAY)) == []


def test_a_change_is_told_once_for_a_mandate_however_its_reference_is_written():
    change = Amendment(new_account=True)
    twice = file_of(debit(1, mandate=mandate("rum-1", amendment=change)), debit(2, mandate=mandate("RUM-1", amendment=change)))
    assert found(twice) == [("amendment_twice", "FAC-2026-00002", "")]
    told, untold = debit(1, mandate=mandate(amendment=change)), debit(2, mandate=mandate())
    assert codes(file_of(told, untold)) == codes(file_of(untold, told)) == []


@pytest.mark.parametrize("sequence, faults", [
    ("OOFF", ["sequence_twice"]), ("FRST", ["sequence_twice"]), ("FNAL", ["sequence_twice"]), ("RCUR", []),
])  # fmt: skip
def test_what_happens_once_to_a_mandate_happens_once(sequence, faults):
    same = mandate("RUM-1")
    first, next_day = group(debit(1, mandate=same)), group(debit(2, mandate=same), id="B", date=date(2026, 12, 2))
    assert codes(file(first._replace(sequence=sequence), next_day._replace(sequence=sequence))) == faults
    assert codes(file_of(debit(1, mandate=same), debit(2, mandate=mandate("RUM-2")), sequence=sequence)) == []


def test_one_debit_may_have_several_faults():
    assert of_debit(amount=Decimal(0), iban=THEIRS[:-1], mandate=mandate("")) == [
        ("debtor_iban", "length"), ("amount_low", ""), ("mandate_reference", "empty"),
    ]  # fmt: skip
