"""The file for the bank: valid by the official schemas in every combination, the same bytes from the same content."""

import hashlib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from itertools import product

import pytest
from lxml import etree
from sepa import DAY, HYBRID, OURS, STRUCTURED, debit, file, file_of, group

from odoo.addons.receivable_sepa.logic.pain008 import NAMESPACES, Address, Amendment, Mandate, Party, build

VERSIONS = tuple(NAMESPACES)
SEQUENCES = "FRST", "RCUR", "FNAL", "OOFF"
ADDRESSES = {
    "none": None,
    "structured": STRUCTURED,
    "hybrid": HYBRID,
    "two lines": HYBRID._replace(lines=("Bâtiment C", "1 rue de la Paix")),
    "town and country": Address(city="Paris", country="FR"),
    "town only": Address(city="Paris"),
}
AMENDMENTS = {
    "none": None,
    "other account": Amendment(new_account=True),
    "other account, same bank": Amendment(old_iban=OURS),
    "other reference": Amendment(old_reference="RUM-2019-0001"),
    "other name of the creditor": Amendment(old_creditor_name="Société d'avant"),
    "other creditor": Amendment(old_creditor_name="Société d'avant", old_creditor_identifier="DE98ZZZ09999999999"),
    "all at once": Amendment("RUM-2019-0001", "", True, "Société d'avant", "DE98ZZZ09999999999"),
}


@pytest.fixture(scope="session")
def schemas():
    folder = files("sepaxml") / "schemas"
    return {version: etree.XMLSchema(etree.XML((folder / f"pain.008.001.{version}.xsd").read_bytes())) for version in VERSIONS}


def tree(built, version="08"):
    """The document without its namespace."""
    root = etree.XML(built)
    assert root.nsmap[None] == NAMESPACES[version]
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def said(root, path):
    return [element.text for element in root.iterfind(f".//{path}")]


# -- the official schemas -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version, scheme, sequence", [*product(VERSIONS, ("CORE", "B2B"), SEQUENCES)])
def test_every_combination_is_valid_by_the_official_schema(schemas, version, scheme, sequence):
    for (where, address), (change, amendment), bic in product(ADDRESSES.items(), AMENDMENTS.items(), ("", "AGRIFRPP")):
        one = debit(
            debtor=Party("Été & Fils", address), mandate=Mandate("RUM-1", date(2026, 1, 15), amendment), bic=bic, ultimate="Payeur final",
            purpose="OTHR",
        )  # fmt: skip
        built = build(file_of(one, scheme=scheme, sequence=sequence), version)
        assert schemas[version].validate(etree.XML(built)), (where, change, schemas[version].error_log)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_cannot_be_written_is_left_out_and_not_written_empty(schemas, version):
    bare = debit(debtor=Party("A", Address("寿司", "寿司", "Paris", "FR", ("寿司",))), ultimate="寿司", remittance="寿司")
    built = build(file(group(bare), bic=""), version)
    assert schemas[version].validate(etree.XML(built)), schemas[version].error_log
    assert not {"UltmtDbtr", "RmtInf", "StrtNm", "PstCd", "AdrLine"} & {element.tag for element in tree(built, version).iter()}


@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_is_too_long_is_cut_to_what_the_schema_takes(schemas, version):
    text = "x" * 300
    long = debit(debtor=Party(text, Address(text, text, text, "FR", (text,) * 9)), ultimate=text, remittance=text, purpose=text)
    built = build(file(group(long), initiator=text, creditor=Party(text)), version)
    assert schemas[version].validate(etree.XML(built)), schemas[version].error_log
    assert [len(line) for line in said(tree(built, version), "AdrLine")] == [70, 70], "banks read two lines"


# -- what it says ---------------------------------------------------------------------------------------------------------------------


