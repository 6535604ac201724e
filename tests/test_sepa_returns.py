"""What follows from a debit that came back: the shipped table of reasons, and what happened before."""

from datetime import date, timedelta

import pytest
from conftest import ROOT
from lxml import etree

from odoo.addons.receivable_sepa.logic.returns import Reason, effect

DAY = date(2026, 11, 24)  # a Tuesday
TABLE = ROOT / "addons" / "receivable_sepa" / "data" / "sepa_return_reason_data.xml"


def shipped():
    """The reasons that the add-on brings, by code."""
    for record in etree.parse(TABLE).iterfind(".//record[@model='sepa.return.reason']"):
        said = {field.get("name"): field.text or field.get("eval") for field in record.iterfind("field")}
        yield said["code"], Reason(
            said["code"], said["kind"], float(said.get("fault", 0)), said.get("mandate_effect", "keep"), said.get("represent", "never"),
            said.get("message", "none"), said.get("dispute") == "True",
        )  # fmt: skip


REASONS = dict(shipped())


def follows(code, scheme="CORE", earlier=(), settled=True, on=DAY, today=DAY):
    return effect(REASONS[code], scheme=scheme, earlier=earlier, settled=settled, on=on, today=today)


@pytest.mark.parametrize("code, mandate, fault, why_not, message, dispute", [
    ("AM04", "keep", 1, "", "funds", False),
    ("MS03", "keep", 0.5, "", "funds", False),
    ("MS02", "suspend", 0, "never", "refused", True),
    ("MD06", "suspend", 0, "never", "refused", True),
    ("MD01", "close", 0, "never", "refused", False),
    ("MD02", "keep", 0, "correct", "none", False),
    ("MD07", "close", 0, "never", "none", False),
    ("AC01", "suspend", 0, "account", "account", False),
    ("AC04", "suspend", 0.5, "account", "account", False),
    ("AC06", "suspend", 1, "never", "account", False),
    ("AC13", "close", 0, "never", "none", False),
    ("AG01", "suspend", 0, "never", "account", False),
    ("AG02", "keep", 0, "correct", "none", False),
    ("FF05", "keep", 0, "correct", "none", False),
    ("AM05", "keep", 0, "never", "none", False),
    ("DUPL", "keep", 0, "never", "none", False),
    ("BE05", "keep", 0, "correct", "none", False),
    ("RC01", "keep", 0, "correct", "none", False),
    ("RR01", "keep", 0, "correct", "none", False),
    ("RR04", "keep", 0, "correct", "none", False),
    ("SL01", "keep", 0, "correct", "refused", False),
    ("CNOR", "keep", 0, "", "none", False),
    ("FF01", "keep", 0, "", "none", False),
])  # fmt: skip
def test_each_reason_has_its_treatment(code, mandate, fault, why_not, message, dispute):
    found = follows(code)
    assert (found.mandate, found.fault, found.why_not, found.message, found.dispute) == (mandate, fault, why_not, message, dispute)
    assert (found.represent is None) == bool(found.why_not)


def test_a_code_that_nobody_knows_changes_nothing_by_itself():
    found = effect(Reason("XT99"), scheme="CORE", earlier=(), settled=True, on=DAY, today=DAY)
    assert found == ("keep", None, "never", 0, "none", False)


def test_five_open_days_later_it_is_presented_again():
    assert follows("AM04").represent == date(2026, 12, 1)
    assert follows("AM04", on=date(2026, 12, 22), today=date(2026, 12, 22)).represent == date(2026, 12, 30), "Christmas is closed"


def test_the_days_count_from_when_we_know():
    assert follows("AM04", on=date(2026, 11, 10)).represent == date(2026, 12, 1)


def test_the_second_time_without_money_the_mandate_is_suspended():
    found = follows("AM04", earlier=[("AM04", DAY - timedelta(days=90))])
    assert (found.mandate, found.represent, found.why_not) == ("suspend", None, "again")


def test_a_stricter_table_stays_stricter_the_second_time():
    strict = REASONS["AM04"]._replace(mandate="close")
    found = effect(strict, scheme="CORE", earlier=[("AM04", DAY - timedelta(days=1))], settled=True, on=DAY, today=DAY)
    assert (found.mandate, found.why_not) == ("close", "again")


def test_after_ninety_days_it_is_the_first_time_again():
    found = follows("AM04", earlier=[("AM04", DAY - timedelta(days=91))])
    assert (found.mandate, found.represent) == ("keep", date(2026, 12, 1))


def test_two_debits_that_come_back_the_same_day_are_one_event():
    assert follows("AM04", earlier=[("AM04", DAY)]).mandate == "keep"


@pytest.mark.parametrize("first, second", [("MS03", "MS03"), ("AM04", "MS03"), ("MS03", "AM04")])
def test_a_bank_that_hides_the_lack_of_money_gets_no_third_try_and_the_mandate_stays(first, second):
    found = follows(second, earlier=[(first, DAY - timedelta(days=10))])
    assert (found.mandate, found.represent, found.why_not) == ("keep", None, "again")


def test_the_same_technical_trouble_gets_no_third_try_either():
    found = follows("CNOR", earlier=[("CNOR", DAY - timedelta(days=10))])
    assert (found.mandate, found.represent, found.why_not) == ("keep", None, "again")


def test_another_trouble_before_does_not_count():
    assert follows("AM04", earlier=[("CNOR", DAY - timedelta(days=10))]).represent == date(2026, 12, 1)


def test_a_business_mandate_unknown_to_the_bank_waits_for_its_registration():
    found = follows("MD01", scheme="B2B", settled=False)
    assert (found.mandate, found.represent, found.why_not) == ("suspend", None, "register")
    assert follows("MD01", scheme="B2B", settled=True).mandate == "close"
    assert follows("AM04", scheme="B2B", settled=False).why_not == ""
    assert follows("MD01", scheme="CORE", settled=False).mandate == "close"
