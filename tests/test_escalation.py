"""The decision, told as timelines: who is written to on which day, at which level, for how much, and why not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable_dunning.logic import escalation
from odoo.addons.receivable_dunning.logic.escalation import (
    Contact,
    Following,
    History,
    Level,
    Question,
    Scenario,
    Sent,
    Settlement,
    Untold,
    Waiting,
    plan,
)

DUE = date(2026, 3, 16)
EUR, CHF = 1, 2
PREVENANCE = Level(10, "Prevenance", "due", -7, 0, minimum=Decimal(50))
FIRST = Level(11, "1st reminder", "due", 5, 1, minimum=Decimal(15))
SECOND = Level(12, "2nd reminder", "due", 15, 2, minimum=Decimal(15))
THIRD = Level(13, "3rd reminder", "due", 30, 3, minimum=Decimal(50))
NOTICE = Level(14, "Formal notice", "due", 45, 7, "letter", release="approve", minimum=Decimal(150))
HAND_OVER = Level(15, "Hand-over", "due", 60, 9, "decision", "decision", release="approve", minimum=Decimal(500))
THANKS = Level(16, "Thank-you", "paid", 2, 0, channel_without_email="")
STANDARD = Scenario(1, "Standard", (PREVENANCE, FIRST, SECOND, THIRD, NOTICE, HAND_OVER, THANKS))


def item(number, amount, due=DUE, payer=1, *, currency=EUR, kind="debt", rate=1, reverses=0, move=None, account=400):
    """One open item in the trade's words: number, amount left, due date."""
    amount = Decimal(str(amount))
    return OpenItem(
        id=number, payer=payer, contact=payer, move=move or number, number=f"INV/{number}", reference="", kind=kind,
        issued=due - timedelta(days=30), due=due, currency=currency, amount=amount, residual=amount,
        residual_company=amount * rate, account=account, reverses=reverses, label="", salesperson=0,
    )  # fmt: skip


def credit(number, amount, due=DUE, payer=1, **kwargs):
    return item(number, -abs(amount), due, payer, kind="credit", **kwargs)


class Ledger:
    """A small world that lives day by day: what leaves is remembered, as the database would."""

    def __init__(self, *items, scenario=STANDARD, **following):
        self.items = {one.id: one for one in items}
        self.scenario, self.following = scenario, following
        self.sent, self.contacts, self.waiting, self.settled = [], [], [], []
        self.holds, self.elsewhere, self.questions, self.untold = {}, frozenset(), [], []

    def decide(self, as_of):
        history = History(self.sent, self.contacts, self.waiting, self.settled, self.elsewhere, self.questions, self.untold)
        payers = {one.payer for one in self.items.values()} | {one.payer for one in self.settled}
        followings = {payer: Following(payer, self.scenario, **self.following) for payer in payers}
        return plan(list(self.items.values()), self.holds, history, followings, as_of)

    def on(self, as_of):
        """One night: decide, and send what is decided."""
        made = self.decide(as_of)
        for step in made.steps:
            kind = "reminder" if step.kind == "event" else step.kind
            self.contacts.append(Contact(step.payer, as_of, kind, step.channel, step.level.severity))
            if step.about:
                self.untold.remove(step.about)
            for ask in step.asks:
                if ask.level:
                    number = ask.item.item if ask.role == "paid" else ask.item.id
                    self.sent.append(Sent(step.payer, number, ask.level.id, ask.level.severity, ask.occurrence, as_of, True))
        return made

    def nights(self, first, last):
        """Every night from the first to the last day after the due date: ``{day: (level, amount)}``."""
        story = {}
        for day in range(first, last + 1):
            for step in self.on(DUE + timedelta(days=day)).steps:
                asked = sum(ask.net for ask in step.asks if ask.role in ("asked", "listed", "coming"))
                story[day] = (step.level.name, asked)
        return story

    def pay(self, number, when, *, by_money=True, proven=True):
        one = self.items.pop(number)
        self.settled.append(
            Settlement(one.payer, one.id, 1, one.due, when, one.residual, one.currency, by_money, proven)
        )

    def hold(self, number, purpose="remind", **kwargs):
        values = {"code": "dispute", "effect": "leave", "amount": None, "since": DUE, "until": None, "why": "disputed",
                  "why_public": "disputed", "lifted_by": "Logistics", "evidence": ()} | kwargs  # fmt: skip
        self.holds.setdefault(purpose, {}).setdefault(number, []).append(Hold(**values))


