"""What replies speak of. Words as customers write them; nobody here exists."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.receivable_dunning_dispute.logic.hints import contested, promised

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(("words", "day"), [
    ("Nous réglerons le 5 décembre.", date(2026, 12, 5)),
    ("Nous réglerons cette facture le vendredi 4 décembre 2026.", date(2026, 12, 4)),
    ("Le virement partira vendredi.", date(2026, 11, 27)),
    ("Le virement partira mardi.", date(2026, 12, 1)),
    ("Paiement prévu le 05/12.", date(2026, 12, 5)),
    ("Je paierai demain", date(2026, 11, 25)),
    ("Règlement fin du mois", date(2026, 11, 30)),
    ("We will pay at the end of January.", date(2027, 1, 31)),
    ("The transfer leaves on December 5th.", date(2026, 12, 5)),
    ("Payment is scheduled for 1 December,\nwith our thanks.", date(2026, 12, 1)),
])  # fmt: skip
def test_a_sentence_that_says_when_they_pay_is_a_promise(words, day):
    found = promised(words, TUESDAY)
    assert (found and found.day) == day


@pytest.mark.parametrize("words", [
    "Nous ne pouvons pas régler avant le 5 décembre.",
    "We cannot pay on Friday.",
    "Nous avons réglé le 20 novembre.",
    "We already paid on Friday.",
    "Nous réglerons dès que possible.",
    "Nous réglerons la moitié le 5 décembre et le reste le 20 décembre.",
    "Je suis absente jusqu'au 5 décembre.",
    "Votre facture du 5 novembre sera réglée prochainement.",
    "Paiement le 31 février.",
    "",
])  # fmt: skip
def test_what_is_not_sure_is_no_promise(words):
    assert promised(words, TUESDAY) is None


@pytest.mark.parametrize(("words", "amount"), [
    ("Nous verserons un virement de 1 200,50 € vendredi.", Decimal("1200.50")),
    ("We pay €2,340.00 on Friday.", Decimal("2340.00")),
    ("We pay on Friday.", None),
    ("Paiement de 300 € puis 200 € vendredi.", None),
])  # fmt: skip
def test_the_amount_is_taken_when_one_is_named(words, amount):
    assert promised(words, TUESDAY).amount == amount


@pytest.mark.parametrize(("words", "reason"), [
    ("Deux lampes sont arrivées cassées.", "damaged"),
    ("Il manque trois chaises dans la livraison.", "missing"),
    ("Il y a une erreur de prix sur la ligne 2.", "price"),
    ("La remise convenue n'apparaît pas.", "price"),
    ("Cette facture est en double.", "twice"),
    ("This invoice has been paid.", "paid"),
    ("Nous n'avons pas commandé ce bureau.", "unknown"),
    ("Nous contestons cette facture.", "other"),
    ("Merci d'établir un avoir de 300 €.", "other"),
])  # fmt: skip
def test_a_sentence_that_says_what_is_wrong_is_a_dispute(words, reason):
    assert contested(words).reason == reason


@pytest.mark.parametrize("words", ["Nous réglerons vendredi.", "Merci d'avoir patienté.", "Bien reçu, bonne journée.", ""])
def test_nothing_is_wrong_with_polite_words(words):
    assert contested(words) is None


def test_the_sentence_is_quoted_without_greeting_and_signature():
    words = "Bonjour Colette,\n\nMerci de votre message. Nous réglerons le 5 décembre,\ncomme convenu. Bien à vous,\nAda Fuite"
    found = promised(words, TUESDAY)
    assert words[found.start : found.end] == "Nous réglerons le 5 décembre,\ncomme convenu."


def test_the_first_sentence_counts():
    words = "Une chaise est cassée. Le reste sera réglé vendredi."
    assert contested(words).reason == "damaged"
    assert promised(words, TUESDAY).day == date(2026, 11, 27)
