"""The table of open items, the e-mail and the sheet of paper around a text. Pure.

E-mail: 600 px, inline styles (many readers drop a style sheet), one class per role for
phones and dark mode, no outside image. Letter: one A4 sheet for wkhtmltopdf, which knows
neither page header nor footer here, so that everything stands in the body; black on white;
the address where the window of the envelope is (right in France: NF Z 10-011; left
elsewhere: DIN 5008, BS 4264).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from . import wording
from .letters import Block, Rendered
from .message import Collector, Item, Payer, Sender

ROWS = 20  # rows in a message; the rest is in the attached statement (letters 2.2)
RIGHT_WINDOW = frozenset({"FR", "MC", "BE", "LU"})
SEPARATOR = " · "

# --- the table of open items -----------------------------------------------------------

STYLES = {
    "mail": {
        "table": "width:100%;border-collapse:collapse;font-size:12px;line-height:1.4;margin:4px 0 20px",
        "th": "padding:6px 4px;border-bottom:2px solid #c5ced5;text-align:left;font-weight:600;color:#56636d;font-size:11px;"
        "vertical-align:bottom",
        "td": "padding:7px 4px;border-bottom:1px solid #e3e8ec;vertical-align:top",
        "total": "padding:9px 4px;border-bottom:2px solid #c5ced5;font-weight:700",
        "note": "padding:12px 4px 4px;color:#56636d;font-size:12px",
        "right": ";text-align:right;white-space:nowrap",
        "left": ";white-space:nowrap",
    },
    "letter": {
        "table": "width:100%;border-collapse:collapse;font-size:0.95em;line-height:1.18;margin:0.2em 0 0.7em",
        "th": "padding:0.1em 0.3em;border-bottom:0.4mm solid #000;text-align:left;font-weight:bold;vertical-align:bottom",
        "td": "padding:0.08em 0.3em;border-bottom:0.15mm solid #999;vertical-align:top",
        "total": "padding:0.25em 0.3em;border-bottom:0.4mm solid #000;font-weight:bold",
        "note": "padding:0.5em 0.3em 0.15em;font-style:italic",
        "right": ";text-align:right;white-space:nowrap",
        "left": ";white-space:nowrap",
    },
}


class Words(NamedTuple):
    """The words of the table, in the reader's language."""

    labels: tuple[str, ...]  # eight columns
    total: str
    coming: str
    more: str
    credit: str


def words(block: str) -> Words:
    """Words of the table, from the text that users may edit: labels, then one word a line.

    >>> words("a · b\\nTotal\\nComing\\nMore\\ncredit note").labels
    ('a', 'b')
    """
    labels, total, coming, more, credit = [line.strip() for line in block.strip().splitlines()]
    return Words(tuple(label.strip() for label in labels.split(SEPARATOR)), total, coming, more, credit)


class Sheet(NamedTuple):
    """The items of one currency, ready to be shown: what is asked for, credits, what comes."""

    currency: str
    asked: tuple[Item, ...]
    credits: tuple[Item, ...]
    coming: tuple[Item, ...]

    @property
    def total(self):
        """What is asked for, credits deducted, in this currency."""
        return sum(item.remaining for item in self.asked) + sum(item.remaining for item in self.credits)


def items_table(sheets: Sequence[Sheet], terms: Words, lang: str, medium: str) -> Block:
    """One table a currency: oldest first, credits as negative rows, total last."""
    tables = [_Table(sheet, terms, lang, medium) for sheet in sheets]
    return Block(Markup("").join(table.html() for table in tables), "\n".join(line for table in tables for line in table.plain()))


REFERENCE, DUE, PAID, LATE = 1, 3, 5, 7
NARROW = frozenset({0, 3, 6, 7})  # columns that stay on a phone
FIGURES = frozenset({4, 5, 6, 7})  # columns set to the right
DATES = frozenset({2, 3})  # columns that do not break


