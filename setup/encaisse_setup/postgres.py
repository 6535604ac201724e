"""A PostgreSQL to work with: the server of the PG* variables, else a private one."""

import os
import shutil

from . import cluster, debian
from .console import Missing, progress
from .embedded import Embedded
from .query import answers, query

NAMED_BY = ("PGHOST", "PGHOSTADDR", "PGSERVICE")


def is_named():
    """Does the environment name a server?"""
    return any(os.environ.get(name) for name in NAMED_BY)


def provide(layout):
    """A reachable server: the one the environment names, else the private cluster, started."""
    if is_named():
        return External()
    return _private(layout).ensure()


def _private(layout):
    programs = cluster.find_programs(layout)
    return cluster.Cluster(layout, programs) if programs else Embedded(layout)


class External:
    """The server of the PG* variables, which Odoo, psql and psycopg2 read by themselves."""

    environment = {}
    conf = {}
    is_shared = True

    def check(self, layout):
        user = os.environ.get("PGUSER", "")
        if user == "postgres":
            raise Missing("Odoo refuses to work as the role postgres.", "Set PGUSER to another role that may create databases.")
        if not answers(layout, self, "postgres", "select 1"):
            raise Missing("The server named by the PG* variables does not answer.",
                          "Correct PGHOST, PGPORT, PGUSER, PGPASSWORD, or unset PGHOST to get a private cluster.")
        if query(layout, self, "postgres", "select rolcreatedb or rolsuper from pg_roles where rolname = current_user") != [[True]]:
            raise Missing("The PostgreSQL role of PGUSER may not create databases.", f"Run: ALTER ROLE {user} CREATEDB;")


def obtain_programs(layout):
    """Without a server, without binaries: install them as root, unpack them as anybody else."""
    if is_named() or cluster.find_programs(layout):
        return
    if debian.may_install():
        with progress("PostgreSQL from Debian"):
            debian.install(layout, ["postgresql"])
    elif shutil.which("apt-get"):
        with progress("PostgreSQL from Debian, unpacked"):
            cluster.unpack(layout)


def psql(server, database, arguments):
    """Become PostgreSQL's own shell."""
    if not shutil.which("psql"):
        raise Missing("psql is absent.", "Install the package postgresql-client.")
    os.environ.update(server.environment)
    os.execvp("psql", ["psql", "-d", database, *arguments])


def stop(layout):
    """Stop the private server; say whether there is one."""
    if is_named():
        return False
    _private(layout).stop()
    return True
