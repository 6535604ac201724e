"""Decide: which message leaves for whom today, and for every overdue payer why, or why not.

Pure. ``plan(items, holds, history, scenarios, as_of)`` is called by the night's run, by the preview, by the replay of a past
ledger and by the tests; nothing else decides. All five arguments are plain tuples and mappings; money is ``Decimal`` in the
currency of the item, ``*_company`` in company currency (for minimums and sorting only); dates are calendar days.

The decisions behind it: one message per payer and day, each item at its own level, no level skipped silently, a formal notice
never without an earlier message, credits set off against the oldest items, a spacing that delays and never forgets.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable.logic.holds import Hold, held
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.set_off import set_off

LAST_NOTICE = 6  # from this severity on, a message is never the first one on an item
FORMAL_NOTICE = 7
MEMORY_DAYS = 180  # how long a payer's highest reminder is remembered
THANKS_WINDOW_DAYS = 14  # a settlement older than that is thanked for no more
NOTHING = Decimal(0)


class Level(NamedTuple):
    """One step of a scenario."""

    id: int
    name: str
    trigger: str  # 'due' | 'previous' | 'paid'
    offset: int  # days; negative = before the due date
    severity: int  # 0 prevenance and thanks, 1–6 reminders, 7 formal notice, 9 hand-over
    channel: str = "email"
    channel_without_email: str = "letter"  # '' = a payer without e-mail passes over this step
    without_email_minimum: Decimal = NOTHING
    release: str = "auto"  # 'auto' | 'approve'
    minimum: Decimal = NOTHING  # company currency, credits deducted
    thanks_when: str = "always"  # 'always' | 'reminded'
    active_from: date | None = None


class Scenario(NamedTuple):
    """The steps that an unpaid item goes through, in order."""

    id: int
    name: str
    levels: tuple[Level, ...]
    spacing_days: int = 7  # between two written messages to one payer
    call_spacing_days: int = 3  # between a call and a message
    gather_days: int = 7
    catch_up: str = "next"  # 'first' | 'next' | 'highest'
    memory_cap: int = 3
    thanks_quiet_days: int = 60


class Following(NamedTuple):
    """How one payer is followed: the scenario, where it comes from, and which channels reach them."""

    payer: int
    scenario: Scenario | None
    source: str = "company"  # 'payer' | 'profile' | 'company'
    has_email: bool = True
    private: bool = False  # a natural person


class Sent(NamedTuple):
    """One living line of an action: an item that took, or is taking, a level."""

    payer: int
    item: int
    level: int
    severity: int
    occurrence: int
    date: date  # of the message
    done: bool  # sent, in doubt or skipped; False = still in the outbox


class Contact(NamedTuple):
    """One message that reached a payer, or may have: sent or in doubt, by hand included."""

    payer: int
    date: date
    kind: str  # 'prevenance' | 'reminder' | 'thanks'
    channel: str
    severity: int


class Waiting(NamedTuple):
    """An action of an earlier night that has not left yet; the payer gets nothing else meanwhile."""

    payer: int
    action: int
    state: str  # 'planned' | 'approved' | 'sending' | 'failed' | 'doubtful'
    release: str
    channel: str
    level_name: str
    date: date


class Settlement(NamedTuple):
    """One item settled in full, as proven by the bank on the day of the decision."""

    payer: int
    item: int
    occurrence: int  # n-th settlement of that item
    due: date
    paid: date
    amount: Decimal
    currency: int
    by_money: bool  # payment or bank entry; False = credit note, netting, write-off
    proven: bool  # a bank line is matched, not merely a payment registered


class History(NamedTuple):
    """What happened before the day of the decision."""

    sent: Sequence[Sent] = ()
    contacts: Sequence[Contact] = ()
    waiting: Sequence[Waiting] = ()
    settlements: Sequence[Settlement] = ()
    overdue_elsewhere: frozenset[int] = frozenset()  # payers overdue in another of our companies


class Reason(NamedTuple):
    """One reason in a receipt: a code for the sentence, its values, until when, who can lift it, what it rests on."""

    code: str
    values: tuple[tuple[str, object], ...] = ()
    until: date | None = None
    lifted_by: str = ""
    evidence: tuple = ()


class Ask(NamedTuple):
    """One item in a message."""

    item: OpenItem | Settlement
    role: str  # 'asked' | 'listed' | 'coming' | 'credit' | 'paid'
    level: Level | None  # the item's own level, consumed by this message; None = only listed
    occurrence: int
    remaining: Decimal  # left on the item, held part taken off (credits: negative, the part used)
    net: Decimal  # after set-off: what the message really asks for


class Step(NamedTuple):
    """One message to prepare for one payer."""

    payer: int
    scenario: Scenario
    level: Level  # head level: the highest severity among the items asked for
    kind: str  # 'prevenance' | 'reminder' | 'thanks'
    channel: str
    release: str
    asks: tuple[Ask, ...]
    why: Reason
    waits: Reason | None  # a hold for review: a person decides
    amount_company: Decimal
    passed_over: tuple[tuple[str, str], ...] = ()  # (number, level name) that `catch_up = highest` left out
    late: bool = False  # thanks: something was paid after its due date
    first: bool = False  # reminder: no item in it was reminded before, whatever the level (memory, catch-up)


class Receipt(NamedTuple):
    """Why a payer is chased, waits, or is left alone; what comes next, and when."""

    payer: int
    decision: str  # 'chased' | 'waiting' | 'explained' | 'clear' | 'fault'
    reasons: tuple[Reason, ...]
    next_level: Level | None
    next_date: date | None
    overdue_company: Decimal
    fingerprint: str


class Plan(NamedTuple):
    steps: tuple[Step, ...]
    receipts: tuple[Receipt, ...]


class Debt(NamedTuple):
    """A debt as the decision sees it: gross, held, and net of credits."""

    item: OpenItem
    holds: tuple[Hold, ...]
    remaining: Decimal
    net: Decimal

    @property
    def net_company(self) -> Decimal:
        return in_company(self.net, self.item)


class _Turn(NamedTuple):
    """The next level of one item: which, from which day, and what was passed over on the way."""

    debt: Debt
    level: Level
    day: date
    passed: tuple[Level, ...]


class _Past(NamedTuple):
    """A payer's history, grouped once."""

    sent: Mapping[int, list[Sent]]
    contacts: list[Contact]
    waiting: list[Waiting]
    settlements: list[Settlement]


