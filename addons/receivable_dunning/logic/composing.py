"""From what a message has to say to its words: values, conditions, subject, frame. Pure.

Two media of one text say the same: the values are computed once and only the blocks and the
frame differ (letters 2.2, 2.3). Currencies are never added up.
"""

from collections.abc import Mapping
from decimal import Decimal

from markupsafe import Markup

from . import frames, letters, wording
from .frames import SEPARATOR, Sheet
from .message import Collector, Composed, Item, Message, Payer, Sender, Text
from .vocabulary import BLOCKS, NEXT_STEP, VALUES

OWN_SUBJECT = frozenset({"prevenance", "thanks", "event"})
"""Kinds whose subject a private person may read in a mailbox (letters 10.3)."""

NEXT_STEPS = {False: frozenset({"suspend", "agency", "court"}), True: frozenset({"agency", "court"})}
"""By private person or not: a formal notice names at least one true next step (letters 10.4)."""

ENCLOSURES = ("statement", "invoices", "interest")


def compose(
    message: Message, text: Text, blocks: Mapping[str, str], payer: Payer, sender: Sender, collector: Collector, code: str = ""
) -> Composed:
    """One message in words; ``blocks`` are the texts of its language, ``code`` the printed code as a data URI."""
    if message.private:
        message = message._replace(charges=None)
    known = values(message, blocks, payer, sender, collector, code)
    facts = conditions(message, text, payer, sender)
    body = letters.render(text.body, known, facts)
    subject = letters.render(_subject(message, text, blocks), {**known, **_short(message)}, facts)
    footer = letters.render(blocks["footer"], known, facts)
    missing = body.missing + subject.missing + footer.missing
    if text.kind == "formal" and not message.consequences & NEXT_STEPS[message.private]:
        missing += (NEXT_STEP,)

    def say(name: str) -> str:
        return letters.render(blocks[name], known, facts).plain

    if message.medium == "mail":
        framed = frames.mail(
            lang=message.lang, subject=subject.plain, preheader=say("preheader"), body=body.html, footer=footer.html, sender=sender
        )
    else:
        framed = frames.letter(
            subject=subject.plain,
            body=body,
            footer=footer.html,
            payer=payer,
            sender=sender,
            collector=collector,
            paper=_paper(message, text, blocks, payer, known, say),
        )
    plain = f"{body.plain}\n\n-- \n{footer.plain}\n"
    return Composed(message.key, subject.plain, body.html, framed, plain, tuple(dict.fromkeys(missing)))


def _subject(message: Message, text: Text, blocks: Mapping[str, str]) -> str:
    """A mailbox may be read over a shoulder: a private person gets the neutral subject (letters 10.3)."""
    neutral = message.private and message.medium == "mail" and text.kind not in OWN_SUBJECT
    return blocks["private_subject"] if neutral else text.subject


def _short(message: Message) -> dict:
    """A subject holds 60 characters: the deadline goes there without its weekday (letters 10.3)."""
    return {"deadline": wording.in_sentence(message.deadline, message.lang)} if message.deadline else {}


def _paper(message: Message, text: Text, blocks: Mapping[str, str], payer: Payer, known, say) -> frames.Paper:
    """The words of a sheet; the slip goes with a text that asks for money."""
    label, *names = [word.strip() for word in blocks["enclosures"].split(SEPARATOR)]
    enclosed = [name for name, kind in zip(names, ENCLOSURES, strict=True) if kind in message.enclosures]
    slip = Markup()
    if "how to pay" in letters.uses(text.body):
        labels = [word.strip() for word in blocks["slip"].split(SEPARATOR)]
        slip = frames.slip(labels, payer, known["payment reference"], known["grand total"])
    return frames.Paper(
        attention=say("attention"),
        place_date=say("place_date"),
        references=say("references"),
        label=say("subject_label"),
        delivery=say("registered") if text.kind == "formal" else "",
        enclosures=f"{label} {', '.join(enclosed)}" if enclosed else "",
        slip=slip,
    )


# --- conditions ------------------------------------------------------------------------


