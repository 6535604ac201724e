"""Running other programs: quiet when they work, their last words when they do not."""

import os
import subprocess

from .console import Missing

LAST_WORDS = 25


class Failed(Missing):
    """A program ended badly."""


def run(command, log=None, env=None, text=None, cwd=None, what=None):
    """Run `command`, return what it printed; append it to the file `log` when given."""
    command = [str(part) for part in command]
    done = subprocess.run(
        command, input=text, env={**os.environ, **(env or {})}, cwd=cwd, text=True, errors="replace",
        stdin=subprocess.DEVNULL if text is None else None,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )
    if log:
        with open(log, "a", encoding="utf-8") as journal:
            journal.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-LAST_WORDS:])
        where = f"The whole output is in {log}." if log else f"The command was: {' '.join(command)}"
        raise Failed(f"{tail}\n\n{what or os.path.basename(command[0])} failed (exit code {done.returncode}).", where)
    return done.stdout


def succeeds(command):
    """Does `command` run and end well? (A program that is absent does not.)"""
    try:
        done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0
