"""The credit verdict, reason by reason, and what would pass."""

from decimal import Decimal
from random import Random

import pytest

from odoo.addons.receivable.logic.credit import Alerts, Fact, Limit, Order, Position, Rule, after, taken, verdict
from odoo.addons.receivable.logic.credit_offers import applied, offers

LIMIT = Rule("limit", "hold")
RISKY, NEW = 7, 4


def position(exposure=0, limit=None, *facts, **more):
    return Position(Decimal(exposure), None if limit is None else Limit(Decimal(limit)), tuple(facts), **more)


def order(amount=0, **more):
    return Order(Decimal(amount), **more)


def late(item, days, amount):
    return (Fact("overdue", Decimal(amount), days, item), Fact("unpaid", Decimal(amount), None, item))


def codes(found):
    return [reason.code for reason in found.reasons]


# -- the limit ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exposure", "limit", "amount", "state", "reasons"),
    [
        (0, None, 10**6, "clear", []),
        (490, 1000, 0, "clear", []),
        (500, 1000, 0, "clear", ["near_limit"]),
        (600, 1000, 100, "watch", ["near_limit"]),
        (900, 1000, 100, "watch", ["near_limit"]),
        (900, 1000, 101, "hold", ["over_limit"]),
        (0, 0, 1, "hold", ["no_credit"]),
        (0, 0, 0, "clear", []),
        (1, 0, 0, "hold", ["no_credit"]),
        (-280, 0, 280, "clear", []),
        (-280, 0, 281, "hold", ["no_credit"]),
    ],
)
def test_the_limit(exposure, limit, amount, state, reasons):
    found = verdict(position(exposure, limit), order(amount), [LIMIT])
    assert (found.state, codes(found)) == (state, reasons)


def test_alerts_say_the_highest_share_reached():
    shares = {exposure: verdict(position(exposure, 1000), rules=[LIMIT]).reasons[0] for exposure in (500, 700, 950)}
    assert [dict(reason.values)["alert"] for reason in shares.values()] == list(Alerts())
    assert [reason.state for reason in shares.values()] == ["clear", "watch", "watch"]


def test_a_tolerance_lets_a_little_more_pass():
    rule = LIMIT._replace(amount=Decimal(50))
    assert verdict(position(1000, 1000), order(50), [rule]).state == "clear"
    assert verdict(position(1000, 1000), order(51), [rule]).state == "hold"


def test_a_deposit_lowers_what_is_taken_on_credit():
    assert verdict(position(900, 1000), order(300, paid=Decimal(200)), [LIMIT]).state == "watch"
    assert verdict(position(900, 1000), order(300, paid=Decimal(199)), [LIMIT]).state == "hold"


def test_an_order_confirmed_before_is_not_counted_twice():
    assert verdict(position(900, 1000), order(300, counted=True), [LIMIT]).state == "watch"


def test_a_second_order_meets_what_the_first_has_taken():
    first = order(80)
    before = position(0, 100)
    assert verdict(before, first, [LIMIT]).state == "watch"
    assert verdict(taken(before, first), order(80), [LIMIT]).state == "hold"


# -- facts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("effect", "state"), [("inform", "clear"), ("warn", "watch"), ("hold", "hold")])
def test_a_rule_decides_what_a_late_item_means(effect, state):
    found = verdict(position(500, None, *late(7, 31, 200)), rules=[Rule("overdue", effect, days=30)])
    assert (found.state, codes(found)) == (state, ["overdue"])


def test_an_item_counts_from_the_day_after_the_threshold():
    rule = Rule("overdue", "hold", days=30)
    assert verdict(position(500, None, *late(7, 30, 200)), rules=[rule]).state == "clear"
    assert verdict(position(500, None, *late(7, 31, 200)), rules=[rule]).state == "hold"


def test_no_more_than_the_least_amount_counts_for_nothing():
    rule = Rule("overdue", "hold", amount=Decimal(200))
    assert verdict(position(500, None, *late(7, 31, 200)), rules=[rule]).state == "clear"
    assert verdict(position(500, None, *late(7, 31, 201)), rules=[rule]).state == "hold"


def test_the_reason_bears_the_amount_the_oldest_delay_and_the_items():
    found = verdict(position(500, None, *late(7, 31, 200), *late(8, 45, 50), *late(9, 2, 999)), rules=[Rule("overdue", "warn", days=30)])
    [reason] = found.reasons
    assert (dict(reason.values)["amount"], dict(reason.values)["days"]) == (Decimal(250), 45)
    assert reason.items == (7, 8)


