from . import controllers, models, wizards


def post_init_hook(env):
    """Companies that are already there follow the standard scenario until somebody chooses another."""
    if env.ref("receivable.demo_company", raise_if_not_found=False):
        return  # a demonstration: its own company alone is followed
    standard = env.ref("receivable_dunning.dunning_scenario_standard")
    env["res.company"].search([("parent_id", "=", False), ("dunning_scenario_id", "=", False)]).dunning_scenario_id = standard
