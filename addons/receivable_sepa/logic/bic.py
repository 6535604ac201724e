"""Codes of banks (BIC): optional on a mandate, right when given."""

from stdnum import bic
from stdnum.exceptions import InvalidComponent, InvalidFormat, InvalidLength

from odoo.addons.receivable_sepa.logic.mod97 import is_alphanumeric, normalise

FAULTS = {InvalidLength: "length", InvalidFormat: "structure", InvalidComponent: "country"}


def fault(text: str) -> str:
    """What is wrong with the code of a bank, as a code; '' when it is right.

    >>> fault("AGRIFRPP"), fault("agrifrppxxx"), fault("AGRIFRPPXX"), fault("AGR1FRPP"), fault("AGRIQQPP"), fault("AGRI-FRPP"), fault("")
    ('', '', 'length', 'structure', 'country', 'characters', 'empty')
    """
    code = normalise(text)
    if not code:
        return "empty"
    if not is_alphanumeric(code):
        return "characters"
    try:
        bic.validate(code)
    except tuple(FAULTS) as error:
        return FAULTS[type(error)]
    return ""