def test_of_several_rules_of_one_cause_the_strictest_speaks_alone():
    rules = [Rule("overdue", "inform"), Rule("overdue", "hold", days=30), Rule("overdue", "warn", days=5)]
    found = verdict(position(500, None, *late(7, 31, 200)), rules=rules)
    assert (found.state, codes(found)) == ("hold", ["overdue"])
    found = verdict(position(500, None, *late(7, 20, 200)), rules=rules)
    assert found.state == "watch"


@pytest.mark.parametrize("cause", ["unpaid", "dispute", "promise", "broken_promise", "stopped", "verification"])
def test_each_cause_is_heard_by_its_own_rule_only(cause):
    known = position(0, None, Fact(cause, text="insolvency"))
    assert verdict(known, rules=[Rule(cause, "hold")]).state == "hold"
    assert verdict(known, rules=[Rule(other, "hold") for other in ("overdue", "grade", "profile", "limit")]).state == "clear"


def test_a_grade_counts_from_the_one_named_down_and_no_history_is_no_grade():
    rule = Rule("grade", "warn", grade="D")
    states = {grade: verdict(position(0, None, Fact("grade", text=grade)), rules=[rule]).state for grade in "ACDEN"}
    assert states == {"A": "clear", "C": "clear", "D": "watch", "E": "watch", "N": "clear"}


def test_the_worst_reason_decides_and_is_told_first():
    found = verdict(position(800, 1000, *late(7, 90, 500)), rules=[LIMIT, Rule("overdue", "hold")])
    assert (found.state, codes(found)) == ("hold", ["overdue", "near_limit"])


# -- whom and what a rule leaves alone --------------------------------------------------------------------------------------


def test_a_rule_for_some_profiles_leaves_the_others_alone():
    rule = Rule("overdue", "hold", profiles=frozenset([RISKY]))
    assert verdict(position(500, None, *late(7, 31, 200), profile=RISKY), rules=[rule]).state == "hold"
    assert verdict(position(500, None, *late(7, 31, 200), profile=NEW), rules=[rule]).state == "clear"


def test_a_profile_alone_may_be_a_reason():
    rule = Rule("profile", "warn", profiles=frozenset([RISKY]))
    assert codes(verdict(position(profile=RISKY), rules=[rule])) == ["profile"]
    assert codes(verdict(position(profile=NEW), rules=[rule])) == []
    assert codes(verdict(position(), rules=[Rule("profile", "warn")])) == []


@pytest.mark.parametrize(
    ("rule", "kind", "left_alone"),
    [
        ({"except_public": True}, "public", {}),
        ({}, "company", {"paid": Decimal(300)}),
        ({"except_online": True}, "company", {"online": True}),
        ({"order_from": Decimal("300.01")}, "company", {}),
        ({"term_over": 30}, "company", {"term_days": 30}),
    ],
)
def test_exclusions(rule, kind, left_alone):
    before = position(900, 1000, *late(7, 31, 200), kind=kind)
    for cause in ("limit", "overdue"):
        assert verdict(before, order(300, **left_alone), [Rule(cause, "hold", **rule)]).state != "hold"
        strict = Rule(cause, "hold", except_prepaid=False)
        assert verdict(before, order(300), [strict]).state == "hold"


def test_a_rule_may_leave_those_alone_who_are_debited():
    before = position(900, 1000, *late(7, 31, 200))
    for debited, asked in ((True, "clear"), (False, "hold")):
        rule = Rule("overdue", "hold", except_debited=True)
        assert verdict(before._replace(debited=debited, limit=None), order(300), [rule]).state == asked


def test_a_prepaid_order_meets_late_invoices_where_the_rule_says_so():
    before = position(0, None, *late(7, 31, 200))
    prepaid = order(300, paid=Decimal(300))
    assert verdict(before, prepaid, [Rule("overdue", "hold")]).state == "clear"
    assert verdict(before, prepaid, [Rule("overdue", "hold", except_prepaid=False)]).state == "hold"


def test_a_natural_person_is_never_held_automatically():
    found = verdict(position(2000, 1000, *late(7, 90, 500), kind="person"), rules=[LIMIT, Rule("overdue", "hold")])
    assert found.state == "watch"
    assert codes(found) == ["over_limit", "overdue", "advice_only"]


# -- what would pass ------------------------------------------------------------------------------------------------------


def asked(found):
    return {offer.code: (offer.amount, offer.items, offer.days) for offer in found}


