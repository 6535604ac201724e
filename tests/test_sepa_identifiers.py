"""Account numbers, banks, creditors and references: what is right, what is refused and by which fault. The numbers are made up."""

import random

import pytest

from odoo.addons.receivable_sepa.logic import bic, creditor, iban, mod97, references

SEPA = frozenset(
    "AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA".split()
)
FRENCH = "FR7630006000011234567890189"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

# -- account numbers ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [
    FRENCH, "FR1420041010050500013M02606", "DE89370400440532013000", "BE68539007547034",
    "fr76 3000 6000 0112 3456 7890 189", "FR76\u00a03000\u202f6000 01123456 7890189\n",
])  # fmt: skip
def test_a_right_account_number_is_accepted_however_it_is_spaced(number):
    assert iban.fault(number, SEPA) == ""


@pytest.mark.parametrize("number, why", [
    ("", "empty"),
    (None, "empty"),
    ("   ", "empty"),
    ("FR7630006000011234567890188", "check"),  # last digit
    ("FR1420041010050500013M02607", "check"),
    ("FR8420041010050500013M02607", "rib_key"),  # the remainder is right
    ("FR763000600001123456789018", "length"),
    ("FR76300060000112345678901890", "length"),
    ("FR763000600001123456789018X", "structure"),
    ("FRX630006000011234567890189", "structure"),
    ("DE8937040044053201300A", "structure"),
    ("FR76-3000-6000-0112-3456-7890-189", "characters"),
    ("FR7630006000011234567890١89", "characters"),  # an Arabic digit
    ("ſR7630006000011234567890189", "characters"),  # a long s, which Python would make an S
    ("QQ7630006000011234567890189", "country"),
    ("76300060000112345678901", "country"),
    ("X", "country"),
    ("SA0380000000608010167519", "not_sepa"),
])  # fmt: skip
def test_a_wrong_account_number_is_refused_with_its_fault(number, why):
    assert iban.fault(number, SEPA) == why


def with_check_digits(number, digits):
    return number[:2] + digits + number[4:]


@pytest.mark.parametrize("twin", ["00", "01", "99"])
def test_check_digits_of_the_right_remainder_but_out_of_range_are_refused(twin):
    """00, 01 and 99 leave the same remainder as 97, 98 and 02."""
    right = {"00": "97", "01": "98", "99": "02"}[twin]
    number = next(number for number in made_up_german() if number[2:4] == right)
    assert iban.fault(number, SEPA) == ""
    assert iban.fault(with_check_digits(number, twin), SEPA) == "check"


def made_up_german():
    for account in range(10_000):
        rest = f"37040044{account:010}"
        yield f"DE{mod97.check_digits(rest + 'DE')}{rest}"


def made_up_french(chance):
    account = "".join(chance.choices("0123456789", k=10)) + "".join(chance.choices(LETTERS, k=11))
    rest = account + iban.rib_key(account)
    return f"FR{mod97.check_digits(rest + 'FR')}{rest}"


@pytest.mark.parametrize("seed", range(50))
def test_one_wrong_digit_or_two_swapped_ones_never_pass(seed):
    chance = random.Random(seed)
    number = made_up_french(chance)
    assert iban.fault(number, SEPA) == ""
    place = chance.randrange(4, 26)
    for letter in LETTERS:
        if letter != number[place]:
            assert iban.fault(number[:place] + letter + number[place + 1 :], SEPA)
    if number[place] != number[place + 1]:
        assert iban.fault(number[:place] + number[place + 1] + number[place] + number[place + 2 :], SEPA)


def test_the_french_key_is_computed_with_the_letters_of_the_account():
    assert iban.rib_key("200410100505" + "00013M026") == "06"
    assert iban.rib_key("3000600001" + "12345678901") == "89"


@pytest.mark.parametrize("seed", range(20))
def test_with_its_key_a_french_account_is_divisible_by_97(seed):
    account = "".join(random.Random(seed).choices("0123456789", k=21))
    assert int(account + iban.rib_key(account)) % 97 == 0


def test_nobody_can_use_what_is_shown_of_an_account_number():
    assert iban.masked(FRENCH) == "FR76 •••• 0189"
    assert "11234567890" not in iban.masked(FRENCH)
    assert iban.spaced(FRENCH) == "FR76 3000 6000 0112 3456 7890 189"


# -- banks ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code, why", [
    ("AGRIFRPP", ""), ("AGRIFRPPXXX", ""), ("agri frpp xxx", ""),
    ("AGRIFRPPXX", "length"), ("AGR1FRPP", "structure"), ("AGRIQQPP", "country"), ("AGRI/FRP", "characters"), (False, "empty"),
])  # fmt: skip
def test_codes_of_banks(code, why):
    assert bic.fault(code) == why


