"""What the credit check adds to the confirmation of an order, and the badge to the list of quotations. On two databases that may be
thrown away, the first without the add-on, for customers with 200 and with 20,000 past invoices:

    setup/db clone bench_plain
    setup/db clone bench_credit && setup/odoo -d bench_credit -i sale_receivable --max-cron-threads=0 --no-http --stop-after-init
    for name in bench_plain bench_credit; do setup/odoo shell -d $name --no-http < tests/benchmarks/confirm_order.py; done

Nothing is committed.
"""

# ruff: noqa: F821  (``env`` is the shell's own)

import sys
import time

sys.path.insert(0, "tests/benchmarks")

from large_ledger import FIRST, ISSUED, _copy_items, _copy_payers, _copy_payments, _specimens

from odoo import Command
from odoo.tests import new_test_user

SMALL, LARGE = 200, 20_000  # past invoices
OPEN_SHARE = 50  # one past invoice in so many is still open, and not due yet
ISSUED_THIS_MONTH = "(CURRENT_DATE - i % 20)"
CONFIRMED, PAGE, READINGS = 15, 80, 10
WITH_CREDIT = "receivable_verdict" in env["sale.order"]._fields


class Ledger:
    """A seller, and the customers of a page with wide limits; the first one has a history."""

    def __init__(self, invoices):
        self.seller = new_test_user(env, "seller_of_the_benchmark", groups="sales_team.group_sale_salesman")
        self.shelves = env["product.product"].create({"name": "Shelves", "type": "service", "taxes_id": False})
        paid, owed, _credit, partial = _specimens(env)
        _copy_payers(env, paid.partner_id, PAGE)
        settled = invoices - invoices // OPEN_SHARE
        _copy_items(env, paid, 1, settled, 1, issued=ISSUED)
        _copy_payments(env, partial, settled, 1)
        _copy_items(env, owed, settled + 1, invoices, 1, issued=ISSUED_THIS_MONTH, sign=1)
        env.invalidate_all()
        self.payers = env["res.partner"].browse(range(FIRST, FIRST + PAGE))
        self.payers.write({"credit_limit": 10**9})
        env.company.account_use_credit_limit = True
        if WITH_CREDIT:
            env["receivable.event"]._record_history(env.company)
        env.flush_all()
        env.cr.execute("ANALYZE")

    def quotation(self, payer):
        return env["sale.order"].create({
            "partner_id": payer.id, "user_id": self.seller.id,
            "order_line": [Command.create({"product_id": self.shelves.id, "price_unit": 100, "tax_ids": False})],
        }).with_user(self.seller)  # fmt: skip


def cost(work):
    """Queries, milliseconds on the clock and of this process alone; what was created before is written and forgotten."""
    env.flush_all()
    env.invalidate_all()
    before, clock, process = env.cr.sql_log_count, time.perf_counter(), time.process_time()
    work()
    env.flush_all()
    return env.cr.sql_log_count - before, 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - process)


def typical(costs):
    """Most queries and the best time: the others ran beside other work."""
    queries, clock, process = zip(*costs, strict=True)
    return f"{max(queries)} queries, {min(clock):.0f} ms ({min(process):.0f} ms CPU)"


def confirmations(ledger):
    quotations = [ledger.quotation(ledger.payers[0]) for _number in range(CONFIRMED + 1)]
    costs = [cost(order.action_confirm) for order in quotations]
    assert {order.state for order in quotations} == {"sale"}
    return typical(costs[1:])


def pages(ledger):
    """The list of quotations as the browser asks for it."""
    quotations = env["sale.order"].with_user(ledger.seller).browse(ledger.quotation(payer).id for payer in ledger.payers)
    domain, asked = [("id", "in", quotations.ids)], columns(quotations)
    costs = [cost(lambda: quotations.web_search_read(domain, asked, limit=PAGE)) for _number in range(READINGS + 1)]
    return typical(costs[1:])


def columns(orders):
    """Fields of the list, and the reason that the badge shows."""
    arch = orders.get_view(env.ref("sale.view_quotation_tree_with_onboarding").id, "list")["arch"]
    names = {name for name in orders._fields if f'name="{name}"' in arch} | ({"receivable_reason"} if WITH_CREDIT else set())
    return {name: {"fields": {"display_name": {}}} if orders._fields[name].type == "many2one" else {} for name in names}


print(f"{'with' if WITH_CREDIT else 'without'} sale_receivable")
for history in (SMALL, LARGE):
    ledger = Ledger(history)
    print(f"{history:>6} past invoices: confirmation {confirmations(ledger)}; list of {PAGE} quotations {pages(ledger)}")
    env.cr.rollback()
    env.invalidate_all()
