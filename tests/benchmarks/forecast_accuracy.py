"""How good are the forecasts? Replays a ledger of paid invoices and prints the figures beside references and bars.

    python tests/benchmarks/forecast_accuracy.py [ibm|b2b|LEDGER.csv] [--cut DAY --until DAY] [--resamples 200] [--quick]

A ledger is a CSV with `invoice, customer, issue, due, paid, amount`; `paid` is empty while unpaid. The two measured ledgers are looked
for in the folder named by ENCAISSE_DATA, else in `../shared/data` beside the repository; they are not part of the project. Where they
are absent the benchmark says so and stops without an error.

Protocol: invoices issued from `--cut` to `--until` are forecast on their day of issue, from payments dated strictly before it; what is
learnt of the whole ledger is frozen at the cut and leaves out the first 60 days of the file. Cash (a): every test invoice forecast
once. Cash (b): each Monday, all invoices open that day, 1 to 4 weeks ahead, given that they are still unpaid. Invoices of the window
that the file does not show paid are left out of all but (b).
"""

import argparse
import csv
import os
import random
import sys
import time
from bisect import bisect_left
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import conftest  # noqa: E402, F401  (stands in for the packages of Odoo)

from odoo.addons.receivable.logic import delay  # noqa: E402

FIRST_DAYS = timedelta(days=60)
WEEK = timedelta(days=7)
DAY = date.fromisoformat


class Window(NamedTuple):
    """A measured ledger: its file, the inner cut, the end of the test, the week of cash (b) that counts."""

    file: str
    cut: date
    until: date
    week: int
    published: str  # figures of the simple reference on the same rows, and the best one where there are two
    bars: str  # on later rows of the same ledger


MEASURED = {
    "ibm": Window(
        "ledger_ibm_history.csv", date(2013, 1, 1), date(2013, 3, 15), 2,
        "AUC .865  accuracy .820  Brier .135  MAE 6.30  cash (a) 20.2 %  cash (b) week 2 17.0 %",
        "must .863 .80 .140 6.25 21 %   good .879 .822 .124 5.75 16 %   aim .885 .83 .120 5.6 15 %",
    ),
    "b2b": Window(
        "ledger_b2b_history.csv", date(2019, 8, 1), date(2019, 9, 30), 1,
        "AUC .842  accuracy .787  Brier .154  MAE 2.61  cash (a)  7.7 %  cash (b) week 1  7.9 %",
        "must .770 .735 .183 3.00 17 %   good .796 .75 .175 2.90 12.1 %   aim .835 .79 .157 2.75 8 %",
    ),
}


class Row(NamedTuple):
    payer: str
    issued: date
    due: date
    paid: date | None
    amount: float


class Outcome(NamedTuple):
    """One test invoice: what was forecast, and what came."""

    row: Row
    late: float
    expected: date
    distribution: dict
    basis: str


