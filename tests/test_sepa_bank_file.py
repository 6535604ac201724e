"""What banks send back: read without regard to the version, and a bad file is refused whole. The samples of others are measured only."""

import csv
import json
import os
import random
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from odoo.addons.receivable_sepa.logic.bank_file import BankFile, BankFileError, Returned, read

DATA = Path(os.environ.get("ENCAISSE_DATA", Path(__file__).parents[2] / "shared" / "data")) / "sepa"
PARTS = {"052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}
CAMT_VERSIONS = [(kind, f"{version:02}") for kind in PARTS for version in (2, 3, 4, 6, 8, 13)]
OURS, THEIRS = "FR7630006000011234567890189", "FR1420041010050500013M02606"
BOOKED = date(2026, 12, 3)


def document(name, version, body):
    root = f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}.001.{version}">{body}</Document>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{root}'.encode()


HEADER = "<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-12-03T20:49:00.123+01:00</CreDtTm></GrpHdr>"


# -- statements and notices -----------------------------------------------------------------------------------------------------------


def camt(*entries, kind="054", version="08"):
    name, part = PARTS[kind]
    account = f"<Acct><Id><IBAN>{OURS}</IBAN></Id></Acct>"
    return document(f"camt.{kind}", version, f"<{name}>{HEADER}<{part}><Id>1</Id>{account}{''.join(entries)}</{part}></{name}>")


def entry(*transactions, amount="100.00", side="DBIT", status="<Sts><Cd>BOOK</Cd></Sts>", family="IDDT", kind="UPDD", more=""):
    code = f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{kind}</SubFmlyCd></Fmly></Domn></BkTxCd>" if family else ""
    details = f"<NtryDtls>{''.join(transactions)}</NtryDtls>" if transactions else ""
    return (f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}<BookgDt><Dt>2026-12-03</Dt></BookgDt>'
            f"{code}{more}{details}</Ntry>")  # fmt: skip


def transaction(reference="FAC-1", mandate="RUM-1", reason="AM04", more=""):
    refs = f"<Refs><EndToEndId>{reference}</EndToEndId><MndtId>{mandate}</MndtId></Refs>"
    account = f"<RltdPties><DbtrAcct><Id><IBAN>{THEIRS}</IBAN></Id></DbtrAcct></RltdPties>"
    why = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn><AddtlInf>/RTYP/RTRN</AddtlInf></RtrInf>" if reason else ""
    return f"<TxDtls>{refs}{more}{account}{why}</TxDtls>"


def instructed(amount, currency="EUR"):
    return f'<AmtDtls><InstdAmt><Amt Ccy="{currency}">{amount}</Amt></InstdAmt></AmtDtls>'


@pytest.mark.parametrize("kind, version", CAMT_VERSIONS)
def test_a_returned_debit_is_read_in_every_version(kind, version):
    status = "<Sts>BOOK</Sts>" if version == "02" else "<Sts><Cd>BOOK</Cd></Sts>"
    found = read(camt(entry(transaction(more=instructed("100.00")), status=status), kind=kind, version=version))
    assert (found.kind, found.message_id, found.accounts) == (f"camt.{kind}", "BANK-1", (OURS,))
    assert found.created.isoformat() == "2026-12-03T20:49:00"
    assert found.returns == (Returned(
        end_to_end="FAC-1", mandate="RUM-1", amount=Decimal("100.00"), currency="EUR", reason="AM04", text="/RTYP/RTRN", booked_on=BOOKED,
        debtor_iban=THEIRS,
    ),)  # fmt: skip


def returned(*entries, **values):
    return read(camt(*entries, **values)).returns


def amounts(*entries):
    return [(str(one.amount), str(one.fee)) for one in returned(*entries)]


CHARGED = '<Chrgs><Rcrd><Amt Ccy="EUR">5.00</Amt></Rcrd></Chrgs>'


@pytest.mark.parametrize("booked", [
    entry(transaction(more=instructed("100.00") + CHARGED), amount="105.00"),
    entry(transaction(more=CHARGED), amount="105.00"),
    entry(transaction(), amount="105.00", more=CHARGED),  # told of the entry
    entry(transaction(more='<Chrgs><Amt Ccy="EUR">5.00</Amt></Chrgs>'), amount="105.00"),  # before version 04
    entry(transaction(more='<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">5.00</TtlChrgsAndTaxAmt></Chrgs>'), amount="105.00"),
    entry(transaction(more=instructed("100.00")), amount="105.00"),  # told by the difference only
    entry(transaction(more=CHARGED.replace("</Amt>", "</Amt><ChrgInclInd>false</ChrgInclInd>")), amount="100.00"),
])  # fmt: skip
def test_the_fee_of_the_bank_is_told_apart_from_the_debit(booked):
    assert amounts(booked) == [("100.00", "5.00")]


