from . import (
    test_events,
    test_follow_up_screens,
    test_holds,
    test_open_items,
    test_payer_account,
    test_payer_form,
    test_receivable_import,
    test_statement_files,
)
