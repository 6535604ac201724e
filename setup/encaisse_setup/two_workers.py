"""Two workers of the job queue write what one process writes: the real server, its job runner, and two worker processes.

The same ledger is decided twice in a database of its own: once in one process, put back afterwards, then in slices of payers that
the runner hands to the workers. What both wrote is compared without its numbers.
"""

import json
import socket

from . import checks, odoo_command, services

DAY = "2026-11-24"
PAYERS, SLICE = 60, 6
MARK = "written: "
LEDGER = f"""
import datetime
from odoo import Command
day, company, collector = datetime.date.fromisoformat({DAY!r}), env.company, env.ref("base.user_admin")
collector.write({{"email": "colette@creditor.example", "phone": "+33465710010"}})
company.write({{"email": "accounts@creditor.example", "phone": "+33465710010", "payer_collector_id": collector.id}})
company.dunning_scenario_id = env.ref("receivable_dunning.dunning_scenario_standard")
income = env["account.account"].search([("account_type", "=", "income"), ("company_ids", "in", company.id)], limit=1)
payers = env["res.partner"].create([
    {{"name": f"Payer {{n:03}}", "is_company": True, "email": n % 7 and f"p{{n}}@payer.example", "property_payment_term_id": False}}
    for n in range({PAYERS})])
env["account.move"].create([{{
    "move_type": "out_refund" if n % 11 == 10 and old else "out_invoice", "partner_id": payer.id, "invoice_payment_term_id": False,
    "invoice_date": day - datetime.timedelta(30 + n % 45 + old), "invoice_date_due": day - datetime.timedelta(n % 45 - 8 + old),
    "invoice_line_ids": [Command.create({{"name": "Shelf", "quantity": 1, "price_unit": 10 + n, "tax_ids": [], "account_id": income.id}})],
}} for n, payer in enumerate(payers) for old in (0, 15)]).action_post()
env.cr.commit()
"""
WRITTEN = f"""
import json
def written(run):
    env.flush_all()
    found = []
    for statement in (
        '''SELECT p.name, a.level_name, a.severity, a.kind, a.channel, a.origin, a.state, a.date, a.deadline, a.release, a.amount_company,
                  a.lang, a.why, a.hold_reason FROM dunning_action a JOIN res_partner p ON p.id = a.partner_id WHERE a.run_id = %s''',
        '''SELECT p.name, l.number, l.role, l.severity, l.occurrence, l.alive, l.amount, l.amount_remaining, l.date_due, a.channel
             FROM dunning_action_line l JOIN dunning_action a ON a.id = l.action_id JOIN res_partner p ON p.id = l.partner_id
            WHERE a.run_id = %s''',
        '''SELECT p.name, r.decision, r.why, r.reason_group, r.next_step, r.next_date, r.amount_overdue, r.fingerprint, r.current
             FROM dunning_receipt r JOIN res_partner p ON p.id = r.partner_id WHERE r.run_id = %s''',
        '''SELECT state, planned_count, overdue_count, chased_count, waiting_count, explained_count, fault_count, fault_text
             FROM dunning_run WHERE id = %s''',
    ):
        env.cr.execute(statement, [run.id])
        found.append(sorted(map(str, env.cr.fetchall())))
    return found
def tell(**told):
    print({MARK!r} + json.dumps(told))
"""
ALONE = f"""
import datetime
tell(rows=written(env["dunning.run"]._plan(env.company, datetime.date.fromisoformat({DAY!r}))))
env.cr.rollback()
"""
TOGETHER = f"""
import datetime, time
end = time.monotonic() + {services.PATIENCE}
def wait(reached):
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError("The workers have not decided in time.")
        time.sleep(0.1)
        env.cr.rollback()
        env.invalidate_all()
wait(env["dunning.run"]._workers_are_there)
env["ir.config_parameter"].set_param("receivable_dunning_queue.slice", {SLICE})
run = env["dunning.run"]._plan(env.company, datetime.date.fromisoformat({DAY!r}))
env.cr.commit()
wait(lambda: run.state != "running")
tell(rows=written(run), slices=len(run._slice_jobs()), workers=len(set(run._slice_jobs().mapped("worker_pid"))))
"""


def faults(layout, databases, source):
    """The difference between one process and two workers; nothing when there is none."""
    database = f"{source}_workers"
    databases.clone(source, database)
    alone = _told(layout, database, LEDGER + WRITTEN + ALONE)
    server = services.Service(layout, "two-workers")
    server.log.unlink(missing_ok=True)
    try:
        _serve(layout, server, database)
        together = _told(layout, database, WRITTEN + TOGETHER)
    finally:
        server.stop()
    return list(differences(alone, together)) + checks.log(layout, server.log)


def _serve(layout, server, database):
    port, other = _free_port(), _free_port()
    options = ["-d", database, "--db-filter", f"^{database}$", "--load", "base,rpc,web,queue_job", "--workers", 2, "--max-cron-threads", 0,
               "--http-port", port, "--gevent-port", other, "--log-level", "warn"]
    environment = {**odoo_command.environment(layout), "ODOO_QUEUE_JOB_CHANNELS": "root:2"}
    process = server.start(odoo_command.command(layout, *options), environment)
    services.wait_for(process, f"http://127.0.0.1:{port}/web/health", server)


def differences(alone, together):
    if together["workers"] < 2 or together["slices"] < 2:
        yield f"{together['slices']} slices were decided by {together['workers']} worker"
    if not all(alone["rows"]):
        yield "one process wrote nothing: there is nothing to compare"
    for mine, theirs in zip(alone["rows"], together["rows"]):
        yield from (f"one process alone wrote: {row}" for row in sorted(set(mine) - set(theirs)))
        yield from (f"the workers alone wrote: {row}" for row in sorted(set(theirs) - set(mine)))
        if set(mine) == set(theirs) and len(mine) != len(theirs):
            yield f"{len(mine)} rows of one process, {len(theirs)} of the workers"


def _told(layout, database, code):
    printed = odoo_command.shell(layout, database, code, layout.logs / f"{database}.log")
    return json.loads(next(line.partition(MARK)[2] for line in printed.splitlines() if MARK in line))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
