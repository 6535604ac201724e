"""Expected payment dates, on small ledgers made for the purpose; one measure on a real ledger where it is at hand."""

import os
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from odoo.addons.receivable.logic import delay
from odoo.addons.receivable.logic.calendar import public_holidays
from odoo.addons.receivable.logic.delay import Settled, fit_ledger, forecast, habits

TODAY = date(2026, 6, 29)  # a Monday
IN_A_MONTH = TODAY + timedelta(days=30)


def days(count):
    return timedelta(days=count)


def payments(payer, late, count=40, amount=1000.0, every=7, until=TODAY):
    """The payer's latest payments before ``until``, one a week, each ``late`` days after its due date."""
    paid_on = [until - days(1 + every * number) for number in range(count)]
    return [Settled(payer, paid - days(late + 30), paid - days(late), paid, amount) for paid in paid_on]


def ask(settled, ledger, due=IN_A_MONTH, amount=1000.0, **given):
    return forecast(settled, ledger, issued=TODAY, due=due, as_of=TODAY, amount=amount, **given)


def office_ledger(seed=1, payers=20, count=30):
    """A ledger whose payers pay from Monday to Friday only, each around a delay of their own."""
    draw, rows = Random(seed), []
    for payer in range(payers):
        for number in range(count):
            due = TODAY - days(20 + 11 * number + payer)
            paid = due + days(payer + draw.randrange(-3, 4))
            while paid.weekday() > 4:
                paid += days(1)
            if paid < TODAY:
                rows.append(Settled(payer, due - days(30), due, paid, 100.0 * (1 + payer)))
    return rows


def of(payer, rows):
    return [one for one in rows if one.payer == payer]


def test_a_regular_payer_is_expected_on_their_usual_day():
    rows = payments("A", late=7)
    found = ask(rows, fit_ledger(rows, TODAY))
    assert found.expected_date == TODAY + days(37)
    assert found.late_probability > 0.9
    assert (found.basis, found.payments) == ("payer", 40)


def test_the_shares_add_up_to_one_and_those_after_the_due_date_are_the_chance_of_being_late():
    rows = office_ledger()
    ledger = fit_ledger(rows, TODAY)
    for payer in range(20):
        due = TODAY + days(3 * payer)
        found = ask(of(payer, rows), ledger, due=due)
        assert sum(found.distribution.values()) == pytest.approx(1)
        assert list(found.distribution) == sorted(found.distribution)
        assert found.late_probability == pytest.approx(sum(share for day, share in found.distribution.items() if day > due))


def test_the_expected_date_is_the_median():
    rows = office_ledger()
    found = ask(of(3, rows), fit_ledger(rows, TODAY))
    before = sum(share for day, share in found.distribution.items() if day < found.expected_date)
    assert before < 0.5 <= before + found.distribution[found.expected_date] + 1e-9


def test_a_payer_without_history_gets_the_ledgers_own_distribution_and_the_basis_says_so():
    ledger = fit_ledger(office_ledger(), TODAY)
    found = ask([], ledger)
    assert (found.basis, found.payments) == ("ledger", 0)
    start = delay.next_business_day(TODAY + days(30))
    late = sum(share for gap, share in ledger.delays.items() if delay.next_business_day(start + days(gap)) > TODAY + days(30))
    assert found.late_probability == pytest.approx(late)


def test_without_any_payment_the_due_date_is_all_there_is():
    found = ask([], fit_ledger([], TODAY), due=date(2026, 7, 15))
    assert (found.expected_date, found.basis, found.late_probability) == (date(2026, 7, 15), "none", 0)


def test_one_payment_moves_the_expectation_only_part_of_the_way():
    rows = office_ledger()
    ledger = fit_ledger(rows, TODAY)
    nobody, once = ask([], ledger).expected_date, ask(payments("new", late=60, count=1), ledger).expected_date
    assert nobody <= once < TODAY + days(90)


def test_payments_of_the_day_itself_or_later_are_not_seen():
    rows = payments("A", late=7)
    ledger = fit_ledger(rows, TODAY)
    later = [Settled("A", TODAY - days(90), TODAY - days(60), TODAY + days(gap), 1000.0) for gap in range(50)]
    assert ask(rows + later, ledger) == ask(rows, ledger)
    assert fit_ledger(rows + later, TODAY) == ledger


def test_open_invoices_in_the_list_are_passed_over():
    rows = payments("A", late=7)
    waiting = Settled("A", TODAY - days(40), TODAY - days(10), None, 1000.0)
    assert fit_ledger([*rows, waiting], TODAY) == fit_ledger(rows, TODAY)
    assert ask([*rows, waiting], fit_ledger(rows, TODAY)) == ask(rows, fit_ledger(rows, TODAY))


def test_recent_payments_outweigh_old_ones():
    prompt_once = payments("A", late=0, count=20, until=TODAY - days(360))
    slow_now = payments("A", late=20, count=10)
    rows = prompt_once + slow_now
    assert ask(rows, fit_ledger(rows, TODAY)).expected_date >= TODAY + days(45)


def test_an_item_still_unpaid_is_not_expected_in_the_past_and_is_late_once_due():
    rows = office_ledger()
    found = ask(of(2, rows), fit_ledger(rows, TODAY), due=TODAY - days(10), still_unpaid_on=TODAY)
    assert min(found.distribution) >= TODAY
    assert found.late_probability == 1


