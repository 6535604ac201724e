"""The demo company tells the same story on every weekday: the decision itself, on the story's own ledger, without Odoo."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from odoo.addons.receivable.demo.story import STORIES, day_of_the_story, due_day, history
from odoo.addons.receivable.logic.calendar import public_holidays
from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable_dunning.demo.steps import PAST
from odoo.addons.receivable_dunning.logic import escalation

DEMO = Path(__file__).parent.parent / "addons" / "receivable_dunning" / "demo" / "dunning_demo.xml"
MONDAY = date(2026, 11, 23)
SCENARIO_OF = {"lycee": "gentle", "paravent": "gentle", "hyperbole": "key", "saperlipopette": "key", "saperlipopette-nord": "key"}
BROKEN = "escargot"  # promised everything and paid a part: a person is asked
CAME_BACK = "plouf"  # debited in vain, and not told yet
HELD = {  # what the gate says of them
    "lac-imaginaire": ("money", "leave"), "copeaux": ("money", "review"), "louche": ("plan", "leave"), "poireaux": ("debit", "leave"),
    "boulons": ("paused", "leave"), "perspective": ("reply", "leave"),
}  # fmt: skip
CURRENCIES = {"EUR": 1, "CHF": 2}

LEAVES = {
    "croustibelle": "Prevenance",
    "tourneboulon": "1st reminder",
    "nuage-bleu": "Formal notice",
    "copeaux": "2nd reminder",
    "hyperbole": "Call 1",
    "papyrus": "2nd reminder",
    "popcorn": "Hand-over",
    "tournesol": "Thank-you",
    "point-mort": "2nd reminder",
    "edelweiss": "2nd reminder",
    "paravent": "1st reminder",
    "plouf": "Debit unpaid",
}
CHASED = {"tourneboulon", "nuage-bleu", "hyperbole", "papyrus", "point-mort", "edelweiss", "paravent", "plouf"}
WAITING = {"copeaux", "escargot", "popcorn", "bombance", "perspective", "wolkenkuckuck"}
EXPLAINED = {"lac-imaginaire", "lycee", "louche", "peluches", "boulons", "page-perdue", "saperlipopette-nord", "petit-reste"}


def scenarios():
    """The demo company's scenarios, read from the file that installs them."""
    found = {}
    for record in etree.parse(DEMO).iter("record"):
        values = {field.get("name"): field.text or field.get("ref") or "" for field in record.iter("field")}
        if record.get("model") == "dunning.scenario":
            found[record.get("id")] = (values["name"], [])
        else:
            found[values["scenario_id"]][1].append((record.get("id"), values))
    return {
        scenario.removeprefix("demo_scenario_"): escalation.Scenario(number, name, tuple(level(*row) for row in levels))
        for number, (scenario, (name, levels)) in enumerate(found.items(), start=1)
    }


def level(xmlid, values):
    return escalation.Level(
        id=xmlid,
        name=values["name"],
        trigger=values.get("trigger", "due"),
        offset=int(values["offset"]),
        severity=int(values["severity"]),
        channel=values["channel"],
        channel_without_email=values["channel_without_email"],
        release=values["release"],
        minimum=Decimal(values.get("minimum", 0)),
        without_email_minimum=Decimal(values.get("without_email_minimum", 0)),
    )


