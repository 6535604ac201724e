"""The prescribed sentences of mandates: none is missing in any language, and each says what its scheme is."""

import pytest

from odoo.addons.receivable_sepa.logic.wording import LANGUAGES, WORDINGS

WEEKS = {"fr": "8 semaines", "en": "8 weeks", "de": "acht Wochen", "es": "ocho semanas", "it": "8 settimane"}
COMPANIES = {"fr": "interentreprises", "en": "business-to-business", "de": "Unternehmen", "es": "entre empresas", "it": "tra imprese"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_core_mandate_says_that_eight_weeks_are_left_to_ask_the_money_back(lang):
    assert WEEKS[lang] in WORDINGS[lang].scheme("CORE").rights


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mandate_between_companies_gives_no_such_right_and_says_for_whom_it_is(lang):
    rights = WORDINGS[lang].scheme("B2B").rights
    assert COMPANIES[lang] in rights
    assert WEEKS[lang] not in rights


@pytest.mark.parametrize("scheme", ["CORE", "B2B"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_authorisations_name_the_creditor(lang, scheme):
    said = WORDINGS[lang].scheme(scheme).authorisation.format(creditor="Lunaprès")
    assert said.count("Lunaprès") == 2
    assert "{" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_of_the_form_has_its_words(lang):
    assert all(WORDINGS[lang].labels)


def test_the_french_sentences_are_those_of_the_rule_book():
    assert WORDINGS["fr"].core.authorisation.format(creditor="X") == (
        "En signant ce formulaire de mandat, vous autorisez (A) X à envoyer des instructions à votre banque pour débiter votre compte, "
        "et (B) votre banque à débiter votre compte conformément aux instructions de X."
    )
