from . import (
    account_move,
    dunning_action,
    dunning_action_line,
    dunning_level,
    dunning_receipt,
    dunning_run,
    dunning_scenario,
    dunning_template,
    payer_profile,
    res_company,
    res_partner,
)
