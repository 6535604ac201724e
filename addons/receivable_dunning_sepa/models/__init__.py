from . import (
    dunning_action,
    dunning_ledger,
    sepa_debit,
    sepa_debit_notice,
    sepa_debit_returned,
    sepa_mandate,
    sepa_return,
)