def test_a_fee_given_back_is_no_fee():
    given_back = CHARGED.replace("</Amt>", "</Amt><CdtDbtInd>CRDT</CdtDbtInd>")
    assert amounts(entry(transaction(more=given_back), amount="100.00")) == [("100.00", "0")]


def test_a_fee_above_all_that_was_booked_is_nonsense():
    assert refused(camt(entry(transaction(more=CHARGED), amount="4.99"))) == "amount"


def test_an_amount_in_another_currency_says_nothing_of_the_fee():
    assert amounts(entry(transaction(more=instructed("90.00", "CHF")), amount="100.00")) == [("90.00", "0")]


def test_several_returns_of_one_entry_are_each_read_with_their_own_amount():
    own = '<Amt Ccy="EUR">{}</Amt>'
    batch = entry(transaction("A", more=own.format("60.00")), transaction("B", more=own.format("40.00")), amount="100.00")
    assert [(one.end_to_end, str(one.amount)) for one in returned(batch)] == [("A", "60.00"), ("B", "40.00")]


def test_returns_of_a_batch_that_tells_no_amounts_are_read_all_the_same():
    assert amounts(entry(transaction("A", more=CHARGED), transaction("B"), amount="205.00")) == [("0", "5.00"), ("0", "0")]


def test_a_return_without_details_is_left_to_a_person():
    (one,) = returned(entry(amount="250.00"))
    assert (one.end_to_end, one.mandate, one.amount, one.reason) == ("", "", Decimal("250.00"), "")


def test_references_of_the_batch_serve_where_the_transaction_has_none():
    batch = "<Btch><MsgId>MSG-1</MsgId><PmtInfId>MSG-1-1</PmtInfId></Btch>"
    (one,) = returned(entry(batch, transaction()))
    assert (one.original_message, one.original_group) == ("MSG-1", "MSG-1-1")


def test_its_own_references_come_before_those_of_the_batch():
    batch = "<Btch><MsgId>MSG-1</MsgId><PmtInfId>MSG-1-1</PmtInfId></Btch>"
    own = transaction().replace("<Refs>", "<Refs><MsgId>MSG-2</MsgId><PmtInfId>MSG-2-1</PmtInfId>")
    (one,) = returned(entry(batch, own))
    assert (one.original_message, one.original_group) == ("MSG-2", "MSG-2-1")


def test_a_fee_of_the_whole_entry_belongs_to_none_of_several_returns():
    own = '<Amt Ccy="EUR">50.00</Amt>'
    assert amounts(entry(transaction("A", more=own), transaction("B", more=own), more=CHARGED)) == [("50.00", "0"), ("50.00", "0")]


@pytest.mark.parametrize("more, text", [
    ("<AddtlInf>a</AddtlInf><AddtlInf>b</AddtlInf>", "a b"), ("", "of the transaction"),
])  # fmt: skip
def test_the_words_nearest_to_the_return_are_kept(more, text):
    told = transaction().replace("<AddtlInf>/RTYP/RTRN</AddtlInf></RtrInf>", f"{more}</RtrInf><AddtlTxInf>of the transaction</AddtlTxInf>")
    (one,) = returned(entry(told).replace("</Ntry>", "<AddtlNtryInf>of the entry</AddtlNtryInf></Ntry>"))
    assert one.text == text


def test_the_words_of_the_entry_are_better_than_none():
    (one,) = returned(entry().replace("</Ntry>", "<AddtlNtryInf>Rejet de prélèvement</AddtlNtryInf></Ntry>"))
    assert one.text == "Rejet de prélèvement"


def test_a_reference_not_provided_is_none():
    (one,) = returned(entry(transaction("NOTPROVIDED")))
    assert one.end_to_end == ""


