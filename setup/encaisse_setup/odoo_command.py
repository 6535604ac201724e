"""Calling Odoo's own command line, with our configuration."""

import os
import sys

from . import odoo_tree
from . import shell as programs
from .console import Missing
from .steps import write_atomically

QUIET = ("--max-cron-threads=0", "--no-http", "--stop-after-init")
CONF = {
    "http_interface": "127.0.0.1",
    "http_port": 8069,
    "smtp_server": "127.0.0.1",
    "smtp_port": 2525,
    "max_cron_threads": 1,
    "limit_time_cpu": 3600,
    "limit_time_real": 3600,
    "list_db": False,
}


def write_conf(layout, server):
    """`odoo.conf`: the data base, the folders, and nothing that only one command needs."""
    values = {**CONF, **server.conf, "data_dir": layout.data, "addons_path": ",".join(map(str, addons_path(layout)))}
    text = "[options]\n" + "".join(f"{name} = {value}\n" for name, value in sorted(values.items()))
    if not layout.conf.exists() or layout.conf.read_text(encoding="utf-8") != text:
        write_atomically(layout.conf, text)


def addons_path(layout):
    """Our add-ons, and those of others that our bridges join once `setup/test` has fetched them."""
    neighbours = layout.neighbours / "odoo" / "addons"
    return [layout.addons, neighbours] if neighbours.exists() else [layout.addons]


def environment(layout):
    """What `python -m odoo` needs: where Odoo lies, and which configuration it reads."""
    folder = odoo_tree.locate(layout)
    if folder is None or not layout.python.exists() or not layout.conf.exists():
        raise Missing("The environment is not built yet.", "Run setup/run or setup/test once.")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths), "ODOO_RC": str(layout.conf), "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": f"{layout.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def command(layout, *arguments):
    return [str(layout.python), "-m", "odoo", *map(str, arguments)]


def run(layout, *arguments, log):
    return programs.run(command(layout, *arguments), log=log, env=environment(layout), cwd=layout.home,
                        what="Odoo")


def shell(layout, database, code, log, *options):
    """Run `code` in an Odoo shell (its `env` is OdooBot's); an exception in it is a failure."""
    return programs.run(command(layout, "shell", "-d", database, "--no-http", "--log-level=warn", *options), log=log,
                        env=environment(layout), cwd=layout.home, text=code, what="The Odoo shell")


def version(layout):
    """Which Odoo this is, as a text that changes when it does."""
    folder = odoo_tree.locate(layout)
    return (folder / "odoo" / "release.py").read_text(encoding="utf-8") if folder else ""


def become(layout, *arguments):
    """Replace this process by Odoo."""
    os.environ.update(environment(layout))
    sys.stdout.flush()
    os.execv(layout.python, command(layout, *arguments))
