from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DAY, OrderCase


@tagged("post_install", "-at_install")
class TestGate(OrderCase):
    """Every way to confirm an order is decided by the same check; who cannot be told no is looked at afterwards."""

    # -- a person -------------------------------------------------------------------------------------------------------------

    def test_a_salesperson_confirms_what_the_rules_let_pass(self):
        order = self.mine(self.order(self.garage, 1000))
        order.action_confirm()
        self.assertEqual((order.state, order.receivable_credit_state), ("sale", "none"))
        self.assertTrue(order.receivable_decided_on)

    def test_code_is_told_in_a_sentence_why_an_order_waits(self):
        order = self.mine(self.order(self.garage, 1001))
        with self.assertRaises(UserError) as told:
            order.action_confirm()
        self.assertIn("over the limit of", str(told.exception))
        self.assertEqual(order.state, "draft")

    def test_the_button_opens_a_window_that_helps(self):
        order = self.mine(self.order(self.garage, 1001))
        window = order.with_context(receivable_dialog=True).action_confirm()
        self.assertEqual((window["res_model"], window["context"]["default_order_id"]), ("credit.refusal", order.id))
        self.assertEqual(order.state, "draft")

    def test_of_several_orders_the_good_ones_go_and_the_bad_ones_stay(self):
        good, bad = self.order(self.garage, 300), self.order(self.garage, 900)
        self.mine(good | bad).action_confirm()
        self.assertEqual((good.state, bad.state), ("sale", "draft"))
        self.assertIn("over the limit", self.mine(bad).receivable_reason)

    def test_the_second_of_two_orders_meets_what_the_first_has_taken(self):
        first, second, third = (self.order(self.garage, amount) for amount in (800, 800, 200))
        self.mine(first | second | third).action_confirm()
        self.assertEqual((first.state, second.state, third.state), ("sale", "draft", "sale"))

    def test_those_who_share_a_limit_take_from_each_other_also_in_one_call(self):
        north = self.payer("Nord").with_company(self.company)
        north.payer_group_id = self.garage
        first, second = self.order(self.garage, 800), self.order(north, 800)
        self.mine(first | second).action_confirm()
        self.assertEqual((first.state, second.state), ("sale", "draft"))

    def test_orders_of_two_companies_are_decided_each_by_its_own(self):
        other = self.setup_other_company()["company"]
        self.seller.company_ids |= other
        first, second = self.order(self.garage, 800), self.order(self.garage, 800, company=other)
        self.mine(first | second).with_context(allowed_company_ids=(self.company | other).ids).action_confirm()
        self.assertEqual((first.state, second.state), ("sale", "sale"))

    def test_orders_of_two_branches_take_from_the_limit_of_their_root_also_in_one_call(self):
        self.company.write({"child_ids": [Command.create({"name": name}) for name in ("North", "South")]})
        self.env.cr.precommit.run()  # loads the branches' charts of accounts
        branches = self.company.child_ids
        self.env.user.company_ids |= branches
        self.seller.company_ids |= branches
        first, second = (self.order(self.garage, 800, company=branch) for branch in branches)
        self.mine(first | second).with_context(allowed_company_ids=branches.ids).action_confirm()
        self.assertEqual((first.state, second.state), ("sale", "draft"))

    def test_an_order_in_no_state_to_be_confirmed_is_refused_as_ever(self):
        order = self.sell(self.order(self.garage, 10))
        with self.assertRaises(UserError):
            self.mine(order).action_confirm()

    def test_a_free_order_is_never_held(self):
        self.garage.payer_no_credit = True
        order = self.mine(self.order(self.garage, 0))
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    # -- a signature ----------------------------------------------------------------------------------------------------------

    def test_a_signed_order_that_the_rules_hold_waits_and_somebody_is_told(self):
        order = self.order(self.garage, 1200)
        with self.on(DAY):
            order.sudo()._validate_order()
        self.assertEqual((order.state, order.receivable_credit_state), ("draft", "held"))
        self.assertEqual((order.receivable_held_cause, order.receivable_over_by), ("over_limit", 200))
        told = self.env["mail.message"].search([("model", "=", "sale.order"), ("res_id", "=", order.id)]).notified_partner_ids
        self.assertIn(self.seller.partner_id, told)

    def test_a_signed_order_that_passes_is_confirmed_with_its_mail(self):
        order = self.order(self.garage, 100)
        order.sudo()._validate_order()
        self.assertEqual((order.state, order.receivable_credit_state), ("sale", "none"))

    # -- other code, and whatever way -----------------------------------------------------------------------------------------

    def test_other_code_is_never_stopped_and_the_order_is_to_check_again(self):
        order = self.order(self.garage, 1200)
        order.sudo().action_confirm()
        self.assertEqual((order.state, order.receivable_credit_state), ("sale", "recheck"))
        self.assertIn("to check again", order.message_ids[0].body)

    def test_a_fault_in_the_check_stops_nothing_and_the_night_looks_again(self):
        order = self.order(self.garage, 1200)
        with (
            patch.object(type(order), "_receivable_decide", side_effect=ValueError("broken")),
            mute_logger("odoo.addons.sale_receivable.models.sale_order_gate"),
        ):
            order.sudo().action_confirm()
        self.assertEqual((order.state, order.receivable_decided_on), ("sale", False))
        self.audit()
        self.assertEqual(order.receivable_credit_state, "recheck")

    def audit(self):
        with self.enter_registry_test_mode():
            self.env.ref("sale_receivable.ir_cron_credit_audit").method_direct_trigger()
        self.env.invalidate_all()

    def test_every_night_orders_confirmed_past_the_gate_are_found(self):
        good, bad = self.order(self.garage, 100), self.order(self.garage, 1200)
        (good | bad).write({"state": "sale"})
        self.audit()
        self.assertEqual((good.receivable_credit_state, bad.receivable_credit_state), ("recheck", "recheck"), "together they are too much")
        self.assertTrue(good.receivable_decided_on and bad.receivable_decided_on)

    # -- afterwards -----------------------------------------------------------------------------------------------------------

    def test_an_order_that_grows_after_its_confirmation_is_decided_again_and_never_stopped(self):
        order = self.order(self.garage, 900)
        self.mine(order).action_confirm()
        self.mine(order).order_line.price_unit = 1500
        self.assertEqual((order.amount_total, order.receivable_credit_state), (1500, "recheck"))

    def test_a_new_line_makes_an_order_grow_a_smaller_order_is_left_alone(self):
        order = self.order(self.garage, 900)
        self.mine(order).action_confirm()
        order.order_line.price_unit = 800
        self.assertEqual(order.receivable_credit_state, "none")
        order.write({"order_line": [Command.create({"product_id": self.shelves.id, "price_unit": 700, "tax_ids": False})]})
        self.assertEqual(order.receivable_credit_state, "recheck")

    def test_a_cancelled_order_waits_for_nothing(self):
        order = self.order(self.garage, 1200)
        self.mine(order).action_receivable_ask_release("They always pay")
        order._action_cancel()
        self.assertEqual((order.receivable_credit_state, order.receivable_held_cause), ("none", False))

    def test_a_copy_starts_without_a_decision(self):
        order = self.order(self.garage, 1200)
        self.mine(order).action_receivable_ask_release("They always pay")
        self.assertEqual(order.copy().receivable_credit_state, "none")

    # -- terms ----------------------------------------------------------------------------------------------------------------

    def test_terms_of_the_profile_are_proposed_where_the_company_wants_it(self):
        self.garage.payer_profile_id = self.env.ref("receivable.payer_profile_risky")
        month = self.env.ref("account.account_payment_term_30days")
        self.garage.property_payment_term_id = month
        self.assertEqual(self.order(self.garage, 10).payment_term_id, month)
        self.company.receivable_terms_from_profile = True
        self.assertEqual(self.order(self.garage, 10).payment_term_id, self.env.ref("account.account_payment_term_immediate"))

    # -- cost -----------------------------------------------------------------------------------------------------------------

    def _extra_queries(self):
        """What the check adds to a confirmation: its queries with it, less those without."""
        counts = []
        for checked in (True, True, False):  # the first one loads what is loaded once for everybody
            order = self.mine(self.order(self.garage, 10))
            order.order_line.mapped("product_id.name")
            before = self.env.cr.sql_log_count
            if checked:
                order.action_confirm()
            else:
                with patch.object(type(order), "_receivable_decide", return_value={}), patch.object(type(order), "_receivable_confirmed"):
                    order.action_confirm()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        return counts[1] - counts[2]

    def test_the_check_costs_ten_queries_at_most_whatever_the_history(self):
        self.invoice(self.garage, "2026-05-01", 10)
        small = self._extra_queries()
        for number in range(12):
            self.invoice(self.garage, "2026-05-01", 10 + number)
            self.bill(self.sell(self.order(self.garage, 10)))
            self.sell(self.order(self.garage, 10))
        large = self._extra_queries()
        self.assertEqual((large, large <= 10), (small, True))