class World:
    """The story's ledger, as tuples, on one day."""

    def __init__(self, today):
        self.closed = public_holidays("FR", (today.year - 1, today.year, today.year + 1))
        self.day = day_of_the_story(today, self.closed)
        self.items, self.holds, self.followings = [], {"remind": {}, "announce": {}}, {}
        self.sent, self.contacts, self.waiting, self.settled = [], [], [], []
        self.scenarios = scenarios()
        self.number = 0
        for payer, story in enumerate(STORIES, start=1):
            self.add(payer, story)
        for past in PAST:
            self.remember(past)

    def payer(self, key):
        return next(number for number, story in enumerate(STORIES, start=1) if story.key == key)

    def add(self, payer, story):
        self.followings[payer] = escalation.Following(
            payer, self.scenarios[SCENARIO_OF.get(story.key, "standard")], has_email=story.email, private=story.kind == "person"
        )
        for move, bill in enumerate(story.bills):
            left = Decimal(str(bill.amount)) - sum((Decimal(str(part)) for part, _day in bill.paid), Decimal(0))
            self.item(payer, move, left, bill.due, bill.currency)
            for amount, offset in bill.then:
                self.item(payer, move, Decimal(str(amount)), offset, bill.currency)
        for amount, offset in story.credits:
            self.item(payer, 99, -Decimal(str(amount)), offset, "EUR", "credit")
        for amount, due, paid in story.settled:
            self.settled.append(escalation.Settlement(
                payer, 9000 + payer, 1, self.on(due), self.on(paid), Decimal(str(amount)), 1, by_money=True, proven=True
            ))  # fmt: skip
        if story.key in HELD:
            hold = Hold(*HELD[story.key], since=self.on(-1), why="held")
            for one in self.items:
                if one.payer == payer:
                    for purpose in ("remind", "announce"):
                        self.holds[purpose][one.id] = [hold]

    def item(self, payer, move, amount, offset, currency, kind="debt"):
        self.number += 1
        due = self.on(offset)
        self.items.append(OpenItem(
            self.number, payer, payer, payer * 100 + move, f"FAC/{self.number}", "", kind, due - timedelta(days=30), due,
            CURRENCIES[currency], amount, amount, amount, 411,
        ))  # fmt: skip

    def on(self, offset):
        return due_day(self.day, offset, self.closed)

    def remember(self, past):
        """A message of the past, as the database would tell it."""
        payer = self.payer(past.payer)
        scenario = self.followings[payer].scenario
        own = next(level for level in scenario.levels if level.id.endswith(f"_{past.level}"))
        when, done = self.on(past.day), past.state in ("sent", "doubtful")
        kind = "reminder" if own.severity else "prevenance"
        for bill in past.bills:
            one = next(item for item in self.items if item.payer == payer and item.move == payer * 100 + bill)
            self.sent.append(escalation.Sent(payer, one.id, own.id, own.severity, 0, when, done))
        if done:
            self.contacts.append(escalation.Contact(payer, when, kind, own.channel, own.severity))
        if past.state != "sent":
            self.waiting.append(escalation.Waiting(payer, 1, past.state, own.release, own.channel, own.name, when))

    def decide(self):
        broken = escalation.Question(self.payer(BROKEN), "question.promise", "Promised, and not paid.")
        plouf = self.payer(CAME_BACK)
        back = escalation.Untold(
            plouf, ("sepa.debit", 1), 1, "Debit unpaid", frozenset(item.id for item in self.items if item.payer == plouf), self.day
        )
        history_ = escalation.History(self.sent, self.contacts, self.waiting, self.settled, questions=[broken], untold=[back])
        return escalation.plan(self.items, self.holds, history_, self.followings, self.day)


WEEK = [MONDAY + timedelta(days=days) for days in range(7)]


def key(payer):
    return STORIES[payer - 1].key


@pytest.mark.parametrize("today", WEEK, ids=lambda day: day.strftime("%A"))
def test_the_same_messages_leave_on_every_weekday(today):
    made = World(today).decide()
    assert {key(step.payer): step.level.name for step in made.steps} == LEAVES


@pytest.mark.parametrize("today", WEEK, ids=lambda day: day.strftime("%A"))
def test_everybody_overdue_is_chased_waits_or_is_explained(today):
    world = World(today)
    decisions = {key(receipt.payer): receipt.decision for receipt in world.decide().receipts}
    overdue = {key(item.payer) for item in world.items if item.kind == "debt" and item.due < world.day}
    assert set(decisions) == overdue
    told = {word: {name for name, decision in decisions.items() if decision == word} for word in ("chased", "waiting", "explained")}
    assert told == {"chased": CHASED, "waiting": WAITING, "explained": EXPLAINED}
    assert [len(names) for names in told.values()] == [8, 6, 8]


def test_the_history_of_two_years_is_settled_before_the_story_begins():
    world = World(MONDAY)
    for story in STORIES:
        for line in history(story, world.day, world.closed):
            assert line.issued < line.due < world.day and line.paid < world.day


def test_every_address_of_the_story_is_fiction():
    for story in STORIES:
        assert story.phone.startswith(("02 61 91", "+49 30 23125")), story.key
