"""The language of the texts: ``{{value}}``, ``⟦condition: text⟧``, ``**bold**``. Pure.

A blank line separates paragraphs, a line break is a line break. Nothing a user types can
run: a text is data, values are escaped, and what the language does not know is a fault
told in one sentence.

* ``{{value}}`` prints a value or a block. A value that may be empty takes its line away
  when it is; any other empty value makes the message not sendable (``Rendered.missing``).
* ``⟦condition: text⟧`` prints the text only if the condition holds. One blank after the
  colon is syntax, any further blank is printed. ``no x`` and ``not x`` hold when ``x``
  does not; ``x and y`` holds when both do; the name of a value that may be empty holds when
  it is there (``⟦order: …⟧``). Conditions may be nested.
* ``**bold**`` opens and closes on one line.

>>> render("**{{payer}}**⟦order: , order {{order}}⟧.", {"payer": "A & B"}, ()).html
Markup('<p><strong>A &amp; B</strong>.</p>')
>>> [fault.sentence for fault in check("Dear {{payeer}}")]
['Line 1: {{payeer}} is not a value that a text can show. Did you mean {{payer}}?']
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from .vocabulary import BLOCKS, CONDITIONS, OPTIONAL, SENTENCES, SUBJECT, THREATS, VALUES


class Plain(NamedTuple):
    """Words printed as they stand."""

    text: str


class Value(NamedTuple):
    """``{{name}}``."""

    name: str
    line: int


class When(NamedTuple):
    """``⟦condition: nodes⟧``."""

    condition: str
    nodes: tuple
    line: int


class Bold(NamedTuple):
    """``**nodes**``."""

    nodes: tuple
    line: int


class Fault(NamedTuple):
    """Something the language does not know; ``code`` is a key of ``vocabulary.SENTENCES``."""

    code: str
    mark: str
    line: int
    hint: str = ""

    @property
    def sentence(self) -> str:
        """The fault, told in one sentence (English; the model translates ``SENTENCES``)."""
        return SENTENCES[self.code] % self._asdict()


Node = Plain | Value | When | Bold | Fault


class Block(NamedTuple):
    """A value that is a paragraph of its own (a table, a button) in both forms."""

    html: Markup
    plain: str


class Rendered(NamedTuple):
    """A text with its values. ``missing`` names the values, or the faults, that keep it from leaving."""

    html: Markup
    plain: str
    missing: tuple[str, ...]


MARK = re.compile(r"\{\{(?P<value>[^{}\n]*)\}\}|⟦(?P<when>[^:⟦⟧{}\n]*): ?|(?P<end>⟧)|(?P<bold>\*\*)|(?P<stray>\{\{|\}\}|⟦)")


# --- reading -------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Node, ...]:
    """The nodes of a text; what cannot be read is a :class:`Fault` among them."""
    reader = _Reader()
    position = 0
    for match in MARK.finditer(text):
        reader.words(text[position : match.start()])
        reader.mark(match)
        position = match.end()
    reader.words(text[position:])
    return reader.finish()


class _Open(NamedTuple):
    """A mark that waits for its end; ``kind`` is 'text', 'when' or 'bold'."""

    kind: str
    name: str
    line: int
    nodes: list


class _Reader:
    """Builds the tree: a stack of open marks, the innermost last."""

    def __init__(self):
        self.line = 1
        self.stack = [_Open("text", "", 1, [])]

    def add(self, node: Node) -> None:
        self.stack[-1].nodes.append(node)

    def words(self, text: str) -> None:
        if text:
            self.add(Plain(text))
            if "\n" in text:
                self.line += text.count("\n")
                self._close_bold()

    def mark(self, match: re.Match) -> None:
        kind = match.lastgroup
        if kind == "value":
            self._value(match["value"].strip())
        elif kind == "when":
            self._when(match["when"].strip())
        elif kind == "end":
            self._end()
        elif kind == "bold":
            self._bold()
        else:
            self.add(Fault("stray", match["stray"], self.line))

    def _value(self, name: str) -> None:
        if name in VALUES or name in BLOCKS:
            self.add(Value(name, self.line))
        else:
            near = _nearest(name, [*VALUES, *BLOCKS])
            self.add(Fault("value_near" if near else "value", name, self.line, near))

    def _when(self, name: str) -> None:
        for word in atoms(name):
            if word not in CONDITIONS and word not in OPTIONAL:
                near = _nearest(word, CONDITIONS)
                self.add(Fault("condition_near" if near else "condition", word, self.line, near))
        self.stack.append(_Open("when", name, self.line, []))

    def _end(self) -> None:
        self._close_bold()
        if self.stack[-1].kind == "when":
            opened = self.stack.pop()
            self.add(When(opened.name, tuple(opened.nodes), opened.line))
        else:
            self.add(Fault("stray", "⟧", self.line))

    def _bold(self) -> None:
        if self.stack[-1].kind == "bold":
            opened = self.stack.pop()
            self.add(Bold(tuple(opened.nodes), opened.line))
        else:
            self.stack.append(_Open("bold", "**", self.line, []))

    def _close_bold(self) -> None:
        """Bold ends on its line and inside its condition: an open one is a fault."""
        if self.stack[-1].kind == "bold":
            self._unclosed()

    def _unclosed(self) -> None:
        opened = self.stack.pop()
        mark = "**" if opened.kind == "bold" else f"⟦{opened.name}:"
        self.stack[-1].nodes.extend([Fault("unclosed", mark, opened.line), *opened.nodes])

    def finish(self) -> tuple[Node, ...]:
        while len(self.stack) > 1:
            self._unclosed()
        return tuple(self.stack[0].nodes)


def _nearest(name: str, known: Collection[str]) -> str:
    """The known name that is nearly this one, else nothing."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.75)), "")