def money(value) -> Decimal:
    """A float from an Odoo field as ``Decimal``.

    >>> money(12.10)
    Decimal('12.1')
    """
    return Decimal(str(value or 0))


def days_to_pay(days: int, severity: int, private: bool) -> int:
    """Days that a reminder leaves to pay; a natural person has 8 at least, 15 from the formal notice on.

    >>> days_to_pay(7, 2, False), days_to_pay(7, 2, True), days_to_pay(8, 7, True)
    (7, 8, 15)
    """
    least = (15 if severity >= FORMAL_NOTICE else 8) if private else 0
    return max(days, least)


def in_company(amount: Decimal, item: OpenItem) -> Decimal:
    """An amount of an item in company currency, at the rate the item is booked at."""
    return amount * item.residual_company / item.residual if item.residual else NOTHING


def plan(
    items: Sequence[OpenItem],
    holds: Mapping[str, Mapping[int, Sequence[Hold]]],
    history: History,
    scenarios: Mapping[int, Following],
    as_of: date,
) -> Plan:
    """What leaves on ``as_of``, and for everybody overdue why or why not.

    ``holds``: for each purpose (`announce`, `remind`, `thank`) the holds of each line. ``scenarios``: how each payer is followed.
    A payer whose data cannot be decided gets a receipt `fault` and never stops the others.
    """
    by_payer: dict[int, list[OpenItem]] = defaultdict(list)
    for item in items:
        by_payer[item.payer].append(item)
    past = _group(history)
    steps, receipts = [], []
    for payer in sorted(by_payer.keys() | past.keys()):
        following = scenarios.get(payer) or Following(payer, None)
        try:
            step, receipt = _decide(
                following, by_payer.get(payer, []), holds, past[payer], payer in history.overdue_elsewhere, as_of
            )
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # errors as data: the others go on
            step, receipt = None, _receipt(payer, "fault", [Reason("fault", (("error", repr(error)),))], None, None, [])
        if step:
            steps.append(step)
        if receipt:
            receipts.append(receipt)
    return Plan(tuple(steps), tuple(receipts))


def _group(history: History) -> Mapping[int, _Past]:
    past: dict[int, _Past] = defaultdict(lambda: _Past(defaultdict(list), [], [], []))
    for sent in history.sent:
        past[sent.payer].sent[sent.item].append(sent)
    for contact in history.contacts:
        past[contact.payer].contacts.append(contact)
    for waiting in history.waiting:
        past[waiting.payer].waiting.append(waiting)
    for settlement in history.settlements:
        past[settlement.payer].settlements.append(settlement)
    return past


