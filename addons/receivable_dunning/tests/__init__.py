from . import (
    test_contact_budget,
    test_decisions,
    test_demo_money_in_sight,
    test_dunning_template,
    test_gate,
    test_hostile,
    test_letters_and_calls,
    test_outbox,
    test_receipts,
    test_rights,
    test_screens,
    test_timeline,
)
