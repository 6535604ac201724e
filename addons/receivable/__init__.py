from . import controllers, models, report, wizards


def post_init_hook(env):
    """The history that the ledger already holds becomes events: a score exists from the first day."""
    for company in env["res.company"].search([]):
        env["receivable.event"]._record_history(company)
