from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import DAY, OrderCase


@tagged("post_install", "-at_install")
class TestVerdict(OrderCase):
    """The badge of an order: what a salesperson without any accounting right reads."""

    def test_a_salesperson_reads_clear_watch_and_hold_with_the_reason(self):
        self.invoice(self.garage, "2026-07-31", 400)
        seen = {}
        with self.on(DAY):
            for amount in (50, 400, 700):
                order = self.mine(self.order(self.garage, amount))
                seen[order.receivable_verdict] = order.receivable_reason
        self.assertEqual(list(seen), ["clear", "watch", "hold"])
        self.assertIn("no limit" if not self.garage.credit_limit else "45 % of the limit of", seen["clear"])
        self.assertIn("80 % of the limit of", seen["watch"])
        self.assertIn("over the limit of", seen["hold"])

    def test_no_credit_and_no_limit_are_both_said(self):
        self.garage.payer_no_credit = True
        other = self.payer("No limit")
        held, free = (self.mine(self.order(payer, 10)) for payer in (self.garage, other))
        self.assertEqual((held.receivable_verdict, free.receivable_verdict), ("hold", "clear"))
        self.assertIn("No credit", held.receivable_reason)
        self.assertIn("no limit", free.receivable_reason)

    def test_an_empty_limit_does_not_switch_the_other_rules_off(self):
        late = self.payer("Late without a limit").with_company(self.company)
        late.payer_profile_id = self.env.ref("receivable.payer_profile_risky")
        self.invoice(late, "2026-05-31", 900)
        with self.on(DAY):
            self.assertEqual(self.mine(self.order(late, 10)).receivable_verdict, "hold")

    def test_the_verdict_is_that_of_the_orders_own_company_whatever_is_active(self):
        other = self.setup_other_company()["company"]
        other.account_use_credit_limit = True
        self.garage.with_company(other).credit_limit = 5
        order = self.order(self.garage, 10)
        theirs = self.order(self.garage, 10, company=other)
        self.env.user.company_ids |= other
        for active in (self.company, other):
            both = (order | theirs).with_context(allowed_company_ids=active.ids)
            both.invalidate_recordset()
            self.assertEqual(both.mapped("receivable_verdict"), ["clear", "hold"])

    def test_a_branch_has_the_limit_of_its_root(self):
        self.company.write({"child_ids": [Command.create({"name": "Branch"})]})
        self.env.cr.precommit.run()  # loads the branch's chart of accounts
        branch = self.company.child_ids
        self.env.user.company_ids |= branch
        self.assertEqual(self.order(self.garage, 1001, company=branch).receivable_verdict, "hold")

    def test_another_currency_is_converted_once(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        inside, outside = (self.order(self.garage, amount, currency=euro) for amount in (1998, 2002))
        self.assertEqual((inside.receivable_verdict, outside.receivable_verdict), ("watch", "hold"))

    def test_a_contact_has_the_limit_of_its_company(self):
        shop = self.env["res.partner"].create({"name": "Shop", "parent_id": self.garage.id})
        self.assertEqual(self.order(shop, 1001).receivable_verdict, "hold")

    def test_a_shared_limit_counts_for_all_who_share_it_and_is_called_the_groups(self):
        north = self.payer("Nord").with_company(self.company)
        north.payer_group_id = self.garage
        self.invoice(self.garage, "2026-07-31", 600)
        order = self.mine(self.order(north, 500))
        self.assertEqual(order.receivable_verdict, "hold")
        self.assertIn("over the group's limit of", order.receivable_reason)

    def test_a_raised_limit_holds_until_its_last_day(self):
        self.garage.write({"payer_limit_extra": 500, "payer_limit_until": "2026-06-30", "payer_limit_reason": "Season"})
        order = self.order(self.garage, 1200)
        with self.on("2026-06-30"):
            self.assertEqual(self.mine(order).receivable_verdict, "watch")
        with self.on("2026-07-01"):
            self.assertEqual(self.mine(order).receivable_verdict, "hold")

    def test_a_confirmed_order_is_not_counted_twice_and_a_cancelled_one_has_no_verdict(self):
        order = self.sell(self.order(self.garage, 800))
        self.assertEqual(self.mine(order).receivable_verdict, "watch")
        self.assertEqual(order.receivable_panel["order"]["amount"], order.partner_id._receivable_money(self.company)(0))
        order._action_cancel()
        self.assertFalse(self.mine(order).receivable_verdict)

    def test_a_new_customer_is_checked_before_the_verdict_is_clear(self):
        new = self.payer("Pixel Sauvage").with_company(self.company)
        new.payer_profile_id = self.env.ref("receivable.payer_profile_new")
        with self.on(DAY):
            order = self.order(new, 1500)
            self.assertEqual(self.mine(order).receivable_verdict, "watch")
            self.assertIn("Register extract", order.receivable_reason)
            self.assertEqual([point["done"] for point in order.receivable_checklist], [False] * 5)
            self.assertFalse(self.mine(self.order(self.garage, 1500)).receivable_checklist, "an old customer is not asked")
            new.write({
                "vat": "BE0477472701", "payer_register_date": "2026-04-01", "payer_rating": "B", "credit_limit": 10000,
                "property_payment_term_id": self.env.ref("account.account_payment_term_30days").id,
            })  # fmt: skip
            self.assertEqual(self.mine(order).receivable_verdict, "clear")
        with self.on("2026-07-02"):
            self.assertEqual(self.mine(order).receivable_verdict, "watch", "the extract is older than three months")

    def test_a_public_body_is_only_looked_at(self):
        school = self.payer("Lycée Fictif de la Brume", payer_kind="public").with_company(self.company)
        school.write({"payer_profile_id": self.env.ref("receivable.payer_profile_public").id, "credit_limit": 100})
        self.invoice(school, "2026-01-31", 900)
        with self.on(DAY):
            self.assertEqual(self.mine(self.order(school, 500)).receivable_verdict, "watch")

    def test_a_private_person_is_never_held_by_a_machine(self):
        person = self.payer("Mme Paravent", is_company=False).with_company(self.company)
        person.credit_limit = 100
        self.assertEqual(self.mine(self.order(person, 500)).receivable_verdict, "watch")

    def test_without_customer_or_amount_there_is_nothing_to_hold(self):
        empty = self.order(self.garage)
        self.assertEqual(self.mine(empty).receivable_verdict, "clear")
        self.assertFalse(self.env["sale.order"].new({}).receivable_verdict)

    def test_the_popover_says_what_is_used_late_next_and_whom_to_ask(self):
        self.company.payer_collector_id = self.manager
        self.invoice(self.garage, "2026-05-31", 400)
        self.invoice(self.garage, "2026-07-31", 200)
        with self.on(DAY):
            panel = self.mine(self.order(self.garage, 600)).receivable_panel
        self.assertTrue(panel["over"])
        self.assertEqual(panel["ask"], self.manager.name)
        self.assertIn("30 days", panel["late"])
        self.assertIn("31 July", panel["next"].replace("July 31", "31 July"))
        self.assertEqual([round(part["share"]) for part in panel["parts"]] + [round(panel["order"]["share"])], [50, 50])

    def test_the_customer_has_a_badge_too_on_each_contact(self):
        shop = self.env["res.partner"].create({"name": "Shop", "parent_id": self.garage.id})
        self.invoice(self.garage, "2026-07-31", 1200)
        self.env.invalidate_all()
        for partner in (self.garage, shop):
            seen = partner.with_user(self.seller).with_company(self.company)
            self.assertEqual(seen.receivable_verdict, "hold")
            self.assertIn("over the limit of", seen.receivable_reason)
        self.assertFalse(self.env["res.partner"].new({}).receivable_verdict)

    def test_a_customer_does_not_read_how_we_judge_them(self):
        visitor = new_test_user(self.env, "visitor", groups="base.group_portal", company_id=self.company.id)
        visitor.partner_id.parent_id = self.garage
        order = self.order(self.garage, 10)
        order.message_subscribe(visitor.partner_id.ids)
        self.env.invalidate_all()
        names = order.with_user(visitor).fields_get()
        self.assertFalse([name for name in names if name.startswith("receivable_")])

    def _queries(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        seen = orders.with_user(self.seller)
        seen.mapped("name")
        before = self.env.cr.sql_log_count
        seen.mapped("receivable_verdict")
        return self.env.cr.sql_log_count - before

    def test_a_page_of_eighty_badges_costs_as_many_queries_as_one(self):
        self.invoice(self.garage, "2026-05-01", 100)
        page = self.order(self.garage, 100)
        self._queries(page)  # what is loaded once for everybody
        one = self._queries(page)
        for number in range(20):
            payer = self.payer(f"P{number}")
            self.invoice(payer, "2026-05-01", 10 + number)
            for _each in range(4):
                page |= self.order(payer, 100)
        self._queries(page)
        self.assertLessEqual(self._queries(page), one)
