"""How long a collection takes from the choice to the books, beside the direct debits of the OCA if they can be fetched. On a quiet machine:

    .odoo/venv/bin/python tests/benchmarks/sepa_collection.py 400
    .odoo/venv/bin/python tests/benchmarks/sepa_collection.py 400 --peer    (with account_banking_sepa_direct_debit 19.0 from PyPI)

As many payers, each with a signed mandate and one invoice; both make one debit a payer, write the same kind of file and pay the invoices.
The database, `sepa_<debits>`, is kept for the next time (`setup/db drop` removes it). The peer is unpacked into a throw-away folder and
installed in a copy of the same ledger; nothing of the suite depends on it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from speed import addons_path, command, figures, shell, show

PEER = [
    f"odoo-addon-{name}==19.0.*" for name in (
        "account-banking-sepa-direct-debit", "account-banking-mandate", "account-banking-pain-base", "account-payment-order",
        "account-payment-mode",
    )
]  # fmt: skip


def ledger(debits):
    """The database of a size, built when it is not there yet."""
    name, once = f"sepa_{debits}", ("--max-cron-threads=0", "--no-http", "--stop-after-init")
    if name in command("db", "list").split():
        command("odoo", "-d", name, "-u", "receivable_sepa", *once)
    else:
        command("db", "clone", name)
        command("odoo", "-d", name, "-i", "receivable_sepa", *once)
        shell(name, f"import sepa_collection_steps as steps; steps.build(env, {debits}); env.cr.commit()")
    return name


def peer_folder():
    """The peer in a throw-away folder; None when the package index does not answer."""
    folder = Path(tempfile.mkdtemp(prefix="peer-"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    wanted = [[*pip, folder, *PEER], [*pip, folder / "lib", "unidecode"]]
    if any(subprocess.run(each, check=False, capture_output=True).returncode for each in wanted):
        print("The peer cannot be fetched: measured without it.")
        return None
    return folder / "odoo" / "addons"


def measure_peer(database, folder):
    copy = f"{database}_peer"
    os.environ["PYTHONPATH"] = str(folder.parents[1] / "lib")
    command("db", "clone", copy, database)
    paths = "--addons-path=" + ",".join(map(str, [*addons_path(), folder]))
    command("odoo", "-d", copy, "-i", "account_banking_sepa_direct_debit", paths, "--max-cron-threads=0", "--no-http", "--stop-after-init")
    found = figures(shell(copy, "import sepa_collection_steps as steps; steps.peer(env)", paths))
    command("db", "drop", copy)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[400])
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    folder = peer_folder() if options.peer else None
    for debits in sorted(options.sizes):
        database = ledger(debits)
        rows = figures(shell(database, "import sepa_collection_steps as steps; steps.ours(env)"))
        show(debits, rows + (measure_peer(database, folder) if folder else []))


if __name__ == "__main__":
    main()
