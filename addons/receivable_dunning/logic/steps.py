"""The message of the day for one payer: what happened, a reminder, an announcement before the due date, or thanks; at most one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from .decision import NOTHING, THANKS_WINDOW_DAYS, Ask, Debt, Following, Level, Reason, Settlement, Step, in_company, reason_of
from .turns import Past, Turn, before_active, channel_of, last_contact, reminded, spaced_until


def _step(following, level, kind, asks, why, *, waits=None, amount_company=NOTHING, **more) -> Step:
    """A message at a level of the payer's scenario, by the channel that reaches them."""
    return Step(
        following.payer, following.scenario, level, kind, channel_of(level, following), level.release, tuple(asks), why, waits,
        amount_company, **more,
    )  # fmt: skip


# -- what happened ------------------------------------------------------------------------------------------------------------


def news(following, debts, past) -> Step | None:
    """What the payer must hear before any reminder, the oldest first, as long as something is to be paid because of it.

    It belongs to no step of the scenario: it waits for no spacing, and what holds the items does not hold it.
    """
    for untold in past.untold:
        named = [debt for debt in debts if debt.item.id in untold.items]
        if named:
            level = Level(0, untold.name, "event", 0, 0, release=untold.release)
            asks = [Ask(debt.item, "listed", None, 0, debt.item.residual, NOTHING) for debt in named]
            total = sum((debt.item.residual_company for debt in named), NOTHING)
            return _step(following, level, "event", asks, Reason("event", (("what", untold.name),)), amount_company=total, about=untold)
    return None


# -- reminder -----------------------------------------------------------------------------------------------------------------


def reminder(following, path, turns, debts, items, past, as_of) -> tuple[Step | None, Reason | None]:
    """The reminder of the day, or the reason that delays it."""
    ready = [turn for turn in turns if turn.day <= as_of]
    if not ready:
        return None, None
    ready, small = _above_minimum(ready, following)
    if not ready:
        return None, small
    head = _head(ready)
    free = spaced_until(past.contacts, following.scenario, channel_of(head.level, following))
    if free and as_of < free:
        return None, Reason("spacing", (("last", last_contact(past.contacts)), ("level", head.level.name)), until=free)
    return _reminder_step(following, path, ready, head, debts, items, past, as_of), None


def _head(turns: Sequence[Turn]) -> Turn:
    """The item that gives the message its level: the highest severity, then the oldest."""
    return max(turns, key=lambda turn: (turn.level.severity, -turn.debt.item.due.toordinal(), -turn.debt.item.id))


def _above_minimum(ready, following) -> tuple[list[Turn], Reason | None]:
    """Items whose head level's minimum is met by all that want to leave; those at a level with too little wait, not consumed."""
    reason = None
    while ready:
        head = _head(ready)
        total = sum((turn.debt.net_company for turn in ready), NOTHING)
        least = _least_amount(head.level, following)
        if total >= least:
            return ready, None
        reason = reason or Reason("minimum", (("amount", total), ("minimum", least), ("level", head.level.name)))
        ready = [turn for turn in ready if turn.level.severity < head.level.severity]
    return [], reason


def _least_amount(level: Level, following: Following) -> Decimal:
    """The least amount worth this step, by the column that applies."""
    if level.channel == "email" and not following.has_email:
        return max(level.minimum, level.without_email_minimum)
    return level.minimum


def _reminder_step(following, path, ready, head, debts, items, past, as_of) -> Step:
    """One message: what is asked for at each item's own level, what is listed, what comes soon, the credits used."""
    own = {turn.debt.item.id: turn for turn in ready}
    asks = []
    for debt in debts:
        turn = own.get(debt.item.id)
        if turn:
            asks.append(Ask(debt.item, "asked", turn.level, 0, debt.remaining, debt.net))
        elif debt.item.due < as_of and debt.net > 0:
            asks.append(Ask(debt.item, "listed", None, 0, debt.remaining, debt.net))
    coming = _coming(path, debts, past, as_of)
    asks += [Ask(debt.item, "coming", level, 0, debt.remaining, debt.net) for debt, level in coming]
    asks += _credits_used(items, asks)
    return _step(
        following, head.level, "reminder", asks, _why_now(head, past, as_of),
        waits=_review(debts, asks),
        amount_company=_asked_company(asks),
        first=not any(reminded(past, ask.item.id) for ask in asks if ask.role in ("asked", "listed")),
        passed_over=tuple((turn.debt.item.number, level.name) for turn in ready for level in turn.passed),
    )


def _why_now(head: Turn, past: Past, as_of: date) -> Reason:
    """Why this message today: the level, how late the head item is, when it was last written to."""
    last = max((line.date for line in past.sent.get(head.debt.item.id, ()) if line.done and line.severity), default=None)
    late = (as_of - head.debt.item.due).days
    return Reason("again" if last else "late", (("level", head.level.name), ("days", late), ("last", last)))


