"""Why a ledger file, or one of its lines, is not imported: the sentences, in one place.

A rule answers with a :class:`Reason`: a code and its values. The sentence is written here once, in English, marked for
translation; the add-on translates it for the person who reads it and prints dates and amounts in their language.
"""

from typing import NamedTuple


def _lt(sentence: str) -> str:
    """Mark a sentence for the translators' list; it is translated when it is shown."""
    return sentence


class Reason(NamedTuple):
    """One clear sentence as data: ``SENTENCES[code] % values``."""

    code: str
    values: dict = {}

    @property
    def text(self) -> str:
        """The sentence in English.

        >>> Reason("no_number").text
        'no invoice number'
        """
        return SENTENCES[self.code] % self.values


class Refusal(NamedTuple):
    """A line of the file that is not imported."""

    line: int
    reason: Reason


class LedgerFileError(ValueError):
    """The file as a whole cannot be read; nothing is looked at further."""

    def __init__(self, code: str, **values):
        self.reason = Reason(code, values)
        super().__init__(self.reason.text)


SENTENCES = {
    # The whole file
    "not_a_ledger": _lt("This is not a CSV or XLSX file."),
    "too_big": _lt("This file is larger than %(limit)s MB. Split it and import the parts one after the other."),
    "too_many_lines": _lt("This file has more than %(limit)s lines. Split it and import the parts one after the other."),
    "unsafe_xlsx": _lt("This XLSX file cannot be opened safely. Save it again from your spreadsheet, or as CSV."),
    "empty_file": _lt("This file holds no lines. Export the ledger again, with the names of the columns on the first line."),
    "mixed_decimals": _lt("Amounts mix comma and point as decimals from line %(line)s. Correct the file and choose it again."),
    "no_customer_column": _lt("No column looks like a customer. Choose one."),
    "no_number_column": _lt("No column looks like an invoice number. Choose one."),
    "no_issued_column": _lt("No column looks like an invoice date. Choose one."),
    "no_due_column": _lt("No column looks like a due date. Choose one."),
    "no_amount_column": _lt("No column looks like an amount. Choose one."),
    # One line
    "too_wide": _lt("the line has %(found)s columns, the first line names %(expected)s"),
    "formula": _lt("column \"%(column)s\" holds a formula; paste its value instead"),
    "no_customer": _lt("no customer"),
    "no_number": _lt("no invoice number"),
    "no_issued": _lt("no invoice date"),
    "no_due": _lt("no due date"),
    "no_amount": _lt("no amount"),
    "zero_amount": _lt("the amount is zero, there is nothing to import"),
    "bad_amount": _lt("amount \"%(value)s\" is not a number"),
    "bad_issued": _lt("invoice date %(value)s does not exist"),
    "bad_due": _lt("due date %(value)s does not exist"),
    "bad_paid_on": _lt("payment date %(value)s does not exist"),
    "odd_date": _lt("date %(value)s lies outside the years 1970 to 2099"),
    "paid_too_much": _lt("paid %(paid)s is more than the amount %(amount)s"),
    "paid_other_sign": _lt("the paid or remaining part %(value)s has another sign than the amount %(amount)s"),
    "parts_disagree": _lt("paid %(paid)s and remaining %(remaining)s do not add up to the amount %(amount)s"),
    "paid_in_future": _lt("paid on %(date)s, after the day of this ledger"),
    "repeated": _lt("repeats line %(line)s"),
    "number_of_another": _lt("number %(number)s is already on line %(line)s, for another customer"),
    # Known only beside the books
    "known_otherwise": _lt("number %(number)s is already imported, on %(date)s, with the amount %(amount)s due on %(due)s"),
    "known_of_another": _lt("number %(number)s is already imported, for the customer %(customer)s"),
    "invoiced_here": _lt("number %(number)s is already an invoice of this company"),
    "unknown_currency": _lt("currency %(currency)s is unknown or not active"),
    "too_precise": _lt("amount %(amount)s has more decimals than %(currency)s allows"),
    "locked": _lt("the period of %(date)s is locked in the accounts: %(lock)s"),
    "ambiguous_customer": _lt("several contacts fit the customer \"%(customer)s\"; choose one among the customers not found"),
}