def _decide(following, items, holds, past, overdue_elsewhere, as_of) -> tuple[Step | None, Receipt | None]:
    """One payer: at most one message, and one receipt when something is overdue or a message leaves."""
    debts = owed(items, holds, as_of)
    overdue = [debt for debt in debts if debt.item.due < as_of]
    if following.scenario is None:
        return None, _no_scenario(following.payer, overdue)
    if any(one.state != "doubtful" for one in past.waiting):
        return None, _still_waiting(following.payer, past.waiting, overdue)
    turns = _turns(following, overdue, past, as_of)
    step, blocked = _reminder(following, turns, debts, items, past, as_of)
    if step is None:
        step = _prevenance(following, debts, items, past, as_of)
    if step is None:
        step = _thanks(following, debts, holds.get("thank", {}), past, overdue_elsewhere, as_of)
    return step, _explain(following, step, overdue, items, turns, blocked, past, as_of)


# -- what is owed -------------------------------------------------------------------------------------------------------------


def owed(items, holds, as_of) -> list[Debt]:
    """Debts with their holds, credits set off against the oldest undisputed ones first; oldest due date first."""
    owed_items = [item for item in items if item.kind == "debt" and item.residual > 0]
    apart, reasons = {}, {}
    for item in owed_items:
        purpose = "remind" if item.due < as_of else "announce"
        reasons[item.id] = tuple(holds.get(purpose, {}).get(item.id, ()))
        apart[item.id] = held(reasons[item.id], item.residual)
    nets = set_off(items, {line: amount for line, amount in apart.items() if amount})
    debts = [
        Debt(
            item,
            reasons[item.id],
            item.residual - apart[item.id],
            min(nets.get(item.id, item.residual), item.residual - apart[item.id]),
        )
        for item in owed_items
    ]
    return sorted(debts, key=lambda debt: (debt.item.due, debt.item.id))


# -- the next level of each item ----------------------------------------------------------------------------------------------


def _channel(level: Level, following: Following) -> str:
    """The level's channel for this payer: the second column without e-mail; '' = the step is passed over."""
    if level.channel == "email" and not following.has_email:
        return level.channel_without_email
    return level.channel


def _ladder(following: Following) -> list[Level]:
    """The reminders of the scenario that this payer can receive, in order."""
    return [
        level
        for level in following.scenario.levels
        if level.trigger != "paid" and level.severity > 0 and _channel(level, following)
    ]


def _turns(following, overdue, past, as_of) -> list[_Turn]:
    """The next level of each overdue item that is still asked for."""
    ladder = _ladder(following)
    floor = memory_floor(past, following.scenario.memory_cap, as_of)
    turns = (
        _turn(ladder, following.scenario, debt, past.sent.get(debt.item.id, ()), floor, as_of) for debt in overdue if debt.net > 0
    )
    return [turn for turn in turns if turn]


def _turn(ladder, scenario, debt, sent, floor, as_of) -> _Turn | None:
    """The item's next level, by the scenario's way of catching up; None when the scenario is at its end."""
    done = [line for line in sent if line.done and line.severity > 0]
    top = max((line.severity for line in done), default=0)
    last = max((line.date for line in done), default=None)
    rest = [
        level
        for level in ladder
        if level.severity > top and (done or level.severity < LAST_NOTICE) and not _before_active(level, debt.item)
    ]
    if not rest:
        return None
    if not done:
        return _first_turn(rest, scenario, debt, floor, as_of)
    if scenario.catch_up == "highest":
        return _highest(rest, debt, last, as_of)
    level = rest[0]
    day = _day(level, debt.item, last)
    if scenario.catch_up == "first":
        day = max(day, last + timedelta(days=_distance(ladder, level, top)))
    return _Turn(debt, level, day, ())


def _first_turn(rest, scenario, debt, floor, as_of) -> _Turn:
    """An item never reminded starts on the first reminder's day; at the payer's own floor if they were reminded lately."""
    entry = _day(rest[0], debt.item, None)
    if scenario.catch_up == "highest":
        turn = _highest(rest, debt, None, as_of)
        if turn.level.severity >= floor:
            return turn
    level = next((level for level in rest if level.severity >= floor), rest[-1])
    return _Turn(debt, level, entry, ())


def _highest(rest, debt, last, as_of) -> _Turn:
    """The highest level whose day has come; those below are recorded as passed over."""
    reached = [level for level in rest if _day(level, debt.item, last) <= as_of] or rest[:1]
    return _Turn(debt, reached[-1], _day(reached[-1], debt.item, last), tuple(reached[:-1]))


