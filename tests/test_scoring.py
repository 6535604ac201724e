"""The payer score: the rule book's vectors to the cent, and what must hold for any payer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.calendar import target_closing_days
from odoo.addons.receivable.logic.scoring import Open, Parameters, Promise, Reject, Settled, assess, inputs_hash

TODAY = date(2026, 6, 30)


def day(text):
    return date.fromisoformat(text)


def paid(text):
    """Settled items as lines `amount  due  paid`."""
    rows = [line.split() for line in text.strip().splitlines()]
    return [Settled(number, Decimal(amount), day(due), day(on)) for number, (amount, due, on) in enumerate(rows, 1)]


def factor(score, code):
    return next((one for one in score.factors if one.code == code), None)


PROMPT = paid("""
    1000  2026-01-31  2026-01-30
    2000  2026-03-31  2026-03-31
    1500  2026-05-31  2026-06-02
""")
MIXED = paid("""
    12000  2026-04-04  2026-04-02
     8000  2026-05-10  2026-05-20
     6000  2026-01-15  2026-01-30
     4000  2025-12-01  2025-12-22
""")
ON_TIME = paid("""
    1000  2026-01-31  2026-01-31
    1000  2026-02-28  2026-02-28
    1000  2026-04-30  2026-04-30
""")


def lost(score):
    return {one.code: round(one.lost, 2) for one in score.factors if round(one.lost, 2)}


def test_vector_1_a_prompt_payer_is_98_43_and_grade_a():
    score = assess(PROMPT, [Open(9, day("2026-07-31"))], TODAY)
    assert (round(score.points, 2), score.grade) == (98.43, "A")
    assert sum(one.weight for one in score.factors) == 90
    assert round(factor(score, "wadl").raw, 4) == 0.6439
    assert round(factor(score, "dispersion").raw, 4) == 1.2472
    assert factor(score, "trend").raw == 2.5
    assert lost(score) == {"wadl": 0.42, "dispersion": 0.46, "trend": 0.69}


def test_vector_2_a_mixed_payer_with_a_broken_promise_is_78_67_and_grade_b():
    promises = [Promise(1, day("2026-05-01"), True), Promise(2, day("2026-06-01"), False)]
    score = assess(MIXED, [Open(9, day("2026-07-27"))], TODAY, promises=promises, rejects=[])
    assert (round(score.points, 2), score.grade) == (78.67, "B")
    assert round(factor(score, "wadl").raw, 4) == 6.8842
    assert round(factor(score, "late_ratio").raw, 4) == 0.6
    assert round(factor(score, "dispersion").raw, 4) == 8.4558
    assert factor(score, "trend").raw == -14
    assert lost(score) == {"late_ratio": 12.0, "wadl": 4.02, "dispersion": 2.82, "promises": 2.5}


def test_vector_4_a_disputed_item_costs_nothing():
    disputed = Open(9, TODAY - timedelta(days=110), disputed=True)
    score = assess(ON_TIME, [disputed], TODAY)
    assert (score.points, score.grade, score.capped) == (100.0, "A", "")


def test_vector_5_one_payment_is_too_little_history():
    score = assess(PROMPT[:1], [], TODAY)
    assert (score.points, score.grade, score.factors) == (None, "N", ())


def test_the_same_item_undisputed_caps_the_grade_and_keeps_the_number():
    score = assess(ON_TIME, [Open(9, TODAY - timedelta(days=110))], TODAY)
    assert score.points == pytest.approx(77.78, abs=0.005)
    assert (score.grade, score.capped) == ("D", "overdue")
    assert factor(score, "max_overdue").items == (9,)


def test_ninety_days_overdue_is_not_yet_capped():
    assert assess(ON_TIME, [Open(9, TODAY - timedelta(days=90))], TODAY).grade != "D"


@pytest.mark.parametrize(("circumstance", "grade"), [("cover_withdrawn", "D"), ("insolvency", "E"), ("handed_over", "E")])
def test_a_circumstance_caps_the_grade_whatever_the_points(circumstance, grade):
    score = assess(ON_TIME, [], TODAY, circumstances=[circumstance])
    assert (score.points, score.grade, score.capped) == (100.0, grade, circumstance)


def test_the_worst_of_two_caps_counts():
    assert assess(ON_TIME, [], TODAY, circumstances=["cover_withdrawn", "insolvency"]).grade == "E"


def test_a_new_payer_in_insolvency_is_not_merely_new():
    assert assess([], [], TODAY, circumstances=["insolvency"])[:2] == (None, "E")
    assert assess([], [], TODAY, circumstances=["cover_withdrawn"])[:2] == (None, "N")


def test_disputed_days_do_not_count_as_delay_and_never_make_a_payment_early():
    late = Settled(1, Decimal(1000), day("2026-03-01"), day("2026-03-31"))
    for disputed, wadl in ((0, 30), (10, 20), (30, 0), (45, 0)):
        score = assess([late._replace(id=number, disputed_days=disputed) for number in range(3)], [], TODAY)
        assert factor(score, "wadl").raw == pytest.approx(wadl)


def test_a_payment_after_the_day_is_not_seen():
    later = Settled(4, Decimal(9999), day("2026-06-01"), day("2026-07-15"))
    assert assess([*PROMPT, later], [], TODAY) == assess(PROMPT, [], TODAY)


def test_promises_not_yet_due_and_later_rejects_are_not_seen():
    later = TODAY + timedelta(days=1)
    score = assess(PROMPT, [], TODAY, promises=[Promise(1, later, False)], rejects=[Reject(2, later, 1.0)])
    assert factor(score, "promises") is None
    assert factor(score, "rejects").raw == 0


def test_items_paid_more_than_twelve_months_ago_are_forgotten():
    old = Settled(4, Decimal(1000), day("2024-01-01"), TODAY - timedelta(days=366))
    assert assess([*PROMPT, old], [], TODAY) == assess(PROMPT, [], TODAY)


def test_without_direct_debit_rejects_are_dropped_and_a_debtors_fault_costs_half_the_feature():
    assert factor(assess(PROMPT, [], TODAY), "rejects") is None
    score = assess(PROMPT, [], TODAY, rejects=[Reject(7, day("2026-05-05"), 1.0)])
    assert (factor(score, "rejects").points, factor(score, "rejects").items) == (50.0, (7,))


def test_a_due_date_on_a_saturday_counts_from_monday_only_with_a_calendar():
    saturday, monday = day("2026-01-31"), day("2026-02-02")
    settled = [Settled(number, Decimal(100), saturday, monday) for number in range(3)]
    assert factor(assess(settled, [], TODAY), "wadl").raw == pytest.approx(2)
    assert factor(assess(settled, [], TODAY, closed=frozenset()), "wadl").raw == 0


def test_a_due_date_on_a_bank_holiday_counts_from_the_next_open_day():
    settled = [Settled(number, Decimal(100), day("2026-04-03"), day("2026-04-07")) for number in range(3)]
    closed = target_closing_days([2026])  # Good Friday to Easter Monday
    assert factor(assess(settled, [], TODAY, closed=closed), "wadl").raw == 0


def test_thresholds_are_data():
    lenient = Parameters(grace_days=30, minimum_paid=1, grades=(("A", 10), ("E", 0)))
    score = assess(MIXED, [], TODAY, parameters=lenient)
    assert (score.grade, factor(score, "late_ratio").raw) == ("A", 0)
    assert assess(MIXED[:1], [], TODAY, parameters=lenient).points is not None


def test_a_weight_of_zero_drops_the_feature():
    score = assess(MIXED, [], TODAY, parameters=Parameters(dispersion=0))
    assert factor(score, "dispersion") is None


def random_payer(seed):
    """Some payer; the same for the same seed."""
    from random import Random

    draw = Random(seed)
    due = [TODAY - timedelta(days=draw.randrange(0, 420)) for _ in range(draw.randrange(0, 30))]
    settled = [
        Settled(number, Decimal(draw.randrange(0, 10**6)) / 100, one, one + timedelta(days=int(draw.gauss(8, 20))), draw.choice((0, 0, 5)))
        for number, one in enumerate(due)
    ]
    waiting = [Open(100 + n, TODAY - timedelta(days=draw.randrange(-30, 130)), draw.random() < 0.3) for n in range(draw.randrange(4))]
    promises = [Promise(n, TODAY - timedelta(days=draw.randrange(-20, 90)), draw.random() < 0.5) for n in range(draw.randrange(3))]
    rejects = draw.choice((None, [], [Reject(1, TODAY - timedelta(days=9), 0.5)]))
    return settled, waiting, promises, rejects


@pytest.mark.parametrize("seed", range(200))
def test_points_lost_add_up_to_what_is_missing_and_the_order_of_items_is_indifferent(seed):
    settled, waiting, promises, rejects = random_payer(seed)
    score = assess(settled, waiting, TODAY, promises=promises, rejects=rejects)
    again = assess(settled[::-1], waiting[::-1], TODAY, promises=promises[::-1], rejects=rejects)
    assert (score.points, score.grade) == (again.points, again.grade)
    if score.grade == "N":
        assert score.points is None and not score.factors
        return
    assert 0 <= score.points <= 100
    assert sum(one.lost for one in score.factors) == pytest.approx(100 - score.points, abs=0.00501)
    total = sum(one.weight for one in score.factors)
    assert sum(one.weight * one.points for one in score.factors) / total == pytest.approx(score.points, abs=0.00501)


@pytest.mark.parametrize("seed", range(20))
def test_paying_one_item_later_never_raises_the_average_delay_points(seed):
    settled, waiting, _promises, _rejects = random_payer(seed)
    recent = [one for one in settled if one.paid <= TODAY]
    if len(recent) < 3:
        return
    slower = [recent[0]._replace(due=recent[0].due - timedelta(days=10)), *recent[1:]]
    before, after = assess(recent, waiting, TODAY), assess(slower, waiting, TODAY)
    if before.points is not None:
        assert factor(after, "wadl").points <= factor(before, "wadl").points


def test_the_fingerprint_follows_the_facts_and_not_their_order():
    one = inputs_hash(PROMPT, [Open(9, TODAY)])
    assert one == inputs_hash(PROMPT[::-1], [Open(9, TODAY)])
    assert len({one, inputs_hash(PROMPT, []), inputs_hash(PROMPT, [Open(9, TODAY)], parameters=Parameters(grace_days=6))}) == 3


def test_two_items_of_the_same_number_both_count():
    twins = [one._replace(id=1) for one in MIXED]
    assert assess(twins, [], TODAY).points == assess(MIXED, [], TODAY).points
