"""The fast lane: pure rules, then one add-on or one test on a database that stays."""

from . import pytest_stage
from .console import Missing
from .installed import refresh

DATABASE = "fast"


def run(layout, databases, add_on=None, test=None, database=DATABASE):
    """Pure rules (unless one test is asked for), then the add-on; returns an Outcome."""
    outcome = pytest_stage.Outcome() if test else pytest_stage.pure(layout)
    if add_on is None:
        return outcome
    if add_on not in layout.addon_names():
        raise Missing(f"There is no add-on {add_on} in {layout.addons}.", f"There are: {', '.join(layout.addon_names())}.")
    refresh(layout, databases, database, [add_on])
    chosen = ["-k", test] if test else []
    return outcome + pytest_stage.in_odoo(layout, database, [layout.addons / add_on], *chosen)
