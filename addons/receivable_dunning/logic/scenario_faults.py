"""Check: what is wrong with a scenario, said beside its time-line while somebody edits it.

Pure. A fault is data: a code for the sentence, its values, how grave it is. Nothing here forbids saving.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from odoo.addons.receivable_dunning.logic.escalation import LAST_NOTICE

FORMAL_NOTICE = 7
WRITTEN = ("email", "letter")


class Step(NamedTuple):
    """One step as the editor shows it, saved or not."""

    name: str
    trigger: str  # 'due' | 'previous' | 'paid'
    offset: int  # days
    severity: int  # 0 to 9
    channel: str
    channel_without_email: str = ""
    release: str = "auto"
    has_text: bool = True
    registered: bool = False
    announces: bool = True  # a true next step is ticked: suspension, agency or court


class Fault(NamedTuple):
    """One thing to look at: ``danger`` = a step that cannot work, ``warning`` = a person should look, ``info`` = good to know."""

    code: str
    level: str
    values: tuple[tuple[str, object], ...] = ()


def faults(steps: Sequence[Step], spacing_days: int, call_spacing_days: int, without_address: int = 0) -> list[Fault]:
    """Everything worth saying about the steps of a scenario, the gravest first.

    ``without_address``: payers of this scenario who have no postal address.

    >>> second = Step("2nd reminder", "due", 5, 2, "email")
    >>> first = Step("1st reminder", "due", 15, 1, "email")
    >>> [(fault.code, dict(fault.values)["later"]) for fault in faults([second, first], 7, 3)]
    [('order', '1st reminder')]
    """
    ladder = sorted((step for step in steps if step.severity and step.trigger != "paid"), key=lambda step: step.severity)
    found = [
        *_order(ladder),
        *_same_rank(ladder),
        *_same_day(steps),
        *_without_text(steps),
        *_notice_first(ladder),
        *_notice_by_itself(ladder),
        *_notice_without_next(ladder),
        *_without_address(steps, without_address),
        *_too_close(ladder, spacing_days, call_spacing_days),
    ]
    return sorted(found, key=lambda fault: ("danger", "warning", "info").index(fault.level))


def _dated(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.trigger == "due"]


def _order(ladder):
    """A firmer step on an earlier day than a gentler one: the gentler one would come too late."""
    for gentle, firm in pairwise(_dated(ladder)):
        if firm.offset < gentle.offset and firm.severity > gentle.severity:
            yield Fault("order", "danger", (("sooner", firm.name), ("later", gentle.name)))


def _same_rank(ladder):
    """Two steps of the same severity: an item that took one never takes the other."""
    for one, other in pairwise(ladder):
        if one.severity == other.severity:
            yield Fault("same_rank", "danger", (("step", other.name), ("other", one.name), ("severity", one.severity)))


def _same_day(steps):
    for one, other in combinations(_dated(steps), 2):
        if one.offset == other.offset:
            yield Fault("same_day", "warning", (("offset", one.offset), ("step", one.name), ("other", other.name)))


def _without_text(steps):
    for step in steps:
        if not step.has_text and _writes(step):
            yield Fault("no_text", "danger", (("step", step.name),))


def _writes(step: Step) -> bool:
    """Does the step write to anybody, by one column or the other?"""
    return step.channel in WRITTEN or step.channel_without_email in WRITTEN


def _notice_first(ladder):
    """A last or formal notice is never the first message: without a reminder before it, it never leaves."""
    if ladder and ladder[0].severity >= LAST_NOTICE:
        yield Fault("notice_first", "danger", (("step", ladder[0].name),))


def _notice_by_itself(ladder):
    for step in ladder:
        if step.severity == FORMAL_NOTICE and step.release == "auto":
            yield Fault("notice_auto", "warning", (("step", step.name),))


def _notice_without_next(ladder):
    """A formal notice says what may follow; without a true next step its text cannot be written."""
    for step in ladder:
        if step.severity == FORMAL_NOTICE and not step.announces:
            yield Fault("no_next", "danger", (("step", step.name),))


def _without_address(steps, count):
    if count:
        for step in steps:
            if step.registered or step.channel == "letter":
                yield Fault("no_address", "warning", (("step", step.name), ("count", count)))


def _too_close(ladder, spacing_days, call_spacing_days):
    """Two steps nearer than the minimum distance: the later one waits, and everything after it moves."""
    for one, other in pairwise(_dated(ladder)):
        least = call_spacing_days if "call" in (one.channel, other.channel) else spacing_days
        days = other.offset - one.offset
        if 0 < days < least and other.channel != "decision":
            yield Fault("close", "info", (("step", other.name), ("other", one.name), ("days", days), ("least", least)))
