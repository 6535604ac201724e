"""The fast lane: pure rules, then one add-on or one test on a database that stays."""

from . import pytest_stage
from .console import Missing
from .installed import refresh

DATABASE = "fast"
SENDER = "receivable_dunning"  # the add-on whose processes are killed


def run(layout, databases, add_on=None, test=None, database=DATABASE):
    """Pure rules (unless one test is asked for), then the add-on; returns an Outcome."""
    outcome = pytest_stage.Outcome() if test else pytest_stage.pure(layout)
    if add_on is None:
        return outcome
    if add_on not in layout.addon_names():
        raise Missing(f"There is no add-on {add_on} in {layout.addons}.", f"There are: {', '.join(layout.addon_names())}.")
    refresh(layout, databases, database, [add_on])
    return outcome + pytest_stage.in_odoo(layout, database, [layout.addons / add_on], *_chosen(test))


def processes(layout, databases, test=None, database=DATABASE):
    """Process tests alone, on a copy of the database: they commit what they write."""
    refresh(layout, databases, database, [SENDER])
    copy = f"{database}_processes"
    databases.clone(database, copy)
    try:
        return pytest_stage.processes(layout, copy, *_chosen(test))
    finally:
        databases.drop(copy)


def _chosen(test):
    return ["-k", test] if test else []