class _Table:
    """One table; columns without any content are left out."""

    def __init__(self, sheet: Sheet, terms: Words, lang: str, medium: str):
        self.sheet, self.terms, self.lang, self.medium = sheet, terms, lang, medium
        rows = sorted(sheet.asked, key=_age) + sorted(sheet.credits, key=_age)
        self.rows, self.rest = rows[:ROWS], rows[ROWS:]
        self.coming = sorted(sheet.coming, key=_age)
        every = [*rows, *self.coming]
        hidden = {LATE} if not any(item.kind == "debt" for item in every) else set()
        hidden |= {REFERENCE} if not any(item.reference for item in every) else set()
        hidden |= {PAID} if not any(item.paid for item in every) else set()
        self.columns = tuple(column for column in range(8) if column not in hidden)

    def money(self, value) -> str:
        return wording.amount(value, self.sheet.currency, self.lang)

    def number(self, item: Item) -> str:
        return f"{item.number} ({self.terms.credit})" if item.kind == "credit" else item.number

    def cells(self, item: Item) -> list:
        number = self.number(item)
        return [
            Markup('<a href="%s" class="a" style="color:inherit">%s</a>') % (item.link, number) if item.link else number,
            item.reference,
            wording.in_table(item.issued, self.lang),
            wording.in_table(item.due, self.lang) if item.kind != "credit" else "",
            self.money(item.amount),
            self.money(item.paid) if item.paid else "",
            self.money(item.remaining),
            wording.days(item.days_late, self.lang) if item.kind == "debt" else "",
        ]

    def row(self, item: Item) -> Markup:
        return self.filled(self.cells(item))

    def filled(self, cells: Sequence, role: str = "td", tag: str = "td") -> Markup:
        """One row of the columns that are shown."""
        return _row(self.medium, role, tag, self.columns) % tuple(cells[column] for column in self.columns)

    def head(self) -> Markup:
        return Markup("<thead>%s</thead>") % self.filled(self.terms.labels, "th", "th")

    def sum(self, label: str, value, role: str) -> Markup:
        """A label under the first column, its amount under *Remaining*."""
        return self.filled((label, "", "", "", "", "", self.money(value), ""), role)

    def note(self, text: str) -> Markup:
        return Markup('<tr><td class="m" colspan="%s" style="%s">%s</td></tr>') % (len(self.columns), STYLES[self.medium]["note"], text)

    def html(self) -> Markup:
        parts = [self.row(item) for item in self.rows]
        if self.rest:
            parts.append(self.sum(self.terms.more, sum(item.remaining for item in self.rest), "td"))
        if self.rows:
            parts.append(self.sum(self.terms.total, self.sheet.total, "total"))
        if self.coming:
            parts += [self.note(self.terms.coming), *(self.row(item) for item in self.coming)]
        table = Markup('<table class="s" style="%s">%s<tbody>%s</tbody></table>')
        return table % (STYLES[self.medium]["table"], self.head(), Markup("").join(parts))

    def line(self, item: Item) -> str:
        facts = [self.number(item)]
        if item.kind != "credit":
            facts.append(f"{self.terms.labels[DUE].lower()} {wording.in_table(item.due, self.lang)}")
        if item.kind == "debt":
            facts.append(f"{self.terms.labels[LATE].lower()} {wording.days(item.days_late, self.lang)}")
        return "- " + self.told(", ".join(facts), item.remaining)

    def told(self, label: str, value) -> str:
        return wording.labelled(label, self.money(value), self.lang)

    def plain(self) -> list[str]:
        lines = [self.line(item) for item in self.rows]
        if self.rest:
            lines.append("- " + self.told(self.terms.more, sum(item.remaining for item in self.rest)))
        if self.rows:
            lines.append(self.told(self.terms.total, self.sheet.total))
        if self.coming:
            lines += [wording.labelled(self.terms.coming, "", self.lang), *(self.line(item) for item in self.coming)]
        return lines


