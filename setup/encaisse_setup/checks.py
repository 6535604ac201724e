"""Checks beside the tests: each returns the faults it found, an empty list when all is well."""

import ast
import os
import re
import subprocess
from typing import NamedTuple

from . import odoo_command, shell
from .programs import CHROMIUM

DRIVES_A_BROWSER = {"start_tour", "browser_js"}
COMPLAINT = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (\d+ )?(WARNING|ERROR|CRITICAL) ")  # a line in Odoo's own format
PYLINT_WITHOUT = ("manifest-required-author,missing-readme,odoo-addons-relative-import,bad-builtin-groupby,"
                  "prefer-env-translation,consider-merging-classes-inherited")  # the reasons are in pylintrc


def ruff(layout):
    return _lint(layout, [layout.python, "-m", "ruff", "check", "--quiet", "--output-format=concise", layout.root])


def pylint(layout):
    return _lint(layout, [layout.python, "-m", "pylint", f"--rcfile={layout.setup / 'pylintrc'}", f"--disable={PYLINT_WITHOUT}",
                          *(layout.addons / name for name in layout.addon_names())])


def _lint(layout, command):
    done = subprocess.run(list(map(str, command)), cwd=layout.root, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() + done.stderr.splitlines() if done.returncode else []


def with_library(layout, module, *arguments):
    """A check that needs a library runs in the virtual environment; its lines are the faults."""
    environment = {**os.environ, "PYTHONPATH": str(layout.setup)}
    done = subprocess.run([str(layout.python), "-m", f"encaisse_setup.{module}", *map(str, arguments)], env=environment,
                          cwd=layout.root, capture_output=True, text=True, check=False)
    crash = done.stderr.splitlines() if done.returncode else []
    return done.stdout.splitlines() + crash


def compose(layout):
    return with_library(layout, "compose_check", layout.root / "docker-compose.yml")


def translations(layout, database, add_on):
    """Export the terms of an add-on from `database`; each must stand in fr.po."""
    folder = layout.addons / add_on / "i18n"
    template = layout.logs / f"{add_on}.pot"
    template.unlink(missing_ok=True)
    odoo_command.run(layout, "i18n", "export", "-d", database, "-l", "pot", "-o", template, add_on, log=layout.logs / "i18n.log")
    return with_library(layout, "translation_check", template, folder / "fr.po")


class Allowed(NamedTuple):
    """Lines of a log that may stand there, and why."""

    pattern: re.Pattern
    reason: str


def allow_list(path):
    """`pattern  # reason` lines; a pattern without a reason is a mistake of ours."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("  # ") for line in lines if line and not line.startswith("#")]
    for pattern, _, reason in pairs:
        if not reason.strip():
            raise ValueError(f"{path}: no reason given for {pattern!r}")
    return [Allowed(re.compile(pattern.strip()), reason.strip()) for pattern, _, reason in pairs]


def complaints(text, allowed):
    """Warnings and errors of a server's log outside of the allow-list."""
    return [line for line in text.splitlines()
            if COMPLAINT.search(line) and not any(one.pattern.search(line) for one in allowed)]


def log(layout, path):
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return complaints(text, allow_list(layout.setup / "log-allowed.txt"))


def browser_tests(layout, outcome, demo):
    """Odoo skips a browser test silently when something is missing: each file must have run."""
    files = [path for name in layout.addon_names() for path in sorted((layout.addons / name).glob("tests/test_*.py"))]
    driven = [path for path in files if path.match("test_demo*.py") == demo and drives_a_browser(path.read_text(encoding="utf-8"))]
    faults = missing_for_browsers(layout) if driven else []
    for path in driven:
        module = f"{path.parents[1].name}.tests.{path.stem}."
        if not any(module in name for name in outcome.ran):
            faults.append(f"no test of {path.relative_to(layout.root)} ran")
        faults += [f"skipped: {name}" for name in outcome.skipped if module in name]
    return faults


def missing_for_browsers(layout):
    faults = [] if CHROMIUM.is_here() else [f"{CHROMIUM.waits}: install the package {CHROMIUM.package}"]
    if not shell.succeeds([layout.python, "-c", "import websocket"]):
        faults.append("websocket-client is missing: delete .odoo/stamps/venv and run again")
    return faults


def drives_a_browser(source):
    names = (node.func.attr for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return bool(DRIVES_A_BROWSER & set(names))
