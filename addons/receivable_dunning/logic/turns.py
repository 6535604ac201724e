"""The next step of each overdue item: which level, from which day, and how soon the payer may hear from us again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.receivable.logic.items import OpenItem

from .decision import (
    LAST_NOTICE,
    MEMORY_DAYS,
    Contact,
    Debt,
    Following,
    History,
    Level,
    Question,
    Scenario,
    Sent,
    Settlement,
    Untold,
    Waiting,
)


class Path(NamedTuple):
    """The steps of a scenario that a payer can receive: without e-mail some are passed over."""

    announcements: tuple[Level, ...]  # before the due date, the earliest first
    reminders: tuple[Level, ...]
    beginnings: tuple[Level, ...]  # reminders that may be the first one on an item
    thanks: Level | None


class Turn(NamedTuple):
    """The next level of one item: which, from which day, and what was passed over on the way."""

    debt: Debt
    level: Level
    day: date
    passed: tuple[Level, ...]


class Past(NamedTuple):
    """A payer's history, grouped once."""

    sent: Mapping[int, list[Sent]]
    contacts: list[Contact]
    waiting: list[Waiting]
    settlements: list[Settlement]
    questions: list[Question]
    untold: list[Untold]


def grouped(history: History) -> Mapping[int, Past]:
    """The history of each payer."""
    past: dict[int, Past] = defaultdict(lambda: Past(defaultdict(list), [], [], [], [], []))
    for sent in history.sent:
        past[sent.payer].sent[sent.item].append(sent)
    for contact in history.contacts:
        past[contact.payer].contacts.append(contact)
    for waiting in history.waiting:
        past[waiting.payer].waiting.append(waiting)
    for settlement in history.settlements:
        past[settlement.payer].settlements.append(settlement)
    for question in history.questions:
        past[question.payer].questions.append(question)
    for untold in history.untold:
        past[untold.payer].untold.append(untold)
    return past


# -- the next level of each item ----------------------------------------------------------------------------------------------


def channel_of(level: Level, following: Following) -> str:
    """The level's channel for this payer: the second column without e-mail; '' = the step is passed over."""
    if level.channel == "email" and not following.has_email:
        return level.channel_without_email
    return level.channel


def path_of(following: Following) -> Path:
    """The steps of the scenario that this payer can receive, in order."""
    steps = [level for level in following.scenario.levels if channel_of(level, following)]
    before = [level for level in steps if level.trigger == "due" and level.offset < 0 and not level.severity]
    reminders = [level for level in steps if level.trigger != "paid" and level.severity > 0]
    return Path(
        announcements=tuple(sorted(before, key=lambda level: level.offset)),
        reminders=tuple(reminders),
        beginnings=tuple(level for level in reminders if level.severity < LAST_NOTICE),
        thanks=next((level for level in steps if level.trigger == "paid"), None),
    )


def turns_of(following, path, overdue, past, as_of) -> list[Turn]:
    """The next level of each overdue item that is still asked for."""
    floor = memory_floor(past, following.scenario.memory_cap, as_of)
    turns = (
        _turn(path, following.scenario, debt, past.sent.get(debt.item.id, ()), floor, as_of) for debt in overdue if debt.net > 0
    )
    return [turn for turn in turns if turn]


def _turn(path, scenario, debt, sent, floor, as_of) -> Turn | None:
    """The item's next level, by the scenario's way of catching up; None when the scenario is at its end."""
    done = [line for line in sent if line.done and line.severity > 0]
    if not done:
        rest = [level for level in path.beginnings if not before_active(level, debt.item)]
        return _first_turn(rest, scenario, debt, floor, as_of) if rest else None
    top, last = max(line.severity for line in done), max(line.date for line in done)
    rest = [level for level in path.reminders if level.severity > top and not before_active(level, debt.item)]
    if not rest:
        return None
    if scenario.catch_up == "highest":
        return _highest(rest, debt, last, as_of)
    level = rest[0]
    day = day_of(level, debt.item, last)
    if scenario.catch_up == "first":
        day = max(day, last + timedelta(days=_distance(path.reminders, level, top)))
    return Turn(debt, level, day, ())


def _first_turn(rest, scenario, debt, floor, as_of) -> Turn:
    """An item never reminded starts on the first reminder's day; at the payer's own floor if they were reminded lately."""
    entry = day_of(rest[0], debt.item, None)
    if scenario.catch_up == "highest":
        turn = _highest(rest, debt, None, as_of)
        if turn.level.severity >= floor:
            return turn
    level = next((level for level in rest if level.severity >= floor), rest[-1])
    return Turn(debt, level, entry, ())


def _highest(rest, debt, last, as_of) -> Turn:
    """The highest level whose day has come; those below are recorded as passed over."""
    reached = [level for level in rest if day_of(level, debt.item, last) <= as_of] or rest[:1]
    return Turn(debt, reached[-1], day_of(reached[-1], debt.item, last), tuple(reached[:-1]))


def day_of(level: Level, item: OpenItem, last: date | None) -> date:
    """The day of a level for an item: from its due date, or from the previous message."""
    start = last if level.trigger == "previous" and last else item.due
    return start + timedelta(days=level.offset)


def _distance(reminders, level, top) -> int:
    """Days between a level and the one before it: what `catch_up = first` waits from the last message."""
    if level.trigger == "previous":
        return level.offset
    before = [rung.offset for rung in reminders if rung.severity <= top and rung.trigger == "due"]
    return max(0, level.offset - before[-1]) if before else 0


def before_active(level: Level, item: OpenItem) -> bool:
    """A level added later does not write to the whole past at once."""
    return level.active_from is not None and item.due + timedelta(days=level.offset) < level.active_from


def memory_floor(past: Past, cap: int, as_of: date) -> int:
    """The severity at which a new overdue item of this payer starts.

    Highest reminder of the last 180 days, capped (a formal notice is earned by each invoice anew), less one for each item due
    since then and settled in time. Old invoices paid late do not lower it.
    """
    recent = [
        line
        for lines in past.sent.values()
        for line in lines
        if line.done and line.severity and 0 <= (as_of - line.date).days <= MEMORY_DAYS
    ]
    if not recent or not cap:
        return 1
    last = max(line.date for line in recent)
    kept = sum(1 for paid in past.settlements if paid.due > last and paid.paid <= paid.due and paid.paid <= as_of)
    return max(1, min(cap, max(line.severity for line in recent)) - kept)


def reminded(past: Past, item: int) -> bool:
    """Has a reminder about this item reached the payer?"""
    return any(line.done and line.severity for line in past.sent.get(item, ()))


# -- when the payer may be written to again -----------------------------------------------------------------------------------


def spaced_until(contacts, scenario: Scenario, channel: str) -> date | None:
    """The first day on which the payer may hear from us again by this channel; None when nothing was sent yet.

    Prevenance and thanks do not count, and are not delayed. Between a call and a message a shorter distance is enough.
    """
    days = [
        contact.date
        + timedelta(days=scenario.call_spacing_days if "call" in (contact.channel, channel) else scenario.spacing_days)
        for contact in contacts
        if contact.kind == "reminder"
    ]
    return max(days, default=None)


def last_contact(contacts) -> date | None:
    """The day of the last reminder."""
    return max((contact.date for contact in contacts if contact.kind == "reminder"), default=None)
