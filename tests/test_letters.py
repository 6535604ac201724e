"""The texts and their language: what is shipped says what the rules of the letters ask (letters 1.2, 10.4)."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from decimal import Decimal
from pathlib import Path

import polib
import pytest
from markupsafe import Markup

from odoo.addons.receivable_dunning.logic import composing, letters, sample, wording
from odoo.addons.receivable_dunning.logic.catalogue import Catalogue, Entry
from odoo.addons.receivable_dunning.logic.message import Item
from odoo.addons.receivable_dunning.logic.vocabulary import BLOCKS, OPTIONAL, PRIVATE_WORDS, THREATS, VALUES

ADDON = Path(__file__).parents[1] / "addons" / "receivable_dunning"
SOURCE = Path(__file__).parents[2] / "shared" / "letters.md"
LANGS = ("fr_FR", "en_US")
MEDIA = ("mail", "letter")


def shipped():
    """Texts as a fresh database with French has them."""
    french = {entry.msgid: entry.msgstr for entry in polib.pofile(str(ADDON / "i18n" / "fr.po"))}
    entries = []
    for record in ElementTree.parse(ADDON / "data" / "dunning_template_data.xml").getroot():
        field = {node.get("name"): node.text for node in record}
        both = {name: {"en_US": field[name], "fr_FR": french.get(field[name])} for name in ("subject", "body") if name in field}
        entries.append(Entry(field["code"], field["kind"], field["tone"], both.get("subject", {}), both["body"]))
    return Catalogue(entries)


CATALOGUE = shipped()
MESSAGES = [entry.code for entry in CATALOGUE.entries.values() if entry.kind not in ("block", "call")]
EVERY = [
    (entry.code, lang, words)
    for entry in CATALOGUE.entries.values()
    for lang in LANGS
    for words in (entry.body.get(lang), entry.subject.get(lang))
    if words
]


def compose(code, lang="fr_FR", medium="mail", payer=None, sender=sample.SENDER, **changes):
    """One shipped text on the invented message, with changes."""
    entry = CATALOGUE.entries[code]
    message = sample.message(code, entry.kind, lang, medium)._replace(**changes)
    reader = payer or (sample.PERSON if message.private else sample.PAYER)
    return composing.compose(message, entry.text(lang), CATALOGUE.blocks(lang), reader, sender, sample.COLLECTOR)


def item(number, amount, currency="EUR", kind="debt", late=12, **changes):
    """An item of an invented ledger."""
    owed = Decimal(amount)
    due = date(2026, 11, 23 - late) if late > 0 else date(2026, 12, 1)
    return Item(number, "", date(2026, 9, 1), due, owed, Decimal(0), owed, max(late, 0), currency, kind)._replace(**changes)


def tidy(text):
    """No mark of the language, no double blank, no blank before a full stop or comma is left."""
    return not re.search(r"\{\{|\}\}|⟦|⟧|\*\*|  |[  ][.,]|\bNone\b|\bFalse\b|\(\)", text)


# --- the language ----------------------------------------------------------------------


def test_values_are_escaped_and_markup_is_trusted():
    rendered = letters.render("{{payer}} {{payment link}}", {"payer": "<b>A & B</b>", "payment link": Markup("<a>x</a>")}, ())
    assert rendered.html == "<p>&lt;b&gt;A &amp; B&lt;/b&gt; <a>x</a></p>"
    assert rendered.plain == "<b>A & B</b> x"


def test_the_text_itself_is_escaped():
    assert letters.render("<script>{{payer}}</script>", {"payer": "A"}, ()).html == "<p>&lt;script&gt;A&lt;/script&gt;</p>"


def test_paragraphs_lines_and_bold():
    rendered = letters.render("One\ntwo\n\n**Three {{payer}}**", {"payer": "A"}, ())
    assert rendered.html == "<p>One<br/>\ntwo</p>\n<p><strong>Three A</strong></p>"
    assert rendered.plain == "One\ntwo\n\nThree A"


@pytest.mark.parametrize(
    ("text", "facts", "printed"),
    [
        ("a⟦mail:  b⟧.", ("mail",), "a b."),
        ("a⟦mail:  b⟧.", (), "a."),
        ("a⟦no mail: b⟧", (), "ab"),
        ("a⟦agency and court:  or⟧b", ("agency", "court"), "a orb"),
        ("a⟦agency and court:  or⟧b", ("agency",), "ab"),
        ("⟦mail: a⟦private: b⟧c⟧", ("mail",), "ac"),
        ("⟦undisputed: one\n\n⟧two", ("undisputed",), "one\n\ntwo"),
        ("⟦interest kept: a⟧", ("interest kept",), "a"),
    ],
)
def test_conditions(text, facts, printed):
    assert letters.check(text) == []
    assert letters.render(text, {}, facts).plain == printed


def test_the_name_of_an_optional_value_is_a_condition():
    text = "Invoice⟦order:  for order {{order}}⟧⟦no order:  without order⟧"
    assert letters.render(text, {"order": "PO 7"}, ()).plain == "Invoice for order PO 7"
    assert letters.render(text, {}, ()).plain == "Invoice without order"


def test_an_empty_optional_value_takes_its_line_away():
    rendered = letters.render("Principal: 1\nInterest: {{interest}}\nTotal: 2\n\n{{legal basis}}\n\nEnd", {}, ())
    assert rendered.plain == "Principal: 1\nTotal: 2\n\nEnd"
    assert rendered.missing == ()


def test_any_other_empty_value_is_missing_and_said_once():
    assert letters.render("{{phone}} {{deadline}} {{phone}}", {"deadline": ""}, ()).missing == ("phone", "deadline")


def test_an_empty_block_takes_its_paragraph_away():
    assert letters.render("One\n\n{{items table}}\n\nTwo", {}, ()).html == "<p>One</p>\n<p>Two</p>"


def test_a_block_stands_alone_even_inside_a_sentence():
    block = letters.Block(Markup("<table></table>"), "table")
    rendered = letters.render("One {{items table}} two", {"items table": block}, ())
    assert rendered.html == "<p>One</p>\n<table></table>\n<p>two</p>"
    assert rendered.plain == "One\n\ntable\n\ntwo"


def test_a_text_block_is_printed_in_place():
    values = {"if paid": letters.parse("Up to {{payments known until}}."), "payments known until": "20 May"}
    assert letters.render("{{if paid}} {{if problem}}", values, ()).plain == "Up to 20 May."


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("ok\n{{payeur}}", "value_near", 2),
        ("ok\n{{nonsense}}", "value", 2),
        ("⟦maybe: x⟧", "condition", 1),
        ("⟦courts: x⟧", "condition_near", 1),
        ("⟦agency and maybe: x⟧", "condition", 1),
        ("a\n\n⟦mail: x", "unclosed", 3),
        ("**bold\nline**", "unclosed", 1),
        ("a ⟧", "stray", 1),
        ("{{payer", "stray", 1),
        ("{{ {{payer}}", "stray", 1),
    ],
)
def test_faults_are_data_with_their_line(text, code, line):
    fault = letters.check(text)[0]
    assert (fault.code, fault.line) == (code, line)
    assert fault.sentence.startswith(f"Line {line}: ")


def test_a_fault_names_the_nearest_value():
    assert letters.check("{{total du}}")[0].sentence.endswith("Did you mean {{total due}}?")


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("You owe {{total due}}", "subject_value"),
        ("{{contact}}", "subject_value"),
        ("**Account**", "subject_mark"),
        ("⟦mail: Account⟧", "subject_mark"),
        ("Account\nsecond line", "subject_line"),
    ],
)
def test_a_subject_names_no_amount_and_no_person(subject, code):
    assert [fault.code for fault in letters.check(subject, subject=True)] == [code]


def test_a_faulty_text_is_never_sendable():
    assert letters.render("{{payeur}} ⟦mail: x", {}, ("mail",)).missing == ("payeur", "⟦mail:")


# --- the shipped texts -------------------------------------------------------------------


@pytest.mark.parametrize("code", CATALOGUE.entries)
def test_both_languages_are_there(code):
    entry = CATALOGUE.entries[code]
    assert all(entry.body[lang] for lang in LANGS)
    assert all(entry.subject.get(lang) for lang in LANGS) or entry.kind in ("block", "call")
    assert letters.uses(entry.body["fr_FR"]) == letters.uses(entry.body["en_US"])


@pytest.mark.parametrize(("code", "lang", "words"), EVERY)
def test_every_text_is_readable_and_threatens_nobody(code, lang, words):
    assert letters.check(words) == []
    assert letters.threats(words) == []
    assert composing.well_formed(code, CATALOGUE.text(code, lang).body)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", MESSAGES)
def test_subjects(code, lang):
    entry = CATALOGUE.entries[code]
    assert letters.check(entry.subject[lang], subject=True) == []
    for medium in MEDIA:
        subject = compose(code, lang, medium, deadline=date(2026, 9, 30)).subject
        assert len(subject) <= 60
        assert "€" not in subject
        assert tidy(subject)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", MESSAGES)
def test_a_private_persons_mailbox_says_nothing(code, lang):
    subject = compose(code, lang, "mail", private=True).subject.lower()
    assert not [word for word in PRIVATE_WORDS if word in subject]
    if CATALOGUE.entries[code].kind in composing.OWN_SUBJECT:
        return
    neutral = {"fr_FR": "votre compte client lunaprès mobilier sas", "en_US": "your lunaprès mobilier sas customer account"}
    assert subject == neutral[lang]


def test_the_subject_inside_a_letter_stays():
    assert compose("formal_notice_private", medium="letter").subject == "MISE EN DEMEURE DE PAYER"


LONG = "Établissements Réunis de la Menuiserie, de l'Ébénisterie & de l'Agencement <Copeaux>"
LONGEST = {
    "items": tuple(item(f"FAC/2026/{number:08d}/BIS", "9999999.99", reference="R" * 40) for number in range(30)),
    "earlier": tuple(date(2026, month, 28) for month in range(1, 13)),
    "paid_amount": (("EUR", Decimal("9999999.99")), ("CHF", Decimal("9999999.99"))),
}
LONG_PAYER = sample.PAYER._replace(name=LONG, contact=LONG, address=(LONG, LONG, "38999 Pont-de-Brume", "SUISSE"))


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", MESSAGES)
@pytest.mark.parametrize("extreme", ["usual", "longest", "least"])
def test_each_text_renders(code, lang, medium, extreme):
    """With usual values, with the longest ones, and without anything that may be empty."""
    changes, payer, sender = {}, None, sample.SENDER
    if extreme == "longest":
        changes, payer = dict(LONGEST), LONG_PAYER
        if code == "prevenance_one":
            changes["items"] = (item("FAC/2026/00000001/BIS", "9999999.99", kind="coming", late=-8, order="O" * 40),)
    if extreme == "least":
        changes, payer = {"charges": None}, sample.PAYER._replace(contact="", address=("1 rue", "Ville"))
        sender = sender._replace(iban="", bic="")
    composed = compose(code, lang, medium, payer, sender, **changes)
    assert composed.missing == ()
    assert tidy(composed.plain)
    assert tidy(composed.html.striptags())
    assert "{{" not in composed.framed and "⟦" not in composed.framed
    assert "<Copeaux>" not in composed.framed


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", MESSAGES)
def test_the_mail_and_the_letter_name_the_same_total(code, lang):
    mail, letter = (compose(code, lang, medium) for medium in MEDIA)
    assert amounts(mail.plain) == amounts(letter.plain)
    if letters.uses(CATALOGUE.text(code, lang).body) & {"total due", "principal", "items table"}:
        total = sum(entry.remaining for entry in sample.message(code, CATALOGUE.entries[code].kind, lang, "mail").items)
        assert wording.amount(total, "EUR", lang) in amounts(mail.plain)


def amounts(text):
    """Every amount of a text."""
    return sorted(set(re.findall("−?(?:€[\\d,]+\\.\\d\\d|[\\d\u202f]+,\\d\\d\u00a0€)", text)))


@pytest.mark.parametrize("medium", MEDIA)
def test_currencies_are_never_added_up(medium):
    items = (item("A1", "1200"), item("B1", "3400", "CHF"), item("B2", "1150", "CHF"))
    composed = compose("reminder_1_standard", "en_US", medium, items=items)
    assert "€1,200.00 and CHF 4,550.00" in composed.plain
    assert composed.html.count("<thead>") == 2
    assert "5,750" not in composed.framed


@pytest.mark.parametrize("sign", ["-", ""])
def test_credits_are_negative_rows_and_deducted_once(sign):
    items = (item("A1", "1200"), item("AV1", f"{sign}200", kind="credit"))
    composed = compose("reminder_1_gentle", "fr_FR", items=items)
    assert "le règlement de 1\u202f000,00\u00a0€" in composed.plain
    assert "AV1 (avoir)\u00a0: −200,00\u00a0€" in composed.plain
    assert "Nous avons déjà déduit 200,00\u00a0€" in composed.plain


def test_an_item_that_leaves_takes_its_amount_along():
    items = (item("A1", "1200"), item("A2", "300"))
    before, after = compose("reminder_2_firm", items=items), compose("reminder_2_firm", items=items[:1])
    assert "A2" in before.plain and "1\u202f500,00" in before.plain
    assert "A2" not in after.plain and "1\u202f500,00" not in after.plain and "1\u202f200,00" in after.plain


def test_what_comes_is_listed_and_not_asked_for():
    composed = compose("reminder_1_standard", items=(item("A1", "1200"), item("C1", "700", kind="coming", late=-8)))
    assert "échu de 1\u202f200,00\u00a0€" in composed.plain
    assert "À échoir, pour information" in composed.plain
    assert "1\u202f900,00" not in composed.framed


def test_no_column_late_before_the_due_date():
    assert "Retard" not in compose("prevenance_several").html
    assert "Retard" in compose("reminder_1_standard").html


def test_twenty_rows_and_the_rest_in_the_statement():
    items = tuple(item(f"N{number:02d}", "10") for number in range(25))
    composed = compose("reminder_1_gentle", items=items)
    assert composed.html.count("N") >= 20 and "N19" in composed.html and "N20" not in composed.html
    assert "La suite figure dans le relevé joint" in composed.html
    assert "250,00" in composed.html and "50,00" in composed.html


@pytest.mark.parametrize("mode", ["recalled", "claimed"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", MESSAGES)
def test_no_charges_for_a_private_person(code, lang, mode):
    charges = sample.CHARGES._replace(mode=mode, indemnity=Decimal(123))
    composed = compose(code, lang, private=True, charges=charges)
    assert not {wording.amount(value, "EUR", lang) for value in (charges.each, charges.interest, charges.indemnity)} & set(
        amounts(composed.plain)
    )
    assert charges.basis not in composed.plain


def test_charges_are_recalled_or_claimed_never_both():
    recalled = compose("reminder_2_firm", charges=sample.CHARGES)
    claimed = compose("reminder_2_firm", charges=sample.CHARGES._replace(mode="claimed"))
    assert "Pour information, tout retard" in recalled.plain and "S’y ajoutent" not in recalled.plain
    assert "S’y ajoutent 61,37\u00a0€" in claimed.plain and "Pour information, tout retard" not in claimed.plain
    assert "Total à régler\u00a0: 2\u202f401,37\u00a0€" in claimed.plain


def test_the_slip_asks_for_what_the_letter_asks():
    def slip(mode):
        return compose("reminder_2_firm", medium="letter", charges=sample.CHARGES._replace(mode=mode)).framed.rpartition("Talon")[2]

    assert "2\u202f220,00\u00a0€" in slip("recalled")
    assert "2\u202f401,37\u00a0€" in slip("claimed")


def test_a_formal_notice_without_charges_claims_the_principal():
    composed = compose("formal_notice_business", medium="letter", charges=None)
    assert composed.missing == ()
    assert "Pénalités" not in composed.plain and "Indemnité" not in composed.plain
    assert "Total dû au 23 novembre 2026\u00a0: 2\u202f220,00\u00a0€" in composed.plain


@pytest.mark.parametrize(
    ("code", "steps", "sendable"),
    [
        ("formal_notice_business", {"suspend"}, True),
        ("formal_notice_business", set(), False),
        ("formal_notice_private", {"suspend"}, False),
        ("formal_notice_private", {"agency", "court"}, True),
    ],
)
def test_a_formal_notice_names_a_true_next_step(code, steps, sendable):
    composed = compose(code, medium="letter", consequences=frozenset(steps))
    assert (composed.missing == ()) == sendable


def test_only_true_consequences_are_told():
    composed = compose("formal_notice_private", medium="letter", consequences=frozenset({"agency", "court"}))
    assert "confier le dossier à un organisme de recouvrement ou demander au tribunal" in composed.plain
    assert "suspendue" not in compose("reminder_3_firm", consequences=frozenset()).plain


@pytest.mark.parametrize(
    ("changes", "missing"),
    [({"known_until": None}, "payments known until"), ({"deadline": None}, "deadline"), ({"earlier": ()}, "last message date")],
)
def test_a_message_that_lacks_a_value_must_not_leave(changes, missing):
    assert compose("reminder_2_standard", **changes).missing == (missing,)


def test_greetings():
    nameless = sample.PAYER._replace(contact="")
    assert compose("reminder_1_gentle").plain.startswith("Bonjour Camille Martin,")
    assert compose("reminder_1_gentle", payer=nameless).plain.startswith("Bonjour,")
    assert compose("reminder_1_gentle", medium="letter").plain.startswith("Madame, Monsieur,")
    assert compose("reminder_1_gentle", "en_US", payer=nameless).plain.startswith("Dear accounts payable team,")
    assert compose("reminder_1_gentle", "en_US", payer=nameless, private=True).plain.startswith("Hello,")


def test_closing_words_follow_the_tone():
    assert "Bien cordialement," in compose("reminder_1_gentle").plain
    assert "\n\nCordialement," in compose("reminder_1_firm").plain
    assert "Veuillez recevoir nos salutations distinguées." in compose("reminder_1_gentle", medium="letter").plain


def test_without_a_bank_account_the_link_alone_is_left():
    without = sample.SENDER._replace(iban="", bic="")
    assert "Pour régler\u00a0: https://lunapres.example/pay/k3T9.\n" in compose("reminder_1_gentle", sender=without).plain
    letter = compose("reminder_1_gentle", medium="letter", sender=without).plain
    assert "IBAN" not in letter and "En ligne\u00a0: https://lunapres.example/pay/k3T9" in letter
    assert "BIC" not in compose("reminder_1_gentle", sender=sample.SENDER._replace(bic="")).plain


def test_the_preview_text_of_a_mailbox_says_nothing():
    framed = compose("reminder_3_firm").framed
    head = Markup(framed[: framed.index("Bonjour")]).striptags()
    assert "Message de Lunaprès Mobilier SAS" in head
    assert "€" not in head.replace("Compte C00042", "")


def test_the_address_stands_in_the_window_of_the_envelope():
    assert "right:0;top:35mm" in compose("last_notice", medium="letter").framed
    assert "left:0;top:35mm" in compose("last_notice", medium="letter", sender=sample.SENDER._replace(country="DE")).framed


def test_a_long_address_is_set_smaller_and_never_cut():
    def size(**changes):
        framed = compose("last_notice", medium="letter", payer=sample.PAYER._replace(**changes)).framed
        return float(re.search(r"width:82mm;font-size:([\d.]+)pt", framed)[1])

    lines = ("Bâtiment C", "zone artisanale des Copeaux", "12 bis rue de la Brume", "38999 Pont-de-Brume Cedex 9", "SUISSE")
    assert size() == 10 and size(address=lines) == 8.5 and size(address=(*lines, "x", "y")) == 7.5
    assert "SUISSE" in compose("last_notice", medium="letter", payer=sample.PAYER._replace(address=lines)).framed


def test_enclosures_are_listed_only_if_they_are_there():
    assert "Pièces jointes" not in compose("formal_notice_business", medium="letter").framed
    framed = compose("formal_notice_business", medium="letter", enclosures=("interest", "statement")).framed
    assert "Pièces jointes\u00a0: relevé de compte, décompte des intérêts" in framed


def test_a_language_without_translation_is_written_in_english():
    assert CATALOGUE.language("last_notice", "fr_BE") == "fr_FR"
    assert CATALOGUE.language("last_notice", "de_DE") == "en_US"
    assert CATALOGUE.language("last_notice", None) == "en_US"


def test_a_list_of_words_broken_by_a_translation_is_read_in_english():
    table = CATALOGUE.entries["items_table"]
    broken = Catalogue([table._replace(body={**table.body, "fr_FR": "Facture · Date"})])
    assert broken.blocks("fr_FR")["items_table"] == table.body["en_US"]


def test_the_vocabulary_is_consistent():
    assert VALUES.keys() >= OPTIONAL
    assert not VALUES.keys() & BLOCKS.keys()
    assert len(THREATS) == 8


# --- against their source ------------------------------------------------------------------

ADDED = ("BIC", "IBAN")
"""Conditions of ours in the ways to pay: without bank account the link alone is left. They print the source's words."""
ERRATA = {
    # « le {{earlier dates}} » would read « le 3 mars et du 12 avril 2026 »
    "Nous vous avons écrit par nos messages du {{earlier dates}}.": "Nous vous avons écrit le {{earlier dates}}.",
}