def conditions(message: Message, text: Text, payer: Payer, sender: Sender) -> frozenset[str]:
    """What is true of this message; a value that is there is a condition of its own."""
    french = payer.country == sender.country == "FR"
    facts = {
        message.medium: True,
        text.tone: True,
        "private": message.private,
        "mediation": french and not message.private,
        "help": french and message.private,
        message.charges.mode if message.charges else "none": bool(message.charges),
    }
    return message.consequences | message.facts | {name for name, true in facts.items() if true}


# --- values ----------------------------------------------------------------------------


def sheets(items: tuple[Item, ...]) -> list[Sheet]:
    """The items by currency, the currency of the oldest first.

    What is asked for is what is due; in a message before the due date, what comes.
    """
    due = any(item.kind == "debt" for item in items)
    asked = "debt" if due else "coming"
    order = dict.fromkeys(item.currency for item in sorted(items, key=lambda item: (item.kind != asked, item.due, item.number)))
    return [
        Sheet(
            currency,
            tuple(item for item in items if item.currency == currency and item.kind == asked),
            tuple(_deducted(item) for item in items if item.currency == currency and item.kind == "credit"),
            tuple(item for item in items if item.currency == currency and item.kind == "coming") if due else (),
        )
        for currency in order
    ]


def _deducted(credit: Item) -> Item:
    """A credit as a negative row, whatever its sign in the ledger."""
    return credit._replace(amount=-abs(credit.amount), paid=-abs(credit.paid), remaining=-abs(credit.remaining))


def _sum(items) -> Decimal:
    return sum((item.remaining for item in items), Decimal(0))


def values(
    message: Message, blocks: Mapping[str, str], payer: Payer, sender: Sender, collector: Collector, code: str = ""
) -> dict[str, letters.Known]:
    """Everything that a text of this message may show."""
    return {
        **_who(message, blocks, payer, sender, collector),
        **_when(message),
        **_owed(message, blocks),
        **_how_to_pay(message, blocks, payer, sender, code),
        **{name: letters.parse(blocks[name.replace(" ", "_")]) for name in PLACED},
        **message.own,
    }


PLACED = ("greeting", "close", "credits line", "if paid", "if problem", "charges line")
"""Blocks that are texts themselves, printed in place."""


def _who(message: Message, blocks: Mapping[str, str], payer: Payer, sender: Sender, collector: Collector) -> dict:
    return {
        "payer": payer.name,
        "payer address": ", ".join(payer.address),
        "contact": payer.contact,
        "account": payer.account,
        "company": sender.name,
        "company legal line": sender.legal_line,
        "place": sender.city,
        "mediator": sender.mediator,
        "privacy link": frames.link(sender.privacy) if sender.privacy.startswith("http") else sender.privacy,
        "collector": collector.name,
        "role": collector.role or blocks["role"],
        "phone": wording.phone(collector.phone or sender.phone, message.lang),
        "reply address": collector.email or sender.email,
    }


def _when(message: Message) -> dict:
    def day(value) -> str:
        return wording.in_sentence(value, message.lang) if value else ""

    deadline = message.deadline
    return {
        "date": day(message.date),
        "deadline": wording.deadline(deadline, message.lang) if deadline else "",
        "delay": wording.days((deadline - message.date).days, message.lang) if deadline else "",
        "last message date": day(max(message.earlier, default=None)),
        "earlier dates": wording.dates(message.earlier, message.lang),
        "payments known until": day(message.known_until),
        "paid date": day(message.paid_date),
        "paid amount": wording.amounts(message.paid_amount, message.lang),
    }


def _owed(message: Message, blocks: Mapping[str, str]) -> dict:
    by_currency = sheets(message.items)
    asked = [item for sheet in by_currency for item in sheet.asked]
    net = [(sheet.currency, sheet.total) for sheet in by_currency if sheet.asked and sheet.total > 0]
    late = max((item.days_late for item in asked if item.kind == "debt"), default=None)
    total = wording.amounts(net, message.lang)
    return {
        "items table": frames.items_table(by_currency, frames.words(blocks["items_table"]), message.lang, message.medium),
        "total due": total,
        "principal": total,
        "oldest due date": wording.in_sentence(min(item.due for item in asked), message.lang) if asked else "",
        "days late": "" if late is None else wording.days(late, message.lang),
        **_single(asked, message.lang),
        **_balance(by_currency, message.lang),
        **_charges(message, net),
    }