def _negated(word: str) -> str:
    """The condition that ``no x`` or ``not x`` denies, else nothing."""
    return word.split(" ", 1)[1] if word.startswith(("no ", "not ")) else ""


def atoms(condition: str) -> list[str]:
    """The plain conditions that a condition asks.

    >>> atoms("agency and court"), atoms("no balance"), atoms("interest kept")
    (['agency', 'court'], ['balance'], ['interest kept'])
    """
    return [_negated(word) or word for word in condition.split(" and ")]


# --- checking ------------------------------------------------------------------------


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, those inside conditions and bold included."""
    for node in nodes:
        yield node
        if isinstance(node, When | Bold):
            yield from walk(node.nodes)


def check(text: str, subject: bool = False) -> list[Fault]:
    """What is wrong with a text; a subject is one plain line with few values (letters 2.1)."""
    faults = [node for node in walk(parse(text)) if isinstance(node, Fault)]
    if subject:
        faults += [fault for node in walk(parse(text)) if (fault := _subject_fault(node))]
        faults += [Fault("subject_line", "", 1)] if "\n" in text.strip() else []
    return faults


def _subject_fault(node: Node) -> Fault | None:
    if isinstance(node, Value) and node.name not in SUBJECT:
        return Fault("subject_value", node.name, node.line)
    if isinstance(node, When):
        return Fault("subject_mark", f"⟦{node.condition}: …⟧", node.line)
    if isinstance(node, Bold):
        return Fault("subject_mark", "**", node.line)
    return None


def uses(text: str) -> set[str]:
    """The values and blocks that a text names."""
    return {node.name for node in walk(parse(text)) if isinstance(node, Value)}


def threats(text: str) -> list[str]:
    """Words that no message may say: threats, and what looks like an official act (letters 1.2).

    >>> threats("Nous chargerons un huissier de la saisie."), threats("Médiateur de la consommation")
    (['saisie', 'huissier'], [])
    """
    return [word for word in THREATS if re.search(rf"\b{word}", text, re.IGNORECASE)]


# --- rendering -----------------------------------------------------------------------

Known = str | Markup | Block | tuple  # a value: words, inline HTML, a block, or a parsed text printed in place

DROP = "\0"  # marks a line that an empty optional value takes away
BLOCK = "\1"  # marks a paragraph that is a block: already HTML
BLANKS = re.compile(" {2,}")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
CONTROL = dict.fromkeys([*range(9), *range(11, 32)])  # never typed on purpose


def render(text: str | tuple, values: Mapping[str, Known], conditions: Collection[str]) -> Rendered:
    """A text in HTML and in plain words. Values are escaped, ``Markup`` is trusted.

    A text block is given as parsed nodes and printed in place with the same values.
    """
    writer = _Writer(values, frozenset(conditions))
    writer.write(parse(text) if isinstance(text, str) else text)
    return Rendered(_html("".join(writer.html)), _plain("".join(writer.plain)), tuple(dict.fromkeys(writer.missing)))


class _Writer:
    """Walks the nodes once and writes both forms."""

    def __init__(self, values: Mapping[str, Known], conditions: frozenset[str]):
        self.values, self.conditions = values, conditions
        self.html: list[str] = []
        self.plain: list[str] = []
        self.missing: list[str] = []

    def write(self, nodes: tuple[Node, ...]) -> None:  # pylint: disable=method-required-super
        for node in nodes:
            if isinstance(node, Plain):
                self.put(escape(node.text), node.text)
            elif isinstance(node, Value):
                self.value(node.name)
            elif isinstance(node, When):
                if self.holds(node.condition):
                    self.write(node.nodes)
            elif isinstance(node, Bold):
                self.put("<strong>", "")
                self.write(node.nodes)
                self.put("</strong>", "")
            else:
                self.missing.append(node.mark)

    def put(self, html: str, plain: str) -> None:
        self.html.append(html)
        self.plain.append(plain)

    def holds(self, condition: str) -> bool:
        return all(not self.fact(denied) if (denied := _negated(word)) else self.fact(word) for word in condition.split(" and "))

    def fact(self, word: str) -> bool:
        return word in self.conditions or (word in OPTIONAL and bool(self.values.get(word)))

    def value(self, name: str) -> None:
        value = self.values.get(name)
        if isinstance(value, Block):
            if value.html:
                self.put(f"\n\n{BLOCK}{value.html.replace(chr(10), ' ')}\n\n", f"\n\n{BLOCK}{value.plain.strip()}\n\n")
        elif isinstance(value, tuple):
            self.write(value)
        elif isinstance(value, Markup):
            self.put(value, value.striptags())
        elif value:
            words = value.translate(CONTROL)
            self.put(escape(words), words)
        elif name in OPTIONAL:
            self.put(DROP, DROP)
        elif name not in BLOCKS:
            self.missing.append(name)


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph that has something to say."""
    for paragraph in PARAGRAPHS.split(text):
        lines = [BLANKS.sub(" ", line).strip(" ") for line in paragraph.split("\n") if DROP not in line]
        if lines := [line for line in lines if line and line != BLOCK]:
            yield lines


def _html(text: str) -> Markup:
    return Markup("\n").join(
        Markup(lines[0][1:]) if lines[0].startswith(BLOCK) else Markup("<p>%s</p>") % Markup("<br/>\n".join(lines))
        for lines in _paragraphs(text)
    )


def _plain(text: str) -> str:
    return "\n\n".join("\n".join(lines) for lines in _paragraphs(text)).replace(BLOCK, "")
