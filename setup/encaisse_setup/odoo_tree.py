"""Odoo 19 itself: the one that python3 can import, else Debian's package, unpacked.

Debian's package is never installed: its dependencies are those of another release; only its
files are wanted. It replaces fonts and three JavaScript files by links into other packages.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import debian
from .console import note
from .steps import fingerprint, once

PACKAGE = "odoo-19"
VERSION = "19.0.0+dfsg-1"  # the tested one: sid moves
LINKED_FOLDERS = ("fonts", "javascript", "fonts-font-awesome")
# sid renamed the files of the first two: theirs are those of the machine's release
LINKED_OWN = ("fonts-font-awesome", "fonts-inconsolata")
LINKED_SID = ("libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-ocr-b", "fonts-roboto-unhinted",
              "fonts-montserrat")
NOT_EVERYWHERE = "fonts-montserrat"  # absent from Debian 12; fonts of some report layouts only
# listed in an asset bundle, removed from the package: without it every backend page logs an error
STUB = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def importable():
    """The folder that holds an `odoo` 19 which this very Python imports, or None."""
    code = ("import odoo.release as r, odoo, os; "
            "print(r.version_info[0], os.path.dirname(os.path.dirname(r.__file__)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/", check=False)
    major, _, folder = done.stdout.strip().partition(" ")
    return Path(folder) if done.returncode == 0 and major == "19" else None


def unpacked(layout):
    return layout.tree / "usr/lib/python3/dist-packages"


def locate(layout):
    """Where Odoo is imported from once `build` is done."""
    own = unpacked(layout)
    return own if (own / "odoo").exists() else importable()


def build(layout):
    """Make Odoo 19 available; return the folder to put on PYTHONPATH."""
    if not (unpacked(layout) / "odoo").exists() and (found := importable()):
        note(f"Odoo 19 is already here, in {found}; using it")
        return found
    once(layout, "tree", fingerprint(VERSION, LINKED_OWN, LINKED_SID), "Odoo 19 from Debian (about 120 MB)",
         lambda: _unpack(layout), (unpacked(layout) / "odoo").exists)
    return unpacked(layout)


def _unpack(layout):
    """Unpack beside, then rename: the tree is complete or absent."""
    draft = layout.tree.with_name("tree.draft")
    shutil.rmtree(draft, ignore_errors=True)
    archive = debian.Debian(layout)
    archive.unpack([f"{PACKAGE}={VERSION}"], draft, "sid")
    _complete(archive, draft)
    shutil.rmtree(layout.tree, ignore_errors=True)
    draft.rename(layout.tree)


def _complete(archive, tree):
    odoo = tree / "usr/lib/python3/dist-packages/odoo"
    archive.unpack(LINKED_OWN, tree, "own")
    archive.unpack(LINKED_SID, tree, "sid")
    stub = odoo / STUB
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("/* absent from the Debian package */\n", encoding="utf-8")
    dangling = dangling_links(odoo)
    if dangling:
        note(f"{len(dangling)} links of the Odoo tree lead nowhere, the first is {dangling[0]}")


def dangling_links(folder):
    return [path for path, _, names in os.walk(folder) for name in names
            if os.path.islink(full := os.path.join(path, name)) and not os.path.exists(full)
            for path in [full]]
