"""One statement on a server, by `sql.py` in the virtual environment."""

import json
from pathlib import Path

from . import shell


def query(layout, server, database, statement, *values):
    """Run one statement in its own transaction (autocommit); return the rows."""
    printed = shell.run([layout.python, Path(__file__).with_name("sql.py"), database, statement, json.dumps(values)],
                        env=server.environment, what="The statement on PostgreSQL")
    return json.loads(printed)


def answers(layout, server, database, statement):
    try:
        query(layout, server, database, statement)
    except shell.Failed:
        return False
    return True