@lru_cache(maxsize=256)
def _row(medium: str, role: str, tag: str, columns: tuple[int, ...]) -> Markup:
    """The pattern of a row: one hole a column."""
    style, scope = STYLES[medium], ' scope="col"' if tag == "th" else ""
    cells = []
    for column in columns:
        align = style["right"] if column in FIGURES else style["left"] if column in DATES and tag == "td" else ""
        css = "l" if column in NARROW else "l w"
        cells.append(f'<{tag} class="{css}"{scope} style="{style[role]}{align}">%s</{tag}>')
    return Markup(f"<tr>{''.join(cells)}</tr>")


def _age(item: Item):
    return item.due, item.number


def plan_table(instalments: Sequence[tuple[date, Decimal]], currency: str, lang: str) -> Block:
    """The instalments of a payment plan: number, day and amount, so plain that it needs no words.

    >>> plan_table([(date(2026, 12, 4), Decimal(400))], "EUR", "en_US").plain
    '1. Friday 4 December 2026: €400.00'
    """
    return _plain_table([
        (f"{number}.", wording.deadline(day, lang), wording.amount(amount, currency, lang))
        for number, (day, amount) in enumerate(instalments, start=1)
    ], lang)  # fmt: skip


def debit_table(debits: Sequence[tuple[date, Decimal, str]], currency: str, lang: str) -> Block:
    """The coming direct debits: day, invoices and amount.

    >>> debit_table([(date(2026, 12, 4), Decimal(400), "FAC/12")], "EUR", "en_US").plain
    'Friday 4 December 2026 FAC/12: €400.00'
    """
    return _plain_table(
        [(wording.deadline(day, lang), numbers, wording.amount(amount, currency, lang)) for day, amount, numbers in debits], lang
    )


def _plain_table(rows: Sequence[tuple[str, str, str]], lang: str) -> Block:
    """Three columns, the last one an amount, so plain that they need no heads."""
    style = STYLES["mail"]
    row = Markup(f'<tr><td class="l" style="{style["td"]}">%s</td><td class="l" style="{style["td"]}">%s</td>'
                 f'<td class="l" style="{style["td"]}{style["right"]}">%s</td></tr>')  # fmt: skip
    body = Markup("").join(row % cells for cells in rows)
    table = Markup('<table class="s" style="%s"><tbody>%s</tbody></table>') % (style["table"], body)
    return Block(table, "\n".join(wording.labelled(f"{first} {second}", amount, lang) for first, second, amount in rows))


# --- e-mail --------------------------------------------------------------------------

MAIL = Markup("""<!DOCTYPE html>
<html lang="%(lang)s"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/><meta name="supported-color-schemes" content="light dark"/><title>%(title)s</title>
<style>
:root { color-scheme: light dark; }
@media (max-width: 659px) {
  .w { display: none !important; } .p { padding-left: 18px !important; padding-right: 18px !important; } .s { font-size: 13px !important; }
}
@media (prefers-color-scheme: dark) {
  .g { background: #14181b !important; } .c { background: #1f2529 !important; color: #e8edf0 !important; }
  .m, th.l { color: #a9b5bd !important; } .l { border-color: #3d474e !important; } .a { color: #8fd0e0 !important; }
}
</style></head>
<body class="g" style="margin:0;padding:0;background:#f2f5f6">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">%(preheader)s</div>
<table role="presentation" class="g" style="width:100%%;border-collapse:collapse;background:#f2f5f6">
<tr><td style="padding:24px 8px" align="center">
<table role="presentation" class="c" style="width:100%%;max-width:600px;border-collapse:separate;border-spacing:0;
 background:#ffffff;color:#1f2933;border-radius:8px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;
 font-size:15px;line-height:1.55;text-align:left">
<tr><td class="p l" style="padding:20px 26px 14px;border-bottom:1px solid #e3e8ec;font-weight:700;font-size:16px">%(company)s</td></tr>
<tr><td class="p" style="padding:24px 26px 8px">
%(body)s
</td></tr>
<tr><td class="p m l" style="padding:16px 26px 22px;border-top:1px solid #e3e8ec;color:#56636d;font-size:12px;line-height:1.5">
%(footer)s</td></tr>
</table>
</td></tr></table>
</body></html>""")