@pytest.mark.parametrize("booked", [
    entry(transaction(reason=""), side="CRDT", kind="ESDD"),  # our debits, settled
    entry(transaction(), side="CRDT"),  # a credit transfer of ours that came back
    entry(transaction(), family="RCDT", kind="RRTN"),  # a transfer that we received and sent back
    entry(transaction(reason=""), kind="CHRG"),  # the price of the bank
    entry(transaction(reason=""), family=""),  # a payment of ours
    entry(transaction(), status="<Sts><Cd>PDNG</Cd></Sts>"),  # not booked yet
    entry(transaction(), status="<Sts>INFO</Sts>"),
])  # fmt: skip
def test_what_is_no_returned_debit_is_none(booked):
    assert returned(booked) == ()


def test_without_a_code_of_the_family_a_reason_tells_a_return():
    assert [one.reason for one in returned(entry(transaction(), family=""))] == ["AM04"]


def test_the_code_of_the_transaction_comes_before_the_one_of_its_entry():
    transfer = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
    assert returned(entry(transaction(more=transfer))) == ()


def test_in_a_net_entry_the_side_of_the_transaction_counts():
    credited, back = (transaction(name, more=f"<CdtDbtInd>{side}</CdtDbtInd>") for name, side in (("A", "CRDT"), ("B", "DBIT")))
    assert [one.end_to_end for one in returned(entry(credited, back, side="CRDT", amount="900.00"))] == ["B"]


def test_a_day_written_as_a_moment_is_the_day_where_the_bank_is():
    late = entry(transaction()).replace("<Dt>2026-12-03</Dt>", "<DtTm>2026-12-03T23:59:59-05:00</DtTm>")
    assert [one.booked_on for one in returned(late)] == [BOOKED]


@pytest.mark.parametrize("value, day", [("<ValDt><Dt>2026-12-01</Dt></ValDt>", date(2026, 12, 1)), ("", BOOKED)])
def test_without_a_day_of_booking_the_value_date_counts_then_the_day_of_the_file(value, day):
    unbooked = entry(transaction()).replace("<BookgDt><Dt>2026-12-03</Dt></BookgDt>", value)
    assert [one.booked_on for one in returned(unbooked)] == [day]
    booked = entry(transaction()).replace("<Dt>2026-12-03</Dt>", "<Dt>2026-12-02</Dt>")
    assert [one.booked_on for one in returned(booked)] == [date(2026, 12, 2)]


def test_a_file_that_does_not_say_when_it_was_made_is_read():
    silent = camt(entry(transaction())).replace(b"<CreDtTm>2026-12-03T20:49:00.123+01:00</CreDtTm>", b"")
    assert (read(silent).created, len(read(silent).returns)) == (None, 1)


# -- answers to our files -------------------------------------------------------------------------------------------------------------


def pain002(*groups, status="", reason="", message="pain.008.001.08", version="10"):
    original = f"<OrgnlMsgId>MSG-1</OrgnlMsgId><OrgnlMsgNmId>{message}</OrgnlMsgNmId>{stated('GrpSts', status)}{why(reason)}"
    body = f"<CstmrPmtStsRpt>{HEADER}<OrgnlGrpInfAndSts>{original}</OrgnlGrpInfAndSts>{''.join(groups)}</CstmrPmtStsRpt>"
    return document("pain.002", version, body)


def stated(tag, status):
    return f"<{tag}>{status}</{tag}>" if status else ""


def why(reason, text=""):
    return f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn>{stated('AddtlInf', text)}</StsRsnInf>" if reason else ""


def answered(*transactions, name="MSG-1-1", status="", reason=""):
    head = f"<OrgnlPmtInfId>{name}</OrgnlPmtInfId>{stated('PmtInfSts', status)}{why(reason)}"
    return f"<OrgnlPmtInfAndSts>{head}{''.join(transactions)}</OrgnlPmtInfAndSts>"


def rejected(reference="FAC-1", status="RJCT", reason="AC01", text="", more=""):
    sent = (f'<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">100.00</InstdAmt></Amt><ReqdColltnDt>2026-12-01</ReqdColltnDt>'
            f"<MndtRltdInf><MndtId>RUM-1</MndtId></MndtRltdInf><DbtrAcct><Id><IBAN>{THEIRS}</IBAN></Id></DbtrAcct>"
            f"<CdtrAcct><Id><IBAN>{OURS}</IBAN></Id></CdtrAcct></OrgnlTxRef>")  # fmt: skip
    said = f"<OrgnlEndToEndId>{reference}</OrgnlEndToEndId>{stated('TxSts', status)}{why(reason, text)}{more}"
    return f"<TxInfAndSts>{said}{sent}</TxInfAndSts>"


