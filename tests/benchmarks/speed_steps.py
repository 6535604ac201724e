"""What `speed.py` measures inside an Odoo shell: each step three times, the best of them, nothing kept.

Wall time, CPU time (this process and its PostgreSQL together: what the wall time is on a machine that does nothing else), queries, and
by how much the memory of this process grew at its peak (VmHWM, reset before each step; Linux).
"""

import json
import time
from contextlib import closing, nullcontext
from pathlib import Path
from typing import NamedTuple

from large_ledger import DAY, FIRST

BATCH = 50  # messages asked again together, as the outbox does
SOME = 1_000  # messages asked again, and put in words
PAGE = 80  # payers on a page of the list


class Figure(NamedTuple):
    """One step: how many things it did and what they cost."""

    step: str
    count: int
    wall: float
    cpu: float
    queries: int
    growth: int  # MB


class Stopwatch:
    def __init__(self, env, repeat=3, keep=False):
        self.env, self.repeat, self.keep, self.figures = env, repeat, keep, []
        env.cr.execute("SELECT pg_backend_pid()")
        self.server = env.cr.fetchone()[0]

    def measure(self, step, call):
        """The best of some tries; each is rolled back unless they are kept. ``call`` answers how many things it did."""
        best = min((self._once(step, call) for _try in range(self.repeat)), key=lambda figure: figure.cpu)
        self.figures.append(best)
        print("FIGURE " + json.dumps(best), flush=True)

    def _once(self, step, call):
        self.env.flush_all()
        self.env.invalidate_all()
        with self._attempt():
            Path("/proc/self/clear_refs").write_text("5")
            memory, queries, cpu, started = self._memory("VmRSS"), self.env.cr.sql_log_count, self._cpu(), time.perf_counter()
            count = call()
            self.env.flush_all()
            wall, cpu = time.perf_counter() - started, self._cpu() - cpu
            queries, growth = self.env.cr.sql_log_count - queries, self._memory("VmHWM") - memory
        self.env.invalidate_all()
        return Figure(step, count, round(wall, 3), round(cpu, 3), queries, growth)

    def _attempt(self):
        """A try is rolled back, unless the next step goes on from it."""
        return nullcontext() if self.keep else closing(self.env.cr.savepoint())

    def _cpu(self):
        """Seconds of both processes; PostgreSQL's by the kernel's clock of a hundredth. A server elsewhere counts nothing."""
        stat = Path(f"/proc/{self.server}/stat")
        ticks = stat.read_text().rpartition(")")[2].split()[11:13] if stat.exists() else ()
        return time.process_time() + sum(map(int, ticks)) / 100

    @staticmethod
    def _memory(kind):
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(kind))
        return int(line.split()[1]) // 1024


def ours(env):
    """Encaisse: one night, then what follows it, then what the kernel reads."""
    watch, company = Stopwatch(env), env.company
    Run = env["dunning.run"]
    Run._preview(company, DAY, [FIRST, FIRST + 1])  # what is loaded once a process
    watch.measure("select + decide", lambda: len(Run._preview(company, DAY).steps))
    watch.measure("plan + record", lambda: Run._plan(company, DAY).planned_count)
    actions = Run._plan(company, DAY).action_ids
    env.cr.execute("ANALYZE dunning_action, dunning_action_line, dunning_receipt")
    watch.measure("a second run, nothing new", lambda: Run._plan(company, DAY).planned_count)
    batches = [actions[first : first + BATCH] for first in range(0, min(SOME, len(actions)), BATCH)]
    watch.measure("ask again, by 50", lambda: sum(len(batch._gate(DAY)[0]) for batch in batches))
    watch.measure("put in words, by 50", lambda: sum(len(batch._composed(DAY)) for batch in batches))
    scores(watch, env, company)
    kernel(watch, env, company)


def scores(watch, env, company):
    watch.measure("scores of all payers", lambda: len(env["payer.score"]._assess(company, DAY)))
    watch.measure("scores, first night: stored", lambda: len(env["payer.score"]._recompute(company, DAY)))
    env["payer.score"]._recompute(company, DAY)
    watch.measure("profiles, first night: given", lambda: len(env["payer.profile"]._assign(company, DAY)))


def kernel(watch, env, company):
    Line, Account = env["account.move.line"], env["payer.account"]
    lines = Line.browse(item.id for item in Line._receivable_open_items(company))
    page = env["res.partner"].browse(range(FIRST, FIRST + PAGE))
    watch.measure("events: the night's difference", lambda: env["receivable.event"]._record_difference(company, DAY))
    watch.measure("open items", lambda: len(Line._receivable_open_items(company)))
    watch.measure("holds of all open items", lambda: len(lines) and len(lines._receivable_holds("remind", DAY)))
    watch.measure("list page of 80 payers, badges", lambda: len(Account.web_search_read([], _columns(env), limit=PAGE)["records"]))
    watch.measure("exposure of 80 payers", lambda: len(page._receivable_exposure(company)))
    watch.measure("credit verdict of 80 payers", lambda: len(page._receivable_verdict(company, 100, DAY)))


def _columns(env):
    """The columns of the list of payers."""
    view = env["payer.account"].get_view(view_type="list")
    return {name: {} for name in view["models"]["payer.account"] if name in env["payer.account"]._fields}


def peer(env):
    """OCA account_credit_control: its run, then its communications."""
    watch = Stopwatch(env, repeat=1)
    policy = env.ref("account_credit_control.credit_control_3_time")
    accounts = env["account.account"].search([("account_type", "=", "asset_receivable"), ("company_ids", "in", env.company.id)])
    policy.write({"account_ids": [(6, 0, accounts.ids)], "company_id": env.company.id})
    env.company.credit_policy_id = policy
    kept = []

    def lines():
        run = env["credit.control.run"].create({"date": DAY, "policy_ids": [(6, 0, policy.ids)], "company_id": env.company.id})
        run.generate_credit_lines()
        return len(run.line_ids)

    def communications():
        found = env["credit.control.line"].search([("channel", "=", "email"), ("state", "=", "draft")])
        found.write({"state": "to_be_sent"})
        kept.append(env["credit.control.communication"]._generate_comm_from_credit_lines(found))
        return len(kept[-1])

    watch.measure("peer: plan + record, lines", lines)
    lines()
    env.flush_all()
    watch.measure("peer: plan + record, messages", communications)
