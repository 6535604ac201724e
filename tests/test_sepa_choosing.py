"""Whom to debit, of what, when: nothing of an item is lost between what is debited and what is left out."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.set_off import set_off
from odoo.addons.receivable_sepa.logic import target
from odoo.addons.receivable_sepa.logic.choosing import LeftOut, Mandate, Policy, askable, choose

TODAY = date(2026, 11, 23)  # a Monday
IN_14_DAYS = date(2026, 12, 7)
EURO, ACCOUNT = 1, 10
SIGNED, USUAL = Mandate(7), Policy()


def debt(item, amount, due=TODAY, **values):
    return _item(item, Decimal(amount), "debt", due, **values)


def credit(item, amount, **values):
    return _item(item, -Decimal(amount), "credit", TODAY, **values)


def _item(item, residual, kind, due, **values):
    known = {
        "id": item, "payer": 1, "contact": 1, "move": item, "number": f"INV/2026/{item:05}", "reference": "", "kind": kind,
        "issued": TODAY, "due": due, "currency": EURO, "amount": residual, "residual": residual,
        "residual_company": residual, "account": ACCOUNT,
    }
    return OpenItem(**known | values)


def chosen(*items, holds=None, mandate=SIGNED, policy=USUAL, **values):
    mandates = {1: mandate} if mandate else {}
    return choose(items, holds or {}, set_off(items), mandates, policy, TODAY, **values)


def parts(choice):
    return [[(item, int(amount)) for item, amount in debit.parts] for debit in choice.debits]


def left(choice):
    return [(one.item, int(one.amount), one.code) for one in choice.left_out]


def dates(choice):
    return [debit.date for debit in choice.debits]


# -- when -----------------------------------------------------------------------------------------------------------------------------


def test_an_item_is_debited_when_it_falls_due():
    assert dates(chosen(debt(1, 100, due=date(2026, 12, 10)))) == [date(2026, 12, 10)]


def test_a_due_date_on_which_banks_are_closed_moves_to_the_next_open_day():
    assert dates(chosen(debt(1, 100, due=date(2026, 12, 12)))) == [date(2026, 12, 14)]


def test_what_is_late_is_debited_once_the_notice_is_over():
    assert dates(chosen(debt(1, 100, due=date(2026, 10, 1)))) == [IN_14_DAYS]


def test_the_notice_agreed_in_the_mandate_comes_before_the_one_of_the_company():
    assert dates(chosen(debt(1, 100), mandate=Mandate(7, notice_days=5))) == [date(2026, 11, 30)]


def test_the_bank_wants_its_open_days_even_when_the_notice_is_short():
    policy = Policy(notice_days=1, cutoff_days=4)
    assert dates(chosen(debt(1, 100), policy=policy)) == [date(2026, 11, 27)]


def test_what_is_due_after_the_horizon_is_not_told_at_all():
    assert chosen(debt(1, 100, due=date(2026, 12, 15))) == ((), ())
    assert chosen(debt(1, 100, due=date(2026, 12, 14))).debits


def test_a_notice_longer_than_the_horizon_still_lets_items_be_debited():
    choice = chosen(debt(1, 100), debt(2, 100, due=date(2027, 1, 5)), policy=Policy(notice_days=30, horizon_days=7))
    assert parts(choice) == [[(1, 100)]]


# -- whom -----------------------------------------------------------------------------------------------------------------------------


def test_a_payer_without_a_mandate_is_no_business_of_ours():
    assert chosen(debt(1, 100), mandate=None) == ((), ())


def test_an_invoice_to_be_debited_without_a_mandate_is_told():
    assert left(chosen(debt(1, 100), mandate=None, means={1: "debit"})) == [(1, 100, "no_mandate")]


def test_an_invoice_paid_by_other_means_is_left_out():
    choice = chosen(debt(1, 100), debt(2, 40), means={1: "other"})
    assert (parts(choice), left(choice)) == ([[(2, 40)]], [(1, 100, "other_means")])


def test_only_euros_are_debited():
    policy = Policy(currency=EURO)
    assert left(chosen(debt(1, 100, currency=2), policy=policy)) == [(1, 100, "currency")]
    assert parts(chosen(debt(1, 100), policy=policy)) == [[(1, 100)]]
    assert parts(chosen(debt(1, 100, currency=2))) == [[(1, 100)]], "a company that says nothing of currencies"


# -- of what --------------------------------------------------------------------------------------------------------------------------


def test_a_hold_on_the_whole_item_leaves_it_out_with_its_reason():
    promise = Hold("promise", "leave", why="Promised for 04/12.")
    choice = chosen(debt(1, 100), holds={1: [promise]})
    assert choice == ((), (LeftOut(1, Decimal(100), "hold", promise),))


def test_what_is_disputed_is_left_out_and_the_rest_is_debited():
    dispute = Hold("dispute", "leave", Decimal(30))
    choice = chosen(debt(1, 100), holds={1: [dispute]})
    assert (parts(choice), left(choice)) == ([[(1, 70)]], [(1, 30, "hold")])


def test_holds_together_take_no_more_than_the_item():
    holds = [Hold("dispute", "leave", Decimal(30)), Hold("promise", "leave", Decimal(90)), Hold("paused", "leave")]
    assert left(chosen(debt(1, 100), holds={1: holds})) == [(1, 30, "hold"), (1, 70, "hold")]


@pytest.mark.parametrize("effect", ["review", "stop"])
def test_an_item_that_a_person_or_nobody_may_touch_is_left_out_whole(effect):
    hold = Hold("answer", effect)
    assert chosen(debt(1, 100), holds={1: [hold]}) == ((), (LeftOut(1, Decimal(100), effect, hold),))


def test_credits_are_taken_off_the_oldest_item_and_told():
    choice = chosen(debt(1, 100), debt(2, 60, due=date(2026, 12, 7)), credit(3, 130))
    assert (parts(choice), left(choice)) == ([[(2, 30)]], [(1, 100, "credit"), (2, 30, "credit")])


def test_a_disputed_part_and_a_credit_are_told_apart():
    choice = choose(
        [debt(1, 100)], {1: [Hold("dispute", "leave", Decimal(30))]}, {1: Decimal(50)}, {1: SIGNED}, USUAL, TODAY,
    )  # fmt: skip
    assert (parts(choice), left(choice)) == ([[(1, 50)]], [(1, 30, "hold"), (1, 20, "credit")])


def test_money_in_sight_and_credits_are_both_taken_off_but_a_dispute_is_not_taken_off_twice():
    seen, dispute = Hold("found_paid", "leave", Decimal(30)), Hold("dispute", "leave", Decimal(40))
    assert askable(debt(1, 100), [seen], Decimal(80)) == (50, [LeftOut(1, Decimal(30), "hold", seen), LeftOut(1, Decimal(20), "credit")])
    assert askable(debt(1, 100), [dispute], Decimal(60)) == (60, [LeftOut(1, Decimal(40), "hold", dispute)])


# -- together -------------------------------------------------------------------------------------------------------------------------


def test_items_of_one_date_make_one_debit():
    choice = chosen(debt(1, 100), debt(2, 40), debt(3, 9, due=date(2026, 12, 9)))
    assert parts(choice) == [[(1, 100), (2, 40)], [(3, 9)]]
    assert [debit.amount for debit in choice.debits] == [140, 9]


def test_or_each_item_makes_a_debit_of_its_own():
    assert parts(chosen(debt(1, 100), debt(2, 40), policy=Policy(grouping="item"))) == [[(1, 100)], [(2, 40)]]


def test_a_debit_never_mixes_two_accounts_of_the_ledger():
    assert parts(chosen(debt(1, 100), debt(2, 40, account=11), debt(3, 9))) == [[(1, 100), (3, 9)], [(2, 40)]]


def test_one_item_of_a_debit_at_most_is_debited_in_part():
    holds = {item: [Hold("dispute", "leave", Decimal(10))] for item in (2, 3)}
    assert parts(chosen(debt(1, 100), debt(2, 40), debt(3, 50), debt(4, 9), holds=holds)) == [[(1, 100), (2, 30), (4, 9)], [(3, 40)]]


def test_no_debit_passes_the_lower_of_both_limits():
    items = debt(1, 100), debt(2, 40), debt(3, 60)
    for limits in ({"mandate": Mandate(7, max_amount=Decimal(160)), "policy": Policy(max_amount=Decimal(500))},
                   {"mandate": Mandate(7, max_amount=Decimal(500)), "policy": Policy(max_amount=Decimal(160))}):  # fmt: skip
        choice = chosen(*items, **limits)
        assert (parts(choice), left(choice)) == ([[(1, 100), (2, 40)]], [(3, 60, "over_max")])


def test_a_limit_reached_exactly_is_kept():
    assert parts(chosen(debt(1, 100), debt(2, 60), policy=Policy(max_amount=Decimal(160)))) == [[(1, 100), (2, 60)]]


def test_an_item_above_the_limit_does_not_stop_the_next():
    choice = chosen(debt(1, 500), debt(2, 60), policy=Policy(max_amount=Decimal(160)))
    assert (parts(choice), left(choice)) == ([[(2, 60)]], [(1, 500, "over_max")])


# -- sequence -------------------------------------------------------------------------------------------------------------------------


def sequences(mandate, policy=USUAL):
    items = debt(2, 40, due=date(2026, 12, 9)), debt(1, 100)
    return [debit.sequence for debit in chosen(*items, mandate=mandate, policy=policy).debits]


def test_a_mandate_recurs_unless_the_bank_wants_the_first_told_apart():
    frst = Policy(first_as_frst=True)
    assert sequences(Mandate(7)) == ["RCUR", "RCUR"]
    assert sequences(Mandate(7), frst) == ["FRST", "RCUR"]
    assert sequences(Mandate(7, used=True), frst) == ["RCUR", "RCUR"]


def test_the_last_debit_of_a_mandate_that_ends_is_final():
    assert sequences(Mandate(7, final=True)) == ["RCUR", "FNAL"]


def test_a_mandate_for_one_debit_makes_one():
    choice = chosen(debt(1, 100), debt(2, 40, due=date(2026, 12, 9)), mandate=Mandate(7, recurrence="one_off"))
    assert [debit.sequence for debit in choice.debits] == ["OOFF"]
    assert (parts(choice), left(choice)) == ([[(1, 100)]], [(2, 40, "one_off")])


# -- presented again ------------------------------------------------------------------------------------------------------------------


def test_a_returned_item_is_presented_again_on_the_day_that_was_told_without_another_notice():
    choice = chosen(debt(1, 100, due=date(2026, 10, 1)), again={1: (date(2026, 11, 28), 33)})
    assert [(debit.date, debit.again_of) for debit in choice.debits] == [(date(2026, 11, 30), 33)]


def test_the_bank_still_wants_its_days_for_it():
    assert dates(chosen(debt(1, 100), again={1: (date(2026, 11, 20), 33)})) == [date(2026, 11, 25)]


def test_what_came_back_together_is_presented_together_and_apart_from_the_rest():
    day = (IN_14_DAYS, 33)
    choice = chosen(debt(1, 100), debt(2, 40), debt(3, 9), again={1: day, 3: day}, policy=Policy(grouping="item"))
    assert parts(choice) == [[(1, 100), (3, 9)], [(2, 40)]]


# -- always ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_what_is_debited_and_what_is_left_out_add_up_to_the_item(seed):
    chance = random.Random(seed)
    items, holds, mandates = _ledger(chance)
    policy = Policy(
        grouping=chance.choice(["mandate", "item"]), max_amount=Decimal(chance.choice([0, 80, 300])), currency=chance.choice([0, EURO]),
        horizon_days=chance.choice([7, 21, 60]),
    )  # fmt: skip
    choice = choose(items, holds, set_off(items), mandates, policy, TODAY)
    told = {}
    for item, amount in [part for debit in choice.debits for part in debit.parts] + [(one.item, one.amount) for one in choice.left_out]:
        assert amount > 0
        told[item] = told.get(item, 0) + amount
    by_id = {item.id: item for item in items}
    assert all(amount == by_id[item].residual for item, amount in told.items())
    expected = {item.id for item in items if item.kind == "debt" and item.payer in mandates and item.due <= TODAY + timedelta(days=7)}
    assert expected <= told.keys()
    _check_debits(choice, by_id, policy)


def _check_debits(choice, by_id, policy):
    for debit in choice.debits:
        items = [by_id[item] for item, _amount in debit.parts]
        assert {item.payer for item in items} == {debit.payer}
        assert {item.account for item in items} == {debit.account}
        assert len({item.currency for item in items}) == 1
        assert sum(amount < by_id[item].residual for item, amount in debit.parts) <= 1
        assert not policy.max_amount or debit.amount <= policy.max_amount
        assert target.is_open(debit.date)
        assert debit.date >= IN_14_DAYS


def _ledger(chance):
    """Some payers, some with a mandate, their items and holds."""
    items, holds = [], {}
    for item in range(1, chance.randint(2, 25)):
        make = credit if chance.random() < 0.15 else debt
        made = make(
            item, chance.randint(1, 200), payer=chance.randint(1, 4), account=chance.choice([10, 11]), currency=chance.choice([1, 1, 1, 2])
        )
        items.append(made._replace(due=TODAY + timedelta(days=chance.randint(-60, 60))))
        holds[item] = [
            Hold(chance.choice(["dispute", "promise"]), chance.choice(["leave", "leave", "review", "stop"]),
                 chance.choice([None, Decimal(chance.randint(1, 250))]))
            for _each in range(chance.choice([0, 0, 0, 1, 2]))
        ]  # fmt: skip
    mandates = {payer: Mandate(payer, recurrence=chance.choice(["recurrent", "one_off"])) for payer in (1, 2, 3) if chance.random() < 0.8}
    return items, holds, mandates
