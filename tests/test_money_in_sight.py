"""Money in sight: what has arrived and is not matched yet keeps its payer from being chased."""

import random
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.money_in_sight import Answer, Seen, alike, concerned, in_sight

DAY = date(2026, 11, 12)
LAKE, WOOD, GARAGE = 1, 2, 3
NAMES = {LAKE: "Hôtel du Lac Imaginaire", WOOD: "Menuiserie Copeaux & Fils", GARAGE: "Garage Tourneboulon"}


def item(identifier, payer, amount, due=0, **values):
    amount = Decimal(amount)
    known = {
        "id": identifier, "payer": payer, "contact": payer, "move": identifier, "number": f"INV/2026/{identifier:05}", "reference": "",
        "kind": "debt" if amount > 0 else "credit", "issued": DAY, "due": DAY + timedelta(days=due), "currency": 1, "amount": amount,
        "residual": amount, "residual_company": amount, "account": 1,
    }
    return OpenItem(**known | values)


def money(amount, payer=0, label="", *, number=900, source="bank", days=0, currency=1, **values):
    return Seen(number, source, DAY + timedelta(days=days), Decimal(amount), currency, payer, label=label, **values)


def told(items, *seen, **known):
    """``{item: "certain 800"}``; several amounts on an item one after the other."""
    found = in_sight(items, seen, NAMES, **known)
    return {
        debt: ", ".join(f"{'certain' if one.certain else 'probable'} {one.amount}" for one in matches) for debt, matches in found.items()
    }


WOODWORK = [item(1, WOOD, 1180, -22), item(2, WOOD, 820, -9), item(3, WOOD, 500, 8)]


# -- what a person said -------------------------------------------------------------------------------------------------------

STRANGER = money(2000, name="M. ANDRE COPEAUX")


def says(paid, *debts, seen=STRANGER):
    return [Answer(seen.source, seen.id, debt, paid) for debt in debts]


def test_it_is_this_payment_makes_it_certain():
    assert told(WOODWORK, STRANGER) == {1: "probable 1180", 2: "probable 820"}
    found = in_sight(WOODWORK, [STRANGER], NAMES, answers=says(True, 1, 2))
    found_told = [(match.certain, match.said, match.amount) for debt in (1, 2) for match in found[debt]]
    assert found_told == [(True, True, 1180), (True, True, 820)]


def test_it_is_not_this_payment_holds_the_item_no_more():
    assert told(WOODWORK, STRANGER, answers=says(False, 1, 2)) == {}
    assert told(WOODWORK, money(820, WOOD), answers=says(False, 2, seen=money(820, WOOD))) == {1: "probable 820"}
    named = money(820, label="INV/2026/00002")
    assert told(WOODWORK, named, answers=says(False, 2, seen=named)) == {}


def test_an_answer_is_about_one_payment_only():
    other = money(820, WOOD, number=901)
    assert told(WOODWORK, other, answers=says(False, 2)) == {2: "certain 820"}


def test_a_stranger_pays_what_a_person_says_although_nothing_fits():
    one = money(700, name="DUPONT")
    assert told(WOODWORK, one) == {}
    assert told(WOODWORK, one, answers=says(True, 2, seen=one)) == {2: "certain 700"}
    assert concerned(WOODWORK, [one], NAMES, answers=says(True, 2, seen=one)) == {WOOD}


def test_what_is_left_of_a_payment_said_is_the_same_payers():
    one = money(2000, name="DUPONT")
    assert told(WOODWORK, one, answers=says(True, 2, seen=one)) == {2: "certain 820", 1: "certain 1180"}


def test_a_payment_said_in_another_currency_is_the_whole_item():
    one = money(900, currency=2)
    assert told(WOODWORK, one, answers=says(True, 2, seen=one)) == {2: "certain 820"}


def test_an_answer_about_an_item_that_is_paid_says_nothing_more():
    assert told(WOODWORK[:1], STRANGER, answers=says(True, 2)) == {}


