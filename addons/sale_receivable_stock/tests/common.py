"""The orders of the suite, with goods: ``self.sold(500)`` is confirmed and ready to leave."""

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.sale_receivable.tests.common import OrderCase


class DeliveryCase(OrderCase):
    """A company that checks credit before delivery, a customer who is risky, and somebody who only handles goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.receivable_check_delivery = True
        cls.carrier = new_test_user(
            cls.env, "marcel", groups="stock.group_stock_user", company_id=cls.company.id, company_ids=cls.company.ids
        )
        cls.goods = cls.env["product.product"].create({
            "name": "Shelves in a box", "type": "consu", "is_storable": False, "invoice_policy": "order", "taxes_id": False,
        })  # fmt: skip
        cls.garage.payer_profile_id = cls.env.ref("receivable.payer_profile_risky")

    @classmethod
    def sold(cls, amount, quantity=1, payer=None, **values):
        """A confirmed order of these goods; its delivery is ready."""
        line = Command.create({"product_id": cls.goods.id, "product_uom_qty": quantity, "price_unit": amount, "tax_ids": False})
        return cls.sell(cls.order(payer or cls.garage, order_line=[line], **values))

    @classmethod
    def late(cls, amount=300):
        """An invoice that is a month late on the day of the tests."""
        return cls.invoice(cls.garage, fields.Date.to_date("2026-05-31"), amount)

    def hers(self, picking):
        """The delivery as somebody who only handles goods has it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return picking.with_user(self.carrier)