PART = Markup(
    "<div style=\"font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.55\">%s</div>"
)

BUTTON = Markup(
    '<table role="presentation" style="border-collapse:separate;border-spacing:0;margin:4px 0 18px"><tr>'
    '<td style="border-radius:6px;background:%s">'
    '<a href="%s" style="display:inline-block;padding:12px 26px;color:%s;font-weight:600;font-size:15px;line-height:20px;'
    'text-decoration:none">%s</a>'
    "</td></tr></table>"
)


def button(label: str, url: str, sender: Sender) -> Block:
    """« Voir et régler ». The address itself stands in the text below."""
    return Block(BUTTON % (sender.accent, url, sender.on_accent, label), "")


def link(url: str) -> Markup:
    """An address that can be clicked, and read on paper."""
    return Markup('<a href="%s" class="a" style="color:inherit;overflow-wrap:anywhere">%s</a>') % (url, url) if url else Markup()


def mail(*, lang: str, subject: str, preheader: str, body: Markup, footer: Markup, sender: Sender) -> Markup:
    """A whole e-mail. Nothing of the debt stands in what a mailbox shows before it is opened."""
    return MAIL % {
        "lang": lang[:2],
        "title": subject,
        "preheader": preheader,
        "company": sender.name,
        "body": _spaced(body, "margin:0 0 16px"),
        "footer": _spaced(footer, "margin:0"),
    }


def part(html: Markup) -> Markup:
    """A part of a message on its own, as its e-mail shows it."""
    return PART % html


def _spaced(html: Markup, style: str) -> Markup:
    """Paragraphs with their own margin: readers of e-mail disagree about the default one."""
    return html.replace(Markup("<p>"), Markup('<p style="%s">') % style)


# --- letter --------------------------------------------------------------------------

SHEET = Markup("""<div class="dunning_letter" style="font-family:'Liberation Sans',Arial,sans-serif;font-size:%(size)spt;
 line-height:1.3;color:#000;page-break-after:always">
<div style="position:relative;height:64mm;font-size:9pt">
<div style="position:absolute;left:0;top:0;width:%(head)s"><div style="font-weight:bold;font-size:12pt">%(company)s</div>%(sender)s</div>
<div style="position:absolute;%(window)s;top:35mm;width:82mm;font-size:%(address_size)spt;line-height:1.25">
%(addressee)s</div>
</div>
%(delivery)s<div style="float:right">%(place_date)s</div><div>%(references)s</div>
<div style="font-weight:bold;margin:0.2em 0 1em">%(label)s %(subject)s</div>
%(body)s
%(enclosures)s%(slip)s
<div style="margin-top:0.6em;padding-top:0.3em;border-top:0.15mm solid #666;font-size:7pt;line-height:1.3">%(footer)s</div>
</div>""")

DOCUMENT = Markup("""<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>%s</title></head><body style="margin:%s"><div style="zoom:%s">%s</div></body></html>""")

ZOOM = 1.3
"""WebKit shrinks a printed page by this factor: with it a millimetre is a millimetre (measured, wkhtmltopdf 0.12.6)."""

SLIP = Markup(
    '<div style="margin-top:0.8em;border-top:0.3mm dashed #000;padding-top:1mm;page-break-inside:avoid">'
    '<div style="font-weight:bold;font-size:7.5pt;margin-bottom:0.6mm">%(title)s</div>'
    '<table style="width:100%%;border-collapse:collapse;font-size:8pt;line-height:1.25"><tr>%(cells)s</tr></table></div>'
)
SLIP_CELL = Markup(
    '<td style="border:0.2mm solid #000;padding:0.4mm 1.5mm;vertical-align:top"><div style="font-size:6.5pt">%s</div>%s</td>'
)
SLIP_CHOICE = Markup(
    '<td style="border:0.2mm solid #000;padding:0.4mm 1.5mm;vertical-align:middle;white-space:nowrap">'
    "&#9744;&nbsp;%s &nbsp; &#9744;&nbsp;%s</td>"
)
CODE = Markup('<div style="float:right;margin:0 0 1mm 5mm"><img src="%s" alt="" style="width:22mm;height:22mm"/></div>')

