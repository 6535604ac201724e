"""The small commands of daily work: `setup/odoo …` and `setup/db …`."""

import sys

from . import console, odoo_command, postgres
from .databases import Databases
from .layout import here

USAGE = """usage: setup/db list
       setup/db clone NAME [SOURCE]     a private copy of SOURCE (the template `warm`) in a second
       setup/db drop NAME
       setup/db psql NAME [arguments]   PostgreSQL's own shell"""


def odoo(arguments):
    """Odoo's own command line with PYTHONPATH and configuration set: `setup/odoo shell -d mine`."""
    layout = here()
    postgres.provide(layout)
    odoo_command.become(layout, *arguments)


def db(arguments):
    """Databases by hand."""
    layout = here()
    server = postgres.provide(layout)
    databases = Databases(layout, server)
    match arguments:
        case ["list"]:
            console.say("\n".join(databases.names()))
        case ["clone", name, *source]:
            origin = source[0] if source else "warm"
            databases.clone(databases.template(origin) if origin in ("warm", "warm_demo") else origin, name)
            console.say(f"{name} is a copy of {origin}")
        case ["drop", name]:
            databases.drop(name)
        case ["psql", name, *rest]:
            postgres.psql(server, name, rest)
        case _:
            console.say(USAGE)
            return 2
    return 0


if __name__ == "__main__":
    console.main_guard({"odoo": odoo, "db": db}[sys.argv.pop(1)])
