"""The file of direct debits that goes to the bank (pain.008): what it holds, and how it is written.

The functions stand in the order of the document, one for each of its blocks. The same content gives the same bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from lxml import etree
from lxml.builder import ElementMaker

from odoo.addons.receivable_sepa.logic.references import latin

NAMESPACES = {version: f"urn:iso:std:iso:20022:tech:xsd:pain.008.001.{version}" for version in ("08", "02")}
BIC_TAGS = {"08": "BICFI", "02": "BIC"}
LONGEST_NAME, LONGEST_LINE, LONGEST_TOWN, LONGEST_ZIP, LONGEST_PURPOSE, LONGEST_TEXT = 70, 70, 35, 16, 4, 140
MOST_LINES = 2


class Address(NamedTuple):
    """Where somebody lives; of use to a bank only with town and country."""

    street: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""  # ISO code
    lines: tuple[str, ...] = ()  # what fits no other field, at most two

    @property
    def accepted(self) -> bool:
        """Banks refuse an address without town or country since November 2026."""
        return bool(latin(self.city, LONGEST_TOWN) and self.country)


class Party(NamedTuple):
    """The creditor, or the holder of an account that is debited."""

    name: str
    address: Address | None = None


class Amendment(NamedTuple):
    """What has changed in a mandate since its last debit; told once."""

    old_reference: str = ""
    old_iban: str = ""  # known, and the new account is with the same bank
    new_account: bool = False  # any other change of account
    old_creditor_name: str = ""
    old_creditor_identifier: str = ""


class Mandate(NamedTuple):
    """The mandate that allows a debit."""

    reference: str
    signed_on: date
    amendment: Amendment | None = None


class Debit(NamedTuple):
    """One amount taken from one account, in euros."""

    end_to_end: str  # our reference, which the banks carry to the end and back
    amount: Decimal
    mandate: Mandate
    debtor: Party
    iban: str
    bic: str = ""
    ultimate: str = ""  # on whose behalf the holder of the account pays
    remittance: str = ""  # what the debtor reads on the bank statement
    purpose: str = ""  # ISO code of four letters


class Group(NamedTuple):
    """The debits of one date, sequence type and scheme."""

    id: str
    date: date
    sequence: str  # 'FRST' | 'RCUR' | 'FNAL' | 'OOFF'
    scheme: str  # 'CORE' | 'B2B'
    debits: Sequence[Debit]


class File(NamedTuple):
    """One file: what one creditor asks its bank to collect."""

    message_id: str
    created: datetime
    initiator: str
    creditor: Party
    creditor_identifier: str
    iban: str
    bic: str
    groups: Sequence[Group]

    @property
    def debits(self) -> list[Debit]:
        return [debit for group in self.groups for debit in group.debits]


E = ElementMaker(
    typemap={
        type(None): lambda element, nothing: None,  # what is not known is not written
        int: lambda element, number: str(number),
        Decimal: lambda element, amount: f"{amount:.2f}",
        date: lambda element, day: day.isoformat(),
        datetime: lambda element, moment: moment.isoformat(timespec="seconds"),
    }
)


def build(file: File, version: str = "08") -> bytes:
    """The file as the bank reads it.

    :param version: '08', or '02' for a bank that still wants it
    """
    document = E.Document(
        E.CstmrDrctDbtInitn(
            _header(file),
            *(_group(file, group, version) for group in file.groups),
        ),
        xmlns=NAMESPACES[version],
    )
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def total(debits: Iterable[Debit]) -> Decimal:
    """What the debits add up to."""
    return sum((debit.amount for debit in debits), Decimal(0))


def _header(file):
    return E.GrpHdr(
        E.MsgId(file.message_id),
        E.CreDtTm(file.created),
        E.NbOfTxs(len(file.debits)),
        E.CtrlSum(total(file.debits)),
        E.InitgPty(_name(file.initiator)),
    )


def _group(file, group, version):
    return E.PmtInf(
        E.PmtInfId(group.id),
        E.PmtMtd("DD"),
        E.BtchBookg("true"),
        E.NbOfTxs(len(group.debits)),
        E.CtrlSum(total(group.debits)),
        _type(group),
        E.ReqdColltnDt(group.date),
        E.Cdtr(_name(file.creditor.name), _address(file.creditor.address)),
        E.CdtrAcct(_account(file.iban)),
        E.CdtrAgt(_bank(file.bic, version)),
        E.ChrgBr("SLEV"),
        E.CdtrSchmeId(_creditor_identifier(file.creditor_identifier)),
        *(_debit(debit, version) for debit in group.debits),
    )


def _type(group):
    return E.PmtTpInf(
        E.SvcLvl(E.Cd("SEPA")),
        E.LclInstrm(E.Cd(group.scheme)),
        E.SeqTp(group.sequence),
    )


def _debit(debit, version):
    return E.DrctDbtTxInf(
        E.PmtId(E.EndToEndId(debit.end_to_end)),
        E.InstdAmt(debit.amount, Ccy="EUR"),
        E.DrctDbtTx(_mandate(debit.mandate)),
        E.DbtrAgt(_bank(debit.bic, version)),
        E.Dbtr(_name(debit.debtor.name), _address(debit.debtor.address)),
        E.DbtrAcct(_account(debit.iban)),
        _around("UltmtDbtr", _name(debit.ultimate)),
        _around("Purp", _text("Cd", debit.purpose, LONGEST_PURPOSE)),
        _around("RmtInf", _text("Ustrd", debit.remittance, LONGEST_TEXT)),
    )


def _mandate(mandate):
    return E.MndtRltdInf(
        E.MndtId(mandate.reference),
        E.DtOfSgntr(mandate.signed_on),
        E.AmdmntInd("true") if mandate.amendment else None,
        _amendment(mandate.amendment) if mandate.amendment else None,
    )


def _amendment(amendment):
    return E.AmdmntInfDtls(
        E.OrgnlMndtId(amendment.old_reference) if amendment.old_reference else None,
        _old_creditor(amendment),
        _old_account(amendment),
    )


def _old_creditor(amendment):
    identifier = amendment.old_creditor_identifier
    return _around(
        "OrgnlCdtrSchmeId",
        _name(amendment.old_creditor_name),
        _creditor_identifier(identifier) if identifier else None,
    )


def _old_account(amendment):
    """The account before; SMNDA means: same mandate, new debtor account."""
    if amendment.old_iban:
        return E.OrgnlDbtrAcct(_account(amendment.old_iban))
    return E.OrgnlDbtrAcct(E.Id(E.Othr(E.Id("SMNDA")))) if amendment.new_account else None


def _name(name):
    return _text("Nm", name, LONGEST_NAME)


def _address(address):
    """Structured, or hybrid when there are lines; an address that the bank would refuse is not written."""
    if not address or not address.accepted:
        return None
    return E.PstlAdr(
        _text("StrtNm", address.street, LONGEST_LINE),
        _text("PstCd", address.zip, LONGEST_ZIP),
        _text("TwnNm", address.city, LONGEST_TOWN),
        E.Ctry(address.country),
        *(_text("AdrLine", line, LONGEST_LINE) for line in address.lines[:MOST_LINES]),
    )


def _text(tag, text, limit):
    """A line of free text; nothing when no letter of it can be written."""
    written = latin(text, limit)
    return E(tag, written) if written else None


def _around(tag, *parts):
    """A block that is written when it has something to hold."""
    return E(tag, *parts) if any(part is not None for part in parts) else None


def _account(iban):
    return E.Id(E.IBAN(iban))


def _bank(bic, version):
    return E.FinInstnId(E(BIC_TAGS[version], bic) if bic else E.Othr(E.Id("NOTPROVIDED")))


def _creditor_identifier(identifier):
    return E.Id(E.PrvtId(E.Othr(E.Id(identifier), E.SchmeNm(E.Prtry("SEPA")))))
