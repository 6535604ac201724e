"""The bank's answer to a file of ours (pain.002): what it rejects before any money moves."""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from odoo.addons.receivable_sepa.logic.bank_rows import ZERO, BankFile, Returned
from odoo.addons.receivable_sepa.logic.bank_xml import day, moment, money, needed, needed_text, reference, text, texts, total

REJECTED = "RJCT"
OURS = "pain.008"
REASONS = ("Rsn/Cd", "Rsn/Prtry")


def read(kind: str, root: etree._Element) -> BankFile:
    """The debits rejected one by one, then the groups or the message rejected whole."""
    report = needed(root, "CstmrPmtStsRpt")
    header, original = needed(report, "GrpHdr"), needed(report, "OrgnlGrpInfAndSts")
    returns = _Report(report, original, day(header, "CreDtTm")).returns() if _is_of_debits(original) else ()
    return BankFile(
        kind=kind,
        message_id=needed_text(header, "MsgId"),
        created=moment(header, "CreDtTm"),
        accounts=tuple(sorted({text(found, ".") for found in report.iterfind(".//OrgnlTxRef/CdtrAcct/Id/IBAN")})),
        returns=tuple(returns),
    )


def _is_of_debits(original: etree._Element) -> bool:
    """Not the answer to a file of credit transfers."""
    name = text(original, "OrgnlMsgNmId").lower()
    return not name or name.startswith(OURS)


class _Report:
    """One answer: its groups of payment information, and the transactions in them."""

    def __init__(self, report: etree._Element, original: etree._Element, said_on: date | None):
        self.report = report
        self.original = original
        self.common = Returned(original_message=text(original, "OrgnlMsgId"), booked_on=said_on, status=REJECTED)

    def returns(self) -> Iterator[Returned]:
        groups = self.report.findall("OrgnlPmtInfAndSts")
        for group in groups:
            for transaction in group.iterfind("TxInfAndSts"):
                if self._status(transaction, group) == REJECTED:
                    yield self._transaction(transaction, group)
        rejected = [group for group in groups if text(group, "PmtInfSts") == REJECTED]
        if text(self.original, "GrpSts") == REJECTED:
            yield self.common._replace(whole=True, **_why(self.original))
        else:
            yield from (self._whole_group(group) for group in rejected)

    def _status(self, transaction, group):
        """A transaction without a status of its own shares that of its group, then of its message."""
        return text(transaction, "TxSts") or text(group, "PmtInfSts") or text(self.original, "GrpSts")

    def _whole_group(self, group):
        return self.common._replace(whole=True, original_group=needed_text(group, "OrgnlPmtInfId"), **_why(group, self.original))

    def _transaction(self, transaction, group):
        sent = transaction.find("OrgnlTxRef")
        amount, currency = money(sent, "Amt/InstdAmt", "IntrBkSttlmAmt") or (ZERO, "")
        return self.common._replace(
            end_to_end=reference(transaction, "OrgnlEndToEndId"),
            mandate=reference(sent, "MndtRltdInf//MndtId"),
            amount=amount,
            currency=currency,
            original_group=text(group, "OrgnlPmtInfId"),
            debtor_iban=text(sent, "DbtrAcct/Id/IBAN"),
            fee=total(transaction, "ChrgsInf/Amt"),
            collected_on=day(sent, "ReqdColltnDt"),
            **_why(transaction, group, self.original),
        )


def _why(*places: etree._Element) -> dict[str, str]:
    """The reason given nearest to the transaction."""
    said = [information for place in places for information in place.iterfind("StsRsnInf")]
    coded = next((information for information in said if text(information, *REASONS)), said[0] if said else None)
    return {} if coded is None else {"reason": text(coded, *REASONS), "text": texts(coded, "AddtlInf")}
