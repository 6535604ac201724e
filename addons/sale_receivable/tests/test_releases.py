from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import DAY, OrderCase


@tagged("post_install", "-at_install")
class TestReleases(OrderCase):
    """What people decide on an order that waits: each decision with a reason, on the order's own thread."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.receivable_release_manager = 2000
        cls.collector = new_test_user(
            cls.env, "colette", groups="receivable.group_receivable_user", company_id=cls.company.id, company_ids=cls.company.ids,
            email="colette@lunapres.example",
        )  # fmt: skip

    def held(self, amount=1200):
        order = self.order(self.garage, amount)
        self.mine(order).action_receivable_ask_release("They always pay in June")
        return order

    def release(self, order, kind="once", user=None, reason="Their bank confirmed", **values):
        order.with_user(user or self.manager).action_receivable_release(kind, reason=reason, **values)
        self.env.flush_all()
        self.env.invalidate_all()
        return order.receivable_release_ids[:1]

    def thread(self, order):
        return "\n".join(order.message_ids.mapped("body"))

    # -- asking ---------------------------------------------------------------------------------------------------------------

    def test_a_salesperson_asks_and_the_order_waits_with_its_cause(self):
        with self.on(DAY):
            order = self.held()
        found = (order.receivable_credit_state, order.receivable_held_cause, order.receivable_over_by)
        self.assertEqual(found, ("held", "over_limit", 200))
        self.assertIn("They always pay in June", self.thread(order))

    def test_nobody_asks_for_what_nothing_holds(self):
        with self.assertRaises(UserError):
            self.mine(self.order(self.garage, 10)).action_receivable_ask_release()

    # -- releasing ------------------------------------------------------------------------------------------------------------

    def test_released_once_the_order_as_it_is_can_be_confirmed(self):
        order = self.held()
        release = self.release(order)
        self.assertEqual((order.receivable_credit_state, release.state, release.user_id), ("released", "valid", self.manager))
        self.assertIn("Their bank confirmed", self.thread(order))
        self.mine(order).action_confirm()
        self.assertEqual((order.state, order.receivable_credit_state, release.state), ("sale", "released", "used"))

    def test_a_release_lapses_when_the_order_outgrows_it(self):
        order = self.held()
        release = self.release(order)
        self.mine(order).order_line.price_unit = 1300
        self.assertEqual((release.state, order.receivable_credit_state), ("lapsed", "held"))
        with self.assertRaises(UserError):
            self.mine(order).action_confirm()

    def test_released_up_to_an_amount_it_may_grow_so_far(self):
        order = self.held()
        release = self.release(order, "amount", amount=1500)
        self.mine(order).order_line.price_unit = 1500
        self.mine(order).action_confirm()
        self.assertEqual((order.state, order.receivable_credit_state), ("sale", "released"))
        order.order_line.price_unit = 1501
        self.assertEqual((release.state, order.receivable_credit_state), ("lapsed", "recheck"))

    def test_released_until_a_date_it_holds_on_that_day_and_not_after(self):
        with self.on("2026-06-29"):
            order = self.held()
            release = self.release(order, "until", until="2026-06-30")
        with self.on("2026-06-30"):
            self.env["credit.release"].sudo()._lapse_ended()
            self.assertEqual(release.state, "valid")
        with self.on("2026-07-01"):
            with self.assertRaises(UserError):
                self.mine(order).action_confirm()
            self.env["credit.release"].sudo()._lapse_ended()
            self.assertEqual((release.state, order.receivable_credit_state), ("lapsed", "held"))

    def test_a_release_of_a_confirmed_order_settles_its_check(self):
        order = self.sell(self.order(self.garage, 1200))
        self.assertEqual(order.receivable_credit_state, "recheck")
        self.release(order)
        self.assertEqual(order.receivable_credit_state, "released")
        order.order_line.price_unit = 1300
        self.assertEqual(order.receivable_credit_state, "recheck")

    def test_what_makes_no_sense_is_refused_with_a_sentence(self):
        order = self.held()
        with self.on(DAY):
            for kind, values in (
                ("amount", {}), ("amount", {"amount": 1100}), ("until", {}), ("until", {"until": "2026-06-29"}), ("for ever", {}),
                ("once", {"reason": " "}),
            ):  # fmt: skip
                with self.subTest(kind=kind, **values), self.assertRaises(UserError):
                    self.release(order, kind, **values)
        self.assertFalse(order.receivable_release_ids)

    # -- ceilings -------------------------------------------------------------------------------------------------------------

    def test_each_releases_up_to_their_own_ceiling(self):
        order = self.held(2001)
        with self.assertRaises(AccessError):
            self.release(order)
        with self.assertRaises(AccessError):
            self.release(order, user=self.collector)
        self.company.receivable_release_collector = 2001
        self.release(order, user=self.collector)
        self.assertEqual(order.receivable_credit_state, "released")

    def test_the_amount_released_counts_not_the_order(self):
        with self.assertRaises(AccessError):
            self.release(self.held(1200), "amount", amount=2500)

    def test_zero_is_any_amount_for_a_credit_manager_and_none_for_a_collector(self):
        self.company.receivable_release_manager = 0
        Release = self.env["credit.release"]
        self.assertIsNone(Release.with_user(self.manager)._ceiling(self.company))
        self.assertEqual(Release.with_user(self.collector)._ceiling(self.company), 0)
        self.assertEqual(Release.with_user(self.seller)._ceiling(self.company), 0)

    def test_an_order_in_another_currency_is_measured_in_the_companys(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        order = self.order(self.garage, 3900, currency=euro)
        self.assertEqual(self.release(order).amount, 1950)

    # -- the other answers ----------------------------------------------------------------------------------------------------

    def test_a_refusal_stays_with_its_reason_and_takes_a_release_back(self):
        order = self.held()
        release = self.release(order)
        order.with_user(self.collector).action_receivable_refuse("Two notices unanswered")
        self.assertEqual((order.receivable_credit_state, release.state), ("refused", "withdrawn"))
        self.assertIn("Two notices unanswered", self.thread(order))
        with self.assertRaises(UserError):
            self.mine(order).action_confirm()

    def test_a_refused_order_that_the_rules_let_pass_later_is_confirmed(self):
        order = self.held()
        order.with_user(self.collector).action_receivable_refuse("Two notices unanswered")
        self.garage.credit_limit = 5000
        self.mine(order).action_confirm()
        self.assertEqual((order.state, order.receivable_credit_state), ("sale", "none"))

    def test_documents_are_asked_for(self):
        order = self.held()
        order.with_user(self.collector).action_receivable_ask_documents("The order of the town hall, signed")
        self.assertEqual(order.receivable_credit_state, "documents")
        self.assertIn("The order of the town hall", self.thread(order))

    def test_a_salesperson_decides_nothing(self):
        order = self.mine(self.held())
        for decide in (order.action_receivable_refuse, order.action_receivable_ask_documents):
            with self.assertRaises(AccessError):
                decide("Because")
        with self.assertRaises(AccessError):
            order.action_receivable_release("once", reason="Because")
        self.assertFalse(self.env["credit.release"].with_user(self.seller).has_access("create"))