def after(days):
    return DUE + timedelta(days=days)


def receipt_of(made, payer=1):
    return next(receipt for receipt in made.receipts if receipt.payer == payer)


def codes(made, payer=1):
    return [reason.code for reason in receipt_of(made, payer).reasons]


# -- the story of one invoice -------------------------------------------------------------------------------------------------


def test_an_unpaid_invoice_climbs_from_prevenance_to_hand_over():
    story = Ledger(item(1, 1000)).nights(-20, 70)
    assert story == {
        -7: ("Prevenance", 1000),
        5: ("1st reminder", 1000),
        15: ("2nd reminder", 1000),
        30: ("3rd reminder", 1000),
        45: ("Formal notice", 1000),
        60: ("Hand-over", 1000),
    }


def test_paid_early_means_thanks_and_nothing_more():
    ledger = Ledger(item(1, 1000))
    assert list(ledger.nights(-8, -3)) == [-7]
    ledger.pay(1, after(-2))
    assert ledger.nights(-2, 60) == {0: ("Thank-you", 0)}


def test_a_partial_payment_changes_the_amount_and_full_payment_brings_thanks():
    ledger = Ledger(item(1, 1000))
    assert ledger.nights(-7, 14) == {-7: ("Prevenance", 1000), 5: ("1st reminder", 1000)}
    ledger.items[1] = ledger.items[1]._replace(residual=Decimal(400), residual_company=Decimal(400))
    assert ledger.nights(15, 20) == {15: ("2nd reminder", 400)}
    ledger.pay(1, after(20))
    made = ledger.on(after(22))
    assert [(step.kind, step.late) for step in made.steps] == [("thanks", True)]
    assert ledger.nights(23, 90) == {}


def test_the_boundary_is_inclusive_and_due_today_is_not_overdue():
    ledger = Ledger(item(1, 1000))
    assert ledger.decide(after(4)).steps == ()
    assert len(ledger.decide(after(5)).steps) == 1
    assert ledger.decide(DUE).receipts == ()


def test_nothing_leaves_twice_on_the_same_day():
    ledger = Ledger(item(1, 1000))
    assert len(ledger.on(after(5)).steps) == 1
    assert ledger.on(after(5)).steps == ()


# -- several items ------------------------------------------------------------------------------------------------------------


def test_items_at_different_levels_leave_in_one_message_each_at_its_own_level():
    ledger = Ledger(item(1, 1200, after(-45)), item(2, 760, after(-15)), item(3, 540, after(-5)))
    ledger.sent = [Sent(1, 1, 13, 3, 0, after(-15), True), Sent(1, 2, 11, 1, 0, after(-10), True)]
    ledger.contacts = [Contact(1, after(-15), "reminder", "email", 3)]
    (step,) = ledger.decide(DUE).steps
    assert step.level == NOTICE and step.release == "approve"
    assert [(ask.item.id, ask.level.severity) for ask in step.asks] == [(1, 7), (2, 2), (3, 3)]  # memory: 3
    assert step.amount_company == 2500


def test_an_item_between_two_levels_is_listed_and_not_consumed():
    ledger = Ledger(item(1, 500, after(-15)), item(2, 300, after(-7)))
    ledger.sent = [Sent(1, 1, 11, 1, 0, after(-10), True), Sent(1, 2, 11, 1, 0, after(-2), True)]
    (step,) = ledger.decide(DUE).steps
    assert [(ask.item.id, ask.role) for ask in step.asks] == [(1, "asked"), (2, "listed")]


def test_coming_items_travel_with_a_reminder_and_get_no_prevenance_of_their_own():
    ledger = Ledger(item(1, 500), item(2, 300, after(9)))
    (step,) = ledger.on(after(5)).steps
    assert [(ask.item.id, ask.role) for ask in step.asks] == [(1, "asked"), (2, "coming")]
    assert 6 not in ledger.nights(6, 8)