SIZES = ((34, 10), (40, 9), (46, 8.4), (50, 7.8), (53, 7.3))
"""Size of the words by the number of lines, so that an ordinary letter stays on one sheet."""
TWO_SHEETS = 9


class Paper(NamedTuple):
    """The words of a sheet, already in the reader's language."""

    attention: str
    place_date: str
    references: str
    label: str
    delivery: str
    enclosures: str
    slip: Markup


def code(image: str) -> Block:
    """The printed code of the payment page, beside the ways to pay; ``image`` is a data URI."""
    return Block(CODE % image if image else Markup(), "")


def slip(labels: Sequence[str], payer: Payer, reference: str, amount: str) -> Markup:
    """What is torn off and sent with a cheque; labels: title, payer, account, reference, amount, cheque, transfer."""
    title, *names, cheque, transfer = labels
    words = (payer.name, payer.account, reference, Markup("<b>%s</b>") % amount)
    cells = [SLIP_CELL % pair for pair in zip(names, words, strict=True)]
    return SLIP % {"title": title, "cells": Markup("").join([*cells, SLIP_CHOICE % (cheque, transfer)])}


def letter(*, subject: str, body: Rendered, footer: Markup, payer: Payer, sender: Sender, collector: Collector, paper: Paper) -> Markup:
    """A sheet of paper. Only the address stands in the window."""
    contact = SEPARATOR.join(filter(None, (sender.phone, sender.email or collector.email)))
    addressee = [payer.name, paper.attention, *payer.address]
    return SHEET % {
        "size": _size(body.plain),
        "head": "85mm" if sender.country in RIGHT_WINDOW else "100%",
        "window": "right:0" if sender.country in RIGHT_WINDOW else "left:0",
        "company": sender.name,
        "sender": _lines([*sender.address, contact]),
        "address_size": _address_size(addressee),
        "addressee": _lines(addressee),
        "place_date": paper.place_date,
        "references": paper.references,
        "delivery": Markup('<div style="font-weight:bold">%s</div>') % paper.delivery if paper.delivery else "",
        "label": paper.label,
        "subject": subject,
        "body": _signed(_spaced(body.html, "margin:0 0 0.65em")),
        "enclosures": Markup('<div style="font-size:0.9em">%s</div>') % paper.enclosures if paper.enclosures else "",
        "slip": paper.slip,
        "footer": _spaced(footer, "margin:0"),
    }


def document(sheets: Sequence[Markup], title: str) -> Markup:
    """One file to print for many letters, without anything to load from elsewhere."""
    return DOCUMENT % (title, 0, ZOOM, Markup("\n").join(sheets))


def on_screen(sheet: Markup, title: str) -> Markup:
    """One letter as a screen shows it, with margins and in its own size."""
    return DOCUMENT % (title, "10mm 8mm", 1, sheet)


def _size(plain: str) -> float:
    """The size of the words, in points, for a text of so many lines."""
    lines = sum(1 + len(line) // 110 for line in plain.splitlines())
    return next((size for most, size in SIZES if lines <= most), TWO_SHEETS)


def _address_size(lines: Sequence[str]) -> float:
    """The size of an address, in points, so that all of it stands in the window (27 mm)."""
    rows = sum(1 + len(line) // 42 for line in lines if line)
    return {5: 10, 6: 9.5, 7: 8.5}.get(max(rows, 5), 7.5)


def _signed(body: Markup) -> Markup:
    """Room for a hand-written signature above the name, which is the last paragraph."""
    head, mark, tail = body.rpartition(Markup("<p "))
    return head + Markup('<div style="height:8mm"></div>') + mark + tail if mark else body


def _lines(lines: Sequence[str]) -> Markup:
    return Markup("<br/>").join(line for line in lines if line)
