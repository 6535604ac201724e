"""Decide: which message leaves for whom today, and for every overdue payer why, or why not.

Pure. ``plan(items, holds, history, scenarios, as_of)`` is called by the night's run, by the preview, by the replay of a past
ledger and by the tests; nothing else decides. Its words are in ``decision``, the next step of each item in ``turns``, the messages
in ``steps``, the explanations in ``receipts``.

The decisions behind it: one message per payer and day, what happened before any reminder, each item at its own level, no level
skipped silently, a formal notice never without an earlier message, credits set off against the oldest items, a spacing that delays
and never forgets.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from odoo.addons.receivable.logic.holds import Hold, held
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.set_off import set_off

from .decision import (  # noqa: F401 (who knows the decision knows its words)
    FORMAL_NOTICE,
    LAST_NOTICE,
    MEMORY_DAYS,
    NOTHING,
    THANKS_WINDOW_DAYS,
    Ask,
    Contact,
    Debt,
    Following,
    History,
    Level,
    Plan,
    Question,
    Reason,
    Receipt,
    Scenario,
    Sent,
    Settlement,
    Step,
    Untold,
    Waiting,
    days_to_pay,
    in_company,
    money,
)
from .receipts import explain, fault, no_scenario, still_waiting
from .steps import news, prevenance, reminder, thanks
from .turns import Path, grouped, path_of, turns_of


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
    past = grouped(history)
    paths: dict[tuple, Path] = {}
    steps, receipts = [], []
    for payer in sorted(by_payer.keys() | past.keys()):
        following = scenarios.get(payer) or Following(payer, None)
        try:
            step, receipt = _decide(
                following, paths, by_payer.get(payer, []), holds, past[payer], payer in history.overdue_elsewhere, as_of
            )
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # errors as data: the others go on
            step, receipt = None, fault(payer, error)
        if step:
            steps.append(step)
        if receipt:
            receipts.append(receipt)
    return Plan(tuple(steps), tuple(receipts))


def _path(following: Following, paths: dict[tuple, Path]) -> Path:
    """The steps that reach this payer, found once for everybody who is followed alike."""
    key = following.scenario.id, following.has_email
    if key not in paths:
        paths[key] = path_of(following)
    return paths[key]


def _decide(following, paths, items, holds, past, overdue_elsewhere, as_of) -> tuple[Step | None, Receipt | None]:
    """One payer: at most one message, and one receipt when something is overdue or a message leaves."""
    debts = owed(items, holds, as_of)
    overdue = [debt for debt in debts if debt.item.due < as_of]
    if following.scenario is None:
        return None, no_scenario(following.payer, overdue)
    if any(one.state != "doubtful" for one in past.waiting):
        return None, still_waiting(following.payer, past.waiting, overdue)
    path = _path(following, paths)
    turns = turns_of(following, path, overdue, past, as_of)
    step, blocked = news(following, debts, past), None
    if step is None:
        step, blocked = reminder(following, path, turns, debts, items, past, as_of)
    if step is None:
        step = prevenance(following, path, debts, items, past, as_of)
    if step is None:
        step = thanks(following, path, debts, holds.get("thank", {}), past, overdue_elsewhere, as_of)
    return step, explain(following, path, step, overdue, items, turns, blocked, past, as_of)


# -- what is owed -------------------------------------------------------------------------------------------------------------


def owed(items, holds, as_of) -> list[Debt]:
    """Debts with their holds, credits set off against the oldest undisputed ones first; oldest due date first."""
    owed_items = [item for item in items if item.kind == "debt" and item.residual > 0]
    apart, reasons = {}, {}
    for item in owed_items:
        purpose = "remind" if item.due < as_of else "announce"
        reasons[item.id] = tuple(holds.get(purpose, {}).get(item.id, ()))
        apart[item.id] = held(reasons[item.id], item.residual)
    credits = any(item.kind == "credit" for item in items)
    nets = set_off(items, {line: amount for line, amount in apart.items() if amount}) if credits else {}
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
