"""The receipt of a decision: why a payer is chased, waits or is left alone, and what comes next."""

import hashlib
from datetime import date

from .decision import NOTHING, Contact, Level, Reason, Receipt, reason_of
from .sending import next_sending_day
from .turns import channel_of, day_of, last_contact, spaced_until

CHASING = ("reminder", "event")  # messages that chase an overdue payer
IN_THE_QUEUE = ("hold.reply", "hold.said_paid")  # holds that lie before a person until they decide


def fault(payer, error) -> Receipt:
    """What could not be decided is said, and stops nobody else."""
    return _receipt(payer, "fault", [Reason("fault", (("error", repr(error)),))], None, None, [])


def no_scenario(payer, overdue) -> Receipt | None:
    """Overdue, and nothing says how they are followed."""
    if not overdue:
        return None
    return _receipt(payer, "explained", [Reason("no_scenario", lifted_by="manager")], None, None, overdue)


def still_waiting(payer, waiting, overdue, next_level=None, next_date=None) -> Receipt | None:
    """A message of an earlier night has not left yet: chased when it leaves by itself, else a person is awaited."""
    if not overdue:
        return None
    first = min(waiting, key=lambda one: (one.date, one.action))
    person = first.state in ("failed", "doubtful") or first.channel == "decision"
    values = (("level", first.level_name), ("day", first.date))
    reason = Reason(f"action.{first.state}", values, evidence=("dunning.action", (first.action,)))
    return _receipt(payer, "waiting" if person else "chased", [reason], next_level, next_date, overdue)


def explain(following, path, step, overdue, items, turns, blocked, past, as_of) -> Receipt | None:
    """The payer's receipt: `chased` when a reminder is prepared, else every reason in order."""
    if not overdue:
        return None
    asked = [Reason(one.code, (("why", one.why),), evidence=one.evidence) for one in past.questions]
    held = [reason_of(hold) for debt in overdue for hold in debt.holds]
    next_level, next_date = _next(following, path, step, turns, past, as_of)
    if step and step.kind in CHASING:
        reasons = [step.why, *asked, *held]
        if step.passed_over:
            reasons.append(Reason("passed_over", (("levels", step.passed_over),)))
        decision = "waiting" if step.waits or step.channel == "decision" else "chased"
        return _receipt(following.payer, decision, _once(reasons), next_level, next_date, overdue)
    if past.waiting:  # in doubt: counts as sent until a person has asked
        return still_waiting(following.payer, past.waiting, overdue, next_level, next_date)
    quiet = _quiet_reasons(following, overdue, items, turns, blocked, past, as_of)
    reasons = [*asked, *[blocked] * bool(blocked), *held, *quiet]
    person = asked or any(reason.code in IN_THE_QUEUE for reason in held)
    return _receipt(following.payer, "waiting" if person else "explained", _once(reasons), next_level, next_date, overdue)


def _quiet_reasons(following, overdue, items, turns, blocked, past, as_of) -> list[Reason]:
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
        last = last_contact(past.contacts)
        reasons.append(Reason("later", (("last", last), ("level", first.level.name)), until=_leaves_on(first.day, following)))
    return reasons


def _next(following, path, step, turns, past, as_of) -> tuple[Level | None, date | None]:
    """The next step and its date, after today's message if there is one."""
    if step and step.kind == "reminder":
        return _after(following, path, step, as_of)
    if not turns:
        return None, None
    first = min(turns, key=lambda turn: (turn.day, -turn.level.severity))
    told = [Contact(step.payer, as_of, "reminder", step.channel, 0)] if step and step.kind == "event" else []
    free = spaced_until([*past.contacts, *told], following.scenario, channel_of(first.level, following))
    day = max(first.day, free) if free else first.day
    return first.level, _leaves_on(day, following) if day >= as_of else None  # past: not the calendar keeps it waiting


def _after(following, path, step, as_of) -> tuple[Level | None, date | None]:
    """What follows today's message if nothing is paid."""
    days = []
    contact = Contact(step.payer, as_of, "reminder", step.channel, step.level.severity)
    for ask in step.asks:
        if ask.role != "asked":
            continue
        level = next((level for level in path.reminders if level.severity > ask.level.severity), None)
        if level:
            free = spaced_until([contact], following.scenario, channel_of(level, following))
            days.append((max(day_of(level, ask.item, as_of), free), level.severity, level))
    if not days:
        return None, None
    day, _severity, level = min(days, key=lambda row: row[:2])
    return level, _leaves_on(day, following)


def _leaves_on(day, following) -> date:
    """What is decided on a Sunday leaves on Monday: people are told the day on which it leaves."""
    return next_sending_day(day, following.scenario.weekdays)


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