EXPECTED = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"><CstmrDrctDbtInitn>
  <GrpHdr>
    <MsgId>MSG-20261123-0001</MsgId><CreDtTm>2026-11-23T08:00:00</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>100.00</CtrlSum>
    <InitgPty><Nm>MA SOCIETE SAS</Nm></InitgPty></GrpHdr>
  <PmtInf>
    <PmtInfId>MSG-20261123-0001-1</PmtInfId><PmtMtd>DD</PmtMtd><BtchBookg>true</BtchBookg><NbOfTxs>1</NbOfTxs><CtrlSum>100.00</CtrlSum>
    <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm><SeqTp>RCUR</SeqTp></PmtTpInf>
    <ReqdColltnDt>2026-12-01</ReqdColltnDt>
    <Cdtr><Nm>MA SOCIETE SAS</Nm></Cdtr>
    <CdtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></CdtrAcct>
    <CdtrAgt><FinInstnId><BICFI>AGRIFRPPXXX</BICFI></FinInstnId></CdtrAgt>
    <ChrgBr>SLEV</ChrgBr>
    <CdtrSchmeId><Id><PrvtId><Othr><Id>FR72ZZZ123456</Id>
      <SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></CdtrSchmeId>
    <DrctDbtTxInf>
      <PmtId><EndToEndId>FAC-2026-00000</EndToEndId></PmtId>
      <InstdAmt Ccy="EUR">100.00</InstdAmt>
      <DrctDbtTx><MndtRltdInf>
        <MndtId>RUM-2026-0001</MndtId><DtOfSgntr>2026-01-15</DtOfSgntr><AmdmntInd>true</AmdmntInd>
        <AmdmntInfDtls><OrgnlDbtrAcct><Id><Othr><Id>SMNDA</Id></Othr></Id></OrgnlDbtrAcct></AmdmntInfDtls>
      </MndtRltdInf></DrctDbtTx>
      <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>
      <Dbtr><Nm>CLIENT 0</Nm>
        <PstlAdr><PstCd>75002</PstCd><TwnNm>PARIS</TwnNm><Ctry>FR</Ctry><AdrLine>1 RUE DE LA PAIX</AdrLine></PstlAdr></Dbtr>
      <DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct>
      <UltmtDbtr><Nm>PAYEUR FINAL</Nm></UltmtDbtr>
      <RmtInf><Ustrd>FACTURE FAC-2026-00000</Ustrd></RmtInf>
    </DrctDbtTxInf>
  </PmtInf>
