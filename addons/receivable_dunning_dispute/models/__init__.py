from . import (
    account_move,
    dunning_action,
    dunning_action_call,
    dunning_event_source,
    dunning_ledger,
    dunning_reply,
    dunning_run,
    receivable_dispute,
    receivable_payment_plan,
    receivable_promise,
)
