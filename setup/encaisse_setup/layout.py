"""Where things lie. Everything built is under `.odoo/`, so that deleting it is a full reset."""

import ast
import hashlib
import os
import pwd
import re
from pathlib import Path

ODOO_SERIES = "19.0"
JOINED = {"sale_stock"}  # add-ons of Odoo that a bridge of ours joins, and that the warm templates do without
SOCKET_PATH_LIMIT = 107  # bytes of sun_path, the end of the string included


class Layout:
    """The folders of one checkout."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.home = self.root / ".odoo"
        self.addons = self.root / "addons"
        self.setup = self.root / "setup"
        self.apt = self.home / "apt"
        self.tree = self.home / "tree"
        self.venv = self.home / "venv"
        self.python = self.venv / "bin" / "python"
        self.neighbours = self.home / "neighbours"
        self.data = self.home / "data"
        self.filestore = self.data / "filestore"
        self.logs = self.home / "log"
        self.stamps = self.home / "stamps"
        self.mails = self.home / "mails"
        self.conf = self.home / "odoo.conf"
        self.pids = self.home / "pids"

    @property
    def label(self):
        """A short name for this checkout, for what has to live outside of it."""
        return "encaisse-" + hashlib.sha1(str(self.root).encode()).hexdigest()[:8]

    def make_home(self):
        for folder in (self.home, self.data, self.filestore, self.logs, self.stamps, self.mails, self.pids):
            folder.mkdir(parents=True, exist_ok=True)

    def addon_names(self):
        """The add-ons of the suite: every folder of `addons/` that has a manifest."""
        return sorted(path.parent.name for path in self.addons.glob("*/__manifest__.py"))

    def neighbour_names(self):
        """Add-ons of others that a bridge of ours joins."""
        wanted = (self.setup / "requirements-addons.txt").read_text(encoding="utf-8")
        return {name.replace("-", "_") for name in re.findall(r"^odoo-addon-([\w-]+)", wanted, re.MULTILINE)}

    def bridge_names(self):
        """The add-ons of the suite that ask for an add-on of somebody else, or for one of Odoo's that few companies need."""
        others = self.neighbour_names() | JOINED
        return [name for name in self.addon_names() if others & set(self.manifest(name)["depends"])]

    def standalone_names(self):
        """The add-ons of the suite that need nothing but the warm templates and each other."""
        bridges = self.bridge_names()
        return [name for name in self.addon_names() if name not in bridges]

    def manifest(self, name):
        """The manifest of an add-on, a plain dict in a file."""
        return ast.literal_eval((self.addons / name / "__manifest__.py").read_text(encoding="utf-8"))


def here():
    """The checkout this file belongs to."""
    return Layout(Path(__file__).parents[2])


def is_root():
    return os.geteuid() == 0


def user_exists(name):
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