</CstmrDrctDbtInitn></Document>"""


def canonical(document):
    return etree.tostring(etree.XML(document, etree.XMLParser(remove_blank_text=True)), method="c14n")


def test_the_document_is_the_one_of_the_rules_word_for_word():
    one = debit(
        mandate=Mandate("RUM-2026-0001", date(2026, 1, 15), Amendment(new_account=True)),
        debtor=Party("CLIENT 0", Address(zip="75002", city="PARIS", country="FR", lines=("1 RUE DE LA PAIX",))),
        ultimate="PAYEUR FINAL",
    )
    assert canonical(build(file_of(one))) == canonical("".join(line.strip() for line in EXPECTED.splitlines()))


def test_the_same_content_gives_the_same_bytes():
    hashes = {hashlib.sha256(build(file_of(debit(1), debit(2)))).hexdigest() for _each in range(3)}
    assert len(hashes) == 1
    assert build(file()).startswith(b"<?xml version='1.0' encoding='UTF-8'?>"), "UTF-8 without a mark"


def test_a_file_for_a_bank_of_yesterday_says_bic_and_not_bicfi():
    assert said(tree(build(file(), "02"), "02"), "CdtrAgt/FinInstnId/BIC") == ["AGRIFRPPXXX"]
    assert said(tree(build(file(), "08")), "CdtrAgt/FinInstnId/BICFI") == ["AGRIFRPPXXX"]


def test_numbers_and_sums_are_those_of_the_file_and_of_each_group():
    amounts = [Decimal("0.01"), Decimal("0.10"), Decimal("999.99")]
    debits = [debit(number, amount=amount) for number, amount in enumerate(amounts)]
    root = tree(build(file(group(*debits[:2], id="A"), group(debits[2], id="B", sequence="FRST"))))
    assert said(root, "NbOfTxs") == ["3", "2", "1"]
    assert said(root, "CtrlSum") == ["1000.10", "0.11", "999.99"]


def test_two_dates_and_two_sequences_are_four_groups():
    kinds = product((DAY, date(2026, 12, 2)), ("FRST", "RCUR"))
    groups = [group(id=f"{day}-{sequence}", date=day, sequence=sequence) for day, sequence in kinds]
    root = tree(build(file(*groups)))
    assert said(root, "ReqdColltnDt") == ["2026-12-01", "2026-12-01", "2026-12-02", "2026-12-02"]
    assert said(root, "SeqTp") == ["FRST", "RCUR", "FRST", "RCUR"]


def test_names_are_written_in_latin_letters_and_cut_to_what_banks_read():
    root = tree(build(file_of(debit(debtor=Party("Société d'Œuvres & Cie " + "x" * 100), remittance="É" * 200))))
    name, text = said(root, "Dbtr/Nm")[0], said(root, "Ustrd")[0]
    assert name.startswith("Societe d'OEuvres + Cie xxx")
    assert len(name) == 70
    assert text == "E" * 140


def test_a_text_of_140_characters_is_written_whole():
    assert said(tree(build(file_of(debit(remittance="x" * 140)))), "Ustrd") == ["x" * 140]


def test_an_address_that_banks_refuse_is_not_written():
    for address in (Address(city="Paris"), Address(country="FR"), Address(lines=("1 rue de la Paix", "75002 Paris"))):
        assert not said(tree(build(file_of(debit(debtor=Party("A", address))))), "PstlAdr")


def test_the_creditor_has_its_address_too():
    assert said(tree(build(file(creditor=Party("A", STRUCTURED)))), "Cdtr/PstlAdr/StrtNm") == ["1 rue de la Paix"]


def changed(amendment):
    root = tree(build(file_of(debit(mandate=Mandate("RUM-2", date(2026, 1, 15), amendment)))))
    details = root.find(".//AmdmntInfDtls")
    return {root.getroottree().getpath(element).rpartition("AmdmntInfDtls/")[2]: element.text
            for element in details.iter() if not len(element)}  # fmt: skip


def test_an_unchanged_mandate_does_not_speak_of_changes():
    assert not said(tree(build(file())), "AmdmntInd")


@pytest.mark.parametrize("amendment, told", [
    (Amendment(new_account=True), {"OrgnlDbtrAcct/Id/Othr/Id": "SMNDA"}),
    (Amendment(old_iban=OURS), {"OrgnlDbtrAcct/Id/IBAN": OURS}),
    (Amendment(old_iban=OURS, new_account=True), {"OrgnlDbtrAcct/Id/IBAN": OURS}),
    (Amendment(old_reference="RUM-1"), {"OrgnlMndtId": "RUM-1"}),
    (Amendment(old_creditor_name="Avant"), {"OrgnlCdtrSchmeId/Nm": "Avant"}),
    (Amendment(old_creditor_identifier="DE98ZZZ09999999999"), {
        "OrgnlCdtrSchmeId/Id/PrvtId/Othr/Id": "DE98ZZZ09999999999",
        "OrgnlCdtrSchmeId/Id/PrvtId/Othr/SchmeNm/Prtry": "SEPA",
    }),
])  # fmt: skip
def test_a_change_of_the_mandate_is_told(amendment, told):
    assert changed(amendment) == told


def test_a_text_with_signs_of_xml_stays_a_text():
    root = tree(build(file_of(debit(debtor=Party("<A> & \"B\"")))))
    assert said(root, "Dbtr/Nm") == ["A + B"]
