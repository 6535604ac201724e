"""May the goods of a confirmed order leave? A seller may keep them back from a customer who does not perform, or manifestly will not
(Code civil, art. 1219 and 1220); that a limit is used up is no such reason.
"""

from decimal import Decimal

from odoo.addons.receivable.logic.credit import Reason, Verdict

# Decided when the order was confirmed: of no weight for the delivery of what was let pass then.
OF_THE_CONFIRMATION = frozenset({"no_credit", "over_limit", "profile", "verification"})


def stops(verdict: Verdict, *, to_check: bool = False) -> tuple[Reason, ...]:
    """The reasons that keep the goods back.

    :param to_check: confirmed past the credit rules, or grown since: nobody has decided on the limit yet

    >>> late, over = Reason("overdue", "hold"), Reason("over_limit", "hold")
    >>> [reason.code for reason in stops(Verdict("hold", (late, over)))]
    ['overdue']
    >>> [reason.code for reason in stops(Verdict("hold", (late, over)), to_check=True)]
    ['overdue', 'over_limit']
    >>> stops(Verdict("watch", (Reason("overdue", "watch"),)))
    ()
    """
    if verdict.state != "hold":
        return ()
    return tuple(reason for reason in verdict.reasons if reason.state == "hold" and (to_check or reason.code not in OF_THE_CONFIRMATION))


def paid_before(amount: Decimal, on_line: Decimal, settled: Decimal) -> bool:
    """Was the whole order paid, on line or by its settled invoices? One payment may be both, so the two are not added.

    >>> paid_before(Decimal(100), Decimal(100), Decimal(0)), paid_before(Decimal(100), Decimal(60), Decimal(60))
    (True, False)
    """
    return max(on_line, settled) >= amount
