"""Promises and payment plans: judged by the payments (rule book 3.1, 1.9)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.receivable_dispute.logic.parts import spread
from odoo.addons.receivable_dispute.logic.plan import Instalment, expected, progress, schedule
from odoo.addons.receivable_dispute.logic.promise import Payment, judge, still_owed, still_promised

CUT_OFF = date(2026, 6, 30)


def june(day):
    return date(2026, 6, day)


@pytest.mark.parametrize(("amount", "promised", "payments", "state"), [
    (1000, june(10), [(june(10), 1000)], "kept"),
    (2000, june(12), [(june(14), 2000)], "kept"),
    (1500, june(15), [(june(15), 700)], "partly"),
    (500, june(20), [], "broken"),
    (3000, date(2026, 7, 5), [], "coming"),
])  # fmt: skip
def test_the_promises_of_the_rule_book(amount, promised, payments, state):
    paid = [Payment(on, Decimal(sum_paid)) for on, sum_paid in payments]
    assert judge(Decimal(amount), promised, 3, paid, CUT_OFF).state == state


def test_a_promise_is_decided_on_the_day_after_its_tolerance():
    days = [judge(Decimal(500), june(20), 3, [], june(day)).state for day in (20, 23, 24)]
    assert days == ["coming", "coming", "broken"]


def test_money_taken_back_and_paid_again_keeps_it_from_the_second_time_on():
    paid = [Payment(june(5), Decimal(500)), Payment(june(6), Decimal(-500)), Payment(june(8), Decimal(500))]
    assert judge(Decimal(500), june(20), 3, paid, june(8)).decided_on == june(8)
    assert judge(Decimal(500), june(20), 3, paid, june(7)).state == "coming"


def test_more_than_promised_leaves_nothing_promised():
    assert still_promised(Decimal(100), Decimal(100), [Payment(june(1), Decimal(150))]) == 0


def credited(amount, day=5):
    return Payment(june(day), Decimal(amount), by_money=False)


def test_a_credit_note_is_no_payment_it_makes_smaller_what_is_promised():
    paid = [credited(400), Payment(june(8), Decimal(600))]
    states = [judge(Decimal(1000), june(20), 3, paid, june(day), Decimal(400)).state for day in (6, 8)]
    assert states == ["coming", "kept"]
    assert judge(Decimal(1000), june(20), 3, paid[:1], june(24), Decimal(400)) == ("broken", 0, june(24), 400)


def test_what_is_owed_no_longer_is_neither_kept_nor_broken():
    for day in (6, 20, 30):
        assert judge(Decimal(500), june(20), 3, [credited(500)], june(day), Decimal(500)) == ("moot", 0, june(5), 500)


def test_a_credit_note_takes_first_what_was_not_promised_of_the_item():
    share, left = Decimal(600), Decimal(1000)
    assert [still_owed(share, left, [credited(amount)]) for amount in (0, 400, 500, 1000, 1200)] == [600, 600, 500, 0, 0]
    assert still_promised(share, left, [credited(500), Payment(june(6), Decimal(200))]) == 300


def test_a_credit_note_taken_back_is_promised_again():
    assert still_owed(Decimal(600), Decimal(600), [credited(600), credited(-600, day=7)]) == 600


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 60])
@pytest.mark.parametrize("amount", ["0.60", "100", "4800", "1234.57", "99999.99"])
def test_a_schedule_adds_up_whatever_the_number_of_instalments(amount, count):
    found = schedule(Decimal(amount), count, date(2026, 1, 31), "month")
    assert sum(part for _day, part in found) == Decimal(amount)
    assert len(found) == count
    assert [day for day, _part in found] == sorted({day for day, _part in found})


def test_the_amount_goes_to_the_items_in_their_order_and_never_over_what_is_left():
    rooms = {item: Decimal(item * 10) for item in range(1, 6)}
    for amount in range(0, 200, 7):
        parts = spread(Decimal(amount), rooms)
        assert sum(parts.values()) == min(amount, 150)
        assert all(0 < part <= rooms[item] for item, part in parts.items())


def six():
    return [Instalment(number, date(2026, number, 26), Decimal(800)) for number in range(1, 7)]


def test_the_first_instalment_missed_is_named_and_paying_it_late_heals_the_plan():
    day = date(2026, 3, 26) + timedelta(days=4)
    assert progress(six(), Decimal(1600), day, 3).missed.id == 3
    assert progress(six(), Decimal(2400), day, 3).missed is None


def test_a_later_day_agreed_on_is_not_missed_before():
    plan = [one._replace(allowed_until=date(2026, 4, 10)) if one.id == 3 else one for one in six()]
    assert progress(plan, Decimal(1600), date(2026, 4, 10), 3).missed is None
    assert progress(plan, Decimal(1600), date(2026, 4, 11), 3).missed.id == 3


def test_a_plan_is_done_with_the_last_cent():
    assert not progress(six(), Decimal("4799.99"), date(2026, 7, 30), 3).done
    assert progress(six(), Decimal(4800), date(2026, 7, 30), 3).done


def test_what_is_paid_brings_the_expected_days_no_nearer_than_the_instalments():
    left = {7: Decimal(1400), 8: Decimal(1800)}
    assert expected(six(), Decimal(1600), left) == {7: date(2026, 4, 26), 8: date(2026, 6, 26)}