def test_the_bank_line_of_a_payment_said_is_no_news():
    """Colette said what the payment is for; its bank line pays nothing else."""
    payment, line = money(820, WOOD, source="payment", number=7), money(820, WOOD, days=2)
    assert told(WOODWORK, payment, line, answers=says(True, 3, seen=payment)) == {3: "certain 500", 1: "probable 320"}


# -- certain ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["VIR INV/2026/00002", "inv 2026-00002 merci", "INV202600002"])
def test_money_that_names_an_invoice_is_for_it(label):
    assert told(WOODWORK, money(820, label=label)) == {2: "certain 820"}


def test_a_part_of_the_invoice_named_leaves_the_rest_asked():
    assert told(WOODWORK, money(300, label="INV/2026/00002")) == {2: "certain 300"}


def test_the_payment_reference_names_the_invoice():
    assert told(WOODWORK, money(820, label="+++120/0000/00123+++"), references={2: "120/0000/00123"}) == {2: "certain 820"}


def test_money_that_names_several_invoices_covers_them_oldest_first():
    label = "INV/2026/00003 INV/2026/00002"
    assert told(WOODWORK, money(1320, label=label)) == {2: "certain 820", 3: "certain 500"}


def test_what_is_left_after_the_invoice_named_is_the_same_payers():
    assert told(WOODWORK, money(2000, label="INV/2026/00002")) == {2: "certain 820", 1: "certain 1180"}
    assert told(WOODWORK, money(1000, label="INV/2026/00002")) == {2: "certain 820", 1: "probable 180"}


@pytest.mark.parametrize(("amount", "items"), [
    (820, {2}),  # one item
    (2000, {1, 2}),  # all that is overdue
    (2500, {1, 2, 3}),  # the whole balance
    (1320, {2, 3}),  # a sum that leaves out the oldest
])  # fmt: skip
def test_a_known_payer_and_a_fitting_amount(amount, items):
    found = in_sight(WOODWORK, [money(amount, WOOD)])
    assert set(found) == items and all(match.certain for matches in found.values() for match in matches)


def test_the_owner_of_the_iban_is_the_payer():
    assert told(WOODWORK, money(820, iban_payer=WOOD)) == {2: "certain 820"}


def test_the_balance_after_a_credit_note_and_before_it_are_both_fitting():
    items = [item(1, LAKE, 1200), item(9, LAKE, -200)]
    assert told(items, money(1000, LAKE)) == {1: "certain 1000"}
    assert told(items, money(1200, LAKE)) == {1: "certain 1200"}


def test_a_number_that_two_payers_bear_names_the_one_who_pays():
    items = [item(1, LAKE, 100, number="F-2026-1"), item(2, WOOD, 100, number="F-2026-1")]
    assert told(items, money(100, WOOD, "F-2026-1")) == {2: "certain 100"}
    assert told(items, money(100, 0, "F-2026-1")) == {1: "probable 100"}


# -- probable -----------------------------------------------------------------------------------------------------------------


def test_the_sum_of_two_items_by_a_name_that_resembles():
    assert told(WOODWORK, money(2000, name="M. ANDRE COPEAUX", label="REGLEMENT FACTURES")) == {1: "probable 1180", 2: "probable 820"}


def test_the_sum_of_two_items_by_a_stranger_is_nobodys():
    assert told(WOODWORK, money(2000, name="SARL DUPONT")) == {}


def test_the_amount_of_an_item_by_a_stranger():
    assert told(WOODWORK, money(820, name="SARL DUPONT")) == {2: "probable 820"}


def test_a_name_that_resembles_goes_before_an_older_item_of_the_same_amount():
    items = [item(1, LAKE, 820, -90), *WOODWORK[1:]]
    assert told(items, money(820, name="COPEAUX")) == {2: "probable 820"}


def test_a_known_payer_and_an_amount_that_fits_nothing_covers_the_oldest_up_to_it():
    assert told(WOODWORK, money(1300, WOOD)) == {1: "probable 1180", 2: "probable 120"}


