"""The virtual environment: Odoo's libraries, ours, and those of the tests.

Where Odoo 19 is already importable its own libraries are taken as they are, and only what is
missing beside them is installed. Everywhere else `constraints.txt` freezes all versions.
"""

import shutil
import sys

from . import debian, odoo_tree, shell
from .console import Missing, note, say
from .layout import here
from .steps import fingerprint, once, write_atomically

REQUIREMENTS = ("requirements.txt", "setup/requirements-odoo.txt", "setup/requirements-test.txt")
NO_COMPILER = "--prefer-binary"


def build(layout):
    """Make `.odoo/venv` hold what the requirement files name."""
    foreign = odoo_tree.locate(layout) != odoo_tree.unpacked(layout)
    complete = foreign and shell.succeeds([sys.executable, "-c", "import odoo.http, odoo.tools.mail"])
    files = [layout.root / name for name in REQUIREMENTS if not (complete and name.endswith("odoo.txt"))]
    constraints = layout.setup / "constraints.txt"
    texts = [path.read_text(encoding="utf-8") for path in [*files, constraints]]
    once(layout, "venv", fingerprint(sys.version, foreign, *texts), "Python libraries from PyPI",
         lambda: _install(layout, files, [] if complete else ["-c", constraints], foreign), layout.python.exists)
    need_magic(layout)


def build_neighbours(layout):
    """Fetch the add-ons of others that our bridges are tested with."""
    requirements = layout.setup / "requirements-addons.txt"
    once(layout, "neighbours", fingerprint(requirements.read_text(encoding="utf-8")), "add-ons that ours join, from PyPI",
         lambda: _install_neighbours(layout, requirements), layout.neighbours.exists)


def _install_neighbours(layout, requirements):
    shutil.rmtree(layout.neighbours, ignore_errors=True)
    shell.run([layout.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--target", layout.neighbours,
               "-r", requirements], log=layout.logs / "pip.log", what="pip install")


def _install(layout, files, constraints, foreign):
    if not layout.python.exists() or not shell.succeeds([layout.python, "-m", "pip", "--version"]):
        _create(layout, foreign)
    requirements = [word for path in files for word in ("-r", path)]
    shell.run([layout.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", NO_COMPILER, *constraints, *requirements],
              log=layout.logs / "pip.log", what="pip install")


def _create(layout, foreign):
    """A venv with pip, whether or not the package python3-venv is here."""
    shutil.rmtree(layout.venv, ignore_errors=True)
    options = ["--system-site-packages"] if foreign else []
    if not _has_pip() and debian.may_install():
        debian.install(layout, ["python3-venv"])
    if _has_pip():
        shell.run([sys.executable, "-m", "venv", *options, layout.venv], what="python3 -m venv")
    else:
        _create_with_unpacked_pip(layout, options)


def _has_pip():
    """Debian keeps the pip of new environments in a package of its own."""
    return shell.succeeds([sys.executable, "-c", "import venv, ensurepip; ensurepip.version()"])


def _create_with_unpacked_pip(layout, options):
    if not shutil.which("apt-get"):
        raise Missing("This Python cannot make virtual environments with pip.", "Install the package python3-venv.")
    wheels = layout.home / "pip-wheel"
    debian.Debian(layout).unpack(["python3-pip-whl"], wheels)
    pip = next(wheels.glob("usr/share/python-wheels/pip-*.whl"))
    shell.run([sys.executable, "-m", "venv", "--without-pip", *options, layout.venv], what="python3 -m venv")
    shell.run([layout.python, pip / "pip", "install", "-q", pip], log=layout.logs / "pip.log", what="The installation of pip")


def need_magic(layout):
    """Odoo guesses types of files by libmagic, the only system library it wants."""
    if shell.succeeds([layout.python, "-c", "import magic"]):
        return
    if not debian.install(layout, ["libmagic1"]):
        note("libmagic1 is absent: types of attached files are guessed from less; install the package libmagic1")


def freeze(layout):
    """Write the versions in the environment to `constraints.txt`."""
    names = shell.run([layout.python, "-m", "pip", "freeze", "-q", "--disable-pip-version-check"])
    pins = [line for line in names.splitlines() if "==" in line and " " not in line]
    python = ".".join(map(str, sys.version_info[:2]))
    head = f"# The versions that were tried together (Python {python}). Refresh: setup/python encaisse_setup.python_env\n"
    write_atomically(layout.setup / "constraints.txt", head + "\n".join(pins) + "\n")
    say(f"{len(pins)} versions frozen")


if __name__ == "__main__":
    freeze(here())
