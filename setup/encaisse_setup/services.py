"""Long-running programs: the mail sink and Odoo. Their numbers are kept, so that a second
command can tell that they run, and stop them."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .console import Missing, progress
from .steps import write_atomically

PATIENCE = 60  # seconds for a program to come up or to go down


class Service:
    """One program of this checkout."""

    def __init__(self, layout, name):
        self.layout = layout
        self.name = name
        self.log = layout.logs / f"{name}.log"
        self.pid_file = layout.pids / name

    def start(self, command, env=None):
        """In a session of its own: Ctrl-C reaches us, and we stop it in order."""
        with open(self.log, "a", encoding="utf-8") as log:
            process = subprocess.Popen(list(map(str, command)), env={**os.environ, **(env or {})}, cwd=self.layout.home,
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        write_atomically(self.pid_file, str(process.pid))
        while process.poll() is None and not _words(process.pid):
            time.sleep(0.01)  # the kernel names a program a moment after it began
        return process

    def pid(self):
        """The number of the running program, or None; another program with that number is not ours."""
        if not self.pid_file.exists():
            return None
        number = int(self.pid_file.read_text())
        return number if str(self.layout.home).encode() in _words(number) else None

    def stop(self):
        number = self.pid()
        if number:
            os.kill(number, signal.SIGTERM)
            _wait(lambda: self.pid() is None, f"{self.name} does not stop.", f"Look at {self.log}, then: kill -9 {number}")
        self.pid_file.unlink(missing_ok=True)


def _words(number):
    """The command line of a program; empty when it is over."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def need_free_port(port, option):
    """Say it before the long work, not after."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Missing(f"Port {port} is taken by another program.",
                          f"Stop that program, or choose another port: setup/run {option} {port + 1}") from None


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_for(process, address, service):
    """Until `address` answers, or the program has died."""
    def ready():
        if process.poll() is not None:
            raise Missing(f"{service.name} ended at once.", f"Look at {service.log}.")
        return answers(address)
    with progress(f"start {service.name}"):
        _wait(ready, f"{service.name} does not answer.", f"Look at {service.log}.")


def _wait(condition, what, way_out):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise Missing(what, way_out)
        time.sleep(0.2)