def test_a_prevenance_gathers_what_falls_due_within_a_week_and_is_alone_in_that_time():
    ledger = Ledger(item(1, 500), item(2, 300, after(5)), item(3, 200, after(9)))
    (step,) = ledger.on(after(-7)).steps
    assert [ask.item.id for ask in step.asks] == [1, 2]
    assert list(ledger.nights(-6, 4)) == [2]  # only item 3, seven days before its own due date


def test_a_missed_prevenance_is_too_late():
    assert Ledger(item(1, 500)).decide(DUE).steps == ()


def test_two_currencies_share_one_message_and_are_never_added():
    ledger = Ledger(item(1, 3400, currency=CHF), item(2, 1150, currency=EUR))
    (step,) = ledger.decide(after(5)).steps
    assert {(ask.item.currency, ask.net) for ask in step.asks} == {(CHF, 3400), (EUR, 1150)}


def test_instalments_are_items_of_their_own():
    ledger = Ledger(item(1, 333, move=9), item(2, 333, after(30), move=9))
    (step,) = ledger.decide(after(5)).steps
    assert [ask.item.id for ask in step.asks] == [1]


# -- credits ------------------------------------------------------------------------------------------------------------------


def test_a_credit_larger_than_the_debt_means_silence_and_the_receipt_says_so():
    made = Ledger(item(1, 620), credit(2, 900)).decide(after(25))
    assert made.steps == () and codes(made) == ["credits"]


def test_a_credit_is_deducted_from_the_oldest_item_and_shown_as_a_row():
    ledger = Ledger(item(1, 620, after(-10)), item(2, 500), credit(3, 700))
    (step,) = ledger.decide(after(5)).steps
    assert sum(ask.remaining for ask in step.asks) == sum(ask.net for ask in step.asks) == 420
    assert [(ask.item.id, ask.role) for ask in step.asks if ask.role != "listed"] == [(2, "asked"), (3, "credit")]


# -- holds --------------------------------------------------------------------------------------------------------------------


def test_a_disputed_part_leaves_and_the_rest_is_asked_for():
    ledger = Ledger(item(1, 4250))
    ledger.hold(1, amount=Decimal(1300))
    (step,) = ledger.decide(after(5)).steps
    assert step.amount_company == 2950
    assert codes(ledger.decide(after(5))) == ["late", "hold.dispute"]


def test_a_whole_held_item_leaves_and_the_receipt_names_who_lifts_it():
    ledger = Ledger(item(1, 4250))
    ledger.hold(1)
    made = ledger.decide(after(5))
    assert made.steps == () and receipt_of(made).reasons[0].lifted_by == "Logistics"


def test_a_hold_for_review_lets_a_person_decide():
    ledger = Ledger(item(1, 4250))
    ledger.hold(1, code="money_in_sight", effect="review", why="a payment of 4 250 may be this one")
    made = ledger.decide(after(5))
    assert made.steps[0].waits.code == "hold.money_in_sight"
    assert receipt_of(made).decision == "waiting"


def test_a_question_lets_the_scenario_go_on_and_its_payer_waits_for_a_person_in_between():
    ledger = Ledger(item(1, 4250))
    ledger.questions.append(Question(1, "question.promise", "4 250 promised for 10 June, 0 received"))
    assert [receipt_of(ledger.on(after(day))).decision for day in (4, 5, 6)] == ["waiting", "chased", "waiting"]
    assert codes(ledger.decide(after(6))) == ["question.promise", "later"]


def test_a_question_about_a_payer_who_owes_nothing_late_is_no_receipt():
    ledger = Ledger(item(1, 4250))
    ledger.questions.append(Question(1, "question.promise", "promised"))
    assert ledger.decide(after(-10)).receipts == ()


# -- pace ---------------------------------------------------------------------------------------------------------------------


def test_an_item_very_late_climbs_one_level_at_a_time_with_the_spacing_between():
    ledger = Ledger(item(1, 1000))
    assert [(day, level) for day, (level, _) in ledger.nights(200, 240).items()] == [
        (200, "1st reminder"),
        (207, "2nd reminder"),
        (214, "3rd reminder"),
        (221, "Formal notice"),
        (228, "Hand-over"),
    ]


