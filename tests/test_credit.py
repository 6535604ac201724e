"""The basic credit verdict, reason by reason."""

from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.credit import Late, Policy, verdict


def judge(exposure, limit, amount=0, overdue=(), policy="inform", days=30, person=False):
    return verdict(
        Decimal(exposure), None if limit is None else Decimal(limit), amount=Decimal(amount),
        overdue=[Late(item, late, Decimal(owed)) for item, late, owed in overdue], policy=Policy(policy, days), natural_person=person,
    )


def codes(found):
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("exposure", "limit", "amount", "state", "reasons"),
    [
        (0, None, 10**6, "clear", []),
        (690, 1000, 0, "clear", []),
        (600, 1000, 100, "watch", ["near_limit"]),
        (900, 1000, 100, "watch", ["near_limit"]),
        (900, 1000, 101, "hold", ["over_limit"]),
        (0, 0, 1, "hold", ["no_credit"]),
        (0, 0, 0, "clear", []),
        (1, 0, 0, "hold", ["no_credit"]),
    ],
)
def test_the_limit(exposure, limit, amount, state, reasons):
    found = judge(exposure, limit, amount)
    assert (found.state, codes(found)) == (state, reasons)


@pytest.mark.parametrize(("policy", "state"), [("none", "clear"), ("inform", "clear"), ("warn", "watch"), ("hold", "hold")])
def test_the_profile_decides_what_a_late_item_means(policy, state):
    found = judge(500, None, overdue=[(7, 31, 200)], policy=policy)
    assert found.state == state
    assert codes(found) == ([] if policy == "none" else ["overdue"])


def test_an_item_counts_from_the_day_after_the_threshold():
    assert judge(500, None, overdue=[(7, 30, 200)], policy="hold").state == "clear"
    assert judge(500, None, overdue=[(7, 31, 200)], policy="hold").state == "hold"


def test_the_reason_bears_the_amount_the_oldest_delay_and_the_items():
    found = judge(500, None, overdue=[(7, 31, 200), (8, 45, 50), (9, 2, 999)], policy="warn")
    [reason] = found.reasons
    assert dict(reason.values) == {"amount": Decimal(250), "days": 45}
    assert reason.items == (7, 8)


def test_a_natural_person_is_never_held_automatically():
    found = judge(2000, 1000, overdue=[(7, 90, 500)], policy="hold", person=True)
    assert found.state == "watch"
    assert codes(found) == ["over_limit", "overdue", "advice_only"]


def test_who_is_never_blocked_is_still_looked_at_over_the_limit():
    assert judge(2000, 1000, overdue=[(7, 90, 500)], policy="none").state == "watch"


def test_the_worst_reason_decides():
    assert judge(800, 1000, overdue=[(7, 90, 500)], policy="hold").state == "hold"