def _review(debts, asks) -> Reason | None:
    """The hold that lets a person decide: a doubt about what the message asks for, before what stops everything automatic."""
    inside = {ask.item.id for ask in asks if ask.role in ("asked", "listed", "coming")}
    doubts = [hold for debt in debts for hold in debt.holds if hold.effect == "review" and debt.item.id in inside]
    stops = [hold for debt in debts for hold in debt.holds if hold.effect == "stop"]
    return next((reason_of(hold) for hold in doubts + stops), None)


def _credits_used(items, asks) -> list[Ask]:
    """The credits that the message deducts, oldest first, so that the rows of its table add up to what it asks for."""
    used: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for ask in asks:
        used[ask.item.currency] += ask.remaining - ask.net
    rows = []
    for credit in sorted((item for item in items if item.kind == "credit"), key=lambda item: (item.due, item.id)):
        part = min(used[credit.currency], -credit.residual)
        if part > 0:
            used[credit.currency] -= part
            rows.append(Ask(credit, "credit", None, 0, -part, NOTHING))
    return rows


def _asked_company(asks) -> Decimal:
    """What a reminder asks for, in company currency."""
    return sum((in_company(ask.net, ask.item) for ask in asks if ask.role in ("asked", "listed")), NOTHING)


# -- prevenance ---------------------------------------------------------------------------------------------------------------


def _coming(path, debts, past, as_of) -> list[tuple[Debt, Level]]:
    """Items inside the window [due − n, due − 1] of a step before the due date, not announced at that step yet."""
    rows = []
    for debt in debts:
        days = (debt.item.due - as_of).days
        reached = [level for level in path.announcements if 1 <= days <= -level.offset]
        if not reached or debt.net <= 0:
            continue
        taken = {line.level for line in past.sent.get(debt.item.id, ())}
        if reached[-1].id not in taken and not before_active(reached[-1], debt.item):
            rows.append((debt, reached[-1]))
    return rows


def prevenance(following, path, debts, items, past, as_of) -> Step | None:
    """One courteous message before the due date, at most one per payer and gathering time; it takes along what falls due soon."""
    coming = _coming(path, debts, past, as_of)
    recent = [contact.date for contact in past.contacts if contact.kind == "prevenance"]
    if not coming or (recent and (as_of - max(recent)).days < following.scenario.gather_days):
        return None
    level = max((level for _debt, level in coming), key=lambda level: level.offset)
    last_day = as_of + timedelta(days=following.scenario.gather_days - level.offset)
    chosen = {debt.item.id for debt, own in coming if own.id == level.id}
    taken = {line.item for lines in past.sent.values() for line in lines if line.level == level.id}
    asks = [
        Ask(debt.item, "coming", level, 0, debt.remaining, debt.net)
        for debt in debts
        if debt.net > 0 and as_of < debt.item.due <= last_day and (debt.item.id in chosen or debt.item.id not in taken)
    ]
    total = sum((in_company(ask.net, ask.item) for ask in asks), NOTHING)
    if total < _least_amount(level, following):
        return None
    asks += _credits_used(items, asks)
    first = min(ask.item.due for ask in asks if ask.role == "coming")
    why = Reason("coming", (("days", (first - as_of).days),))
    return _step(following, level, "prevenance", asks, why, waits=_review(debts, asks), amount_company=total)


# -- thanks -------------------------------------------------------------------------------------------------------------------


def thanks(following, path, debts, held, past, overdue_elsewhere, as_of) -> Step | None:
    """Thanks once everything due is settled by money that the bank has proven; never while something else is overdue."""
    level = path.thanks
    if not level or overdue_elsewhere or any(debt.item.due < as_of and debt.net > 0 for debt in debts):
        return None
    if any(c.kind == "thanks" and (as_of - c.date).days < following.scenario.thanks_quiet_days for c in past.contacts):
        return None
    paid = [one for one in past.settlements if _deserves(one, level, held, past, as_of)]
    if not paid or not max(paid, key=lambda one: (one.paid, one.item)).by_money:
        return None
    last = max(one.paid for one in paid)
    if last + timedelta(days=level.offset) > as_of or not all(one.proven for one in paid):
        return None
    if level.thanks_when == "reminded" and not any(reminded(past, one.item) for one in paid):
        return None
    asks = [Ask(one, "paid", level, one.occurrence, one.amount, one.amount) for one in paid if one.by_money]
    return _step(following, level, "thanks", asks, Reason("paid", (("paid", last),)), late=any(one.paid > one.due for one in paid))


def _deserves(one: Settlement, level: Level, held, past: Past, as_of: date) -> bool:
    """A recent settlement, not thanked for yet, without a hold for thanks."""
    thanked = any(line.level == level.id and line.occurrence == one.occurrence for line in past.sent.get(one.item, ()))
    recent = 0 <= (as_of - one.paid).days <= THANKS_WINDOW_DAYS
    return recent and not thanked and not held.get(one.item)