def _single(asked: list[Item], lang: str) -> dict:
    """The invoice by its name, when there is only one."""
    if len(asked) != 1:
        return {}
    (item,) = asked
    return {
        "invoice": item.number,
        "order": item.order,
        "invoice date": wording.in_sentence(item.issued, lang),
        "due date": wording.in_sentence(item.due, lang),
    }


def _balance(by_currency: list[Sheet], lang: str) -> dict:
    """Parts of the account, per currency; credits told as what they deduct."""
    credits = [(sheet.currency, -_sum(sheet.credits)) for sheet in by_currency if sheet.credits]
    parts = {
        kind: [(sheet.currency, _sum(item for item in sheet.asked + sheet.coming if item.kind == kind)) for sheet in by_currency]
        for kind in ("debt", "coming")
    }
    return {
        "credits": wording.amounts(credits, lang),
        "overdue": wording.amounts(parts["debt"], lang),
        "not due": wording.amounts(parts["coming"], lang),
        "balance": wording.amounts([(sheet.currency, sheet.total + _sum(sheet.coming)) for sheet in by_currency], lang),
    }


def _charges(message: Message, net: list[tuple[str, Decimal]]) -> dict:
    """What the delay costs; without charges, or with charges only recalled, the grand total is the principal."""
    charges, lang = message.charges, message.lang
    if not charges:
        return {"grand total": wording.amounts(net, lang)}

    def money(value: Decimal) -> str:
        return wording.amount(value, charges.currency, lang) if value else ""

    total = dict(net)
    if charges.mode == "claimed":
        total[charges.currency] = total.get(charges.currency, Decimal(0)) + charges.interest + charges.indemnity
    return {
        "penalty rate": wording.rate(charges.rate, lang),
        "legal basis": charges.basis,
        "indemnity each": money(charges.each),
        "invoices late": str(charges.invoices or ""),
        "interest": money(charges.interest),
        "indemnity": money(charges.indemnity),
        "daily interest": money(charges.daily),
        "grand total": wording.amounts(total.items(), lang),
    }


def _how_to_pay(message: Message, blocks: Mapping[str, str], payer: Payer, sender: Sender, code: str) -> dict:
    """The ways to pay; a button in an e-mail, a printed code on paper, beside the same words."""
    debts = [item for item in message.items if item.kind != "credit"]
    url = message.payment_link or message.portal_link
    mail = message.medium == "mail"
    return {
        "payment link": frames.link(url),
        "short link": frames.link(url),
        "portal link": frames.link(message.portal_link),
        "IBAN": wording.iban(sender.iban),
        "BIC": sender.bic,
        "payment reference": debts[0].number if len(debts) == 1 else payer.account,
        "button": frames.button(blocks["button"], url, sender) if mail else frames.code(code),
        "how to pay": (letters.Value("button", 0), *letters.parse(blocks[f"how_to_pay_{message.medium}"])),
    }


# --- what cannot be written ---------------------------------------------------------------


def meaning(name: str) -> str:
    """The missing value in words (English; the model translates it)."""
    return VALUES.get(name) or BLOCKS.get(name) or name


LISTS = {"items_table": (8, 5), "enclosures": (4, 1), "slip": (7, 1)}
"""Texts that are lists of words: how many words on the first line, how many lines."""


def well_formed(code: str, body: str) -> bool:
    """A text that is a list of words keeps its number of words.

    >>> well_formed("slip", "Slip · Payer · Account · Reference · Amount · Cheque · Transfer"), well_formed("slip", "Slip")
    (True, False)
    """
    if code not in LISTS:
        return True
    lines = body.strip().splitlines()
    return (len(lines[0].split(SEPARATOR)), len(lines)) == LISTS[code] if lines else False