def _day(level: Level, item: OpenItem, last: date | None) -> date:
    """The day of a level for an item: from its due date, or from the previous message."""
    start = last if level.trigger == "previous" and last else item.due
    return start + timedelta(days=level.offset)


def _distance(ladder, level, top) -> int:
    """Days between a level and the one before it: what `catch_up = first` waits from the last message."""
    if level.trigger == "previous":
        return level.offset
    before = [rung.offset for rung in ladder if rung.severity <= top and rung.trigger == "due"]
    return max(0, level.offset - before[-1]) if before else 0


def _before_active(level: Level, item: OpenItem) -> bool:
    """A level added later does not write to the whole past at once."""
    return bool(level.active_from) and item.due + timedelta(days=level.offset) < level.active_from


def memory_floor(past: _Past, cap: int, as_of: date) -> int:
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


# -- reminder -----------------------------------------------------------------------------------------------------------------


def _reminder(following, turns, debts, items, past, as_of) -> tuple[Step | None, Reason | None]:
    """The reminder of the day, or the reason that delays it."""
    ready = [turn for turn in turns if turn.day <= as_of]
    if not ready:
        return None, None
    ready, small = _above_minimum(ready, following)
    if not ready:
        return None, small
    head = _head(ready)
    free = spaced_until(past.contacts, following.scenario, _channel(head.level, following))
    if free and as_of < free:
        return None, Reason("spacing", (("last", _last_contact(past.contacts)), ("level", head.level.name)), until=free)
    return _reminder_step(following, ready, head, debts, items, past, as_of), None


def _head(turns: Sequence[_Turn]) -> _Turn:
    """The item that gives the message its level: the highest severity, then the oldest."""
    return max(turns, key=lambda turn: (turn.level.severity, -turn.debt.item.due.toordinal(), -turn.debt.item.id))


def _above_minimum(ready, following) -> tuple[list[_Turn], Reason | None]:
    """Items whose head level's minimum is met by all that want to leave; those at a level with too little wait, not consumed."""
    reason = None
    while ready:
        head = _head(ready)
        total = sum((turn.debt.net_company for turn in ready), NOTHING)
        least = _minimum(head.level, following)
        if total >= least:
            return ready, None
        reason = reason or Reason("minimum", (("amount", total), ("minimum", least), ("level", head.level.name)))
        ready = [turn for turn in ready if turn.level.severity < head.level.severity]
    return [], reason


def _minimum(level: Level, following: Following) -> Decimal:
    """The least amount worth this step, by the column that applies."""
    if level.channel == "email" and not following.has_email:
        return max(level.minimum, level.without_email_minimum)
    return level.minimum


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


def _last_contact(contacts) -> date | None:
    return max((contact.date for contact in contacts if contact.kind == "reminder"), default=None)


def _reminder_step(following, ready, head, debts, items, past, as_of) -> Step:
    """One message: what is asked for at each item's own level, what is listed, what comes soon, the credits used."""
    own = {turn.debt.item.id: turn for turn in ready}
    asks = []
    for debt in debts:
        turn = own.get(debt.item.id)
        if turn:
            asks.append(Ask(debt.item, "asked", turn.level, 0, debt.remaining, debt.net))
        elif debt.item.due < as_of and debt.net > 0:
            asks.append(Ask(debt.item, "listed", None, 0, debt.remaining, debt.net))
    coming = _coming(following, debts, past, as_of)
    asks += [Ask(debt.item, "coming", level, 0, debt.remaining, debt.net) for debt, level in coming]
    asks += _credits_used(items, asks)
    return Step(
        payer=following.payer,
        scenario=following.scenario,
        level=head.level,
        kind="reminder",
        channel=_channel(head.level, following),
        release=head.level.release,
        asks=tuple(asks),
        why=_why_now(head, past, as_of),
        waits=_review(debts, asks),
        amount_company=_asked_company(asks),
        first=not any(_reminded(past, ask.item.id) for ask in asks if ask.role in ("asked", "listed")),
        passed_over=tuple((turn.debt.item.number, level.name) for turn in ready for level in turn.passed),
    )


def _reminded(past: _Past, item: int) -> bool:
    return any(line.done and line.severity for line in past.sent.get(item, ()))


