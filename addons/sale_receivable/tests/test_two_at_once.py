import threading
from contextlib import closing

from psycopg2.errors import SerializationFailure

import odoo
from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install", "sale_receivable_two_at_once")
class TestTwoAtOnce(BaseCase):
    """Two orders confirmed at the same moment, on two real connections: they cannot both use the last of a limit."""

    def setUp(self):
        super().setUp()
        self.registry = odoo.modules.registry.Registry(odoo.tests.common.get_db_name())
        with self.connection() as env:
            company = env["res.company"].search([("parent_id", "=", False)], limit=1)
            self.limits_used = company.account_use_credit_limit
            company.account_use_credit_limit = True
            payer = env["res.partner"].with_company(company).create({"name": "Two at once", "is_company": True, "credit_limit": 100})
            product = env["product.product"].create({"name": "Two at once", "type": "service", "taxes_id": False})
            orders = env["sale.order"].create([
                {"partner_id": payer.id, "company_id": company.id,
                 "order_line": [(0, 0, {"product_id": product.id, "price_unit": 80, "tax_ids": False})]}
                for _each in range(2)
            ])  # fmt: skip
            self.company, self.payer, self.product, self.orders = company.id, payer.id, product.id, orders.ids
        self.addCleanup(self.remove)

    def connection(self):
        return Connection(self.registry)

    def remove(self):
        with self.connection() as env:
            orders = env["sale.order"].browse(self.orders)
            orders.filtered(lambda order: order.state == "sale")._action_cancel()
            orders.unlink()
            env["product.product"].browse(self.product).product_tmpl_id.unlink()
            env["res.partner"].browse(self.payer).unlink()
            env["res.company"].browse(self.company).account_use_credit_limit = self.limits_used

    def confirm(self, env, order):
        """As a person's request: decided before the other one is known."""
        env["sale.order"].browse(order).with_user(env.ref("base.user_admin")).action_confirm()

    def test_the_second_one_fails_on_its_old_picture_and_is_held_when_it_is_taken_again(self):
        first, second = self.connection(), self.connection()
        with first as one, closing(second.open()) as other_cr:
            other = second.env
            other["res.partner"].browse(self.payer).name  # noqa: B018 (its picture of the ledger is taken now)
            self.confirm(one, self.orders[0])
            failed = []
            thread = threading.Thread(target=lambda: failed.append(self.failure(other, self.orders[1])))
            thread.start()
            thread.join(1)  # waits for the seal that the first one has broken
            self.assertTrue(thread.is_alive() or failed)
            one.cr.commit()  # pylint: disable=invalid-commit
            thread.join(20)
            self.assertEqual(failed, [SerializationFailure])
            other_cr.rollback()
        with self.connection() as again:
            verdict = again["sale.order"].browse(self.orders[1])._receivable_decide()
            self.assertEqual([one.state for one in verdict.values()], ["hold"])
            self.assertEqual(again["sale.order"].browse(self.orders).mapped("state"), ["sale", "draft"])

    @mute_logger("odoo.sql_db")
    def failure(self, env, order):
        try:
            self.confirm(env, order)
            env.flush_all()
        except SerializationFailure:
            return SerializationFailure
        return None


class Connection:
    """A real connection of its own, committed at its end."""

    def __init__(self, registry):
        self.registry = registry

    def open(self):
        self.cr = db_connect(self.registry.db_name).cursor()
        self.env = api.Environment(self.cr, SUPERUSER_ID, {})
        return self.cr

    def __enter__(self):
        self.open()
        return self.env

    def __exit__(self, kind, *_rest):
        if kind is None:
            self.env.flush_all()
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