def as_source(words):
    """A shipped text as the source writes it."""
    for ours, theirs in ERRATA.items():
        words = words.replace(ours, theirs)
    for name in ADDED:
        words = re.sub(rf"⟦{name}: ([^⟦⟧]*)⟧", r"\1", words)
    return words.replace("\n\n", " ¶ ").replace("\n", " ↵ ")


def plain_type(words):
    """The same words without the refinements of French typography."""
    return words.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"})


@pytest.mark.skipif(not SOURCE.exists(), reason="the source of the texts is kept outside the repository")
@pytest.mark.parametrize("code", [entry.code for entry in CATALOGUE.entries.values()])
def test_the_shipped_words_are_the_sources_words(code):
    source = SOURCE.read_text(encoding="utf-8")
    entry = CATALOGUE.entries[code]
    for lang, name in (("fr_FR", "FR"), ("en_US", "EN")):
        if entry.kind == "call":  # the source writes the script with plain blanks and straight apostrophes
            assert plain_type(entry.body[lang]) in plain_type(source)
        elif entry.kind != "block":
            _, _, section = source.partition(f"\n### {code} ")
            assert f"- **{name}** `{entry.subject[lang]}` {as_source(entry.body[lang])}\n" in section.split("\n### ")[0] + "\n"
        elif f"**{name}** {as_source(entry.body[lang])}\n" not in source:
            assert code in WRITTEN_HERE


WRITTEN_HERE = {
    # put together from the sentences of 2.2 and 2.3, with conditions
    "greeting", "close", "attention", "registered", "references", "subject_label", "preheader", "button", "private_subject",
    # words of tables and frames, which the source names without writing them out
    "items_table", "role", "place_date", "enclosures", "slip",
}  # fmt: skip