def test_a_transfer_only_announced_waits_for_a_person():
    assert told(WOODWORK, money(820, WOOD, source="transaction", moves=(2,), sure=False)) == {2: "probable 820"}


def test_an_invoice_named_in_another_currency_waits_for_a_person():
    assert told(WOODWORK, money(770, WOOD, "INV/2026/00002", currency=2)) == {2: "probable 820"}


# -- nothing ------------------------------------------------------------------------------------------------------------------


def test_money_of_another_payer_is_not_ours():
    assert told(WOODWORK, money(820, GARAGE, name="Garage Tourneboulon")) == {}


def test_money_in_another_currency_fits_no_amount():
    assert told(WOODWORK, money(820, WOOD, currency=2)) == {}


def test_what_credits_cover_already_is_not_covered_again():
    assert told([item(1, LAKE, 1200), item(9, LAKE, -1200), item(2, LAKE, 300)], money(300, LAKE)) == {2: "certain 300"}


# -- once ---------------------------------------------------------------------------------------------------------------------


def test_one_amount_covers_one_item_of_several_that_fit():
    items = [item(1, LAKE, 500, 3), item(2, GARAGE, 500, -3)]
    assert told(items, money(500)) == {2: "probable 500"}
    assert told(items, money(500), money(500, number=901)) == {1: "probable 500", 2: "probable 500"}


def test_two_parts_of_one_invoice():
    seen = money(600, label="INV/2026/00001"), money(580, label="INV/2026/00001", number=901)
    assert told(WOODWORK, *seen) == {1: "certain 600, certain 580"}


def test_what_is_certain_is_placed_before_what_is_probable():
    assert told(WOODWORK, money(820, number=1, days=-5), money(820, WOOD, number=2)) == {2: "certain 820"}


@pytest.mark.parametrize("source", ["payment", "transaction"])
def test_a_payment_and_its_bank_line_are_one_money(source):
    seen = money(820, WOOD), money(820, WOOD, source=source, moves=(2,), days=-2)
    assert told(WOODWORK, *seen) == {2: "certain 820"}


def test_a_payment_in_the_ledger_and_its_bank_line_are_one_money():
    paid = money(820, WOOD, source="booked", moves=(77,), name=NAMES[WOOD])
    assert told(WOODWORK, paid) == {}
    assert told(WOODWORK, paid, money(820, WOOD, days=2)) == {}
    assert told(WOODWORK, paid, money(820, name="COPEAUX", days=2)) == {}
    assert told(WOODWORK, paid, money(820, WOOD, days=2), money(820, WOOD, days=3, number=901)) == {2: "certain 820"}


def test_the_same_amount_a_month_later_or_for_another_invoice_is_other_money():
    paid = money(820, WOOD, source="booked", moves=(77,))
    assert told(WOODWORK, paid, money(820, WOOD, days=30)) == {2: "certain 820"}
    assert told(WOODWORK, paid, money(820, WOOD, "INV/2026/00002", days=2)) == {2: "certain 820"}


def test_an_open_credit_and_its_bank_line_that_names_the_invoice_are_one_money():
    items = [item(1, WOOD, 820, -22), item(2, WOOD, 500), item(9, WOOD, -820)]
    assert told(items, money(820, WOOD, source="booked"), money(820, WOOD, "INV/2026/00001", days=1)) == {}


# -- for any ledger -----------------------------------------------------------------------------------------------------------


def ledger(seed, payers=6, amounts=(50, 100, 120, 200, 75)):
    chance = random.Random(seed)
    items = [
        item(number, chance.randint(1, payers), chance.choice(amounts) * chance.choice((1, 1, 1, -1)), chance.randint(-90, 30),
             currency=chance.choice((1, 1, 2)))
        for number in range(1, chance.randint(2, 25))
    ]  # fmt: skip
    seen = [
        Seen(
            number, chance.choice(("bank", "bank", "payment", "transaction", "booked")), DAY - timedelta(days=chance.randint(0, 60)),
            Decimal(chance.choice(amounts) + chance.choice((0, 0, 100))), chance.choice((1, 1, 2)),
            chance.choice((0, 0, *range(1, payers + 2))),
            label=chance.choice(("", "COPEAUX", f"INV/2026/{chance.randint(1, 25):05}")), sure=chance.random() < 0.9,
        )
        for number in range(chance.randint(0, 12))
    ]  # fmt: skip
    return chance, items, seen


