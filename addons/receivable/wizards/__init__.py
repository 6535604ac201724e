from . import (
    account_move,
    payer_collector_wizard,
    payer_profile_wizard,
    receivable_import,
    receivable_import_column,
    receivable_import_customer,
    receivable_import_progress,
    receivable_import_refusal,
    receivable_pause_wizard,
)