class Replay:
    """A ledger seen again day after day."""

    def __init__(self, rows, cut, until):
        self.rows, self.cut, self.until = rows, cut, min(until, max(row.issued for row in rows))
        start = min(row.issued for row in rows) + FIRST_DAYS
        training = [row for row in rows if row.paid and row.paid < cut and start <= row.issued < cut]
        self.ledger = delay.fit_ledger([settled(row) for row in training], cut)
        self.paid, self.days = defaultdict(list), {}
        for row in sorted((row for row in rows if row.paid), key=lambda row: row.paid):
            self.paid[row.payer].append(settled(row))
        for payer, own in self.paid.items():
            self.days[payer] = [one.paid for one in own]

    def known(self, payer, day):
        """Payments of a payer dated strictly before a day."""
        return self.paid[payer][: bisect_left(self.days.get(payer, ()), day)]

    def outcomes(self):
        for row in self.rows:
            if row.paid and self.cut <= row.issued <= self.until:
                found = delay.forecast(
                    self.known(row.payer, row.issued), self.ledger,
                    issued=row.issued, due=row.due, as_of=row.issued, amount=row.amount,
                )
                yield Outcome(row, found.late_probability, found.expected_date, found.distribution, found.basis)

    def mondays(self):
        day = monday(self.cut + timedelta(days=6))
        while day <= self.until:
            yield day
            day += WEEK

    def weeks_ahead(self):
        """Cash (b): error over the Mondays for each of the next four weeks, as a share of what came."""
        error, came = [0.0] * 4, [0.0] * 4
        for day in self.mondays():
            forecast, actual = self.next_weeks(day)
            for week in range(4):
                error[week] += abs(forecast[week] - actual[week])
                came[week] += actual[week]
        return [wrong / all_ if all_ else float("nan") for wrong, all_ in zip(error, came)]

    def next_weeks(self, day):
        forecast, actual, habits = [0.0] * 4, [0.0] * 4, {}
        for row in self.rows:
            if row.issued > day or (row.paid and row.paid < day):
                continue
            if row.payer not in habits:
                habits[row.payer] = delay.habits(self.known(row.payer, day), self.ledger, day)
            found = delay.forecast(
                habits[row.payer], self.ledger, issued=row.issued, due=row.due, as_of=day, amount=row.amount, still_unpaid_on=day
            )
            for on, share in found.distribution.items():
                if (week := (on - day).days // 7) < 4:
                    forecast[week] += share * row.amount
            if row.paid and (week := (row.paid - day).days // 7) < 4:
                actual[week] += row.amount
        return forecast, actual


def settled(row):
    return delay.Settled(row.payer, row.issued, row.due, row.paid, row.amount)


def monday(day):
    return day - timedelta(days=day.weekday())


# -- figures ----------------------------------------------------------------------------------------------------------------


def was_late(one):
    return one.row.paid > one.row.due


def auc(outcomes):
    """Chance that a late invoice was held likelier to be late than a punctual one; ties count half."""
    ordered = sorted((one.late, was_late(one)) for one in outcomes)
    late = sum(flag for _chance, flag in ordered)
    if not 0 < late < len(ordered):
        return float("nan")
    ranks, first = 0.0, 0
    while first < len(ordered):
        last = first
        while last < len(ordered) and ordered[last][0] == ordered[first][0]:
            last += 1
        ranks += (first + last + 1) / 2 * sum(flag for _chance, flag in ordered[first:last])
        first = last
    return (ranks - late * (late + 1) / 2) / (late * (len(ordered) - late))


def figures(outcomes):
    """AUC, accuracy at one half, Brier score, mean absolute error in days."""
    count = len(outcomes)
    return (
        auc(outcomes),
        sum((one.late > 0.5) == was_late(one) for one in outcomes) / count,
        sum((one.late - was_late(one)) ** 2 for one in outcomes) / count,
        sum(abs((one.expected - one.row.paid).days) for one in outcomes) / count,
    )


def weekly_cash(outcomes):
    """Cash (a): each invoice forecast once, weeks from Monday."""
    forecast, actual = defaultdict(float), defaultdict(float)
    for one in outcomes:
        actual[monday(one.row.paid)] += one.row.amount
        for day, share in one.distribution.items():
            forecast[monday(day)] += share * one.row.amount
    return sum(abs(forecast[week] - actual[week]) for week in {*forecast, *actual}) / sum(actual.values())


def intervals(outcomes, resamples):
    """95 % of the figures when customers are drawn again, with replacement."""
    by_payer = defaultdict(list)
    for one in outcomes:
        by_payer[one.row.payer].append(one)
    groups, draw = list(by_payer.values()), random.Random(1)
    drawn = [figures([one for group in draw.choices(groups, k=len(groups)) for one in group]) for _ in range(resamples)]
    return [(ordered[round(0.025 * (resamples - 1))], ordered[round(0.975 * (resamples - 1))]) for ordered in map(sorted, zip(*drawn))]


# -- the table --------------------------------------------------------------------------------------------------------------


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(line["customer"], DAY(line["issue"]), DAY(line["due"]), DAY(line["paid"]) if line["paid"] else None, float(line["amount"]))
            for line in csv.DictReader(file)
        ]


def written(numbers):
    return "AUC {:.3f}  accuracy {:.3f}  Brier {:.3f}  MAE {:.2f}".format(*numbers)


def measure(name, path, window, resamples, quick):
    began = time.monotonic()
    replay = Replay(read(path), window.cut, window.until)
    outcomes = list(replay.outcomes())
    unseen = [one for one in outcomes if one.basis != "payer"]
    print(f"\n{name}: {len(outcomes)} invoices issued {replay.cut} to {replay.until}, business days: {replay.ledger.business_days}")
    line = f"  model      {written(figures(outcomes))}  cash (a) {100 * weekly_cash(outcomes):4.1f} %"
    if not quick:
        ahead = replay.weeks_ahead()
        line += f"  cash (b) week {window.week} {100 * ahead[window.week - 1]:4.1f} %"
    print(line)
    if not quick:
        print("  cash (b), weeks 1 to 4 ahead: " + "  ".join(f"{100 * share:.1f} %" for share in ahead))
    if window.published:
        print(f"  reference  {window.published}")
        print(f"  bars       {window.bars}   (AUC, accuracy, Brier, MAE, cash (b), on later rows)")
    if resamples:
        spans = zip(("AUC", "accuracy", "Brier", "MAE"), intervals(outcomes, resamples))
        print("  95 %       " + "  ".join(f"{figure} {low:.3f}–{high:.3f}" for figure, (low, high) in spans))
    if unseen:
        print(f"  no history {written(figures(unseen))}  ({len(unseen)} invoices, the ledger's own habits)")
    print(f"  {time.monotonic() - began:.0f} s")


def windows(arguments):
    """What to measure: name, file, window; a reason where it is not there."""
    folder = Path(os.environ.get("ENCAISSE_DATA") or ROOT.parent / "shared" / "data")
    for name in [arguments.ledger] if arguments.ledger else MEASURED:
        window = MEASURED.get(name) or Window(name, None, None, 1, "", "")
        path = folder / window.file if name in MEASURED else Path(name)
        if arguments.cut:
            window = window._replace(cut=arguments.cut, until=arguments.until or date.max, published="", bars="")
        if not path.is_file():
            print(f"{name}: skipped, no ledger at {path} (name its folder in ENCAISSE_DATA, or give a file)")
        elif not window.cut:
            print(f"{name}: skipped, a ledger of yours needs --cut DAY")
        else:
            yield name, path, window


def main():
    parser = argparse.ArgumentParser(description="Accuracy of the payment forecasts on a real ledger.")
    parser.add_argument("ledger", nargs="?", help="ibm, b2b or a CSV file; both measured ledgers by default")
    parser.add_argument("--cut", type=DAY, help="first day of the test")
    parser.add_argument("--until", type=DAY, help="last day of issue of the test; the last of the file by default")
    parser.add_argument("--resamples", type=int, default=200, help="for the 95 %% intervals, 0 for none")
    parser.add_argument("--quick", action="store_true", help="leave out cash (b)")
    arguments = parser.parse_args()
    for name, path, window in windows(arguments):
        measure(name, path, window, arguments.resamples, arguments.quick)


if __name__ == "__main__":
    main()
