"""What is checked before a new customer buys on credit."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

POINTS = ("identity", "register", "rating", "limit", "terms")
ASKED = {"company": POINTS, "public": ("identity", "terms"), "person": ("identity", "limit", "terms")}
REGISTER_MONTHS = 3  # an extract of the register says nothing about what happened since


class Point(NamedTuple):
    """One line of the list."""

    code: str  # of POINTS
    done: bool


def checklist(kind: str, known: Mapping[str, bool], extract: date | None, as_of: date) -> list[Point]:
    """The points asked of such a payer; ``known`` says what is on file, ``extract`` is the day of the register's extract.

    >>> checklist("company", {"identity": True, "rating": True, "limit": True}, date(2026, 1, 31), date(2026, 4, 30))[1]
    Point(code='register', done=True)
    >>> [point.code for point in checklist("public", {}, None, date(2026, 4, 30))]
    ['identity', 'terms']
    """
    known = {**known, "register": extract is not None and as_of - relativedelta(months=REGISTER_MONTHS) <= extract <= as_of}
    return [Point(code, bool(known.get(code))) for code in ASKED[kind]]
