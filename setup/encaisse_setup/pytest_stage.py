"""Running pytest: pure, without Odoo; or inside Odoo, on a database."""

import os
import subprocess
import sys
from typing import NamedTuple
from xml.etree import ElementTree

from . import odoo_command
from .console import say

NOTHING_COLLECTED = 5
PROCESSES = "tests/processes"


class Outcome(NamedTuple):
    """What a stage counted, and what a person must read about it."""

    passed: int = 0
    failed: int = 0
    skipped: tuple = ()
    ran: tuple = ()

    def __add__(self, other):
        return Outcome(*(mine + yours for mine, yours in zip(self, other)))


def pure(layout, *arguments):
    """Rules, architecture and setup, with the stand-ins of `tests/conftest.py`."""
    everything = [layout.root / "tests", f"--ignore={layout.root / PROCESSES}"]
    return _pytest(layout, "pure", ["-p", "no:odoo", *(arguments or everything)], {"PYTHONDONTWRITEBYTECODE": "1"})


def processes(layout, database, *arguments):
    """Senders as processes of their own on `database`, killed and started again; the tests themselves stay outside of Odoo."""
    return _pytest(layout, "processes", ["-p", "no:odoo", *arguments, layout.root / PROCESSES],
                   {"PYTHONDONTWRITEBYTECODE": "1", "ENCAISSE_DATABASE": database})


def in_odoo(layout, database, paths, *arguments, log=None):
    """Tests of add-ons on `database`; browser tests included, server's words kept in `log`."""
    options = [f"--odoo-config={layout.conf}", f"--odoo-database={database}", "--odoo-http", "--odoo-log-level=warn"]
    plugin = ["-p", "encaisse_setup.pytest_log"] if log else []
    environment = odoo_command.environment(layout)
    environment["PYTHONPATH"] = f"{layout.setup}{os.pathsep}{environment['PYTHONPATH']}"
    environment["ENCAISSE_LOG"] = str(log or "")
    return _pytest(layout, database, [*plugin, *options, *arguments, *paths], environment)


def _pytest(layout, name, arguments, environment):
    report = layout.logs / f"pytest-{name}.xml"
    report.unlink(missing_ok=True)
    command = [layout.python, "-m", "pytest", "-q", "-c", layout.root / "pyproject.toml", "-p", "no:cacheprovider",
               "--continue-on-collection-errors", f"--junitxml={report}", "-o", "junit_logging=no", *arguments]
    sys.stdout.flush()
    done = subprocess.run(list(map(str, command)), env={**os.environ, **environment}, cwd=layout.root,
                          stdin=subprocess.DEVNULL, check=False)
    if not report.exists():
        say(f"pytest could not start ({name}, exit code {done.returncode})")
        return Outcome(failed=1)
    outcome = read_report(report)
    crashed = done.returncode not in (0, 1, NOTHING_COLLECTED)
    return outcome + Outcome(failed=1) if crashed and not outcome.failed else outcome


def read_report(path):
    """Counts and names out of pytest's JUnit file."""
    ran, skipped, failed = [], [], 0
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif (skip := case.find("skipped")) is not None:
            skipped.append(f"{name}: {skip.get('message')}")
        else:
            ran.append(name)
    return Outcome(len(ran), failed, tuple(skipped), tuple(ran))