@pytest.mark.parametrize("version", ["03", "10", "14"])
def test_a_rejected_debit_is_read_in_every_version(version):
    found = read(pain002(answered(rejected(text="ACC NUMBER INVALID")), version=version))
    assert (found.kind, found.message_id, found.accounts) == ("pain.002", "BANK-1", (OURS,))
    assert found.returns == (Returned(
        end_to_end="FAC-1", mandate="RUM-1", amount=Decimal("100.00"), currency="EUR", reason="AC01", text="ACC NUMBER INVALID",
        booked_on=BOOKED, original_message="MSG-1", original_group="MSG-1-1", debtor_iban=THEIRS, status="RJCT",
        collected_on=date(2026, 12, 1),
    ),)  # fmt: skip


def rejects(*groups, **values):
    return [(one.end_to_end, one.reason, one.original_group, one.whole) for one in read(pain002(*groups, **values)).returns]


def test_only_rejected_debits_come_back():
    assert rejects(answered(rejected(status="ACSC"), rejected("FAC-2", status="PDNG"), rejected("FAC-3"))) == [
        ("FAC-3", "AC01", "MSG-1-1", False)
    ]


def test_a_group_rejected_without_its_name_is_not_taken_for_the_whole_file():
    with pytest.raises(BankFileError) as caught:
        rejects(answered(name="", status="RJCT", reason="AC01"))
    assert (caught.value.code, caught.value.values) == ("missing", {"what": "OrgnlPmtInfId"})


@pytest.mark.parametrize("statuses", [("RJCT", "", ""), ("", "RJCT", ""), ("", "", "RJCT")])
def test_a_debit_without_a_status_shares_that_of_its_group_then_of_its_file(statuses):
    own, of_group, of_file = statuses
    found = rejects(answered(rejected(status=own), status=of_group), status=of_file)
    assert found[0] == ("FAC-1", "AC01", "MSG-1-1", False)


def test_a_debit_accepted_in_a_group_rejected_is_accepted():
    assert rejects(answered(rejected(status="ACSC"), status="RJCT")) == [("", "", "MSG-1-1", True)]


def test_a_reason_in_words_only_is_kept_until_a_code_is_nearer():
    words = "<StsRsnInf><AddtlInf>Compte clos</AddtlInf></StsRsnInf>"
    one, two = read(pain002(answered(rejected(reason="", more=words), rejected("FAC-2", more=words)))).returns
    assert (one.reason, one.text) == ("", "Compte clos")
    assert (two.reason, two.text) == ("AC01", "")


def test_a_file_rejected_whole_rejects_all_its_debits():
    assert rejects(status="RJCT", reason="FF01") == [("", "FF01", "", True)]


def test_a_group_rejected_whole_rejects_all_of_its_debits_only():
    assert rejects(answered(status="RJCT", reason="DT01"), answered(name="MSG-1-2", status="ACCP"), status="PART") == [
        ("", "DT01", "MSG-1-1", True)
    ]


def test_a_group_gives_its_reason_or_its_message_does():
    assert rejects(answered(status="RJCT"), status="PART", reason="DT01") == [("", "DT01", "MSG-1-1", True)]


def test_debits_named_in_a_file_rejected_whole_keep_their_own_reason():
    named = rejected(status=""), rejected("FAC-2", status="", reason="")
    assert rejects(answered(*named, status="RJCT"), status="RJCT", reason="FF01") == [
        ("FAC-1", "AC01", "MSG-1-1", False), ("FAC-2", "FF01", "MSG-1-1", False), ("", "FF01", "", True),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["ACTC", "ACCP", "ACSP", "ACSC", "ACWC", "PDNG", "RCVC", ""])
def test_a_file_that_is_accepted_or_waits_brings_nothing_back(status):
    assert rejects(answered(status=status), status=status) == []


def test_the_answer_to_a_file_of_transfers_is_not_ours():
    assert rejects(status="RJCT", message="pain.001.001.09") == []
    assert rejects(status="RJCT", message="PAIN.008.001.02") == rejects(status="RJCT", message="") == [("", "", "", True)]


def test_the_fee_of_a_reject_is_told():
    (one,) = read(pain002(answered(rejected(more='<ChrgsInf><Amt Ccy="EUR">3.00</Amt></ChrgsInf>')))).returns
    assert (one.amount, one.fee) == (Decimal("100.00"), Decimal("3.00"))


