"""Switch each guard off, one by one, and watch its test fail: in a copy of the add-ons, on copies of a database.

    setup/test --fast --db guards receivable_dunning test_gate               (a database with the add-ons in it)
    .odoo/venv/bin/python tests/guards/prove.py guards receivable_dunning:   (guards of this add-on, about ten seconds each)
    .odoo/venv/bin/python tests/guards/prove.py guards claim pause           (guards that have one of these words)

Without words all guards are proved; ``docs/guarantees.md`` says which add-ons the database must have for which of them.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "setup"), str(ROOT / "tests")]

from encaisse_setup import layout, odoo_command, postgres  # noqa: E402 (found through the line above)
from encaisse_setup.databases import Databases  # noqa: E402
from encaisse_setup.query import query  # noqa: E402

from guards.catalogue import GUARDS, Sql, Text  # noqa: E402

COPY = "guards_off"


class Bench:
    """A copy of the add-ons to spoil."""

    def __init__(self, source, folder):
        self.layout = layout.here()
        self.server = postgres.provide(self.layout)
        self.databases = Databases(self.layout, self.server)
        self.source, self.folder = source, Path(folder)
        self.addons = self.folder / "addons"
        shutil.copytree(ROOT / "addons", self.addons, ignore=shutil.ignore_patterns("__pycache__"))
        text = self.layout.conf.read_text(encoding="utf-8")
        self.conf = self.folder / "odoo.conf"
        self.conf.write_text(text.replace(str(self.layout.addons), str(self.addons)), encoding="utf-8")

    def standing(self, guards):
        """Those whose test passes with nothing switched off: one run for each add-on."""
        found = []
        for addon in dict.fromkeys(guard.addon for guard in guards):
            own = [guard for guard in guards if guard.addon == addon]
            done = self._run(addon, " or ".join(guard.test for guard in own), self.source)
            found += [guard for guard in own if not re.search(rf"^(FAILED|ERROR) .*::{guard.test}\b", done.stdout, re.MULTILINE)]
        return found

    def passes(self, guard, off=()):
        """Does the guard's test pass, with these guards switched off?"""
        spoilt = {self.addons / one.file for one in off if isinstance(one, Text)}
        kept = {file: file.read_text(encoding="utf-8") for file in spoilt}
        database = self._database(one for one in off if isinstance(one, Sql))
        try:
            for one in off:
                if isinstance(one, Text):
                    file = self.addons / one.file
                    file.write_text(file.read_text(encoding="utf-8").replace(one.before, one.after), encoding="utf-8")
            return self._run(guard.addon, guard.test, database).returncode == 0
        finally:
            for file, text in kept.items():
                file.write_text(text, encoding="utf-8")

    def _database(self, statements):
        statements = list(statements)
        if not statements:
            return self.source
        self.databases.clone(self.source, COPY)
        for one in statements:
            query(self.layout, self.server, COPY, f"{one.statement} RETURNING 1" if one.statement.startswith("UPDATE") else one.statement)
        return COPY

    def _run(self, addon, tests, database):
        command = [
            self.layout.python, "-m", "pytest", "-q", "-c", ROOT / "pyproject.toml", "--rootdir", self.folder,
            "-p", "no:cacheprovider", f"--odoo-config={self.conf}", f"--odoo-database={database}", "--odoo-http",
            "--odoo-log-level=critical", "-k", tests, self.addons / addon,
        ]
        done = subprocess.run(
            list(map(str, command)), env=odoo_command.environment(self.layout), cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise SystemExit(f"{tests} could not run:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
        return done


def main(source, *words):
    chosen = [guard for guard in GUARDS if not words or any(word in f"{guard.addon}: {guard.guard}" for word in words)]
    weak = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(source, folder)
        standing = bench.standing(chosen)
        for guard in chosen:
            on, off = guard in standing, bench.passes(guard, guard.off)
            proved = on and not off
            weak += not proved
            verdict = "proved" if proved else f"NOT PROVED (passes with the guard: {on}, without: {off})"
            sys.stdout.write(f"{verdict} · {guard.guard} · {guard.test}\n")
            sys.stdout.flush()
    if bench.databases.exists(COPY):
        bench.databases.drop(COPY)
    return weak


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
