from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged

from odoo.addons.sale_receivable.tests.common import DAY

from .common import DeliveryCase


@tagged("post_install", "-at_install")
class TestDelivery(DeliveryCase):
    """Goods of a confirmed order are kept back from a customer who does not pay; whoever delivers is told the way out."""

    def setUp(self):
        super().setUp()
        clock = self.on(DAY)
        clock.start()
        self.addCleanup(clock.stop)

    def validate(self, order):
        return self.hers(order.picking_ids.filtered(lambda picking: picking.state == "assigned")).button_validate()

    def held(self, order):
        """What whoever delivers is told."""
        with self.assertRaises(RedirectWarning) as told:
            self.validate(order)
        self.assertIn("assigned", order.picking_ids.mapped("state"))
        return told.exception.args

    # -- what leaves, what stays ----------------------------------------------------------------------------------------------

    def test_goods_of_a_customer_who_pays_leave(self):
        order = self.sold(500)
        self.validate(order)
        self.assertEqual(order.picking_ids.state, "done")

    def test_goods_of_a_customer_who_is_late_stay_and_a_sentence_says_why_and_whom_to_ask(self):
        order = self.sold(500)
        self.late()
        self.company.receivable_decider_id = self.manager
        sentence, action, button, context = self.held(order)
        self.assertIn(f"{order.name} cannot be delivered yet:", sentence)
        self.assertIn("300", sentence)
        self.assertIn(f"Ask {self.manager.name} for a release", sentence)
        self.assertEqual((action, button), (self.env.ref("sale_receivable_stock.ask_release_action").id, "Ask for a release"))
        self.assertEqual(context["active_ids"], order.picking_ids.ids)

    def test_nothing_is_checked_where_the_company_does_not_want_it(self):
        self.company.receivable_check_delivery = False
        order = self.sold(500)
        self.late()
        self.assertFalse(self.hers(order.picking_ids).receivable_verdict)
        self.validate(order)
        self.assertEqual(order.picking_ids.state, "done")

    def test_a_limit_was_decided_at_the_confirmation_and_the_order_is_not_counted_twice(self):
        first = self.sold(800)
        self.validate(first)
        second = self.order(self.garage, 900)
        second.with_user(self.manager).action_receivable_release("once", reason="Their bank confirmed")
        third = self.sold(10)
        third.sudo().receivable_credit_state = "none"
        self.sell(second)
        self.validate(third)
        self.assertEqual((first.picking_ids.state, third.picking_ids.state), ("done", "done"))

    def test_a_limit_keeps_back_what_was_confirmed_past_the_rules(self):
        order = self.sold(1200)
        self.assertEqual(order.receivable_credit_state, "recheck")
        self.assertIn("over the limit", self.held(order)[0])

    def test_a_paid_order_leaves_whatever_else_is_late(self):
        order = self.sold(500)
        self.late()
        self.pay(self.bill(order))
        self.validate(order)
        self.assertEqual(order.picking_ids.state, "done")

    def test_an_order_paid_in_part_is_on_credit(self):
        order = self.sold(500)
        self.late()
        self.pay(self.bill(order), 200)
        self.held(order)

    def test_an_order_paid_on_line_leaves(self):
        order = self.sold(500)
        self.late()
        provider = self.env["payment.provider"].create({"name": "Dummy", "code": "none", "state": "test"})
        self.env["payment.transaction"].create({
            "provider_id": provider.id, "amount": 500,
            "payment_method_id": self.env.ref("payment.payment_method_unknown").id, "currency_id": order.currency_id.id,
            "partner_id": self.garage.id, "reference": "Paid on line", "state": "done", "sale_order_ids": [(4, order.id)],
        })  # fmt: skip
        self.validate(order)
        self.assertEqual(order.picking_ids.state, "done")

    def test_a_private_person_is_never_kept_waiting_by_the_machine(self):
        self.garage.payer_kind = "person"
        order = self.sold(500)
        self.late()
        self.validate(order)
        self.assertEqual(order.picking_ids.state, "done")

    def test_a_backorder_is_looked_at_again(self):
        order = self.sold(10, quantity=10)
        self.hers(order.picking_ids).move_ids.quantity = 4
        backorder = self.validate(order)
        Form.from_action(self.env(user=self.carrier), backorder).save().process()
        rest = order.picking_ids.filtered("backorder_id")
        self.assertEqual((len(order.picking_ids), rest.state), (2, "assigned"))
        self.late()
        self.held(order)

    def test_one_held_order_keeps_all_the_transfers_of_a_batch_and_is_named_alone(self):
        good, bad = self.sold(10, payer=self.payer("Pays well")), self.sold(20)
        self.late()
        with self.assertRaises(RedirectWarning) as told:
            self.hers((good | bad).picking_ids).button_validate()
        self.assertIn(bad.name, told.exception.args[0])
        self.assertNotIn(good.name, told.exception.args[0])
        self.assertEqual(set((good | bad).picking_ids.mapped("state")), {"assigned"})

    def test_goods_that_come_back_are_not_concerned(self):
        order = self.sold(500)
        self.validate(order)
        self.late()
        back = self.env["stock.return.picking"].create({"picking_id": order.picking_ids.id})
        back.product_return_moves.quantity = 1
        returned = self.env["stock.picking"].browse(back.action_create_returns()["res_id"])
        self.assertFalse(self.hers(returned).receivable_verdict)
        self.hers(returned).button_validate()
        self.assertEqual(returned.state, "done")

    def test_code_with_all_rights_is_never_stopped(self):
        order = self.sold(500)
        self.late()
        order.picking_ids.sudo().button_validate()
        self.assertEqual(order.picking_ids.state, "done")

    # -- the way out ----------------------------------------------------------------------------------------------------------

    def ask(self, order):
        _sentence, action, _button, context = self.held(order)
        return self.env(user=self.carrier)["ir.actions.server"].browse(action).with_context(**context).run()

    def test_who_delivers_asks_and_the_order_waits_among_the_credit_holds(self):
        order = self.sold(500)
        self.late()
        self.company.receivable_decider_id = self.manager
        self.assertEqual(self.ask(order)["tag"], "display_notification")
        self.assertEqual((order.receivable_credit_state, order.receivable_held_cause), ("held", "overdue"))
        told = self.words(order)
        self.assertEqual(told.notified_partner_ids, (self.seller | self.manager).partner_id)
        self.ask(order)
        self.assertEqual(self.words(order), told, "asked twice, told once")

    def words(self, order):
        return self.env["mail.message"].sudo().search([("model", "=", "sale.order"), ("res_id", "=", order.id)])

    def test_a_release_lets_the_goods_leave(self):
        order = self.sold(500)
        self.late()
        self.ask(order)
        order.with_user(self.manager).action_receivable_release("once", reason="They pay on Friday")
        self.assertEqual(self.hers(order.picking_ids).receivable_verdict, "watch")
        self.validate(order)
        self.assertEqual((order.picking_ids.state, order.receivable_credit_state), ("done", "released"))

    def test_once_the_late_invoice_is_paid_the_goods_leave_and_nothing_waits_any_more(self):
        order = self.sold(500)
        late = self.late()
        self.ask(order)
        self.pay(late)
        self.validate(order)
        self.assertEqual((order.picking_ids.state, order.receivable_credit_state), ("done", "none"))

    def test_nothing_is_asked_for_what_may_leave(self):
        order = self.sold(500)
        with self.assertRaises(UserError) as told:
            self.hers(order.picking_ids).action_receivable_ask_release()
        self.assertIn("validate it", str(told.exception))

    # -- the badge ------------------------------------------------------------------------------------------------------------

    def test_who_handles_goods_reads_the_badge_without_any_other_right(self):
        order, other = self.sold(500), self.sold(20, payer=self.payer("Pays well"))
        self.late()
        held, clear = self.hers(order.picking_ids), self.hers(other.picking_ids)
        self.assertEqual((held.receivable_verdict, clear.receivable_verdict), ("hold", "clear"))
        self.assertIn("300", held.receivable_reason)
        self.validate(other)
        self.assertFalse(self.hers(other.picking_ids).receivable_verdict, "it has left")

    def test_a_page_of_deliveries_costs_the_same_as_one(self):
        few = self.sold(10).picking_ids
        many = few | self.env["stock.picking"].concat(*(self.sold(10, payer=self.payer(f"Payer {n}")).picking_ids for n in range(8)))
        counts = []
        for pickings in (few, many, few, many):
            pickings = self.hers(pickings)
            before = self.env.cr.sql_log_count
            pickings.mapped("receivable_verdict")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[3], counts[2])
