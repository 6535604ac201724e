"""The ledger kit of the suite, with orders: ``self.order(payer, 500)``, ``self.sell(order)``."""

from odoo import fields
from odoo.tests import new_test_user

from odoo.addons.receivable.tests.common import ReceivableCase

DAY = "2026-06-30"


class OrderCase(ReceivableCase):
    """A company that uses credit limits, a salesperson without accounting rights, a customer with a limit of 1,000."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("sales_team.group_sale_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_use_credit_limit = True
        cls.seller = new_test_user(
            cls.env, "victor", groups="sales_team.group_sale_salesman", company_id=cls.company.id, company_ids=cls.company.ids,
            email="victor@lunapres.example",
        )  # fmt: skip
        cls.manager = new_test_user(
            cls.env, "gerard", groups="receivable.group_receivable_manager", company_id=cls.company.id, company_ids=cls.company.ids,
            email="gerard@lunapres.example",
        )  # fmt: skip
        cls.shelves = cls.env["product.product"].create({
            "name": "Shelves", "type": "service", "invoice_policy": "order", "taxes_id": False, "list_price": 1,
        })  # fmt: skip
        cls.garage = cls.payer("Garage Tourneboulon").with_company(cls.company)
        cls.garage.credit_limit = 1000

    @classmethod
    def order(cls, payer, *amounts, company=None, currency=None, user=None, **values):
        """A quotation with one line an amount, without tax unless said."""
        company = company or cls.company
        if currency:
            pricelist = cls.env["product.pricelist"].create({"name": currency.name, "currency_id": currency.id})
            values["pricelist_id"] = pricelist.id
        return cls.env["sale.order"].with_company(company).create({
            "partner_id": payer.id, "company_id": company.id, "user_id": (user or cls.seller).id,
            "order_line": [
                fields.Command.create({"product_id": cls.shelves.id, "price_unit": amount, "tax_ids": False}) for amount in amounts
            ],
        } | values)  # fmt: skip

    @classmethod
    def sell(cls, order):
        """The order confirmed by somebody whom nothing holds."""
        order.sudo().action_confirm()
        return order

    @classmethod
    def bill(cls, order, *, post=True):
        """The invoice of all that is left to invoice."""
        move = order._create_invoices(final=True)
        if post:
            move.action_post()
        return move

    def mine(self, order):
        """The order as the salesperson has it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return order.with_user(self.seller)

    def codes(self, order):
        return [reason.code for reason in order._receivable_decide()[order].reasons]
