"""What a person sees: progress, and one plain sentence when something is missing."""

import sys
import time
from contextlib import contextmanager


class Missing(Exception):
    """Something the machine lacks: what it is, and the way out. Shown without a traceback."""

    def __init__(self, what, way_out):
        super().__init__(f"{what} {way_out}")
        self.what = what
        self.way_out = way_out


_open_lines = []  # titles of the steps whose line is not ended yet


def say(text=""):
    print(text, flush=True)


def note(text):
    """A remark that does not stop anything."""
    _end_line()
    say(f"    note: {text}")


def _end_line():
    if _open_lines:
        say()
        _open_lines.clear()


@contextmanager
def progress(title):
    """Announce a step, then how long it took; a step inside of another gets a line of its own."""
    started = time.monotonic()
    _end_line()
    sys.stdout.write(f"  · {title} … ")
    sys.stdout.flush()
    _open_lines.append(title)
    ending = "stopped"
    try:
        yield
        ending = f"{time.monotonic() - started:.0f} s"
    finally:
        say(ending if _open_lines else f"  · {title}: {ending}")
        _open_lines.clear()


def table(rows, columns):
    """Text lines of a table; `rows` are mappings, `columns` their keys in order."""
    cells = [[str(column) for column in columns]]
    cells += [["" if row.get(column) is None else str(row.get(column)) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in cells]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def main_guard(main):
    """Run a command; a missing thing or Ctrl-C ends it with one line instead of a traceback."""
    try:
        sys.exit(main(sys.argv[1:]))
    except Missing as missing:
        print(f"\n{missing}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\nInterrupted; run the same command again to go on from here.", file=sys.stderr)
        sys.exit(130)
