"""Every text in every language, and which one a reader gets. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .composing import well_formed
from .message import Text

SOURCE = "en_US"


class Entry(NamedTuple):
    """One text in all its languages: ``{lang: words}``."""

    code: str
    kind: str
    tone: str
    subject: Mapping[str, str]
    body: Mapping[str, str]

    def language(self, lang: str | None) -> str:
        """The reader's language if the text exists in it, or in a sister of it (fr_BE reads fr_FR); else English."""
        if lang in self.body:
            return lang
        return next((other for other in self.body if lang and other[:2] == lang[:2]), SOURCE)

    def text(self, lang: str) -> Text:
        return Text(_words(self.subject, lang), _words(self.body, lang), self.kind, self.tone)


def _words(words: Mapping[str, str], lang: str) -> str:
    return words.get(lang) or words.get(SOURCE) or ""


class Catalogue:
    """The texts by their short name."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = {entry.code: entry for entry in entries}
        self._blocks: dict[str, dict[str, str]] = {}

    def language(self, code: str, lang: str | None) -> str:
        """The language in which a text reaches this reader."""
        return self.entries[code].language(lang)

    def text(self, code: str, lang: str) -> Text:
        return self.entries[code].text(lang)

    def stored(self, code: str | bool, lang: str) -> Text | None:
        """The text if it is written in this very language, else nothing."""
        entry = self.entries.get(code)
        return entry.text(lang) if entry and lang in entry.body else None

    def blocks(self, lang: str) -> dict[str, str]:
        """The parts of every message, by short name."""
        if lang not in self._blocks:
            blocks = (entry for entry in self.entries.values() if entry.kind == "block")
            self._blocks[lang] = {entry.code: _usable(entry, lang) for entry in blocks}
        return self._blocks[lang]


def _usable(entry: Entry, lang: str) -> str:
    """The words of a part; a list that lost words in translation (an imported file) is read in English."""
    body = entry.text(entry.language(lang)).body
    return body if well_formed(entry.code, body) else entry.text(SOURCE).body
