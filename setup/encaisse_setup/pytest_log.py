"""A pytest plugin for runs inside Odoo: warnings and errors of the server go to a file.

pytest captures what a test logs and forgets it when the test passes; a server that complains
must be heard all the same. The file is named by the variable ENCAISSE_LOG.
"""

import logging
import os

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class LineHandler(logging.FileHandler):
    """Writes which test was running, in one line each record."""

    def format(self, record):
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
        return f"{super().format(record)} [{test}]"


def pytest_configure(config):
    path = os.environ.get("ENCAISSE_LOG")
    if path:
        handler = LineHandler(path, encoding="utf-8")
        handler.setLevel(logging.WARNING)
        handler.setFormatter(logging.Formatter(FORMAT))
        logging.getLogger().addHandler(handler)
