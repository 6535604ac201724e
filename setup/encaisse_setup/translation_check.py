"""Is every term of an add-on translated? (Needs polib, so it runs in the virtual environment.)

Prints one line a fault: a term that is missing, empty or fuzzy, whose placeholders differ, or
that is used in a place the file does not name (Odoo translates place by place), or that lacks
the comment by which Odoo knows a word of Python or JavaScript and loads it.
"""

import re
import sys
from pathlib import Path

import polib

KINDS = {"odoo-python", "odoo-javascript"}
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
        elif kinds(term) - kinds(entry):
            yield f"not loaded, wants the comment {min(kinds(term) - kinds(entry))}: {term.msgid!r}"
        elif places(term) - places(entry):
            yield f"used in a new place, export fr.po again: {term.msgid!r}, {min(places(term) - places(entry))}"


def places(entry):
    return {place for place, _line in entry.occurrences}


def kinds(entry):
    return KINDS & set(entry.comment.split())


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def with_shipped_template(path):
    """Odoo takes the places from the add-on's own .pot when there is one."""
    file = polib.pofile(str(path))
    for shipped in path.parent.glob("*.pot"):
        file.merge(polib.pofile(str(shipped)))
    return file


def main(template, translated):
    if not Path(template).exists():
        return  # an add-on without terms exports no file
    if not Path(translated).exists():
        print(f"{translated} is missing")
        return
    for fault in faults(polib.pofile(template), with_shipped_template(Path(translated))):
        print(f"{translated}: {fault}")


if __name__ == "__main__":
    main(*sys.argv[1:])
