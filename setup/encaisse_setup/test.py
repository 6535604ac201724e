"""`setup/test`: everything that CI runs, or the fast lane of daily work.

Each test counts one, and so does each check beside the tests. A stage that fails does not keep
the others from running; what a stage cannot do without, it counts as its own failure.
"""

import argparse
import os
import time
from collections import Counter

from . import checks, console, environment, fast, odoo_command, postgres, pytest_stage, two_workers
from .console import Missing, say
from .databases import PREGENERATE, TEMPLATES, Databases
from .layout import here
from .programs import CHROMIUM, WKHTMLTOPDF
from .pytest_stage import Outcome
from .steps import only_one

PLAIN, PROCESSES, DEMO = "encaisse_test", "encaisse_test_processes", "encaisse_test_demo"
BRIDGES = "encaisse_test_bridges"
DEMO_TESTS = "test_demo*.py"
SHOWN = 25  # faults of one check on the terminal


def main(arguments):
    options = parse(arguments)
    layout = here()
    if options.fast or options.processes:
        layout.make_home()
        databases = Databases(layout, postgres.provide(layout))
        if options.processes:
            outcome = fast.processes(layout, databases, options.addon, options.db)
        else:
            outcome = fast.run(layout, databases, options.addon, options.test, options.db)
    else:
        outcome = everything(layout)
    say(f"{outcome.passed} passed, {outcome.failed} failed")
    return 1 if outcome.failed else 0


def parse(arguments):
    parser = argparse.ArgumentParser(prog="setup/test", description="Everything that CI runs, or a fast lane.")
    parser.add_argument("--fast", action="store_true", help="pure rules, then one add-on, on a database that stays")
    parser.add_argument("--processes", action="store_true", help="senders that are killed, two at once, bad mail servers: these alone")
    parser.add_argument("--db", default=fast.DATABASE, help="the database of these two (default: %(default)s)")
    parser.add_argument("addon", nargs="?", help="with --fast: the add-on to test; with --processes: a word of the test's name")
    parser.add_argument("test", nargs="?", help="with --fast: a word of the test's name (pytest -k)")
    options = parser.parse_args(arguments)
    if options.addon and not (options.fast or options.processes):
        parser.error("one add-on alone is for --fast, one test for --fast or --processes")
    return options


def everything(layout):
    started = time.monotonic()
    server = environment.build(layout, [WKHTMLTOPDF, CHROMIUM], neighbours=True)
    with only_one(layout, "test"):
        outcome = Suite(layout, Databases(layout, server)).run()
    if os.environ.get("CI"):
        postgres.stop(layout)
    say(f"\n{time.monotonic() - started:.0f} s")
    return outcome


