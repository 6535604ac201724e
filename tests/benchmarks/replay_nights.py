"""Sixty nights over a real ledger: import, score, plan, send over SMTP into the mail sink, and count.

Run in an Odoo shell on a database with `receivable_dunning` installed, with the mail sink listening:

    setup/db clone replay
    setup/odoo -d replay -i receivable_dunning --max-cron-threads=0 --no-http --stop-after-init
    setup/mail-sink --folder .odoo/replay-mails --smtp-port 2626 --web-port 8626 &
    SMTP_PORT=2626 setup/odoo shell -d replay --no-http < tests/benchmarks/replay_nights.py

The ledgers are read from the folder ENCAISSE_DATA (default `../shared/data`); they are not part of the project. What the
ledger does not tell is simulated, and said so: one payer in ten has no e-mail address, all share one postal address;
each open invoice is paid on a day drawn from the delay model's own distribution for that payer (seeded by the invoice number);
a person approves in the morning whatever waits for approval,
and answers each call with "will pay". Everything else is the suite at work.
"""

import csv
import io
import json
import os
import random
import time
import zlib
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.receivable.logic import delay

FOLDER = Path(os.environ.get("ENCAISSE_DATA", "../shared/data"))
FIRST_NIGHT = date(2020, 4, 1)
NIGHTS = int(os.environ.get("NIGHTS", "60"))
HISTORY_UNTIL = date(2019, 11, 16)
LEDGER_OF = FIRST_NIGHT
HEADER = ["customer", "number", "issue", "due", "paid", "amount", "e-mail"]


