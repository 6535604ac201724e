"""Is every term of an add-on translated? (Needs polib, so it runs in the virtual environment.)

Prints one line a fault: a term that is missing, empty or fuzzy, or whose placeholders differ.
"""

import re
import sys
from pathlib import Path

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\{.*?\}\}|\{\w*\}")


def faults(template, translated):
    """Lines; both arguments are polib files."""
    known = {entry.msgid: entry for entry in translated if not entry.obsolete}
    for term in template:
        entry = known.get(term.msgid)
        if entry is None:
            yield f"missing: {term.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {term.msgid!r}"
        elif not entry.msgstr.strip():
            yield f"not translated: {term.msgid!r}"
        elif placeholders(term.msgid) != placeholders(entry.msgstr):
            yield f"other placeholders: {term.msgid!r} / {entry.msgstr!r}"


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def main(template, translated):
    if not Path(template).exists():
        return  # an add-on without terms exports no file
    if not Path(translated).exists():
        print(f"{translated} is missing")
        return
    for fault in faults(polib.pofile(template), polib.pofile(translated)):
        print(f"{translated}: {fault}")


if __name__ == "__main__":
    main(*sys.argv[1:])
