from . import (
    account_journal,
    account_move,
    account_move_line,
    account_partial_reconcile,
    payer_profile,
    payer_score,
    receivable_event,
    receivable_pause,
    receivable_seal,
    res_company,
    res_config_settings,
    res_partner,
)
