"""The fast lane: pure rules, then one add-on or one test on a database that stays.

An add-on is upgraded only when its files changed since this database last saw them.
"""

from . import odoo_command, pytest_stage
from .console import Missing, progress
from .steps import fingerprint, is_done, write_atomically

DATABASE = "fast"
UNIMPORTANT = {"tests", "__pycache__", "logic", "readme"}  # no upgrade needed for these


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


def refresh(layout, databases, database, add_ons):
    """Create the database, install what is absent, upgrade what changed."""
    if not databases.exists(database):
        databases.clone(databases.template("warm"), database)
    closure = dependencies(layout, add_ons)
    marks = {name: fingerprint(*sources(layout.addons / name)) for name in closure}
    stale = [name for name in closure if not is_done(layout, f"fast-{database}-{name}", marks[name])
             or not databases.is_installed(database, name)]
    if not stale:
        return
    absent = [name for name in stale if not databases.is_installed(database, name)]
    changed = [name for name in stale if name not in absent]
    options = [word for flag, names in (("-i", absent), ("-u", changed)) if names for word in (flag, ",".join(names))]
    with progress(f"{' '.join(options)} in {database}"):
        odoo_command.run(layout, "-d", database, *options, *odoo_command.QUIET, log=layout.logs / f"{database}.log")
    for name in closure:
        write_atomically(layout.stamps / f"fast-{database}-{name}", marks[name])


def dependencies(layout, add_ons):
    """`add_ons` and the add-ons of ours they rest on, in the order of installation."""
    ordered = []
    for name in add_ons:
        needed = [one for one in layout.manifest(name)["depends"] if one in layout.addon_names()]
        ordered += [one for one in [*dependencies(layout, needed), name] if one not in ordered]
    return ordered


def sources(folder):
    """Name, size and time of each file that an installed add-on takes something from."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not UNIMPORTANT & set(path.relative_to(folder).parts):
            state = path.stat()
            yield f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}"