def test_over_the_limit_a_deposit_a_smaller_order_or_a_settled_invoice_pass():
    """The quote of Nord: 46,000 owed, limit 50,000, an order of 6,200."""
    found = offers(position(46000, 50000, *late(388, 3, 24700)), order(6200), [LIMIT])
    assert asked(found) == {
        "deposit": (Decimal(2200), (), 0), "smaller": (Decimal(4000), (), 0), "settle": (Decimal(24700), (388,), 0),
    }  # fmt: skip


def test_without_credit_the_whole_order_is_paid_first():
    assert asked(offers(position(0, 0), order(1100), [LIMIT])) == {"deposit": (Decimal(1100), (), 0)}


def test_late_invoices_are_cured_by_paying_them_the_least_first():
    owing = position(900, None, *late(1, 90, 500), *late(2, 60, 300), *late(3, 5, 100))
    found = offers(owing, order(50), [Rule("overdue", "hold", days=30)])
    assert asked(found)["settle"] == (Decimal(800), (1, 2), 0)
    assert "smaller" not in asked(found)


def test_a_late_invoice_is_asked_for_before_one_that_is_not_due():
    owing = position(1000, 1000, *late(1, 20, 800), Fact("unpaid", Decimal(200), None, 2))
    assert asked(offers(owing, order(100), [LIMIT]))["settle"] == (Decimal(800), (1,), 0)


def test_a_shorter_term_or_an_order_below_the_bound_pass_where_the_rule_looks_at_them():
    rule = Rule("grade", "hold", grade="E", term_over=8, order_from=Decimal(500))
    found = offers(position(0, None, Fact("grade", text="E")), order(700, term_days=30), [rule])
    assert asked(found) == {"deposit": (Decimal(700), (), 0), "smaller": (Decimal("499.99"), (), 0), "shorter": (0, (), 8)}


def test_nothing_is_offered_for_an_order_that_passes_nor_where_nothing_helps():
    assert offers(position(0, None), order(100), [LIMIT]) == []
    stopped = Rule("stopped", "hold", except_prepaid=False)
    assert offers(position(0, None, Fact("stopped", text="Insolvency")), order(100), [stopped]) == []


def drawn(chance):
    """Any payer, any order, any rules."""
    facts = [fact for item in range(1, chance.randint(1, 6)) for fact in late(item, chance.randint(0, 120), chance.randint(1, 2000))]
    facts += [Fact("grade", text=chance.choice("ABCDEN")), *chance.choice([[], [Fact("dispute", Decimal(90), None, 1)]])]
    limit = chance.choice([None, Limit(Decimal(chance.randint(0, 5) * 500))])
    exposure, kind = Decimal(chance.randint(-500, 4000)), chance.choice(["company", "public", "person"])
    where = Position(exposure, limit, tuple(facts), kind, chance.randint(1, 3))
    amount, paid = Decimal(chance.randint(1, 3000)), Decimal(chance.choice([0, 0, 100]))
    what = Order(amount, paid, chance.random() < 0.2, chance.random() < 0.2, chance.choice([None, 0, 30, 60]))
    rules = [
        Rule(
            chance.choice(["limit", "overdue", "unpaid", "dispute", "grade", "profile"]), chance.choice(["warn", "hold", "hold"]),
            profiles=frozenset(chance.sample([1, 2, 3], chance.randint(0, 2))), days=chance.choice([0, 30]),
            amount=Decimal(chance.choice([0, 200])), grade=chance.choice("CDE"), order_from=Decimal(chance.choice([0, 0, 400])),
            term_over=chance.choice([0, 0, 30]), except_prepaid=chance.random() < 0.8, except_online=chance.random() < 0.3,
        )
        for _ in range(chance.randint(1, 5))
    ]  # fmt: skip
    return where, what, rules


@pytest.mark.parametrize("seed", range(400))
def test_whatever_is_offered_passes(seed):
    where, what, rules = drawn(Random(seed))
    found = offers(where, what, rules)
    assert not found or verdict(where, what, rules).state == "hold"
    for offer in found:
        assert verdict(*applied(offer, where, what), rules).state != "hold"
        assert offer.amount >= 0
        assert offer.code != "deposit" or offer.amount <= what.amount - what.paid
        assert offer.code != "smaller" or offer.amount < what.amount


@pytest.mark.parametrize("seed", range(100))
def test_a_limit_alone_is_always_cured_by_the_deposit_of_what_is_over(seed):
    where, what, _rules = drawn(Random(seed))
    where = where._replace(limit=Limit(Decimal(1000)), kind="company")
    found = asked(offers(where, what, [LIMIT]))
    over = after(where, what) - 1000
    if verdict(where, what, [LIMIT]).state == "hold" and over <= what.amount - what.paid:
        assert found["deposit"] == (over, (), 0)