class Replay:
    """One company, its imported ledger, and the nights."""

    def __init__(self, env):
        self.env = env
        self.company = env.company
        self.seconds = Counter()
        self.paid_on = defaultdict(list)  # day -> rows of invoices paid that day

    # -- the ledger -----------------------------------------------------------------------------------------------------------

    def load(self):
        """Import the history, then the open part; draw the day on which each open invoice will be paid."""
        history, open_rows = self.rows("ledger_b2b_history.csv"), self.rows("ledger_b2b_open.csv")
        settled = [row for row in history if row["paid"]]
        self.imported("history", settled, HISTORY_UNTIL)
        self.imported("open", open_rows, LEDGER_OF)
        self.total = sum(float(row["amount"]) for row in open_rows)
        self.draw_payments(settled, open_rows)
        self.addresses()
        self.env.cr.commit()

    def addresses(self):
        """A postal address for everybody: letters need one and the ledger has none."""
        customers = self.env["receivable.event"].search([]).partner_id
        customers.write({"street": "1 Sample Street", "zip": "75000", "city": "Sampletown", "country_id": self.env.ref("base.us").id})

    def rows(self, name):
        with (FOLDER / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def imported(self, name, rows, day):
        started = time.monotonic()
        report = self.env["receivable.import"]._import_file(self.company, f"{name}.csv", self.file(rows), {"date": day})
        if report.state != "done":
            raise SystemExit(f"{name}: {report.message} {report.refused[:5]}")
        self.seconds[f"import {name}"] += time.monotonic() - started
        print(f"{name}: {report.lines} lines, {report.created} invoices, {report.paid} payments, {report.seconds:.1f} s")

    def file(self, rows):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADER)
        for row in rows:
            customer = row["customer"]
            address = "" if zlib.crc32(customer.encode()) % 10 == 0 else f"ap-{customer}@payer.example"
            writer.writerow([customer, row["invoice"], row["issue"], row["due"], row.get("paid", ""), row["amount"], address])
        return text.getvalue().encode()

    def draw_payments(self, settled, open_rows):
        """A payment day for each open invoice, from the payer's own habits."""
        events = [
            delay.Settled(row["customer"], *(date.fromisoformat(row[key]) for key in ("issue", "due", "paid")), float(row["amount"]))
            for row in settled
        ]
        ledger, by_payer = delay.fit_ledger(events, HISTORY_UNTIL), defaultdict(list)
        for event in events:
            by_payer[event.payer].append(event)
        for row in open_rows:
            issued, due = date.fromisoformat(row["issue"]), date.fromisoformat(row["due"])
            found = delay.forecast(
                by_payer[row["customer"]], ledger, issued=issued, due=due, as_of=max(issued, HISTORY_UNTIL),
                amount=float(row["amount"]), still_unpaid_on=FIRST_NIGHT,
            )
            days, weights = zip(*sorted(found.distribution.items()), strict=True)
            (day,) = random.Random(row["invoice"]).choices(days, weights)
            self.paid_on[day].append(row | {"paid": day.isoformat()})

    # -- the nights -----------------------------------------------------------------------------------------------------------

    def run(self):
        self.go_live()
        self.env.cr.commit()
        for night in range(NIGHTS):
            self.night(FIRST_NIGHT + timedelta(days=night))
        self.last = FIRST_NIGHT + timedelta(days=NIGHTS - 1)

    def go_live(self):
        """Sending switched on as a credit manager would; somebody signs; imported invoices have no file to attach."""
        collector = self.env.ref("base.user_admin")
        collector.write({"email": "colette@creditor.example", "phone": "+33465710010"})
        self.company.write({"email": "accounts@creditor.example", "phone": "+33465710010", "payer_collector_id": collector.id})
        self.env["dunning.level"].search([]).write({"attach_invoices": False, "attach_statement": False})
        self.company._dunning_go_live("auto", datetime.now())

    def night(self, day):
        self.pay(day)
        run = self.timed("plan and record", lambda: self.env["dunning.run"]._plan(self.company, day))
        self.env.cr.commit()
        self.approve()
        self.timed("send", lambda: self.env["dunning.action"]._send_now(self.company, day, ignore_hours=True))
        self.env.cr.commit()
        self.by_hand(day)
        self.env.cr.commit()
        counts = f"chased {run.chased_count}, waiting {run.waiting_count}, explained {run.explained_count}"
        print(f"{day}: prepared {run.planned_count}, {counts}")

    def timed(self, name, work):
        started = time.monotonic()
        result = work()
        self.seconds[name] += time.monotonic() - started
        return result

    def pay(self, day):
        """The payments of the day, booked as the bank brings them."""
        rows = self.paid_on.pop(day, [])
        if rows:
            Import = self.env["receivable.import"]
            self.timed("payments", lambda: Import._import_file(self.company, f"{day}.csv", self.file(rows), {"date": day}))
            self.env.cr.commit()

    def approve(self):
        """A person approves everything that waits for approval; not by the button, whose clock is today's."""
        waiting = self.env["dunning.action"].search([
            ("state", "=", "planned"), ("release", "=", "approve"), ("company_id", "=", self.company.id),
            ("channel", "in", ("email", "letter")),
        ])  # fmt: skip
        waiting._set_state("approved")
        self.env.cr.commit()

    def by_hand(self, day):
        """Letters are posted, calls answered, hand-overs decided: as a collector's day would."""
        Action = self.env["dunning.action"]
        letters = Action.search([("state", "=", "approved"), ("channel", "=", "letter"), ("date", "<=", day)])
        if letters:
            self.timed("letters", lambda: self.post(letters, day))
        for call in Action.search([("state", "in", ("planned", "approved")), ("channel", "=", "call"), ("date", "<=", day)]):
            call._set_state("sent", sent_at=f"{day} 12:00:00")
        for decision in Action.search([("state", "in", ("planned", "approved")), ("channel", "=", "decision"), ("date", "<=", day)]):
            decision._set_state("skipped", reason="One more attempt")

    def post(self, letters, day):
        """Print what the gate lets through, then post it; when everything was paid meanwhile there is nothing to print."""
        try:
            self.env["dunning.letter.batch"]._print(letters, day)._mark_posted(day)
        except UserError as nothing:
            print(f"{day}: {nothing}")

    # -- the table ------------------------------------------------------------------------------------------------------------

    def table(self):
        """Messages by level, channel and state; the overdue payers of the last day; and the proof that it adds up."""
        rows = self.env.execute_query(SQL(
            """SELECT level_name, severity, kind, channel, state, count(*) FROM dunning_action
                WHERE company_id = %s GROUP BY 1, 2, 3, 4, 5 ORDER BY kind = 'thanks', severity, 1, 4, 5""", self.company.id,
        ))
        print("\n| step | channel | state | messages |\n|---|---|---|---:|")
        for level, _severity, _kind, channel, state, count in rows:
            print(f"| {level} | {channel} | {state} | {count} |")
        self.reasons()
        self.proof()
        print("\nseconds:", json.dumps({name: round(value, 1) for name, value in self.seconds.items()}))

    def reasons(self):
        """Who is overdue on the last day and hears nothing, by first reason."""
        rows = self.env.execute_query(SQL(
            """SELECT decision, reasons->0->>'code', count(*), sum(amount_overdue) FROM dunning_receipt
                WHERE current AND company_id = %s GROUP BY 1, 2 ORDER BY 1, 3 DESC""", self.company.id,
        ))
        print(f"\nOverdue payers on {self.last}:\n\n| decision | first reason | payers | overdue |\n|---|---|---:|---:|")
        for decision, code, count, amount in rows:
            print(f"| {decision} | {code} | {count} | {amount:,.2f} |")

    def proof(self):
        """Three sums that must agree, or the replay has failed."""
        items = self.env["account.move.line"]._receivable_open_items(self.company)
        debts = [item for item in items if item.kind == "debt"]
        overdue = sum(item.residual_company for item in debts if item.due < self.last)
        (told,) = self.env.execute_query(SQL(
            "SELECT COALESCE(sum(amount_overdue), 0)::text, count(*) FROM dunning_receipt WHERE current AND company_id = %s",
            self.company.id,
        ))
        payers = {item.payer for item in debts if item.due < self.last}
        paid = self.env.execute_query(SQL(
            "SELECT COALESCE(sum(amount), 0) FROM receivable_event WHERE company_id = %s AND date >= %s AND kind IN ('settled', 'part')",
            self.company.id, FIRST_NIGHT,
        ))[0][0]
        still_open = sum(item.residual for item in debts)
        (twice,) = self.env.execute_query(SQL(
            """SELECT count(*) FROM (SELECT partner_id, date FROM dunning_action WHERE state = 'sent' AND origin = 'run'
                GROUP BY 1, 2 HAVING count(*) > 1) x"""
        ))
        (chased_paid,) = self.env.execute_query(SQL(
            """SELECT count(*) FROM dunning_action_line l JOIN dunning_action a ON a.id = l.action_id
                 JOIN receivable_event e ON e.item = l.move_line_id AND e.kind = 'settled'
                WHERE a.state = 'sent' AND l.role IN ('asked', 'listed') AND l.left_reason IS NULL AND e.date <= a.date"""
        ))
        (left,) = self.env.execute_query(SQL(
            "SELECT count(*), count(DISTINCT action_id) FROM dunning_action_line WHERE left_reason = 'paid'"
        ))
        gap = self.total - float(paid) - float(still_open)
        print(f"\nopen at the start {self.total:,.2f} = paid {paid:,.2f} + left {still_open:,.2f} (difference {gap:,.2f})")
        said = f"told by the receipts {float(told[0]):,.2f} of {told[1]} payers"
        print(f"overdue in the ledger {overdue:,.2f} of {len(payers)} payers = {said}")
        print(f"payers written to twice on one day: {twice[0]} · messages naming an item paid before: {chased_paid[0]}")
        print(f"items paid between the plan and the sending that left their message: {left[0]}, in {left[1]} messages")


replay = Replay(env)  # noqa: F821 (the shell's environment)
replay.load()
replay.timed("scores", lambda: env["payer.score"]._recompute(env.company, FIRST_NIGHT))  # noqa: F821
env["payer.profile"]._assign(env.company, FIRST_NIGHT)  # noqa: F821
env.cr.commit()  # noqa: F821
replay.run()
replay.table()
