"""PostgreSQL from a Python package, when there are neither programs nor apt."""

from . import shell
from .cluster import ROLE, Private
from .console import Missing, note, progress
from .layout import is_root
from .steps import once

PACKAGE = "pgserver==0.1.4"
START = """
import pgserver, sys
server = pgserver.get_server(sys.argv[1], cleanup_mode=None)
if "(1 row)" not in server.psql(f"select 1 from pg_roles where rolname = '{sys.argv[2]}'"):
    server.psql(f"create role {sys.argv[2]} superuser login")
"""


class Embedded(Private):
    """It runs as an ordinary user only, and lacks Debian's contributed modules."""

    def __init__(self, layout):
        super().__init__(layout)
        self.sock = layout.home / "pgserver"
        self.log = self.sock / "log"
        self.port = 5432

    def ensure(self):
        if is_root():
            raise Missing("There is no PostgreSQL on this machine and it cannot be installed.",
                          "Install PostgreSQL 13 or later, or name a server with PGHOST, PGPORT, PGUSER and PGPASSWORD.")
        once(self.layout, "embedded", PACKAGE, "an embedded PostgreSQL from PyPI", self._install)
        with progress("start PostgreSQL"):
            shell.run([self.layout.python, "-c", START, self.sock, ROLE])
        note("the embedded PostgreSQL has neither pg_trgm nor unaccent: no trigram index, no accent-blind search")
        return self

    def _install(self):
        shell.run([self.layout.python, "-m", "pip", "install", "-q", PACKAGE], log=self.layout.logs / "pip.log", what="pip install")

    def stop(self):
        if not self.sock.exists():
            return
        shell.run([self.layout.python, "-c",
                   "import pgserver, sys; pgserver.get_server(sys.argv[1], cleanup_mode='stop').cleanup()", str(self.sock)])