class Suite:
    """The stages, in the order in which a mistake is cheapest to find."""

    def __init__(self, layout, databases):
        self.layout = layout
        self.databases = databases
        self.own, self.bridges = layout.standalone_names(), layout.bridge_names()
        self.outcome = Outcome()

    def run(self):
        self.check("ruff", lambda: checks.ruff(self.layout))
        self.check("pylint-odoo", lambda: checks.pylint(self.layout))
        self.check("docker-compose.yml", lambda: checks.compose(self.layout))
        self.tests("Pure rules, architecture, setup", lambda: pytest_stage.pure(self.layout))
        if self.layout.addon_names():
            self.plain_database()
            self.demo_database()
        return self.outcome

    def plain_database(self):
        """The add-ons without demo data: tests, browser tests, translations, log."""
        if not self.check(f"all add-ons install ({PLAIN})", lambda: self.install(PLAIN, "warm", self.own)):
            return
        ran = self.tests("Add-ons", lambda: self.in_odoo(PLAIN, self.test_files(self.own)))
        self.check("browser tests ran", lambda: checks.browser_tests(self.layout, ran, demo=False))
        self.check_translations(PLAIN, self.own)
        self.check_log(PLAIN)
        self.processes()
        self.bridge_database()

    def bridge_database(self):
        """Our bridges to add-ons of others, on top of the add-ons without demo data."""
        if not self.check(f"the bridges install ({BRIDGES})", lambda: self.install(BRIDGES, PLAIN, self.bridges, pages=False)):
            return
        self.tests("Bridges", lambda: self.in_odoo(BRIDGES, self.test_files(self.bridges)))
        self.check_translations(BRIDGES, self.bridges)
        self.check("two workers write what one process writes", lambda: two_workers.faults(self.layout, self.databases, BRIDGES))
        self.check_log(BRIDGES)

    def processes(self):
        """On a copy of the plain database: processes commit, are killed and go on."""
        self.databases.clone(PLAIN, PROCESSES)
        self.tests("Processes", lambda: pytest_stage.processes(self.layout, PROCESSES))
        self.databases.drop(PROCESSES)

    def demo_database(self):
        """The same with demo data, and the tests of that data."""
        if not self.check(f"all add-ons install with demo data ({DEMO})", lambda: self.install(DEMO, "warm_demo", self.own, "--with-demo")):
            return
        files = self.test_files(self.own, demo=True)
        if files:
            ran = self.tests("Demo data", lambda: self.in_odoo(DEMO, files))
            self.check("browser tests on demo data ran", lambda: checks.browser_tests(self.layout, ran, demo=True))
        self.check_log(DEMO)

    def install(self, database, source, add_ons, *options, pages=True):
        """A fresh copy of a template, or of another database, with these add-ons; Odoo's own words are the faults."""
        log = self.log(database)
        log.unlink(missing_ok=True)
        self.databases.clone(self.databases.template(source) if source in TEMPLATES else source, database)
        try:
            odoo_command.run(self.layout, "-d", database, "-i", ",".join(add_ons), *options, *odoo_command.QUIET, log=log)
            if pages:
                odoo_command.shell(self.layout, database, PREGENERATE, log)
        except Missing as failure:
            return str(failure).splitlines()
        return []

    def in_odoo(self, database, files):
        return pytest_stage.in_odoo(self.layout, database, files, log=self.log(database)) if files else Outcome()

    def test_files(self, add_ons, demo=False):
        """Test files of these add-ons; those of the demo data are told by their name."""
        every = [path for name in add_ons for path in sorted((self.layout.addons / name).glob("tests/test_*.py"))]
        return [path for path in every if path.match(DEMO_TESTS) == demo]

    def log(self, database):
        return self.layout.logs / f"{database}.log"

    def check_translations(self, database, add_ons):
        for name in add_ons:
            self.check(f"{name} is translated", lambda name=name: checks.translations(self.layout, database, name))

    def check_log(self, database):
        self.check(f"the log of {database} is clean", lambda: checks.log(self.layout, self.log(database)))

    def tests(self, title, stage):
        say(f"\n{title}")
        outcome = stage()
        self.outcome += outcome
        for reason, count in Counter(name.partition(": ")[2] for name in outcome.skipped).items():
            say(f"  {count} skipped: {reason}")
        return outcome

    def check(self, title, find_faults):
        """One check: passed when it finds nothing. A check that breaks is a failed one."""
        with console.progress(title):
            try:
                faults = find_faults()
            except Missing as missing:
                faults = str(missing).splitlines()
        self.show(title, faults)
        self.outcome += Outcome(failed=1) if faults else Outcome(passed=1)
        return not faults

    def show(self, title, faults):
        """The first faults; all of them are in a file."""
        if not faults:
            return
        kept = self.layout.logs / f"faults of {title}.txt".replace(" ", "-").replace("/", "-")
        kept.write_text("\n".join(faults) + "\n", encoding="utf-8")
        for fault in faults[:SHOWN]:
            say(f"      {fault}")
        if len(faults) > SHOWN:
            say(f"      … and {len(faults) - SHOWN} more in {kept}")
        say(f"      FAILED: {title}")


if __name__ == "__main__":
    console.main_guard(main)
