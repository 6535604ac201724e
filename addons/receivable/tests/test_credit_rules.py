from decimal import Decimal

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.receivable.logic.holds import Hold

from .common import ReceivableCase

DAY = "2026-06-30"


@tagged("post_install", "-at_install")
class TestCreditRules(ReceivableCase):
    """What a fact about a payer means for their next order is a record; limits are raised until a day, or shared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_use_credit_limit = True
        cls.garage = cls.payer("Garage Tourneboulon").with_company(cls.company)
        cls.north = cls.payer("Saperlipopette Nord").with_company(cls.company)
        users = {"company_id": cls.company.id, "company_ids": cls.company.ids}
        cls.collector = new_test_user(cls.env, "colette", groups="receivable.group_receivable_user", **users)
        cls.manager = new_test_user(cls.env, "gerard", groups="receivable.group_receivable_manager", **users)

    def rule(self, cause, effect, **values):
        return self.env["credit.rule"].create({"name": cause, "cause": cause, "effect": effect} | values)

    def verdict(self, payer=None, amount=10, company=None):
        payer = payer or self.garage
        with self.on(DAY):
            return payer._receivable_verdict(company or self.company, amount)[payer.id]

    def codes(self, **asked):
        return [reason.code for reason in self.verdict(**asked).reasons]

    # -- rules ----------------------------------------------------------------------------------------------------------------

    def test_a_rule_counts_from_the_moment_it_is_written_until_it_is_archived(self):
        self.invoice(self.garage, "2026-07-31", 100)
        self.assertEqual(self.codes(), [])
        rule = self.rule("unpaid", "hold")
        self.assertEqual(self.codes(), ["unpaid"])
        rule.amount = 100
        self.assertEqual(self.codes(), [])
        rule.amount = 0
        rule.active = False
        self.assertEqual(self.codes(), [])

    def test_a_rule_of_another_company_says_nothing_here(self):
        self.invoice(self.garage, "2026-07-31", 100)
        other = self.setup_other_company()["company"]
        self.rule("unpaid", "hold", company_id=other.id)
        self.assertEqual(self.codes(), [])
        self.rule("unpaid", "warn", company_id=self.company.id)
        self.assertEqual(self.verdict().state, "watch")

    def test_a_rule_about_a_profile_names_one(self):
        with self.assertRaises(ValidationError):
            self.rule("profile", "warn")

    def test_managers_write_rules_and_collectors_read_them(self):
        rule = self.env.ref("receivable.credit_rule_limit")
        self.assertTrue(rule.with_user(self.manager).has_access("write"))
        self.assertTrue(rule.with_user(self.collector).has_access("read"))
        self.assertFalse(rule.with_user(self.collector).has_access("write"))

    def test_a_profile_lists_the_rules_that_meet_its_payers(self):
        risky, public = (self.env.ref(f"receivable.payer_profile_{name}") for name in ("risky", "public"))
        held = self.env.ref("receivable.credit_rule_overdue_risky")
        everybody = self.env.ref("receivable.credit_rule_overdue")
        self.assertLessEqual(held | everybody, risky.credit_rule_ids)
        self.assertFalse((held | everybody) & public.credit_rule_ids)

    def test_delivered_rules_say_of_each_profile_what_a_late_payer_means(self):
        states = {}
        for name in ("key_account", "public", "person", "new", "prompt", "late", "risky"):
            payer = self.payer(name).with_company(self.company)
            payer.payer_profile_id = self.env.ref(f"receivable.payer_profile_{name}")
            payer.payer_kind = payer.payer_profile_id.payer_kind or "company"
            self.invoice(payer, "2026-05-29", 100)
            found = self.verdict(payer)
            states[name] = (found.state, [reason.code for reason in found.reasons])
        informed, warned = ("clear", ["overdue"]), ("watch", ["overdue"])
        self.assertEqual(states, {
            "key_account": informed, "public": ("clear", []), "person": informed, "new": warned, "prompt": informed, "late": warned,
            "risky": ("hold", ["overdue"]),
        })  # fmt: skip

    # -- facts that organs know -----------------------------------------------------------------------------------------------

    def test_disputes_promises_and_what_stops_everything_are_facts(self):
        bill = self.invoice(self.garage, "2026-05-31", 900)
        [item] = self.open_items(self.garage)
        facts = self.garage._receivable_facts_of
        day = item.due.replace(month=6, day=30)
        holds = [Hold("dispute", "leave", Decimal(400)), Hold("insolvency", "stop", why_public="In receivership.")]
        found = list(facts(item, Decimal(500), holds, day))
        self.assertEqual([(fact.cause, fact.amount, fact.days, fact.text) for fact in found], [
            ("unpaid", 500, None, ""), ("overdue", 500, 30, ""), ("dispute", 400, None, ""), ("stopped", 0, None, "In receivership."),
        ])  # fmt: skip
        self.assertEqual({fact.item for fact in found if fact.cause != "stopped"}, set(self.item(bill).ids))

    def test_each_reason_is_a_whole_sentence(self):
        self.invoice(self.garage, "2026-05-31", 900)
        self.garage.payer_profile_id = self.env.ref("receivable.payer_profile_risky")
        self.rule("unpaid", "warn")
        self.rule("profile", "warn", profile_ids=self.garage.payer_profile_id.ids)
        self.rule("verification", "inform")
        self.garage.credit_limit = 950
        sentences = self.garage._receivable_verdict_sentences(self.verdict(), self.company)
        self.assertEqual(len(sentences), 5)
        self.assertFalse([text for text in sentences if not text.endswith(".")])

    # -- limits ---------------------------------------------------------------------------------------------------------------

    def limit(self, payer=None, date=DAY):
        payer = payer or self.garage
        with self.on(date):
            found = payer._receivable_limits(self.company)[payer.id]
        return found and (found.amount, found.source)

    def test_a_limit_says_where_it_comes_from(self):
        self.assertIsNone(self.limit())
        self.garage.credit_limit = 1000
        self.assertEqual(self.limit(), (1000, "own"))
        self.garage.write({"payer_limit_extra": 500, "payer_limit_until": DAY, "payer_limit_reason": "Season"})
        self.assertEqual(self.limit(), (1500, "increased"))
        self.assertEqual(self.limit(date="2026-07-01"), (1000, "own"))
        self.garage.payer_no_credit = True
        self.assertEqual(self.limit(), (0, "no_credit"))

    def test_a_raised_limit_has_an_end_and_a_reason_and_leaves_a_trace(self):
        with self.assertRaises(ValidationError):
            self.garage.payer_limit_extra = 500
        with self.assertRaises(ValidationError):
            self.garage.write({"payer_limit_extra": -1, "payer_limit_until": DAY, "payer_limit_reason": "Season"})
        self.garage.write({"payer_limit_extra": 500, "payer_limit_until": DAY, "payer_limit_reason": "The season"})
        self.assertIn("The season", self.garage.message_ids[0].body)

    def test_only_a_credit_manager_raises_or_shares_a_limit(self):
        for values in ({"payer_group_id": self.north.id}, {"payer_limit_extra": 1, "payer_limit_until": DAY, "payer_limit_reason": "x"}):
            with self.assertRaises(AccessError):
                self.garage.with_user(self.collector).write(values)
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(self.collector).create({"name": "New", **values})
            self.garage.with_user(self.manager).write(values)

    def test_those_who_share_a_limit_use_it_together(self):
        self.garage.credit_limit = 1000
        self.north.payer_group_id = self.garage
        self.invoice(self.garage, "2026-07-31", 600)
        self.invoice(self.north, "2026-07-31", 300)
        for payer in (self.garage, self.north):
            self.assertEqual(self.limit(payer), (1000, "group"))
            self.assertEqual([self.verdict(payer, amount).state for amount in (100, 101)], ["watch", "hold"])
        parts = {part.code: part.amount for part in self.north._receivable_exposure_shared(self.company)[self.north.id]}
        self.assertEqual(parts, {"open": 300, "group": 600})

    def test_no_credit_of_one_member_is_its_own(self):
        self.garage.credit_limit = 1000
        self.north.write({"payer_group_id": self.garage.id, "payer_no_credit": True})
        self.assertEqual((self.limit(self.north), self.limit()), ((0, "no_credit"), (1000, "group")))

    def test_groups_have_one_head_and_no_ring(self):
        self.north.payer_group_id = self.garage
        third = self.payer("Third").with_company(self.company)
        for member, head in ((self.garage, self.garage), (self.garage, third), (third, self.north)):
            with self.subTest(member=member.name, head=head.name), self.assertRaises(ValidationError):
                member.payer_group_id = head

    def test_the_list_of_payers_shows_the_limit_that_counts(self):
        self.garage.credit_limit = 1000
        self.garage.write({"payer_limit_extra": 500, "payer_limit_until": "2099-01-01", "payer_limit_reason": "Season"})
        self.north.payer_group_id = self.garage
        self.invoice(self.north, "2026-07-31", 300)
        self.invoice(self.garage, "2026-07-31", 600)
        self.env.flush_all()
        accounts = self.env["payer.account"].search([("partner_id", "in", (self.garage | self.north).ids)])
        self.assertEqual([(one.credit_limit, one.limit_state, one.used) for one in accounts], [(1500, "limit", 60)] * 2)

    # -- checks of a new customer ---------------------------------------------------------------------------------------------

    def test_the_checklist_says_what_is_on_file(self):
        with self.on(DAY):
            self.garage.write({"vat": "BE0477472701", "payer_register_date": "2026-03-30", "payer_rating": "B", "credit_limit": 500})
            panel = self.garage.receivable_checklist
            self.assertEqual([(point["code"], point["done"]) for point in panel], [
                ("identity", True), ("register", True), ("rating", True), ("limit", True), ("terms", False),
            ])  # fmt: skip
        with self.on("2026-07-01"):
            self.garage.invalidate_recordset()
            self.assertFalse(self.garage.receivable_checklist[1]["done"])

    def test_nobody_pays_for_facts_that_no_rule_asks_about(self):
        self.env["credit.rule"].search([("cause", "in", ("grade", "verification"))]).active = False
        self.assertEqual(self.env["res.partner"]._receivable_causes(self.company, []) & {"grade", "verification"}, set())

    # -- alerts ---------------------------------------------------------------------------------------------------------------

    def test_alerts_are_the_companys_own(self):
        self.garage.credit_limit = 1000
        self.assertEqual(self.verdict(amount=600).state, "clear")
        self.company.write({"receivable_alert_inform": 30, "receivable_alert_watch": 60})
        self.assertEqual(self.verdict(amount=600).state, "watch")
