"""Steps that are done once: a stamp says with what they were done.

A step that was interrupted left no stamp and is done again; a step whose inputs changed
has another fingerprint and is done again too. One lock a checkout keeps two commands from
building the same thing at once.
"""

import fcntl
import hashlib
import os
from contextlib import contextmanager

from .console import note, progress


def fingerprint(*parts):
    """A short text that changes when one of `parts` changes."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def is_done(layout, name, mark):
    stamp = layout.stamps / name
    return stamp.exists() and stamp.read_text() == mark


def forget(layout, name):
    (layout.stamps / name).unlink(missing_ok=True)


def once(layout, name, mark, title, action, still_true=lambda: True):
    """Do `action` unless the stamp `name` holds `mark` and `still_true()`; say whether it was done."""
    if is_done(layout, name, mark) and still_true():
        return False
    forget(layout, name)
    with progress(title):
        action()
    write_atomically(layout.stamps / name, mark)
    return True


def write_atomically(path, text):
    """A reader sees the old file or the new one, never a half."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


@contextmanager
def only_one(layout, name="build"):
    """Wait for our turn: one command of this kind at a time in a checkout."""
    with open(layout.home / f"{name}.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note("another setup command is at work in this checkout; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
