"""The whole environment, step by step: Odoo, PostgreSQL, Python libraries, configuration."""

from . import debian, odoo_command, odoo_tree, postgres, python_env
from .console import note, progress, say
from .programs import WKHTMLTOPDF
from .steps import only_one


def build(layout, programs=(WKHTMLTOPDF,), neighbours=False):
    """Everything a database needs, with the add-ons of others if wanted; return the PostgreSQL server."""
    layout.make_home()
    say(f"Environment in {layout.home}")
    with only_one(layout):
        odoo_tree.build(layout)
        postgres.obtain_programs(layout)
        python_env.build(layout)
        if neighbours:
            python_env.build_neighbours(layout)
        server = postgres.provide(layout)
        obtain(layout, programs)
    server.check(layout)
    odoo_command.write_conf(layout, server)
    return server


def obtain(layout, programs):
    """Programs that the environment does without: installed as root, else said to be absent."""
    missing = [program for program in programs if not program.is_here()]
    if missing and debian.may_install():
        with progress(f"{', '.join(program.package for program in missing)} from Debian"):
            debian.install(layout, [program.package for program in missing])
    for program in missing:
        if not program.is_here():
            note(f"{program.waits}: install the package {program.package}")
