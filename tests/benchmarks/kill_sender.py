"""Kill the sender at random moments, start it again, count: nothing twice, nothing lost, at most one message in doubt per kill.

The tests of ``tests/processes`` kill at each step; this kills anywhere, often. A sender is a process of Odoo of its own that hands its
messages over to a real SMTP server in this process. It is killed with SIGKILL when the server has kept a random number more.

    setup/db clone kill
    setup/odoo -d kill -i receivable_dunning --max-cron-threads=0 --no-http --stop-after-init
    .odoo/venv/bin/python tests/benchmarks/kill_sender.py kill 400 12      (database, messages, kills)
    .odoo/venv/bin/python tests/benchmarks/kill_sender.py kill 400 0       (no kill: two senders at the same moment)
"""

import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "setup"), str(ROOT / "tests/processes")]

from encaisse_setup.layout import here  # noqa: E402 (found through the line above)
from encaisse_setup.mail_sink import Sink  # noqa: E402
from laboratory import TICK, Laboratory  # noqa: E402


def kill_after(sender, laboratory, more):
    """SIGKILL once the server has kept so many messages more; true when it was still running."""
    goal = len(laboratory.kept_files()) + more
    while sender.is_alive():
        if len(laboratory.kept_files()) >= goal:
            time.sleep(random.uniform(0, 0.03))
            sender.kill()
            return True
        time.sleep(TICK)
    return False


def main(database, messages, kills):
    random.seed(19)
    with tempfile.TemporaryDirectory() as folder, Sink(f"{folder}/mails") as sink, Laboratory(here(), database, sink, folder) as running:
        company = running.do("settle")["company"]
        payers = running.do("ledger", payers=messages, companies=[company])
        killed = sum(
            kill_after(running.start("send", company=company), running, random.randint(1, messages // kills)) for _kill in range(kills)
        )
        for sender in [running.start("send", company=company, settle=0 if kills else 10) for _sender in range(1 if kills else 2)]:
            sender.answer()
        states, arrived = running.found(payers)  # fails when one arrived twice, or is lost
        print(f"{killed} kills over {messages} messages: {dict(states)}, arrived {arrived}")
        if states["sent"] + states["doubtful"] != messages or states["doubtful"] > killed:
            raise SystemExit("The promise is broken.")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