def _why_now(head: _Turn, past: _Past, as_of: date) -> Reason:
    """Why this message today: the level, how late the head item is, when it was last written to."""
    last = max((line.date for line in past.sent.get(head.debt.item.id, ()) if line.done and line.severity), default=None)
    late = (as_of - head.debt.item.due).days
    return Reason("again" if last else "late", (("level", head.level.name), ("days", late), ("last", last)))


def _review(debts, asks) -> Reason | None:
    """A hold that lets a person decide: the message waits in the queue with its reason."""
    inside = {ask.item.id for ask in asks if ask.role in ("asked", "listed", "coming")}
    for debt in debts:
        for hold in debt.holds:
            if hold.effect == "stop" or (hold.effect == "review" and debt.item.id in inside):
                return _hold_reason(hold)
    return None


def _hold_reason(hold: Hold) -> Reason:
    return Reason(f"hold.{hold.code}", (("why", hold.why),), hold.until, hold.lifted_by, hold.evidence)


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
    return sum((in_company(ask.net, ask.item) for ask in asks if ask.role in ("asked", "listed")), NOTHING)


# -- prevenance ---------------------------------------------------------------------------------------------------------------


def _announcing(following) -> list[Level]:
    """The steps before the due date, the earliest first."""
    before = [
        level
        for level in following.scenario.levels
        if level.trigger == "due" and level.offset < 0 and not level.severity and _channel(level, following)
    ]
    return sorted(before, key=lambda level: level.offset)


def _coming(following, debts, past, as_of) -> list[tuple[Debt, Level]]:
    """Items inside the window [due − n, due − 1] of a step before the due date, not announced at that step yet."""
    rows = []
    for debt in debts:
        days = (debt.item.due - as_of).days
        reached = [level for level in _announcing(following) if -level.offset >= days]
        if days < 1 or not reached or debt.net <= 0:
            continue
        taken = {line.level for line in past.sent.get(debt.item.id, ())}
        if reached[-1].id not in taken and not _before_active(reached[-1], debt.item):
            rows.append((debt, reached[-1]))
    return rows


def _prevenance(following, debts, items, past, as_of) -> Step | None:
    """One courteous message before the due date, at most one per payer and gathering time; it takes along what falls due soon."""
    coming = _coming(following, debts, past, as_of)
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
    if total < _minimum(level, following):
        return None
    asks += _credits_used(items, asks)
    first = min(ask.item.due for ask in asks if ask.role == "coming")
    return Step(
        payer=following.payer,
        scenario=following.scenario,
        level=level,
        kind="prevenance",
        channel=_channel(level, following),
        release=level.release,
        asks=tuple(asks),
        why=Reason("coming", (("days", (first - as_of).days),)),
        waits=_review(debts, asks),
        amount_company=total,
    )


# -- thanks -------------------------------------------------------------------------------------------------------------------


def _thanks(following, debts, held, past, overdue_elsewhere, as_of) -> Step | None:
    """Thanks once everything due is settled by money that the bank has proven; never while something else is overdue."""
    level = next((level for level in following.scenario.levels if level.trigger == "paid" and _channel(level, following)), None)
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
    if level.thanks_when == "reminded" and not any(_reminded(past, one.item) for one in paid):
        return None
    asks = [Ask(one, "paid", level, one.occurrence, one.amount, one.amount) for one in paid if one.by_money]
    return Step(
        payer=following.payer,
        scenario=following.scenario,
        level=level,
        kind="thanks",
        channel=_channel(level, following),
        release=level.release,
        asks=tuple(asks),
        why=Reason("paid", (("paid", last),)),
        waits=None,
        amount_company=NOTHING,
        late=any(one.paid > one.due for one in paid),
    )


def _deserves(one: Settlement, level: Level, held, past: _Past, as_of: date) -> bool:
    """A recent settlement, not thanked for yet, without a hold for thanks."""
    thanked = any(line.level == level.id and line.occurrence == one.occurrence for line in past.sent.get(one.item, ()))
    recent = 0 <= (as_of - one.paid).days <= THANKS_WINDOW_DAYS
    return recent and not thanked and not held.get(one.item)


# -- receipts -----------------------------------------------------------------------------------------------------------------


def _no_scenario(payer, overdue) -> Receipt | None:
    if not overdue:
        return None
    return _receipt(payer, "explained", [Reason("no_scenario", lifted_by="manager")], None, None, overdue)


