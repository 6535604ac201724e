from . import models, wizards


def post_init_hook(env):
    """Orders confirmed before the add-on came are no exception to rules that were not there."""
    env.cr.execute("UPDATE sale_order SET receivable_decided_on = now() AT TIME ZONE 'UTC', receivable_decided_amount = amount_total"
                   " WHERE state = 'sale'")
    env["sale.order"].invalidate_model(["receivable_decided_on", "receivable_decided_amount"])
