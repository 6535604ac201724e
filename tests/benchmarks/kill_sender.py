"""Kill the sender at random moments, start it again, count: nothing twice, nothing lost, at most one message in doubt per kill.

A sender is a process of its own (an Odoo shell on a database of its own) that hands its messages over to a real SMTP server in this
process. It is killed with SIGKILL when the server has kept a random number of messages more, so anywhere between claim and outcome.

    setup/db clone kill
    setup/odoo -d kill -i receivable_dunning --max-cron-threads=0 --no-http --stop-after-init
    .odoo/venv/bin/python tests/benchmarks/kill_sender.py kill 400 12      (database, messages, kills)
    .odoo/venv/bin/python tests/benchmarks/kill_sender.py kill 400 0       (no kill: two senders at the same moment)
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "setup"))

from encaisse_setup.mail_sink import Sink  # noqa: E402 (found through the line above)

LEDGER = """
import datetime
from odoo import Command
day, count = datetime.date.fromisoformat({day!r}), {count}
company, collector = env.company, env.ref("base.user_admin")
collector.write({{"email": "colette@creditor.example", "phone": "+33465710010"}})
company.write({{"email": "accounts@creditor.example", "phone": "+33465710010", "payer_collector_id": collector.id}})
env["dunning.level"].search([]).write({{"attach_invoices": False, "attach_statement": False}})
company.dunning_scenario_id = env.ref("receivable_dunning.dunning_scenario_standard")
income = env["account.account"].search([("account_type", "=", "income"), ("company_ids", "in", company.id)], limit=1)
payers = env["res.partner"].create([
    {{"name": f"Payer {{n}}", "is_company": True, "email": f"p{{n}}@payer.example", "property_payment_term_id": False}}
    for n in range(count)])
env["account.move"].create([{{
    "move_type": "out_invoice", "partner_id": payer.id, "invoice_date": day - datetime.timedelta(40),
    "invoice_date_due": day - datetime.timedelta(10), "invoice_payment_term_id": False,
    "invoice_line_ids": [Command.create({{"name": "Shelves", "quantity": 1, "price_unit": 100, "tax_ids": [], "account_id": income.id}})],
}} for payer in payers]).action_post()
company._dunning_go_live("auto", datetime.datetime.now())
env["dunning.run"]._plan(company, day)
env.cr.commit()
"""
SENDER = """
import datetime
env["dunning.outbox"]._sweep()
env["dunning.action"]._send_now(env.company, datetime.date.fromisoformat({day!r}), ignore_hours=True)
env.cr.commit()
"""
STATES = """
import json
env.cr.execute("SELECT state, count(*), count(message_id) FROM dunning_action GROUP BY 1")
print("STATES " + json.dumps({state: count for state, count, _ids in env.cr.fetchall()}))
env.cr.execute("SELECT message_id FROM dunning_action WHERE state IN ('sent', 'doubtful')")
print("KNOWN " + json.dumps([one for (one,) in env.cr.fetchall()]))
"""
DAY = "2026-11-24"


def shell(database, code, port):
    """A process of its own, in a group of its own, so that all of it can be killed."""
    process = subprocess.Popen(
        [ROOT / "setup/odoo", "shell", "-d", database, "--no-http", "--smtp", "127.0.0.1", "--smtp-port", str(port), "--log-level=error"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    process.stdin.write(code)
    process.stdin.close()
    return process


def finished(process):
    told = process.stdout.read()
    if process.wait():
        raise SystemExit(told)
    return told


def kill_after(process, sink, more):
    """SIGKILL once the server has kept so many messages more; true when it was still running."""
    goal = len(list(sink.store.names())) + more
    while process.poll() is None:
        if len(list(sink.store.names())) >= goal:
            time.sleep(random.uniform(0, 0.03))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        time.sleep(0.002)
    return False


def main(database, messages, kills):
    random.seed(19)
    with tempfile.TemporaryDirectory() as folder, Sink(folder) as sink:
        finished(shell(database, LEDGER.format(day=DAY, count=messages), sink.port))
        code = SENDER.format(day=DAY)
        killed = sum(kill_after(shell(database, code, sink.port), sink, random.randint(1, messages // kills)) for _kill in range(kills))
        for sender in [shell(database, code, sink.port) for _sender in range(1 if kills else 2)]:
            finished(sender)
        told = finished(shell(database, STATES, sink.port))
        report(told, [message_from_bytes(path.read_bytes())["Message-Id"] for path in Path(folder).glob("*.eml")], killed, messages)


def report(told, arrived, killed, messages):
    states = json.loads(next(line for line in told.splitlines() if line.startswith("STATES "))[7:])
    known = set(json.loads(next(line for line in told.splitlines() if line.startswith("KNOWN "))[6:]))
    twice = [one for one, count in Counter(arrived).items() if count > 1]
    lost = states.get("sent", 0) + states.get("doubtful", 0) - messages
    print(f"{killed} kills over {messages} messages: {states}")
    print(f"arrived {len(arrived)}, twice {len(twice)}, arrived without our knowing {len(set(arrived) - known)}, not accounted for {-lost}")
    if twice or lost or set(arrived) - known or states.get("doubtful", 0) > killed:
        raise SystemExit("The promise is broken.")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