@pytest.mark.parametrize("seed", range(300))
def test_no_amount_and_no_item_is_used_twice(seed):
    _chance, items, seen = ledger(seed)
    used, currencies = defaultdict(int), {one.id: one.currency for one in items}
    for debt, matches in in_sight(items, seen, NAMES).items():
        assert 0 < sum(match.amount for match in matches) <= next(one.residual for one in items if one.id == debt)
        for match in matches:
            assert match.debt == debt and match.amount > 0 and match.seen.source != "booked"
            if match.seen.currency == currencies[debt]:
                used[match.seen.source, match.seen.id] += match.amount
            else:
                assert not match.certain
    assert all(used[one.source, one.id] <= one.amount for one in seen)


@pytest.mark.parametrize("seed", range(100))
def test_the_order_of_items_and_money_does_not_matter(seed):
    chance, items, seen = ledger(seed)
    shuffled = chance.sample(items, len(items)), chance.sample(seen, len(seen))
    assert in_sight(items, seen, NAMES) == in_sight(*shuffled, NAMES)


@pytest.mark.parametrize("seed", range(300))
def test_a_payer_who_is_not_concerned_has_nothing_in_sight(seed):
    """What lets the gate look at few payers first."""
    _chance, items, seen = ledger(seed)
    owner = {one.id: one.payer for one in items}
    for payer in {owner[debt] for debt in in_sight(items, seen, NAMES)}:
        assert concerned([one for one in items if one.payer == payer], seen, {payer: NAMES.get(payer, "")}) == {payer}


def test_strangers_concern_only_those_whom_they_fit():
    assert concerned(WOODWORK, [money(821, name="DUPONT", label="VIR 4711"), money(820, GARAGE)], NAMES) == set()
    assert concerned(WOODWORK, [money(5, name="COPEAUX")], NAMES) == set()
    assert concerned(WOODWORK, [money(2000, name="COPEAUX")], NAMES) == {WOOD}


@pytest.mark.parametrize("seed", range(300))
def test_the_payers_concerned_alone_are_answered_as_with_the_whole_ledger(seed):
    """What lets the gate read few payers only, all names known."""
    _chance, items, seen = ledger(seed)
    few = concerned(items, seen, NAMES)
    assert in_sight([one for one in items if one.payer in few], seen, NAMES) == in_sight(items, seen, NAMES)


def test_by_name_only_those_who_have_a_telling_word_in_common():
    seen = [money(2000, name="M. ANDRE COPEAUX", label="HOTEL")]
    assert alike(seen, NAMES) == {LAKE, WOOD}
    crowd = NAMES | {number: f"Hôtel {number}" for number in range(20, 40)}
    assert alike(seen, crowd) == {WOOD}


def steps(payers):
    """Lines of Python that a ledger of so many payers takes, three items each, and money for a fifth of them."""
    chance = random.Random(7)
    items = [item(number, number // 3, chance.randint(10, 99999), chance.randint(-90, 30)) for number in range(3 * payers)]
    seen = [money(chance.randint(10, 99999), chance.choice((0, number)), f"VIR {number}", number=number) for number in range(payers // 5)]
    names = {number: f"Payer N{number}" for number in range(payers)}
    count = 0

    def trace(_frame, _event, _argument):
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        in_sight(items, seen, names)
    finally:
        sys.settrace(None)
    return count


def test_ten_times_the_ledger_takes_about_ten_times_the_steps():
    """Never payers times lines."""
    assert steps(1000) < 12 * steps(100)
