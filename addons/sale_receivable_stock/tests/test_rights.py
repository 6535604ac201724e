from odoo import Command
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import RANKS, Door, RightsCase

STOCK_USER = "stock.group_stock_user"


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Whoever delivers may ask; deciding is not theirs."""

    ranks = (*RANKS[:-1], STOCK_USER, RANKS[-1])

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("sales_team.group_sale_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["carrier"] = cls.person("carrier", STOCK_USER)
        cls.strangers["carrier of B"] = cls.person("carrier_b", STOCK_USER, cls.other)
        cls.company.receivable_check_delivery = True
        cls.garage.with_company(cls.company).payer_profile_id = cls.env.ref("receivable.payer_profile_risky")
        goods = cls.env["product.product"].create({"name": "Shelves", "type": "consu", "taxes_id": False})
        cls.order = cls.env["sale.order"].create({
            "partner_id": cls.garage.id, "company_id": cls.company.id,
            "order_line": [Command.create({"product_id": goods.id, "price_unit": 2000, "tax_ids": False})],
        })  # fmt: skip
        cls.order.sudo().action_confirm()
        cls.env.flush_all()

    def traced(self):
        return super().traced() | {"sale_order": "id, receivable_credit_state", "stock_picking": "id, state"}

    def test_every_public_method_asks_who_calls(self):
        doors = {"stock.picking.action_receivable_ask_release": Door(STOCK_USER)}
        self.check_the_doors("sale_receivable_stock", doors, {"stock.picking": self.order.picking_ids})

    def test_who_delivers_does_not_decide(self):
        carrier = self.people["carrier"]
        self.assertFalse(self.env["credit.release"].with_user(carrier).has_access("read"))
        for method, arguments in (("action_receivable_release", ("once", 0, False, "Please")), ("action_receivable_refuse", ("No",))):
            self.assertEqual(self.call(carrier, f"sale.order.{method}", self.order, arguments), "refused")
