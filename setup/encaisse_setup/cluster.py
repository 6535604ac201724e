"""A private PostgreSQL cluster, from the programs of the system or from unpacked ones.

It listens on a socket in its own folder only and does not fsync: it holds nothing that cannot
be built again. PostgreSQL refuses to run as root, so root lends it another user; that user
must be able to reach the folder, which decides where it lies.
"""

import getpass
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import debian, shell
from .console import Missing, progress
from .layout import SOCKET_PATH_LIMIT, is_root, user_exists
from .query import answers
from .steps import fingerprint, once

ROLE = "odoo"  # Odoo refuses a role named postgres
PORT = 5499  # only a part of the socket's name
SETTINGS = {
    "listen_addresses": "''",
    "port": PORT,
    "max_connections": 200,
    "shared_buffers": "512MB",
    "max_locks_per_transaction": 256,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "log_min_messages": "warning",
}
# of what the server depends on: only for its just-in-time compiler, which is off, or for its installation
NOT_NEEDED = ("libllvm", "libz3", "perl", "debconf", "adduser", "ssl-cert", "postgresql-common", "postgresql-client-common")


class Private:
    """What the private servers have in common: a socket in a folder of ours."""

    is_shared = False

    def __init__(self, layout):
        self.layout = layout
        self.sock = None
        self.port = PORT

    @property
    def environment(self):
        """For psql, createdb and psycopg2."""
        return {"PGHOST": str(self.sock), "PGPORT": str(self.port), "PGUSER": ROLE}

    @property
    def conf(self):
        return {"db_host": self.sock, "db_port": self.port, "db_user": ROLE}

    def check(self, layout):
        if not answers(layout, self, "postgres", "select 1"):
            raise Missing("The private PostgreSQL does not answer.", f"Look at its log in {self.log}.")


class Cluster(Private):
    """A private cluster from the binaries of the system, or unpacked ones."""

    def __init__(self, layout, programs):
        super().__init__(layout)
        self.programs = programs
        self.user = run_as()
        self.home = cluster_home(layout, self.user)
        self.data = self.home / "data"
        self.sock = socket_folder(layout, self.home)
        self.log = self.home / "pg.log"

    def ensure(self):
        self._make_folders()
        once(self.layout, "cluster", fingerprint(self.home, self.programs), "a private PostgreSQL cluster",
             self._create, (self.data / "PG_VERSION").exists)
        if not self.is_running():
            with progress("start PostgreSQL"):
                self._start()
        return self

    def is_running(self):
        return shell.succeeds(self._as_user("pg_ctl", "-D", self.data, "status"))

    def stop(self):
        if self.is_running():
            shell.run(self._as_user("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop"), cwd=self.home)

    def _make_folders(self):
        for folder in (self.home, self.sock):
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700)
                if self.user:
                    shutil.chown(folder, self.user)
            if folder.is_symlink() or folder.owner() != (self.user or getpass.getuser()):
                raise Missing(f"{folder}, where PostgreSQL should live, belongs to somebody else.", "Remove it.")

    def _create(self):
        """Made beside and renamed: a data folder is complete or absent."""
        self._stop_old()
        draft = self.home / "data.draft"
        for folder in (draft, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        shell.run(self._as_user("initdb", "-D", draft, "-U", ROLE, "-A", "trust", "-E", "UTF8",
                                "--locale=C.UTF-8", "--no-sync"), cwd=self.home, what="initdb")
        with open(draft / "postgresql.conf", "a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
            conf.write(f"unix_socket_directories = '{self.sock}'\n")
        draft.rename(self.data)

    def _stop_old(self):
        if (self.data / "PG_VERSION").exists():
            self.stop()

    def _start(self):
        # pg_ctl's child keeps our pipes open, so its words go to a file
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            done = subprocess.run(self._as_user("pg_ctl", "-D", self.data, "-l", self.log, "-w", "start"),
                                  cwd=self.home, stdin=nowhere, stdout=nowhere, stderr=nowhere, check=False)
        if done.returncode and not self.is_running():  # another command of ours may have started it
            raise Missing("PostgreSQL does not start.", f"Look at its log in {self.log}.")

    def _as_user(self, program, *arguments):
        command = [str(self.programs / program), *map(str, arguments)]
        if self.layout.home in self.programs.parents:
            folders = (self.layout.home / "pgtree").glob("**/*-linux-gnu")
            command = ["env", f"LD_LIBRARY_PATH={':'.join(map(str, folders))}", *command]
        return ["runuser", "-u", self.user, "--", *command] if self.user else command


def find_programs(layout):
    """The folder of initdb and pg_ctl: the newest of the system, else the unpacked ones."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = [Path(found).resolve() for found in [shutil.which("initdb")] if found]
    unpacked = sorted((layout.home / "pgtree").glob("usr/lib/postgresql/*/bin/initdb"))
    found = installed or on_path or unpacked
    return found[-1].parent if found else None


def unpack(layout):
    """The server and what it needs that is not here, without installing anything."""
    draft = layout.home / "pgtree.draft"
    shutil.rmtree(draft, ignore_errors=True)
    archive = debian.Debian(layout)
    server = next(name for name in archive.depends("postgresql") if re.fullmatch(r"postgresql-\d+", name))
    client = server.replace("postgresql-", "postgresql-client-")
    needed = [name for name in archive.would_install(server) if not name.startswith(NOT_NEEDED)]
    archive.unpack(dict.fromkeys([server, client, "libpq5", *needed]), draft)
    draft.rename(layout.home / "pgtree")


def run_as():
    """The user a cluster of root's runs as; None when we are not root."""
    if not is_root():
        return None
    return "postgres" if user_exists("postgres") else "nobody"


def cluster_home(layout, user):
    """`.odoo/pg`, or a folder outside when the cluster's user may not walk there."""
    inside = layout.home / "pg"
    if user is None or shell.succeeds(["runuser", "-u", user, "--", "test", "-x", layout.home]):
        return inside
    return Path("/var/tmp") / layout.label


def socket_folder(layout, home):
    """A socket's path may not be longer than 107 bytes."""
    inside = home / "sock"
    longest = f"{inside}/.s.PGSQL.{PORT}.lock"
    return inside if len(longest.encode()) <= SOCKET_PATH_LIMIT else Path("/tmp") / layout.label
