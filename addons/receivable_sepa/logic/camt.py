"""Account statements and notices (camt.052, .053, .054): the debits that came back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from odoo.addons.receivable_sepa.logic.bank_rows import ZERO, BankFile, Returned
from odoo.addons.receivable_sepa.logic.bank_xml import BankFileError, day, moment, money, needed, needed_text, reference, text, texts

DOCUMENTS = {
    "camt.052": ("BkToCstmrAcctRpt", "Rpt"),
    "camt.053": ("BkToCstmrStmt", "Stmt"),
    "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
BOOKED, CREDIT, DEBIT = "BOOK", "CRDT", "DBIT"
DEBITS_OF_OURS = "IDDT"  # family: direct debits that we issued
FEES = frozenset("CHRG COMM COME COMI COMT FEES TAXE".split())  # sub-families that are the bank's price, no debit
REASONS = ("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
CHARGES = ("Chrgs/Rcrd", "Chrgs")  # since version 04, and before
NOT_INCLUDED = "false"


def read(kind: str, root: etree._Element) -> BankFile:
    """The returns among all that is booked on the accounts of a report, a statement or a notice."""
    name, part = DOCUMENTS[kind]
    document = needed(root, name)
    header, _first = needed(document, "GrpHdr"), needed(document, part)
    accounts = document.findall(part)
    movements = (each for account in accounts for each in _movements(account, day(header, "CreDtTm")))
    return BankFile(
        kind=kind,
        message_id=needed_text(header, "MsgId"),
        created=moment(header, "CreDtTm"),
        accounts=tuple(text(account, "Acct/Id/IBAN", "Acct/Id/Othr/Id") for account in accounts),
        returns=tuple(each.returned() for each in movements if each.is_return),
    )


def _movements(account: etree._Element, created: date | None) -> Iterator["_Movement"]:
    """Each transaction of each booked entry; an entry without details is one itself."""
    for entry in account.iterfind("Ntry"):
        if text(entry, "Sts/Cd", "Sts") in ("", BOOKED):
            details = entry.findall("NtryDtls/TxDtls")
            for transaction in details or [entry]:
                yield _Movement(entry, transaction, len(details) <= 1, created)


class _Movement(NamedTuple):
    """One transaction of an entry; what it does not say itself, its entry does."""

    entry: etree._Element
    transaction: etree._Element
    alone: bool  # in its entry, whose amount and charges are its own then
    created: date | None

    @property
    def side(self) -> str:
        return text(self.transaction, "CdtDbtInd") or text(self.entry, "CdtDbtInd")

    @property
    def family(self) -> tuple[str, str]:
        """Family and sub-family of the bank's transaction code."""
        code = next((place for place in self.places if place.find("BkTxCd/Domn/Fmly") is not None), None)
        return text(code, "BkTxCd/Domn/Fmly/Cd"), text(code, "BkTxCd/Domn/Fmly/SubFmlyCd")

    @property
    def places(self) -> tuple[etree._Element, etree._Element]:
        return self.transaction, self.entry

    @property
    def is_return(self) -> bool:
        """Money that left us again: a direct debit of ours, or without a family code an amount sent back for a reason."""
        family, kind = self.family
        if self.side != DEBIT or kind in FEES:
            return False
        return family == DEBITS_OF_OURS if family else bool(text(self.transaction, *REASONS))

    def returned(self) -> Returned:
        """What the bank says of it; an amount of 0 where a batch tells none."""
        amount, fee, currency = self._amounts()
        return Returned(
            end_to_end=reference(self.transaction, "Refs/EndToEndId"),
            mandate=reference(self.transaction, "Refs/MndtId"),
            amount=amount,
            currency=currency,
            reason=text(self.transaction, *REASONS),
            text=texts(self.transaction, "RtrInf/AddtlInf") or text(self.transaction, "AddtlTxInf") or text(self.entry, "AddtlNtryInf"),
            booked_on=day(self.entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm") or self.created,
            original_message=reference(self.transaction, "Refs/MsgId") or reference(self.entry, "NtryDtls/Btch/MsgId"),
            original_group=reference(self.transaction, "Refs/PmtInfId") or reference(self.entry, "NtryDtls/Btch/PmtInfId"),
            debtor_iban=text(self.transaction, "RltdPties/DbtrAcct/Id/IBAN"),
            fee=fee,
            status=BOOKED,
        )

    def _amounts(self) -> tuple[Decimal, Decimal, str]:
        """Amount of the debit, the bank's fee, currency. A bank that tells both amounts tells its fee by their difference."""
        moved, currency = self._moved()
        fee, included = self._fee()
        if moved and included > moved:
            raise BankFileError("amount", value=str(included))
        debited, of_debit = money(self.transaction, "AmtDtls/InstdAmt/Amt") or (max(ZERO, moved - included), currency)
        difference = moved - debited if of_debit == currency else ZERO
        return debited, fee or max(ZERO, difference), of_debit

    def _moved(self):
        """What the account lost: the entry is the truth of it when the transaction is alone."""
        if self.alone:
            return money(needed(self.entry, "Amt"), ".")
        return money(self.transaction, "Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt") or (ZERO, "")

    def _fee(self):
        """The bank's fee, and what of it lies in the amount moved."""
        fee = included = ZERO
        for charge in self._charges():
            amount, _currency = money(charge, "Amt", "TtlChrgsAndTaxAmt") or (ZERO, "")
            fee += amount
            if text(charge, "ChrgInclInd") != NOT_INCLUDED:
                included += amount
        return fee, included

    def _charges(self):
        places = self.places if self.alone else (self.transaction,)
        found = next((found for place in places for path in CHARGES if (found := place.findall(path))), [])
        return [charge for charge in found if text(charge, "CdtDbtInd") != CREDIT]
