"""How fast the suite is on ledgers of any size, beside the engine of the OCA if it can be fetched. By hand, on a quiet machine:

    .odoo/venv/bin/python tests/benchmarks/speed.py 3000 30000              (open items; a third as many payers)
    .odoo/venv/bin/python tests/benchmarks/speed.py 3000 30000 --peer       (with account_credit_control 19.0 from PyPI)

Each size gets a database of its own, `speed_<items>`, built by SQL and kept for the next time (`setup/db drop` removes it). The peer is
unpacked into a throw-away folder and installed in a copy of the same ledger; nothing of the suite depends on it.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEER = "odoo-addon-account-credit-control==19.0.*"
HEAD = f"{'step':<34}{'n':>8}{'wall s':>9}{'CPU s':>8}{'ms each':>9}{'queries':>9}{'MB more':>9}"


def command(*arguments, script=None):
    """The output of one of the commands in `setup/`."""
    done = subprocess.run(
        [ROOT / "setup" / arguments[0], *arguments[1:]], cwd=ROOT, input=script, text=True, check=False, capture_output=True
    )
    if done.returncode or "Traceback (most recent call last)" in done.stderr:
        sys.exit(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def shell(database, script, *options):
    """Python in an Odoo shell that knows this folder."""
    script = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n{script}"
    return command("odoo", "shell", "-d", database, "--no-http", *options, script=script)


def figures(text):
    return [json.loads(line.removeprefix("FIGURE ")) for line in text.splitlines() if line.startswith("FIGURE ")]


def ledger(items):
    """The database of a size, built when it is not there yet."""
    names = command("db", "list").split()
    if "speed_base" not in names:
        command("db", "clone", "speed_base")
        command("odoo", "-d", "speed_base", "-i", "receivable_dunning", "--max-cron-threads=0", "--no-http", "--stop-after-init")
    if f"speed_{items}" not in names:
        command("db", "clone", f"speed_{items}", "speed_base")
        shell(f"speed_{items}", f"import large_ledger; large_ledger.build(env, payers={items // 3}); env.cr.commit()")
    return f"speed_{items}"


def peer_folder():
    """The peer in a throw-away folder; None when the package index does not answer."""
    folder = Path(tempfile.mkdtemp(prefix="peer-"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, PEER]
    if subprocess.run(pip, check=False, capture_output=True).returncode:
        print(f"{PEER} cannot be fetched: measured without it.")
        return None
    return folder / "odoo" / "addons"


def measure_peer(database, folder):
    copy = f"{database}_peer"
    if copy not in command("db", "list").split():
        command("db", "clone", copy, database)
    paths = "--addons-path=" + ",".join(map(str, [*addons_path(), folder]))
    command("odoo", "-d", copy, "-i", "account_credit_control", paths, "--max-cron-threads=0", "--no-http", "--stop-after-init")
    found = figures(shell(copy, "import speed_steps; speed_steps.peer(env)", paths))
    command("db", "drop", copy)
    return found


def addons_path():
    """Where Odoo looks for add-ons by its own configuration."""
    line = next(line for line in (ROOT / ".odoo" / "odoo.conf").read_text(encoding="utf-8").splitlines() if line.startswith("addons_path"))
    return line.partition("=")[2].strip().split(",")


def show(items, rows):
    print(f"\n{items} open items, load {os.getloadavg()[0]:.1f}\n{HEAD}")
    for step, count, wall, cpu, queries, growth in rows:
        each = 1000 * wall / count if count else 0
        print(f"{step:<34}{count:>8}{wall:>9.2f}{cpu:>8.2f}{each:>9.2f}{queries:>9}{growth:>9}", flush=True)


def show_growth(small, large, sizes):
    """The exponent of each step between two sizes: 1 = twice the ledger, twice the time."""
    print(f"\ngrowth exponent (CPU) from {sizes[0]} to {sizes[1]} open items")
    before = {row[0]: row[3] for row in small}
    for step, _count, _wall, cpu, *_rest in large:
        if before.get(step) and cpu:
            print(f"{step:<34}{math.log(cpu / before[step]) / math.log(sizes[1] / sizes[0]):>8.2f}")


def show_ratio(rows, theirs):
    """The peer's lines and messages beside our plan and record, on CPU: both ran on the same machine, at different moments."""
    _step, _count, _wall, cpu, queries, _growth = next(row for row in rows if row[0] == "plan + record")
    peer = sum(row[3] for row in theirs)
    print(f"\npeer {peer:.1f} s CPU, {sum(row[4] for row in theirs)} queries; Encaisse {cpu:.2f} s, {queries}: {peer / cpu:.0f} to 1")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[3_000, 30_000])
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    folder = peer_folder() if options.peer else None
    past = []
    for items in sorted(options.sizes):
        database = ledger(items)
        rows = figures(shell(database, "import speed_steps; speed_steps.ours(env)"))
        theirs = measure_peer(database, folder) if folder else []
        show(items, rows + theirs)
        if theirs:
            show_ratio(rows, theirs)
        past.append((items, rows))
    for (smaller, before), (larger, after) in pairwise(past):
        show_growth(before, after, (smaller, larger))


if __name__ == "__main__":
    main()
