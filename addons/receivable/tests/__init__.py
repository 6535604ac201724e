from . import (
    test_events,
    test_follow_up_screens,
    test_holds,
    test_money_in_sight,
    test_open_items,
    test_payer,
    test_payer_account,
    test_payer_form,
    test_profiles,
    test_receivable_import,
    test_score,
    test_statement_files,
)
