"""Runs inside Odoo: loads the registry once, then gives birth to a process of its own for each task.

A child has connections of its own, and dies alone. What it does is one of the functions below; at which step of it something
happens to it is told by the task, and nothing in the product knows of it.

A task is one line of JSON on the standard input, ``{"do": name, "with": {…}, "answer": file, "at": [step, n], "then": what}``;
the answer is the child's process id. What it found is in the file ``answer`` once it has ended by itself.
"""

import json
import os
import signal
import sys
import traceback
from datetime import date, timedelta
from unittest.mock import patch

import psycopg2

import odoo
from odoo import Command, api
from odoo.modules.registry import Registry
from odoo.tests import freeze_time
from odoo.tools import config

NOW = "2026-11-24 10:00:00"  # a Tuesday, within everybody's hours
DAY = date(2026, 11, 24)
IMPATIENT = 1  # seconds that a mail server may keep a child waiting

# step: (where, method, before or after it); the n-th time that a child comes there, something happens to it
STEPS = {
    "before the preparation is committed": ("outbox", "_prepare_together", "after"),
    "after the preparation": ("outbox", "_prepare", "after"),
    "before the claim is committed": ("outbox", "_claim_contact", "after"),
    "after the claim": ("outbox", "_hold", "before"),
    "while it is held": ("outbox", "_hand_over", "before"),
    "after DATA was accepted": ("session", "_note_data", "after"),
    "before the outcome is committed": ("outbox", "_outcome", "after"),
    "before the next claim": ("outbox", "_claim", "before"),
    "before the plan is recorded": ("run", "_record", "before"),
    "before the plan is committed": ("run", "_close", "after"),
}


# -- what a child does --------------------------------------------------------------------------------------------------------


def settle(env):
    """A company that sends by itself, its branch, and nothing attached that would have to be printed."""
    company, collector = env.company, env.ref("base.user_admin")
    collector.write({"email": "colette@creditor.example", "phone": "+33465710010"})
    standard = env.ref("receivable_dunning.dunning_scenario_standard")
    env["dunning.level"].search([]).write({"attach_invoices": False, "attach_statement": False})
    branch = env["res.company"].create({"name": "South", "parent_id": company.id})
    env["res.company"].search([]).dunning_scenario_id = False
    for one in company | branch:
        one.write({
            "email": "accounts@creditor.example", "phone": "+33465710010", "payer_collector_id": collector.id,
            "dunning_scenario_id": standard.id,
        })  # fmt: skip
        one._dunning_go_live("auto", odoo.fields.Datetime.now())
    return {"company": company.id, "branch": branch.id}


def ledger(env, payers, companies, plan=True):
    """New payers, each with an invoice ten days late in each of these companies; their reminders are planned."""
    partners = env["res.partner"].create([
        {"name": f"Payer {number}", "is_company": True, "email": f"p{number}@payer.example", "property_payment_term_id": False}
        for number in range(payers)
    ])  # fmt: skip
    for company in env["res.company"].browse(companies):
        income = env["account.account"].search([("account_type", "=", "income"), ("company_ids", "parent_of", company.id)], limit=1)
        env["account.move"].with_company(company).create([
            {
                "move_type": "out_invoice", "partner_id": partner.id, "invoice_date": DAY - timedelta(40), "company_id": company.id,
                "invoice_date_due": DAY - timedelta(10), "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create({
                    "name": "Shelves", "quantity": 1, "price_unit": 100, "tax_ids": [], "account_id": income.id,
                })],
            }
            for partner in partners
        ]).action_post()  # fmt: skip
        if plan:
            env["dunning.run"]._plan(company, DAY, partners.ids)
    return partners.ids


def forget(env):
    """What an earlier test left is out of the way."""
    env["dunning.action"].search([("state", "in", ("planned", "approved", "sending", "failed", "doubtful"))])._set_state("cancelled")


def plan(env, company, payers=None):
    """The night of a company. Tells when it was refused."""
    try:
        env["dunning.run"]._plan(env["res.company"].browse(company), DAY, payers)
    except odoo.exceptions.UserError as error:
        return str(error)
    return ""


def send(env, company, smtp_port=None):
    """The morning of a company; with another mail server than usual if told."""
    if smtp_port:
        config["smtp_port"] = smtp_port
    env["dunning.outbox"]._sweep()
    env["dunning.action"]._send_now(env["res.company"].browse(company), DAY, ignore_hours=True)


