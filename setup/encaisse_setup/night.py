"""One night's work on the demonstration database, by the entry point of the dunning add-on.

`env["dunning.run"]._night(date)` prepares, and sends where that is allowed, the messages of
one date and returns a list of mappings, one a line of the table. Without that add-on there is
no night's work.
"""

import json

from . import odoo_command, steps
from .console import say, table

MARK = "night's rows: "
CODE = """
import datetime, json
if "dunning.run" in env:
    env["ir.config_parameter"].set_param("report.url", {pages!r})  # where the printing program finds the style of an invoice
    rows = env["dunning.run"]._night(datetime.date.fromisoformat({date!r}))
    env["ir.config_parameter"].set_param("report.url", False)
    env.cr.commit()
    print({mark!r} + json.dumps(rows, default=str))
"""


def work(layout, database, date, smtp_port, port):
    """Do it once for `date`, print its table."""
    kept = layout.home / f"night-{database}.json"
    steps.once(layout, f"night-{database}", steps.fingerprint(date, database), f"the night's work of {date}",
         lambda: kept.write_text(json.dumps(_work(layout, database, date, smtp_port, port)), encoding="utf-8"), kept.exists)
    return json.loads(kept.read_text(encoding="utf-8"))


def _work(layout, database, date, smtp_port, port):
    code = CODE.format(date=date.isoformat(), mark=MARK, pages=f"http://127.0.0.1:{port}")
    printed = odoo_command.shell(layout, database, code,
                                 layout.logs / "night.log", "--smtp-port", smtp_port)
    return rows_of(printed)


def rows_of(printed):
    """The rows among everything an Odoo shell prints."""
    lines = [line.partition(MARK)[2] for line in printed.splitlines() if MARK in line]
    return json.loads(lines[-1]) if lines else None


def show(rows):
    if rows is None:
        say("The night's work: no add-on of the suite has one yet.")
    elif not rows:
        say("The night's work: nothing had to be done.")
    else:
        say("What the night did:")
        say("\n".join(f"  {line}" for line in table(rows, list(rows[0]))))


def forget(layout, database):
    """A new database has not had its night."""
    steps.forget(layout, f"night-{database}")
