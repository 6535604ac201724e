"""The life of a mandate and of a debit: sequence types, expiry, and until when a debit may come back."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.addons.receivable_sepa.logic import target

EXPIRY_MONTHS = 36
WARNING_MONTHS = 33
RETURN_DAYS = {"CORE": 5, "B2B": 3}  # TARGET days that the debtor's bank has
REFUND_WEEKS = 8


def expires_on(signed_on: date, last_due: date | None = None) -> date:
    """The last debit date that a mandate allows: it lapses 36 months after the last debit presented, else after the signature.

    >>> expires_on(date(2021, 3, 1), date(2023, 11, 22)), expires_on(date(2021, 3, 1), date(2024, 2, 29)), expires_on(date(2023, 11, 22))
    (datetime.date(2026, 11, 22), datetime.date(2027, 2, 28), datetime.date(2026, 11, 22))

    :param last_due: date of the latest debit presented, even if it was rejected, returned or refunded
    """
    return (last_due or signed_on) + relativedelta(months=EXPIRY_MONTHS)


def warn_on(signed_on: date, last_due: date | None = None) -> date:
    """From when on the creditor is told that a mandate is about to lapse.

    >>> warn_on(date(2021, 3, 1), date(2023, 11, 22))
    datetime.date(2026, 8, 22)
    """
    return (last_due or signed_on) + relativedelta(months=WARNING_MONTHS)


def sequence(recurrence: str, presented_before: bool = False, first_as_frst: bool = False, final: bool = False) -> str:
    """The sequence type of the next debit of a mandate.

    >>> sequence("one_off"), sequence("recurrent"), sequence("recurrent", final=True)
    ('OOFF', 'RCUR', 'FNAL')
    >>> sequence("recurrent", first_as_frst=True), sequence("recurrent", presented_before=True, first_as_frst=True)
    ('FRST', 'RCUR')

    :param recurrence: 'one_off' or 'recurrent'
    :param presented_before: a debit was presented and not rejected before it settled; a first one that was is first again
    :param first_as_frst: the bank still wants the first debit told apart
    """
    if recurrence == "one_off":
        return "OOFF"
    if final:
        return "FNAL"
    return "FRST" if first_as_frst and not presented_before else "RCUR"


def sequences(count: int, recurrence: str, presented_before: bool = False, first_as_frst: bool = False, final: bool = False) -> list[str]:
    """The sequence types of debits of one mandate, the earliest first: what it may be once, the first or the last of them is.

    >>> sequences(3, "recurrent", first_as_frst=True, final=True), sequences(2, "recurrent", presented_before=True, first_as_frst=True)
    (['FRST', 'RCUR', 'FNAL'], ['RCUR', 'RCUR'])
    """
    return [
        sequence(recurrence, presented_before or number > 1, first_as_frst, final and number == count) for number in range(1, count + 1)
    ]


def present_by(day: date) -> date:
    """The last day on which the debtor's bank accepts a debit of that date.

    >>> present_by(date(2026, 12, 1))
    datetime.date(2026, 11, 30)
    """
    return target.shift(day, -1)


def returns_until(day: date, scheme: str) -> date:
    """The last day on which the debtor's bank may return a debit.

    >>> returns_until(date(2026, 12, 1), "CORE"), returns_until(date(2026, 12, 1), "B2B")
    (datetime.date(2026, 12, 8), datetime.date(2026, 12, 4))
    """
    return target.shift(day, RETURN_DAYS[scheme])


def refunds_until(day: date, scheme: str) -> date:
    """The last day on which the debtor may have an authorised debit back: eight weeks; between companies, never after the bank's days.

    >>> refunds_until(date(2026, 12, 1), "CORE"), refunds_until(date(2026, 12, 1), "B2B")
    (datetime.date(2027, 1, 26), datetime.date(2026, 12, 4))
    """
    return day + timedelta(weeks=REFUND_WEEKS) if scheme == "CORE" else returns_until(day, scheme)


def notify_by(day: date, notice_days: int) -> date:
    """The last day on which a debit may be announced.

    >>> notify_by(date(2026, 12, 1), 14), notify_by(date(2027, 1, 4), 14)
    (datetime.date(2026, 11, 17), datetime.date(2026, 12, 21))
    """
    return day - timedelta(days=notice_days)
