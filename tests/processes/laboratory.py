"""Real senders on a real database, killed and started again: what the tests of this folder and ``tests/benchmarks`` work with."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from encaisse_setup import odoo_command, postgres
from encaisse_setup.query import query

SCRIPT = Path(__file__).with_name("nursery.py")
PATIENCE = 60  # seconds that a child may take for its task
TICK = 0.005


class Found(NamedTuple):
    """How many messages are in each state, and how many the mail server got."""

    states: Counter
    arrived: int


class Killed(Exception):
    """The child ended without an answer."""


class Laboratory:
    """A nursery of Odoo processes on one database, and the mail server that they speak to."""

    def __init__(self, layout, database, sink, folder):
        self.layout, self.server = layout, postgres.provide(layout)
        self.sink, self.folder, self.born = sink, Path(folder), 0
        self.nursery = subprocess.Popen(
            [layout.python, SCRIPT, database, str(sink.port)], cwd=layout.home, text=True, bufsize=1,
            env={**os.environ, **odoo_command.environment(layout)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.nursery.stdin.close()
        self.nursery.wait(timeout=PATIENCE)

    def start(self, task, at=None, then=None, settle=0, **arguments):
        """A child that does ``task``; when it comes to the step ``at`` = (name, n), ``then`` happens to it."""
        self.born += 1
        answer = self.folder / f"answer-{self.born}.json"
        order = {"do": task, "with": arguments, "answer": str(answer), "at": at, "then": then, "settle": settle}
        self.nursery.stdin.write(json.dumps(order) + "\n")
        return Child(int(self.nursery.stdout.readline()), answer)

    def do(self, task, **arguments):
        """The same, waited for."""
        return self.start(task, **arguments).answer()

    def arrived(self, payers):
        """How often the mail server got each message of these payers: ``{Message-ID: times}``."""
        return self._arrived(self.do("look", payers=payers))

    def _arrived(self, actions):
        ours = {action["message_id"] for action in actions}
        return Counter(one for one in self.kept() if one in ours)

    def waits(self, child):
        """Does this child wait for the transaction of another one?"""
        (row,) = query(self.layout, self.server, "postgres", "select count(*) from pg_stat_activity "
                       "where application_name = %s and wait_event_type = 'Lock'", f"odoo-{child.pid}")  # fmt: skip
        return row[0] > 0

    @staticmethod
    def until(condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "it does not happen"
            time.sleep(TICK)

    def found(self, payers):
        """What became of their messages: ``Found``; broken when one arrived twice, or arrived without our knowing."""
        actions = self.do("look", payers=payers)
        arrived = self._arrived(actions)
        known = {action["message_id"] for action in actions if action["state"] in ("sent", "doubtful")}
        twice = [one for one, times in arrived.items() if times > 1]
        assert not twice, "sent twice"
        assert set(arrived) <= known, "arrived without our knowing"
        for action in actions:
            assert action["state"] != "sent" or action["message_id"] in arrived, "lost"
            assert (action["state"] == "doubtful") == (action["todo"] == "doubtful"), "what is in doubt waits for a person"
        return Found(Counter(action["state"] for action in actions), len(arrived))

    def kept(self):
        """The Message-ID of everything that the mail server kept, in no order."""
        return [str(self.sink.store.read(name)["Message-Id"]).strip() for name in self.kept_files()]

    def kept_files(self):
        return self.sink.store.names()


class Child:
    """One process of Odoo."""

    def __init__(self, pid, answer):
        self.pid, self._answer = pid, answer

    def answer(self):
        """What it found, once it has ended by itself; Killed when it was killed, AssertionError with its own traceback."""
        Laboratory.until(lambda: not self.is_alive())
        if not self._answer.exists():
            raise Killed(self.pid)
        told = json.loads(self._answer.read_text(encoding="utf-8"))
        if "error" in told:
            raise AssertionError(told["error"])
        return told["answer"]

    def is_alive(self):
        return self._status() not in ("", "Z")

    def until_frozen(self):
        Laboratory.until(lambda: self._status() in ("T", "", "Z"))
        assert self._status() == "T", "it ended before it came to that step"

    def go_on(self):
        os.kill(self.pid, signal.SIGCONT)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def _status(self):
        """The letter of its state as Linux tells it, nothing when it is gone."""
        try:
            return Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(") ")[2][:1]
        except (FileNotFoundError, ProcessLookupError):
            return ""
