"""Programs outside of Python that a part of the suite waits for."""

import shutil
from typing import NamedTuple


class Program(NamedTuple):
    """One of them: any of `commands` will do."""

    package: str
    commands: tuple
    waits: str

    def is_here(self):
        return any(map(shutil.which, self.commands))


WKHTMLTOPDF = Program("wkhtmltopdf", ("wkhtmltopdf",), "letters and statements cannot be printed as PDF")
# the names Odoo looks for, in its order
CHROMIUM = Program("chromium", ("google-chrome", "chromium", "chromium-browser"), "browser tests cannot run")