def test_catch_up_first_waits_the_full_distance_of_each_level():
    ledger = Ledger(item(1, 1000), scenario=STANDARD._replace(catch_up="first"))
    assert list(ledger.nights(200, 260)) == [200, 210, 225, 240, 255]


def test_catch_up_highest_takes_the_highest_level_but_never_a_first_formal_notice():
    ledger = Ledger(item(1, 1000), scenario=STANDARD._replace(catch_up="highest"))
    made = ledger.on(after(200))
    assert made.steps[0].level == THIRD
    assert made.steps[0].passed_over == (("INV/1", "1st reminder"), ("INV/1", "2nd reminder"))
    assert "passed_over" in codes(made)
    assert ledger.on(after(207)).steps[0].level == HAND_OVER


def test_the_spacing_delays_a_second_message_and_says_until_when():
    ledger = Ledger(item(1, 500), item(2, 300, after(3)))
    ledger.on(after(5))
    made = ledger.decide(after(9))
    assert made.steps == ()
    assert codes(made) == ["spacing"] and receipt_of(made).reasons[0].until == after(12)
    assert ledger.nights(9, 12) == {12: ("1st reminder", 800)}


def test_a_call_needs_less_distance_from_a_message():
    call = Level(20, "Call", "due", 8, 2, "call", "call")
    scenario = STANDARD._replace(levels=(FIRST, call, THIRD, THANKS))
    assert list(Ledger(item(1, 1000), scenario=scenario).nights(0, 20)) == [5, 8]


def test_a_level_does_not_advance_before_the_earlier_message_has_left():
    ledger = Ledger(item(1, 1000))
    ledger.waiting = [Waiting(1, 7, "planned", "approve", "email", "1st reminder", after(5))]
    made = ledger.decide(after(30))
    assert made.steps == () and codes(made) == ["action.planned"]


def test_a_message_in_doubt_counts_as_sent_and_is_shown_to_a_person():
    ledger = Ledger(item(1, 1000))
    ledger.on(after(5))
    ledger.waiting = [Waiting(1, 7, "doubtful", "auto", "email", "1st reminder", after(5))]
    made = ledger.decide(after(6))
    assert made.steps == () and receipt_of(made).decision == "waiting"
    assert ledger.decide(after(15)).steps[0].level == SECOND


# -- amounts ------------------------------------------------------------------------------------------------------------------


def test_a_trifle_waits_below_the_minimum_and_is_not_forgotten():
    ledger = Ledger(item(1, 7.40))
    made = ledger.decide(after(30))
    assert made.steps == () and codes(made) == ["minimum"]
    ledger.items[2] = item(2, 20, after(25))
    assert ledger.decide(after(30)).steps[0].amount_company == Decimal("27.4")


def test_an_amount_too_small_for_a_formal_notice_does_not_stop_the_others():
    ledger = Ledger(item(1, 60, after(-45)), item(2, 40, after(-5)), scenario=STANDARD._replace(memory_cap=0))
    ledger.sent = [Sent(1, 1, 13, 3, 0, after(-15), True)]
    (step,) = ledger.decide(DUE).steps
    assert step.level == FIRST
    assert [(ask.item.id, ask.role) for ask in step.asks] == [(1, "listed"), (2, "asked")]


# -- channels and payers ------------------------------------------------------------------------------------------------------


def test_a_payer_without_email_gets_a_letter_and_no_thanks():
    ledger = Ledger(item(1, 690), has_email=False)
    (step,) = ledger.on(after(5)).steps
    assert step.channel == "letter"
    ledger.pay(1, after(8))
    assert ledger.decide(after(10)).steps == ()


def test_two_payers_are_decided_each_on_their_own():
    ledger = Ledger(item(1, 100), item(2, 200, payer=2))
    assert [step.payer for step in ledger.decide(after(5)).steps] == [1, 2]


def test_a_payer_without_scenario_is_explained_never_forgotten():
    ledger = Ledger(item(1, 100), scenario=None)
    assert codes(ledger.decide(after(5))) == ["no_scenario"]


