"""The mails a sink has taken: one `.eml` file each, readable without any program of ours."""

import itertools
import os
import re
import time
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}-[\w.@+-]{0,60}\.eml", re.ASCII)


class Summary(NamedTuple):
    """A line of the list."""

    name: str
    date: str
    sender: str
    to: str
    subject: str


class Store:
    """A folder of mails; safe for several threads and for readers of the folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._numbers = itertools.count(1 + max((int(name.split("-")[2]) for name in self.names()), default=0))

    def keep(self, content, sender, recipients):
        """Write one mail, headed by its envelope as a mail server does; return its file."""
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{next(self._numbers):06d}-{slug(recipients[0])}.eml"
        envelope = f"Return-Path: <{sender}>\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
        draft = self.folder / f".{name}"
        draft.write_bytes(envelope.encode() + content)
        return draft.rename(self.folder / name)

    def names(self):
        """Newest first."""
        return sorted((entry.name for entry in os.scandir(self.folder) if NAME.fullmatch(entry.name)), reverse=True)

    def path(self, name):
        """The file of a mail, or None: a name from a web request is never trusted."""
        path = self.folder / name
        return path if NAME.fullmatch(name) and path.is_file() else None

    def read(self, name):
        return message_from_bytes(self.path(name).read_bytes(), policy=policy.default)

    def search(self, words=""):
        """Summaries, newest first, of the mails whose addresses or subject hold `words`."""
        needle = words.casefold()
        found = (summary(self.folder / name) for name in self.names())
        return [one for one in found if needle in f"{one.sender} {one.to} {one.subject}".casefold()]


@lru_cache(maxsize=20_000)
def summary(path):
    with open(path, "rb") as mail:
        headers = BytesHeaderParser(policy=policy.default).parse(mail)
    to = headers["To"] or headers["X-Envelope-To"] or ""
    return Summary(path.name, str(headers["Date"] or ""), str(headers["From"] or ""), str(to), str(headers["Subject"] or ""))


def slug(address):
    return re.sub(r"[^\w.@+-]", "_", address, flags=re.ASCII)[:60]