def test_waiting_makes_late_likelier():
    rows = office_ledger()
    ledger, due = fit_ledger(rows, TODAY), TODAY + days(20)
    waited = TODAY, due - days(1), due, due + days(1)
    chances = [ask(of(1, rows), ledger, due=due, still_unpaid_on=day).late_probability for day in waited]
    assert chances == sorted(chances) and chances[-1] == 1


@pytest.mark.parametrize("overdue", [200, 364, 365, 366, 400, 2000])
def test_an_item_later_than_anything_ever_paid_still_has_a_date_to_come(overdue):
    rows = office_ledger()
    found = ask(of(1, rows), fit_ledger(rows, TODAY), due=TODAY - days(overdue), still_unpaid_on=TODAY)
    assert found.expected_date >= TODAY and found.late_probability == 1
    assert sum(found.distribution.values()) == pytest.approx(1)


def test_a_ledger_paid_from_monday_to_friday_is_not_expected_to_be_paid_on_weekends():
    rows = office_ledger()
    ledger = fit_ledger(rows, TODAY)
    assert ledger.business_days
    assert all(day.weekday() < 5 for gap in range(14) for day in ask(of(4, rows), ledger, due=TODAY + days(gap)).distribution)


def test_a_ledger_paid_on_any_day_is_expected_on_any_day():
    rows = [one for payer in range(7) for one in payments(payer, late=payer, every=5)]
    ledger = fit_ledger(rows, TODAY)
    assert not ledger.business_days
    assert {day.weekday() for gap in range(7) for day in ask(of(1, rows), ledger, due=TODAY + days(gap)).distribution} >= {5, 6}


def test_bank_holidays_are_closed_as_well():
    closed = public_holidays("FR", [2025, 2026, 2027])
    rows = [one for one in payments("A", late=0, every=7, until=TODAY - days(2)) if one.paid.weekday() < 5]
    found = ask(rows, fit_ledger(rows, TODAY, closed), due=date(2026, 7, 14))
    assert date(2026, 7, 14) not in found.distribution
    assert found.late_probability > 0.5  # due on a holiday: the day after is late by the calendar


def test_a_payer_who_treats_large_invoices_slowly_is_expected_so():
    small, large = payments("A", 0, count=60, amount=100.0, every=3), payments("A", 25, count=60, amount=50_000.0, every=3)
    rows = small + large
    ledger = fit_ledger(rows, TODAY)
    assert ask(rows, ledger, amount=110.0).late_probability < 0.35
    assert ask(rows, ledger, amount=45_000.0).late_probability > 0.65


def test_a_payer_with_a_weekly_payment_run_is_expected_on_its_day():
    """Pays every Thursday what fell due since the last one."""
    rows = []
    for week in range(1, 40):
        for gap in range(5):
            due = TODAY - days(7 * week - gap)
            paid = due + days((3 - due.weekday()) % 7)
            rows.append(Settled("A", due - days(30), due, paid, 1000.0))
    rows = [one for one in rows if one.paid < TODAY]
    ledger = fit_ledger(rows, TODAY)
    for gap in range(5):
        assert ask(rows, ledger, due=TODAY + days(28 + gap)).expected_date.weekday() == 3


def test_the_order_of_payments_is_indifferent():
    rows = office_ledger()
    ledger = fit_ledger(rows, TODAY)
    one, other = ask(of(5, rows), ledger), ask(of(5, rows)[::-1], fit_ledger(rows[::-1], TODAY))
    assert one.expected_date == other.expected_date
    assert one.late_probability == pytest.approx(other.late_probability)


def test_habits_prepared_once_give_the_same_forecasts():
    rows = office_ledger()
    ledger = fit_ledger(rows, TODAY)
    assert ask(habits(of(6, rows), ledger, TODAY), ledger) == ask(of(6, rows), ledger)


def test_only_the_latest_thousand_payments_of_a_payer_are_looked_at():
    rows = payments("A", late=3, count=1000, every=1) + payments("A", late=90, count=1000, every=1, until=TODAY - days(1000))
    assert len(habits(rows, fit_ledger(rows, TODAY), TODAY).past) == 1000
    assert ask(rows, fit_ledger(rows, TODAY)).payments == 2000


def test_on_a_real_ledger_the_forecasts_reach_what_is_required():
    """Inner figures of the small measured ledger; the whole table is printed by tests/benchmarks/forecast_accuracy.py."""
    folder = Path(os.environ.get("ENCAISSE_DATA") or Path(__file__).parents[2] / "shared" / "data")
    benchmark = pytest.importorskip("benchmarks.forecast_accuracy")
    window = benchmark.MEASURED["ibm"]
    if not (folder / window.file).is_file():
        pytest.skip("the measured ledger is not part of the project: name its folder in ENCAISSE_DATA")
    outcomes = list(benchmark.Replay(benchmark.read(folder / window.file), window.cut, window.until).outcomes())
    area, accuracy, brier, error = benchmark.figures(outcomes)
    assert len(outcomes) == 256
    assert area >= 0.863 and accuracy >= 0.80 and brier <= 0.140
    assert error <= 6.30  # the simple reference on the same invoices