def _still_waiting(payer, waiting, overdue, next_level=None, next_date=None) -> Receipt | None:
    """A message of an earlier night has not left yet: chased when it leaves by itself, else a person is awaited."""
    if not overdue:
        return None
    first = min(waiting, key=lambda one: (one.date, one.action))
    person = first.state in ("failed", "doubtful") or first.channel == "decision"
    values = (("level", first.level_name), ("day", first.date))
    reason = Reason(f"action.{first.state}", values, evidence=("dunning.action", (first.action,)))
    return _receipt(payer, "waiting" if person else "chased", [reason], next_level, next_date, overdue)


def _explain(following, step, overdue, items, turns, blocked, past, as_of) -> Receipt | None:
    """The payer's receipt: `chased` when a reminder is prepared, else every reason in order."""
    if not overdue:
        return None
    reasons = [_hold_reason(hold) for debt in overdue for hold in debt.holds]
    next_level, next_date = _next(following, step, turns, past, as_of)
    if step and step.kind == "reminder":
        reasons.insert(0, step.why)
        if step.passed_over:
            reasons.append(Reason("passed_over", (("levels", step.passed_over),)))
        decision = "waiting" if step.waits or step.channel == "decision" else "chased"
        return _receipt(following.payer, decision, _once(reasons), next_level, next_date, overdue)
    if past.waiting:  # in doubt: counts as sent until a person has asked
        return _still_waiting(following.payer, past.waiting, overdue, next_level, next_date)
    reasons = [blocked] * bool(blocked) + reasons + _quiet_reasons(overdue, items, turns, blocked, past, as_of)
    return _receipt(following.payer, "explained", _once(reasons), next_level, next_date, overdue)


def _quiet_reasons(overdue, items, turns, blocked, past, as_of) -> list[Reason]:
    """Why an overdue payer hears nothing today, when no hold says it: credits, not yet, or the end of the scenario."""
    reasons = []
    credits = -sum((item.residual_company for item in items if item.kind == "credit"), NOTHING)
    if any(not debt.net and debt.remaining for debt in overdue):
        reasons.append(Reason("credits", (("amount", credits),)))
    planned = {turn.debt.item.id for turn in turns}
    if any(debt.net > 0 and debt.item.id not in planned for debt in overdue):
        reasons.append(Reason("finished", lifted_by="manager"))
    later = [turn for turn in turns if turn.day > as_of]
    if later and not reasons and not blocked:
        first = min(later, key=lambda turn: turn.day)
        last = _last_contact(past.contacts)
        reasons.append(Reason("later", (("last", last), ("level", first.level.name)), until=first.day))
    return reasons


def _next(following, step, turns, past, as_of) -> tuple[Level | None, date | None]:
    """The next step and its date, after today's message if there is one."""
    if step and step.kind == "reminder":
        return _after(following, step, as_of)
    if not turns:
        return None, None
    first = min(turns, key=lambda turn: (turn.day, -turn.level.severity))
    free = spaced_until(past.contacts, following.scenario, _channel(first.level, following))
    day = max(first.day, free) if free else first.day
    return first.level, day if day >= as_of else None  # past: something else than the calendar keeps it waiting


def _after(following, step, as_of) -> tuple[Level | None, date | None]:
    """What follows today's message if nothing is paid."""
    days = []
    contact = Contact(step.payer, as_of, "reminder", step.channel, step.level.severity)
    for ask in step.asks:
        if ask.role != "asked":
            continue
        rest = [level for level in _ladder(following) if level.severity > ask.level.severity]
        if rest:
            free = spaced_until([contact], following.scenario, _channel(rest[0], following))
            days.append((max(_day(rest[0], ask.item, as_of), free), rest[0].severity, rest[0]))
    if not days:
        return None, None
    day, _severity, level = min(days, key=lambda row: row[:2])
    return level, day


def _once(reasons) -> list[Reason]:
    """The same reason on several items is said once."""
    return list({(reason.code, reason.values, reason.until): reason for reason in reasons}.values())


def _receipt(payer, decision, reasons, next_level, next_date, overdue) -> Receipt:
    """The receipt with its fingerprint: decision, reasons, items and amounts, next step; no ages and no "today"."""
    state = (
        decision,
        tuple((reason.code, reason.until) for reason in reasons),
        tuple((debt.item.id, str(debt.item.residual), str(debt.net)) for debt in overdue),
        next_level.id if next_level else 0,
        next_date,
    )
    return Receipt(
        payer,
        decision,
        tuple(reasons),
        next_level,
        next_date,
        sum((debt.item.residual_company for debt in overdue), NOTHING),
        hashlib.sha256(repr(state).encode()).hexdigest(),
    )