def test_a_payer_whose_data_is_broken_does_not_stop_the_others():
    ledger = Ledger(item(1, 100)._replace(due=None), item(2, 200, payer=2))
    made = ledger.decide(after(5))
    assert receipt_of(made, 1).decision == "fault"
    assert [step.payer for step in made.steps] == [2]


# -- memory -------------------------------------------------------------------------------------------------------------------


def test_who_settles_one_old_invoice_a_month_does_not_start_again_at_level_one():
    ledger = Ledger(item(1, 500))
    ledger.nights(5, 15)
    ledger.pay(1, after(20))
    ledger.items[2] = item(2, 500, after(30))
    assert ledger.decide(after(35)).steps[0].first  # yet its text may not say "despite our message"
    assert ledger.nights(31, 36) == {35: ("2nd reminder", 500)}


def test_the_memory_fades_with_each_item_settled_in_time():
    ledger = Ledger(item(1, 500))
    ledger.nights(5, 15)
    ledger.pay(1, after(20))
    ledger.items[3] = item(3, 100, after(25))
    ledger.pay(3, after(24))
    ledger.items[2] = item(2, 500, after(30))
    assert ledger.nights(31, 36) == {35: ("1st reminder", 500)}


def test_a_formal_notice_is_earned_by_each_invoice_anew():
    ledger = Ledger(item(1, 500))
    ledger.nights(5, 45)
    ledger.pay(1, after(50))
    ledger.items[2] = item(2, 500, after(60))
    assert list(ledger.nights(61, 70).values()) == [("3rd reminder", 500)]


# -- thanks -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("a credit note settles it", {"by_money": False}),
        ("the bank has not proven the money", {"proven": False}),
    ],
)
def test_no_thanks_when(case, change):
    ledger = Ledger(item(1, 500))
    ledger.on(after(5))
    ledger.pay(1, after(8), **change)
    assert ledger.nights(9, 40) == {}, case


def test_no_thanks_while_something_else_is_overdue_here_or_in_another_company():
    ledger = Ledger(item(1, 500), item(2, 300))
    ledger.pay(1, after(1))
    assert all(step.kind != "thanks" for step in ledger.decide(after(3)).steps)
    ledger.items.clear()
    ledger.elsewhere = frozenset({1})
    assert ledger.decide(after(3)).steps == ()


def test_thanks_come_once_per_settlement_and_not_again_within_two_months():
    ledger = Ledger(item(1, 500), item(2, 500, after(20)))
    ledger.pay(1, after(-1))
    assert [day for day, (level, _) in ledger.nights(0, 12).items() if level == "Thank-you"] == [1]
    ledger.pay(2, after(19))
    assert ledger.nights(20, 50) == {}


def test_thanks_only_after_a_reminder_when_the_scenario_says_so():
    reminded = THANKS._replace(thanks_when="reminded")
    scenario = STANDARD._replace(levels=(FIRST, reminded))
    ledger = Ledger(item(1, 500), scenario=scenario)
    ledger.pay(1, after(-1))
    assert ledger.nights(0, 10) == {}
    ledger = Ledger(item(1, 500), scenario=scenario)
    ledger.on(after(5))
    ledger.pay(1, after(8))
    assert list(ledger.nights(9, 20)) == [10]


# -- change of scenario -------------------------------------------------------------------------------------------------------


def test_a_changed_scenario_goes_on_above_what_was_sent():
    ledger = Ledger(item(1, 1000))
    ledger.nights(5, 15)
    ledger.scenario = Scenario(2, "Firm", (Level(21, "A", "due", 1, 1), Level(22, "B", "due", 9, 2), Level(23, "C", "due", 18, 4)))
    assert ledger.nights(16, 40) == {22: ("C", 1000)}


def test_a_level_added_later_does_not_write_to_the_whole_past():
    late = THIRD._replace(active_from=after(100))
    ledger = Ledger(item(1, 1000), scenario=STANDARD._replace(levels=(FIRST, SECOND, late)))
    ledger.nights(5, 15)
    assert ledger.nights(16, 120) == {}


# -- what happened --------------------------------------------------------------------------------------------------------------