def cron(env):
    """The scheduled action."""
    env["dunning.action"]._cron_send()


def a_quarter_later(env, payers):
    """The wait after a temporary refusal is over."""
    env["dunning.action"].search([("partner_id", "in", payers)]).not_before = False


def did_not_leave(env, payers):
    """A person found out that these never arrived."""
    env["dunning.action"].search([("partner_id", "in", payers), ("state", "=", "doubtful")]).action_resolve_doubt(False)


def set_budget(env, most):
    env["dunning.contact.count"]._set_most(most)


def look(env, payers):
    """Their messages, and what the list of a person shows of them."""
    actions = env["dunning.action"].search([("partner_id", "in", payers)], order="id")
    todo = env["receivable.todo"].search([("res_model", "=", "dunning.action"), ("res_id", "in", actions.ids)])
    kinds = {row.res_id: row.kind for row in todo}
    used = {one.partner_id.id: one.used for one in env["dunning.contact.count"].search([("partner_id", "in", payers)])}
    return [
        {
            "payer": action.partner_id.id, "company": action.company_id.id, "state": action.state, "message_id": action.message_id,
            "attempts": action.attempts, "not_before": str(action.not_before or ""), "date": str(action.date),
            "trouble": action.company_id.dunning_trouble or "", "todo": kinds.get(action.id), "used": used.get(action.partner_id.id, 0),
        }
        for action in actions
    ]  # fmt: skip


TASKS = {task.__name__: task for task in (settle, ledger, forget, plan, send, cron, a_quarter_later, did_not_leave, set_budget, look)}

# -- what happens to it -------------------------------------------------------------------------------------------------------


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def freeze():
    """Stopped until the test lets it go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def lose_the_database():
    """PostgreSQL goes down as in a restart: every connection of this database is cut, this child's own too."""
    name = config["db_name"][0]
    with psycopg2.connect(**odoo.sql_db.connection_info_for("postgres")[1]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


HAPPENINGS = {task.__name__: task for task in (die, freeze, lose_the_database)}


def arrange(env, step, count, happening):
    """The ``count``-th time that this process comes to that step, ``happening`` happens to it."""
    from odoo.addons.receivable_dunning.logic import wire  # add-ons exist once Odoo is loaded

    where, method, side = STEPS[step]
    owner = {"outbox": type(env["dunning.outbox"]), "run": type(env["dunning.run"]), "session": wire.Session}[where]
    original, left = getattr(owner, method), [count]

    def come_by():
        left[0] -= 1
        if left[0] == 0:
            HAPPENINGS[happening]()

    def wrapped(self, *arguments):
        if side == "before":
            come_by()
        answer = original(self, *arguments)
        if side == "after":
            come_by()
        return answer

    patch.object(owner, method, wrapped).start()


# -- birth --------------------------------------------------------------------------------------------------------------------


def live(task, registry):
    from odoo.addons.base.models import ir_mail_server
    from odoo.addons.receivable_dunning.models import dunning_outbox

    dunning_outbox.TIMEOUT = ir_mail_server.SMTP_TIMEOUT = IMPATIENT
    dunning_outbox.SETTLE = task.get("settle", 0)
    registry.check_signaling()
    registry._db = odoo.sql_db.db_connect(registry.db_name)  # under the number of this process
    with registry.cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        if task.get("at"):
            arrange(env, *task["at"], task["then"])
        return TASKS[task["do"]](env, **task.get("with", {}))


def child(task, registry):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        told = {"answer": live(task, registry)}
    except Exception:  # noqa: BLE001 (told to the test, which expects it or fails)
        told = {"error": traceback.format_exc()}
    with open(task["answer"] + ".draft", "w", encoding="utf-8") as file:
        json.dump(told, file)
    os.rename(task["answer"] + ".draft", task["answer"])


def main(database, smtp_port):
    config.parse_config(["-d", database, "--no-http", "--max-cron-threads=0", "--log-level=critical",
                         "--smtp", "127.0.0.1", "--smtp-port", smtp_port], setup_logging=True)  # fmt: skip
    registry = Registry(database)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a child ended: its answer is there or not
    with freeze_time(NOW, tick=True):
        for line in sys.stdin:
            odoo.sql_db.close_all()  # a connection must not be shared with a child
            pid = os.fork()
            if not pid:
                child(json.loads(line), registry)
                os._exit(0)
            os.write(1, f"{pid}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
