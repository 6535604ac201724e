"""Our add-ons in a database that stays: install what is absent, upgrade what changed."""

from . import odoo_command
from .console import progress
from .steps import fingerprint, is_done, write_atomically

UNIMPORTANT = {"tests", "__pycache__", "logic", "readme"}  # no upgrade needed for these


def refresh(layout, databases, database, add_ons, template="warm", options=()):
    """Bring `add_ons` and what they rest on up to date; say whether anything was done."""
    if not databases.is_ours(database):
        databases.clone(databases.template(template), database)
    wanted = dependencies(layout, add_ons)
    marks = {name: fingerprint(*sources(layout.addons / name)) for name in wanted}
    here = databases.installed(database)
    absent = [name for name in wanted if name not in here]
    changed = [name for name in wanted if name in here and not is_done(layout, _stamp(database, name), marks[name])]
    if not absent + changed:
        return False
    words = [word for flag, names in (("-i", absent), ("-u", changed)) if names for word in (flag, ",".join(names))]
    with progress(f"odoo -d {database} {' '.join(words)}"):
        odoo_command.run(layout, "-d", database, *words, *options, *odoo_command.QUIET, log=layout.logs / f"{database}.log")
    for name in wanted:
        write_atomically(layout.stamps / _stamp(database, name), marks[name])
    return True


def _stamp(database, name):
    return f"installed-{database}-{name}"


def dependencies(layout, add_ons):
    """`add_ons` and the add-ons of ours they rest on, in the order of installation."""
    ordered = []
    for name in add_ons:
        needed = [one for one in layout.manifest(name).get("depends", ()) if one in layout.addon_names()]
        ordered += [one for one in [*dependencies(layout, needed), name] if one not in ordered]
    return ordered


def sources(folder):
    """Name, size and time of each file that an installed add-on takes something from."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not UNIMPORTANT & set(path.relative_to(folder).parts):
            state = path.stat()
            yield f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}"