# -- refused whole --------------------------------------------------------------------------------------------------------------------

GOOD = camt(entry(transaction(more=instructed("100.00")))).decode()


def refused(data):
    with pytest.raises(BankFileError) as error:
        read(data if isinstance(data, bytes) else data.encode())
    return error.value.code


@pytest.mark.parametrize("data, code", [
    (b"", "empty"),
    (b" \n ", "empty"),
    (b"Date;Amount\n2026-12-03;100\n", "not_xml"),
    (b"PK\x03\x04\x00\x00", "not_xml"),
    (b"<Document", "not_xml"),
    (b'<?xml version="1.0" encoding="martian"?><a/>', "not_xml"),
    (b"\xff\xfe\x00<", "not_xml"),
    (b"<a>&unknown;</a>", "not_xml"),
    (b"<Document/>", "unknown"),
    (b'<Document xmlns="urn:example"/>', "unknown"),
    (document("camt.054", "8", ""), "unknown"),
    (document("pain.008", "08", ""), "other"),
    (document("other.002", "03", ""), "other"),
    (document("camt.054", "08", ""), "missing"),
    (document("camt.054", "08", f"<BkToCstmrDbtCdtNtfctn>{HEADER}</BkToCstmrDbtCdtNtfctn>"), "missing"),
    (document("camt.053", "08", f"<BkToCstmrDbtCdtNtfctn>{HEADER}</BkToCstmrDbtCdtNtfctn>"), "missing"),
    (document("pain.002", "10", f"<CstmrPmtStsRpt>{HEADER}</CstmrPmtStsRpt>"), "missing"),
    (GOOD.replace("<MsgId>BANK-1</MsgId>", ""), "missing"),
    (GOOD.replace("<MsgId>BANK-1</MsgId>", "<MsgId> </MsgId>"), "missing"),
    (GOOD.replace("FAC-1", "F" * 501), "long"),
])  # fmt: skip
def test_what_is_no_file_of_a_bank_is_refused(data, code):
    assert refused(data) == code


@pytest.mark.parametrize("amount", ["", "-5.00", "NaN", "Infinity", "1e3", "1,50", "100.000001", "9" * 14, "١٠٠", "0x10", "1_000"])
def test_a_file_with_an_amount_that_is_none_is_refused(amount):
    assert refused(GOOD.replace(">100.00<", f">{amount}<", 1)) == "amount"


def test_such_an_amount_is_fatal_wherever_it_stands():
    balance = '<Bal><Amt Ccy="EUR">100.0000000000005</Amt></Bal><Ntry>'
    assert refused(GOOD.replace("<Ntry>", balance, 1)) == "amount"


@pytest.mark.parametrize("day", ["2026-02-30", "03/12/2026", "1926-12-03", "20261203", "2026-12-03T10:00", "9999-12-31", "2026-W49-4"])
def test_a_file_with_a_day_that_is_none_is_refused(day):
    assert refused(GOOD.replace("<Dt>2026-12-03</Dt>", f"<Dt>{day}</Dt>")) == "date"


HARMLESS = "<!DOCTYPE Document>"
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>'


@pytest.mark.parametrize("declaration", [BOMB, OUTSIDE, PARAMETER, HARMLESS])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_entities_are_refused_before_anything_is_made_of_them(declaration, encoding):
    hostile = GOOD.replace('encoding="UTF-8"?>', f'encoding="{encoding}"?>{declaration}')
    if declaration != HARMLESS:
        hostile = hostile.replace("FAC-1", "&a;")
    assert refused(hostile.encode(encoding)) == "entities"


def test_a_text_of_500_letters_is_still_one():
    assert [len(one.end_to_end) for one in read(GOOD.replace("FAC-1", "F" * 500).encode()).returns] == [500]


def test_nesting_without_end_is_refused():
    assert refused(GOOD.replace("<Ntry>", "<a>" * 100_000 + "</a>" * 100_000 + "<Ntry>", 1)) == "too_deep"


def test_a_file_too_large_is_refused_unread():
    assert refused(b"<" * (10 * 1024 * 1024 + 1)) == "too_big"


def test_an_included_file_is_not_read():
    included = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
    (one,) = read(GOOD.replace(">FAC-1<", f">{included}<").encode()).returns
    assert one.end_to_end == ""


