"""Pure rules are tested without Odoo, in milliseconds.

Empty packages `odoo`, `odoo.addons` and `odoo.addons.<each>` stand where Odoo's would, so that
`from odoo.addons.receivable.logic import scoring` finds the file without running the add-on's
own `__init__`, which needs the ORM. With the real Odoo loaded nothing is put in its place.
"""

import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]


def add_ons():
    """The folders of the suite's add-ons."""
    return sorted(path for path in (ROOT / "addons").iterdir() if (path / "logic").is_dir() or (path / "__manifest__.py").exists())


def stand_in(name, folder=None):
    """An empty package; its submodules are looked for in `folder`."""
    package = sys.modules.setdefault(name, ModuleType(name))
    package.__path__ = [str(folder)] if folder else []
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, package)


if "odoo" not in sys.modules:
    stand_in("odoo")
    stand_in("odoo.addons")
    for add_on in add_ons():
        stand_in(f"odoo.addons.{add_on.name}", add_on)

sys.path.insert(0, str(ROOT / "setup"))