def came_back(*items, payer=1):
    """A debit that the bank sent back: the payer must hear of it."""
    return Untold(payer, ("sepa.return", 7), 500, "Debit unpaid", frozenset(items), after(21))


def test_what_happened_is_told_before_any_reminder_and_the_item_goes_on_after_its_highest_level():
    ledger = Ledger(item(1, 1000))
    ledger.nights(5, 12)
    ledger.untold.append(came_back(1))
    (step,) = ledger.on(after(13)).steps
    assert (step.kind, step.level.name, step.about.record) == ("event", "Debit unpaid", ("sepa.return", 7))
    assert [(ask.role, ask.level, ask.remaining) for ask in step.asks] == [("listed", None, 1000)]
    assert ledger.nights(14, 30) == {20: ("2nd reminder", 1000), 30: ("3rd reminder", 1000)}, "spacing, then its own due date"


def test_what_happened_chases_the_payer_and_tells_the_day_of_the_next_reminder():
    ledger = Ledger(item(1, 1000))
    ledger.nights(5, 15)
    ledger.untold.append(came_back(1))
    receipt = receipt_of(ledger.decide(after(28)))
    assert (receipt.decision, receipt.reasons[0].code) == ("chased", "event")
    assert (receipt.next_level, receipt.next_date) == (THIRD, after(35))


def test_what_happened_is_told_whatever_holds_the_item_and_however_short_the_spacing():
    ledger = Ledger(item(1, 1000))
    ledger.on(after(5))
    ledger.hold(1)
    ledger.untold.append(came_back(1))
    (step,) = ledger.decide(after(6)).steps
    assert step.kind == "event"


def test_nothing_is_told_any_more_once_it_is_paid():
    ledger = Ledger(item(1, 1000), item(2, 500, after(3)))
    ledger.untold.append(came_back(1))
    ledger.pay(1, after(4))
    assert [step.kind for step in ledger.decide(after(8)).steps] == ["reminder"]


# -- receipts -----------------------------------------------------------------------------------------------------------------


def test_every_overdue_payer_has_exactly_one_receipt_each_night():
    ledger = Ledger(item(1, 500), item(2, 7, payer=2), item(3, 100, payer=3), credit(4, 200, payer=3), item(5, 50, after(90), payer=4))
    for day in range(1, 60):
        made = ledger.on(after(day))
        assert sorted(receipt.payer for receipt in made.receipts) == [1, 2, 3]


def test_an_unchanged_situation_has_an_unchanged_fingerprint():
    ledger = Ledger(item(1, 500))
    ledger.on(after(5))
    prints = {receipt_of(ledger.decide(after(day))).fingerprint for day in range(7, 14)}
    assert len(prints) == 1


def test_the_next_step_and_its_date_are_always_told():
    ledger = Ledger(item(1, 500))
    receipt = receipt_of(ledger.on(after(5)))
    assert (receipt.next_level, receipt.next_date) == (SECOND, after(15))
    receipt = receipt_of(ledger.decide(after(8)))
    assert (receipt.next_level, receipt.next_date) == (SECOND, after(15))


def test_a_step_decided_at_the_weekend_is_announced_for_the_day_on_which_it_leaves():
    office = STANDARD._replace(weekdays=frozenset(range(5)))
    ledger = Ledger(item(1, 500), scenario=office)
    receipt = receipt_of(ledger.decide(after(1)))
    saturday, monday = after(5), after(7)
    assert (saturday.weekday(), receipt.next_date, receipt.reasons[0].until) == (5, monday, monday)
    assert [step.level for step in ledger.decide(saturday).steps] == [FIRST], "the decision itself is not moved"


def test_the_plan_does_not_depend_on_the_order_of_the_items():
    items = [item(1, 500, after(-40)), item(2, 300, after(-3)), item(3, 200, payer=2), credit(4, 100)]
    forward, backward = Ledger(*items), Ledger(*reversed(items))
    assert forward.decide(after(6)) == backward.decide(after(6))


def test_money_of_odoo_floats_keeps_its_cents():
    assert escalation.money(0.1) + escalation.money(0.2) == Decimal("0.3")
