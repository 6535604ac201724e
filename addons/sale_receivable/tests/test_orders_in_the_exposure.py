from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install")
class TestOrdersInTheExposure(OrderCase):
    """Confirmed orders that are not invoiced yet are a part of what a payer is about to owe."""

    def parts(self, payer=None, company=None):
        payer = payer or self.garage
        found = payer._receivable_exposure(company or self.company)[payer.id]
        return {part.code: part.amount for part in found}

    def account(self, payer=None):
        self.env.flush_all()
        self.env["payer.account"].invalidate_model()
        return self.env["payer.account"].search([("partner_id", "=", (payer or self.garage).id), ("company_id", "=", self.company.id)])

    def test_a_quotation_counts_for_nothing_and_a_confirmed_order_with_its_tax(self):
        tax = self.company_data["default_tax_sale"]
        order = self.order(self.garage, 100)
        order.order_line.tax_ids = tax
        self.assertEqual(self.parts(), {})
        self.sell(order)
        self.assertEqual(self.parts(), {"orders": Decimal("115.00")})

    def test_what_is_invoiced_counts_once_as_a_draft_then_as_an_open_item(self):
        order = self.sell(self.order(self.garage, 100, 50))
        bill = self.bill(order, post=False)
        self.assertEqual(self.parts(), {"drafts": Decimal(150)})
        bill.invoice_line_ids[1].unlink()
        self.assertEqual(self.parts(), {"drafts": Decimal(100), "orders": Decimal(50)})
        bill.action_post()
        self.assertEqual(self.parts(), {"open": Decimal(100), "orders": Decimal(50)})
        self.pay(bill)
        self.assertEqual(self.parts(), {"orders": Decimal(50)})

    def down_payment(self, order, amount):
        wizard = self.env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=order.ids)
        bill = wizard.create({"advance_payment_method": "fixed", "fixed_amount": amount})._create_invoices(order)
        bill.action_post()
        return bill

    def test_a_down_payment_moves_a_part_from_the_orders_to_the_open_items(self):
        order = self.sell(self.order(self.garage, 1000))
        advance = self.down_payment(order, 300)
        self.assertEqual(self.parts(), {"open": Decimal(300), "orders": Decimal(700)})
        self.pay(advance)
        self.assertEqual(self.parts(), {"orders": Decimal(700)})
        self.bill(order)
        self.assertEqual(self.parts(), {"open": Decimal(700)})

    def test_a_credit_note_for_goods_taken_back_leaves_nothing_once_the_order_says_so(self):
        order = self.sell(self.order(self.garage, 1000))
        bill = self.bill(order)
        reversal = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=bill.ids)
        note = reversal.create({"journal_id": bill.journal_id.id}).reverse_moves()
        self.env["account.move"].browse(note["res_id"]).action_post()
        self.assertEqual(self.parts(), {"orders": Decimal(1000)}, "as in core: to be invoiced again")
        order.order_line.product_uom_qty = 0
        self.assertEqual(self.parts(), {})

    def test_a_discount_line_lowers_the_part(self):
        self.sell(self.order(self.garage, 1000, -100))
        self.assertEqual(self.parts(), {"orders": Decimal(900)})

    def test_another_currency_is_converted_once_at_todays_rate_also_when_it_is_archived(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        self.sell(self.order(self.garage, 100, currency=euro))
        self.assertEqual(self.parts(), {"orders": Decimal(50)})
        self.assertTrue(self.garage._receivable_exposure(self.company)[self.garage.id][0].converted)
        euro.active = False
        self.assertEqual(self.parts(), {"orders": Decimal(50)})

    def test_orders_of_contacts_are_their_companys_and_the_one_who_is_invoiced_counts(self):
        shop = self.env["res.partner"].create({"name": "Shop", "parent_id": self.garage.id, "type": "contact"})
        self.sell(self.order(shop, 100))
        other = self.payer("Pays for the garage")
        self.sell(self.order(self.garage, 40, partner_invoice_id=other.id))
        self.assertEqual((self.parts(), self.parts(other)), ({"orders": Decimal(100)}, {"orders": Decimal(40)}))

    def test_branches_count_with_their_root_and_other_companies_do_not(self):
        self.company.write({"child_ids": [Command.create({"name": "Branch"})]})
        self.env.cr.precommit.run()  # loads the branch's chart of accounts
        branch = self.company.child_ids
        stranger = self.setup_other_company()["company"]
        self.env.user.company_ids |= branch
        self.sell(self.order(self.garage, 100, company=branch))
        self.sell(self.order(self.garage, 70, company=stranger))
        self.assertEqual((self.parts(), self.parts(company=stranger)), ({"orders": Decimal(100)}, {"orders": Decimal(70)}))

    def test_the_part_opens_its_orders(self):
        order = self.sell(self.order(self.garage, 100))
        done = self.sell(self.order(self.garage, 70))
        self.bill(done)
        part = next(part for part in self.garage._receivable_exposure(self.company)[self.garage.id] if part.code == "orders")
        self.assertEqual(self.env[part.model].search(part.domain), order)

    def test_the_list_of_payers_shows_the_same(self):
        self.invoice(self.garage, "2026-07-31", 200)
        self.sell(self.order(self.garage, 100))
        account = self.account()
        self.assertEqual((account.owed, account.orders, account.exposure, account.used), (200, 100, 300, 30))

    def test_those_who_share_a_limit_use_it_together_in_the_list_too(self):
        north = self.payer("North").with_company(self.company)
        north.payer_group_id = self.garage
        self.invoice(north, "2026-07-31", 200)
        self.invoice(self.garage, "2026-07-31", 100)
        self.sell(self.order(north, 300))
        for account in (self.account(), self.account(north)):
            self.assertEqual((account.credit_limit, account.used), (1000, 60))