# -- creditors ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", [
    "FR72ZZZ123456", "FR72ABC123456", "FR72001123456", "FR33ZZZ8A1B2C", "DE98ZZZ09999999999", "ES23ZZZ47690558N", "BE68ZZZ0123456789",
    "NL79ZZZ999999990000", "IT66ZZZA1B2C3D4E5F6G7H8", "fr72zzz123456", "FR72 ZZZ 123456",
])  # fmt: skip
def test_a_right_creditor_identifier_is_accepted(identifier):
    assert creditor.fault(identifier, SEPA) == ""


@pytest.mark.parametrize("identifier, why", [
    ("", "empty"),
    ("FR73ZZZ123456", "check"),
    ("FR14ZZZ001122", "check"),
    ("DE26ZZZ00000000000", "check"),  # seen in public examples
    ("FR72ZZZ12345", "length"),
    ("XX72ZZZ123456", "country"),
    ("FR41ZZZ1234567", "length"),  # the next ones have a right remainder
    ("FR53ZZZ12345", "length"),
    ("FR76ZZZ", "length"),
    ("QQ50ZZZ1", "country"),
    ("DE00ZZZ", "length"),
    ("DEX8ZZZ09999999999", "structure"),
    ("FR72ZZZ12345m", "check"),  # a lower-case m counts as a letter, it is not dropped
    ("FR72ZZZ12345é", "characters"),
    ("FR72-ZZZ-123456", "characters"),
])  # fmt: skip
def test_a_wrong_creditor_identifier_is_refused_with_its_fault(identifier, why):
    assert creditor.fault(identifier, SEPA) == why


def test_thirty_five_characters_are_the_most():
    def identifier(length):
        national = "1" * (length - 7)
        return f"DE{creditor.check_digits('DE', national)}ZZZ{national}"

    assert creditor.fault(identifier(35), SEPA) == ""
    assert creditor.fault(identifier(36), SEPA) == "length"


@pytest.mark.parametrize("twin, right", [("00", "97"), ("01", "98"), ("99", "02")])
def test_check_digits_out_of_range_are_no_identifier(twin, right):
    national = next(f"{number:011}" for number in range(10_000) if creditor.check_digits("DE", f"{number:011}") == right)
    assert creditor.fault(f"DE{right}ZZZ{national}", SEPA) == ""
    assert creditor.fault(f"DE{twin}ZZZ{national}", SEPA) == "check"


# -- references -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", ["RUM-2026-0001", "C0001/2026", "A" * 35, "a+?/-:().,'"])
def test_a_mandate_reference_that_every_bank_takes(reference):
    assert references.umr_fault(reference) == ""


@pytest.mark.parametrize("reference, why", [
    ("/ABC", "slashes"), ("ABC/", "slashes"), ("A//B", "slashes"), ("A" * 36, "length"), ("RUM é", "characters"), ("RUM_1", "characters"),
    ("RUM 1", "characters"), ("M&M", "characters"), ("RUM-1\n", "characters"), ("RUM-١", "characters"), ("", "empty"), (False, "empty"),
])  # fmt: skip
def test_a_mandate_reference_that_banks_refuse(reference, why):
    assert references.umr_fault(reference) == why


@pytest.mark.parametrize("text, written", [
    ("Société Générale d'Œnologie", "Societe Generale d'OEnologie"),
    ("Straße ß & Söhne", "Strasse ss + Sohne"),
    ("FAC_2026 : 3 €", "FAC-2026 : 3 EUR"),
    ("l’été « demain » — oui", "l'ete ' demain ' - oui"),
    ("Łódź Ærø Þór", "Lodz AEro THor"),
    ("Ελλάς Αθήνα", "Ellas Athina"),
    ("Банка Пловдив", "Banka Plovdiv"),
    ("a\u00a0b\u202fc\td\ne", "a b c d e"),
    ("寿司", ""),
    (None, ""),
])  # fmt: skip
def test_texts_are_written_in_the_letters_that_every_bank_reads(text, written):
    assert references.latin(text) == written


@pytest.mark.parametrize("seed", range(50))
def test_whatever_is_typed_only_the_accepted_letters_reach_the_bank(seed):
    chance = random.Random(seed)
    typed = "".join(chr(chance.choice([chance.randrange(32, 127), chance.randrange(160, 0x500), chance.randrange(0x20AC, 0x2FFF)]))
                    for _each in range(chance.randrange(300)))  # fmt: skip
    written = references.latin(typed, 140)
    assert not references.FOREIGN.search(written)
    assert len(written) <= 140
    assert written == written.strip()
    assert references.latin(written, 140) == written, "writing twice changes nothing"
    assert references.umr_fault(references.reference(typed)) in ("", "empty")


@pytest.mark.parametrize("number, written", [
    ("FAC/2026/0001", "FAC/2026/0001"),
    ("/FAC//2026/", "FAC/2026"),
    ("Facture n° 12", "Facture-no-12"),
    ("x" * 34 + "/yz", "x" * 34),
    ("É" * 40, "E" * 35),
])  # fmt: skip
def test_a_number_becomes_a_reference_that_banks_carry(number, written):
    assert references.reference(number) == written
