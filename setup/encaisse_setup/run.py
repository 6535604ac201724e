"""`setup/run`: from a bare machine to a running suite with a demonstration company."""

import argparse
import datetime
import signal
import time

from . import console, environment, installed, night, odoo_command, postgres, services
from .console import say
from .databases import PREGENERATE, Databases
from .layout import here
from .programs import WKHTMLTOPDF

DATABASE = "encaisse"
LOGIN = PASSWORD = "admin"


def main(arguments):
    options = parse(arguments)
    layout = here()
    odoo, sink = services.Service(layout, "odoo"), services.Service(layout, "mail-sink")
    if options.stop:
        return stop(layout, odoo, sink)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    if odoo.pid():
        say("It runs already. Stop it with: setup/run --stop")
        return 0
    sink.stop()
    for port, option in ((options.port, "--port"), (options.smtp_port, "--smtp-port"), (options.mail_port, "--mail-port")):
        services.need_free_port(port, option)
    databases = Databases(layout, environment.build(layout, [WKHTMLTOPDF]))
    prepare(layout, databases, options.fresh)
    serve(layout, odoo, sink, options)
    return 0


def parse(arguments):
    parser = argparse.ArgumentParser(prog="setup/run", description="Bring up Encaisse with its demonstration company.")
    parser.add_argument("--port", type=int, default=8069, help="of Odoo (default: %(default)s)")
    parser.add_argument("--smtp-port", type=int, default=2525, help="of the mail sink (default: %(default)s)")
    parser.add_argument("--mail-port", type=int, default=8025, help="of the page that shows the mails (default: %(default)s)")
    parser.add_argument("--fresh", action="store_true", help="begin again with a new demonstration database")
    parser.add_argument("--detach", action="store_true", help="leave it running and return")
    parser.add_argument("--stop", action="store_true", help="stop what --detach or a killed command left running")
    return parser.parse_args(arguments)


def prepare(layout, databases, fresh):
    """The demonstration database, with every add-on of the suite as it is now."""
    if fresh:
        databases.drop(DATABASE)
        night.forget(layout, DATABASE)
    changed = installed.refresh(layout, databases, DATABASE, layout.standalone_names(), "warm_demo", ["--with-demo"])
    if changed:
        with console.progress("bundles of the web pages"):
            odoo_command.shell(layout, DATABASE, PREGENERATE, layout.logs / f"{DATABASE}.log")


def serve(layout, odoo, sink, options):
    """The sink first: the night's mails go there. Whatever happens, nothing is left half running."""
    processes = []
    try:
        processes.append(start_sink(layout, sink, options))
        processes.append(start_odoo(layout, odoo, options))  # before the night: the invoices it prints take their style from it
        rows = night.work(layout, DATABASE, datetime.date.today(), options.smtp_port, options.port)
        show(layout, rows, options)
        if options.detach:
            say("Left running. Stop it with: setup/run --stop")
            processes = []
            return
        say("Ctrl-C stops it.")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        raise console.Missing("Odoo or the mail sink ended by itself.", f"Look at {layout.logs}.")
    except KeyboardInterrupt:
        say("\nStopped. The data stays; start again with: setup/run")
    finally:
        if processes:
            for service in (odoo, sink):
                service.stop()


def start_sink(layout, sink, options):
    process = sink.start([layout.setup / "mail-sink", "--folder", layout.mails, "--smtp-port", options.smtp_port,
                          "--web-port", options.mail_port])
    services.wait_for(process, f"http://127.0.0.1:{options.mail_port}/", sink)
    return process


def start_odoo(layout, odoo, options):
    process = odoo.start(odoo_command.command(layout, "-d", DATABASE, "--http-port", options.port,
                                              "--smtp-port", options.smtp_port), odoo_command.environment(layout))
    services.wait_for(process, f"http://127.0.0.1:{options.port}/web/login", odoo)
    return process


def show(layout, rows, options):
    say()
    night.show(rows)
    say()
    say(f"Encaisse      http://127.0.0.1:{options.port}/odoo   login {LOGIN}, password {PASSWORD}")
    say(f"Mails sent    http://127.0.0.1:{options.mail_port}/   files in {layout.mails}")
    say(f"Logs          {layout.logs}")


def stop(layout, *running):
    for service in running:
        service.stop()
    if postgres.stop(layout):
        say("Odoo, the mail sink and PostgreSQL are stopped.")
    else:
        say("Odoo and the mail sink are stopped.")
    return 0


if __name__ == "__main__":
    console.main_guard(main)
