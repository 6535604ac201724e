from . import (
    base_partner_merge,
    dunning_call_outcome,
    dunning_decide,
    dunning_live,
    dunning_postpone,
    dunning_preview,
    dunning_preview_line,
    dunning_reply_call,
    dunning_rewrite,
    dunning_send,
    dunning_skip,
    receivable_pause_wizard,
)