def test_comments_and_instructions_do_not_change_what_is_read():
    noisy = GOOD.replace("FAC-1", "FA<!-- no -->C-1").replace("<Ntry>", '<?xml-stylesheet href="a.xsl"?><Ntry>')
    assert read(noisy.encode()) == read(GOOD.encode())


# -- chance ---------------------------------------------------------------------------------------------------------------------------

SEEDS = [GOOD.encode(), pain002(answered(rejected(), status="PART"), status="PART"),
         camt(entry(transaction(more=CHARGED)), entry(side="CRDT"), kind="053", version="02")]  # fmt: skip
NONSENSE = [b"<", b">", b"&", b"</", b"]]>", b"<![CDATA[", b"\x00", b"\xff", b"<!--", b"<?", b"<!DOCTYPE a>", b"9" * 50, b"", b" "]


def damaged(chance):
    data = bytearray(chance.choice(SEEDS))
    for _each in range(chance.randint(1, 6)):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice([0, 1, 1, 5, 40]))
        data[start:end] = chance.choice([*NONSENSE, bytes([chance.randrange(256)]), bytes(data[end : end + 60])])
    return bytes(data)


def dented(chance):
    """Still XML: elements lost, doubled, moved or filled with nonsense."""
    root = etree.XML(chance.choice(SEEDS))
    for _each in range(chance.randint(1, 4)):
        element = chance.choice(list(root.iter()))
        other = chance.choice(list(root.iter()))
        if element is not root and other not in element.iter():
            change = chance.choice(["lose", "move", "double"])
            if change == "lose":
                element.getparent().remove(element)
            else:
                other.append(element if change == "move" else deepcopy(element))
        other.text = chance.choice([other.text, other.text, "", "-1", "NOTPROVIDED", "x" * 600, "2026-13-01", "RJCT", "DBIT", "9" * 30])
    return etree.tostring(root)


@pytest.mark.parametrize("damage", [damaged, dented])
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(seed, damage):
    chance = random.Random(seed)
    for _each in range(100):
        try:
            found = read(damage(chance))
        except BankFileError as error:
            assert error.code
        else:
            assert isinstance(found, BankFile)
            assert found.message_id
            assert all(one.amount >= 0 and one.fee >= 0 for one in found.returns)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_bank_says_in_whatever_order_is_read_back(seed):
    chance = random.Random(seed)
    told = [(f"E{number}", Decimal(chance.randint(1, 10**6)) / 100, Decimal(chance.choice([0, 0, 250, 500])) / 100)
            for number in range(chance.randint(1, 30))]  # fmt: skip
    entries = [entry(transaction(name, more=instructed(amount)), amount=str(amount + fee)) for name, amount, fee in told]
    kind, version = chance.choice(CAMT_VERSIONS)
    assert [(one.end_to_end, one.amount, one.fee) for one in returned(*entries, kind=kind, version=version)] == told


# -- samples of others ----------------------------------------------------------------------------------------------------------------


def samples():
    if not (DATA / "expected.csv").exists():
        return []
    with open(DATA / "expected.csv", encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


REFUSED = {
    "genkgo_data_camt053.v2.wrong.xml": "missing",
    "hbci4java_test-camt-parse-5200108-invalid-saldo.xml": "amount",
    "hbci4java_test-camt-parse-invalid.xml": "unknown",
    "hbci4java_test-pain-parse-00100202.xml": "unknown",
    "hbci4java_test-pain-parse-none.xml": "unknown",
}


@pytest.mark.skipif(not samples(), reason=f"no measurement data: set ENCAISSE_DATA (looked in {DATA})")
def test_the_samples_of_others_say_what_their_table_says():
    for row in samples():
        data, why = (DATA / "samples" / row["file"]).read_bytes(), REFUSED.get(row["file"])
        if why or not row["message"].startswith(("camt", "pain.002")):
            assert refused(data) == (why or "other"), row["file"]
            continue
        found = read(data)
        assert found.message_id == row["msg_id"], row["file"]
        expected = json.loads(row["rejects_or_returns"] or "[]")
        assert [(one.end_to_end, one.mandate, one.reason, one.amount) for one in found.returns] == [
            (one["end_to_end"], one["mandate"], one["reason"], Decimal(one.get("amount") or one["tx_amount"])) for one in expected
        ], row["file"]
