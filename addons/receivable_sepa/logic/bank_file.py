"""Whatever a bank sends back about direct debits, read into one shape, or refused whole."""

from odoo.addons.receivable_sepa.logic import camt, pain002
from odoo.addons.receivable_sepa.logic.bank_rows import BankFile, Returned
from odoo.addons.receivable_sepa.logic.bank_xml import BankFileError, parse, refuse_bad_amounts

__all__ = ["BankFile", "BankFileError", "Returned", "read"]

READERS = {"pain.002": pain002.read, **dict.fromkeys(camt.DOCUMENTS, camt.read)}


def read(data: bytes) -> BankFile:
    """A file of the bank: the answer to one of ours (pain.002), a report, statement or notice (camt.052, .053, .054), of any version.

    >>> read(b"PK")
    Traceback (most recent call last):
    ...
    odoo.addons.receivable_sepa.logic.bank_xml.BankFileError: not_xml
    """
    document, root = parse(data)
    if document not in READERS:
        raise BankFileError("other", document=document)
    refuse_bad_amounts(root)
    return READERS[document](document, root)
