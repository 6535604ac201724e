from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.receivable.logic.exposure import total

from .common import ReceivableCase

DAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestPayer(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage = cls.payer("Garage Tourneboulon").with_company(cls.company)
        cls.company.account_use_credit_limit = True

    def parts(self, payer=None, company=None):
        payer = payer or self.garage
        return {part.code: part.amount for part in payer._receivable_exposure(company or self.company)[payer.id]}

    def verdict(self, amount=0):
        return self.garage._receivable_verdict(self.company, amount, DAY)[self.garage.id]

    def codes(self, verdict):
        return [reason.code for reason in verdict.reasons]

    # -- exposure ---------------------------------------------------------------------------------------------------------

    def test_exposure_is_open_items_net_of_credits_and_drafts(self):
        self.invoice(self.garage, "2026-06-01", 1200)
        self.credit_note(self.garage, "2026-06-01", 200)
        self.invoice(self.garage, "2026-07-01", 300, post=False)
        self.assertEqual(self.parts(), {"open": Decimal(1000), "drafts": Decimal(300)})

    def test_each_part_opens_its_records(self):
        bill = self.invoice(self.garage, "2026-06-01", 1200)
        draft = self.invoice(self.garage, "2026-07-01", 300, post=False)
        parts = self.garage._receivable_exposure(self.company)[self.garage.id]
        found = {part.code: self.env[part.model].search(part.domain) for part in parts}
        self.assertEqual(found, {"open": self.item(bill), "drafts": draft})

    def test_foreign_currencies_are_converted_once_and_it_is_said(self):
        euro = self.setup_other_currency("EUR")
        self.invoice(self.garage, "2026-06-01", 100)
        self.invoice(self.garage, "2026-06-01", 100, currency=euro)
        [part] = self.garage._receivable_exposure(self.company)[self.garage.id]
        self.assertEqual((part.amount, part.converted), (Decimal(150), True))

    def test_branches_are_one_exposure_with_their_root_other_companies_are_not(self):
        self.company.write({"child_ids": [fields.Command.create({"name": "Branch"})]})
        self.env.cr.precommit.run()  # loads the branch's chart of accounts
        branch = self.company.child_ids
        self.env.user.company_ids |= branch
        self.invoice(self.garage, "2026-06-01", 100)
        self.invoice(self.garage, "2026-06-01", 50, company=branch)
        self.assertEqual(self.parts(), {"open": Decimal(150)})
        self.assertEqual(self.parts(company=branch), {"open": Decimal(150)})
        self.assertEqual(self.parts(company=self.setup_other_company()["company"]), {})

    def test_a_payer_without_anything_owes_nothing(self):
        self.assertEqual(self.garage._receivable_exposure(self.company), {self.garage.id: []})
        self.assertEqual(total([]), 0)

    def _queries(self, payers):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        payers._receivable_verdict(self.company, 10, DAY)
        return self.env.cr.sql_log_count - before

    def test_a_page_of_verdicts_costs_as_many_queries_as_one(self):
        payers = self.garage
        self.invoice(self.garage, "2026-05-01", 100)
        one = self._queries(payers)
        for number in range(8):
            payer = self.payer(f"P{number}")
            self.invoice(payer, "2026-05-01", 10 + number)
            payers |= payer
        many = self._queries(payers)
        self.assertLessEqual(many, one)
        self.assertLessEqual(many, 12)

    # -- verdict ----------------------------------------------------------------------------------------------------------

    def test_without_a_limit_nothing_stands_against_more(self):
        self.assertEqual(self.verdict(10**6).state, "clear")

    def test_the_limit_is_cores_own(self):
        self.garage.credit_limit = 1000
        self.invoice(self.garage, "2026-07-31", 900)
        self.assertEqual(self.verdict(50).state, "watch")
        self.assertEqual((self.verdict(101).state, self.codes(self.verdict(101))), ("hold", ["over_limit"]))

    def test_no_credit_means_none(self):
        self.garage.payer_no_credit = True
        self.assertEqual(self.codes(self.verdict(1)), ["no_credit"])
        self.assertEqual(self.verdict(0).state, "clear")

    def test_overdue_items_count_by_the_policy_of_the_profile(self):
        self.garage.payer_profile_id = self.env.ref("receivable.payer_profile_risky")
        bill = self.invoice(self.garage, "2026-05-31", 900)
        verdict = self.verdict(10)
        self.assertEqual((verdict.state, verdict.reasons[0].items), ("hold", tuple(self.item(bill).ids)))
        values = dict(verdict.reasons[0].values)
        self.assertEqual((values["amount"], values["days"]), (Decimal(900), 30))

    def test_credits_and_excused_items_do_not_block_an_order(self):
        self.garage.payer_profile_id = self.env.ref("receivable.payer_profile_risky")
        bill = self.invoice(self.garage, "2026-05-31", 900)
        self.credit_note(self.garage, "2026-06-01", 900)
        self.assertEqual(self.verdict(10).state, "clear")
        other = self.invoice(self.garage, "2026-05-31", 400)
        self.assertEqual(self.verdict(10).state, "hold")
        self.env["receivable.pause"].create({
            "partner_id": self.garage.id, "reason": "agreed", "date_from": "2026-06-01", "date_until": "2026-07-31", "scope": "items",
            "move_line_ids": (self.item(bill) + self.item(other)).ids, "stop_order_blocks": True,
        })
        self.assertEqual(self.verdict(10).state, "clear")

    def test_a_private_person_is_never_held_by_a_machine(self):
        self.garage.write({"payer_kind": "person", "credit_limit": 100})
        verdict = self.verdict(1000)
        self.assertEqual((verdict.state, self.codes(verdict)), ("watch", ["over_limit", "advice_only"]))

    def test_reasons_are_whole_sentences_a_salesperson_may_ask_for(self):
        self.garage.credit_limit = 1000
        seller = new_test_user(self.env, "victor", groups="base.group_user", company_id=self.company.id, company_ids=self.company.ids)
        garage = self.garage.with_user(seller)
        verdict = garage._receivable_verdict(self.company, 1200, DAY)[garage.id]
        [sentence] = garage._receivable_verdict_sentences(verdict, self.company)
        self.assertIn("over the limit", sentence)

    # -- contact ----------------------------------------------------------------------------------------------------------

    def contact(self):
        return self.env["res.partner"].browse(self.garage._receivable_contact(self.company, self.open_items(self.garage))[self.garage.id])

    def test_the_chosen_contact_goes_before_the_invoice_address_before_the_invoices_contact(self):
        Partner = self.env["res.partner"]
        self.assertEqual(self.contact(), self.garage)
        named = Partner.create({"name": "Paul", "parent_id": self.garage.id, "type": "contact"})
        self.invoice(named, "2026-06-01", 10)
        self.assertEqual(self.contact(), named)
        address = Partner.create({"name": "Accounts", "parent_id": self.garage.id, "type": "invoice"})
        self.assertEqual(self.contact(), address)
        chosen = Partner.create({"name": "Anna", "parent_id": self.garage.id, "type": "other"})
        self.garage.payer_contact_id = chosen
        self.assertEqual(self.contact(), chosen)

    # -- expected dates ---------------------------------------------------------------------------------------------------

    def test_an_open_invoice_is_expected_when_its_payer_usually_pays(self):
        with self.on("2026-06-30"):
            self.history(self.garage, 20, 20, 20, 20, 20)
            self.env.cr.execute("DELETE FROM receivable_event")
            self.env["receivable.event"]._record_history(self.company)
            bill = self.invoice(self.garage, "2026-07-10", 500)
            forecast = self.garage._receivable_expected_dates(self.company, DAY)[self.item(bill).id]
            self.assertEqual((forecast.basis, forecast.payments), ("payer", 5))
            self.assertAlmostEqual((forecast.expected_date - date(2026, 7, 30)).days, 0, delta=4)
            self.assertEqual(bill.receivable_expected_date, forecast.expected_date)
            self.assertEqual(bill.receivable_expected_basis, "from 5 payments")
            self.pay(bill, date="2026-06-30")
            self.assertFalse(bill.receivable_expected_date)

    def test_a_new_payer_is_expected_by_the_ledgers_habits_and_it_is_said(self):
        bill = self.invoice(self.garage, "2026-07-10", 500)
        forecast = self.garage._receivable_expected_dates(self.company, DAY)[self.item(bill).id]
        self.assertIn(forecast.basis, ("ledger", "none"))

    # -- kind -------------------------------------------------------------------------------------------------------------

    def test_companies_and_people_are_told_apart_and_a_public_body_stays_one(self):
        person = self.env["res.partner"].create({"name": "Mme Paravent"})
        self.assertEqual((self.garage.payer_kind, person.payer_kind), ("company", "person"))
        self.garage.payer_kind = "public"
        self.garage.is_company = False
        self.assertEqual(self.garage.payer_kind, "public")

    # -- seal -------------------------------------------------------------------------------------------------------------

    def test_the_seal_counts_decisions(self):
        Seal = self.env["receivable.seal"]
        Seal._break(self.company, self.garage.ids)
        Seal._break(self.company, self.garage.ids)
        self.assertEqual(Seal.search([("partner_id", "=", self.garage.id)]).n, 2)

    # -- neighbours -------------------------------------------------------------------------------------------------------

    def test_another_reminder_engine_is_noticed(self):
        self.assertEqual(self.company._other_reminder_engines(), {})
        Module = self.env["ir.module.module"].sudo()
        Module.create({"name": "account_credit_control", "shortdesc": "Credit control", "state": "installed"})
        self.assertEqual(self.company._other_reminder_engines(), {"account_credit_control": "Credit control"})


@tagged("post_install", "-at_install")
class TestSecurity(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage = cls.payer("Garage Tourneboulon")
        cls.bill = cls.invoice(cls.garage, "2026-03-31", 1200)
        cls.pay(cls.bill, 100, "2026-04-02")
        cls.other = cls.setup_other_company()["company"]
        company = {"company_id": cls.company.id, "company_ids": cls.company.ids}
        elsewhere = {"company_id": cls.other.id, "company_ids": cls.other.ids}
        cls.reader = new_test_user(cls.env, "reader", groups="receivable.group_receivable_reader", **company)
        cls.collector = new_test_user(cls.env, "collector", groups="receivable.group_receivable_user", **company)
        cls.manager = new_test_user(cls.env, "manager", groups="receivable.group_receivable_manager", **company)
        cls.stranger = new_test_user(cls.env, "stranger", groups="receivable.group_receivable_manager", **elsewhere)
        cls.employee = new_test_user(cls.env, "employee", groups="base.group_user", **company)
        cls.visitor = new_test_user(cls.env, "visitor", groups="base.group_portal", **company)
        cls.score = cls.env["payer.score"].sudo().create({
            "partner_id": cls.garage.id, "company_id": cls.company.id, "date": "2026-06-30", "grade": "A", "points": 90,
            "factors": [{"code": "wadl", "items": [1]}],
        })
        cls.pause = cls.env["receivable.pause"].create(
            {"partner_id": cls.garage.id, "reason": "x", "date_from": "2026-01-01", "date_until": "2026-02-01"}
        )
        cls.event = cls.env["receivable.event"].search([("partner_id", "=", cls.garage.id)], limit=1)

    def test_a_reader_reads_all_and_changes_nothing(self):
        for record in (self.score, self.pause, self.event, self.env.ref("receivable.payer_profile_prompt"), self.bill):
            own = record.with_user(self.reader)
            own.check_access("read")
            for operation in ("write", "unlink"):
                self.assertFalse(own.has_access(operation), (record, operation))
        self.assertFalse(self.pause.with_user(self.reader).has_access("create"))

    def test_a_collector_pauses_and_deletes_nothing(self):
        pause = self.pause.with_user(self.collector)
        self.assertTrue(pause.has_access("create") and pause.has_access("write"))
        self.assertFalse(pause.has_access("unlink"))
        with self.assertRaises(AccessError):
            self.pause.with_user(self.reader).action_resume()

    def test_a_collector_books_nothing_and_decides_no_profile_rule(self):
        self.assertFalse(self.bill.with_user(self.collector).has_access("write"))
        self.assertFalse(self.env["payer.profile"].with_user(self.collector).has_access("write"))
        self.assertTrue(self.env["payer.profile"].with_user(self.manager).has_access("write"))

    def test_events_and_scores_are_written_by_nobody(self):
        for record in (self.score, self.event):
            for user in (self.collector, self.manager):
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(record.with_user(user).has_access(operation), (record, user.login, operation))

    def test_another_company_sees_nothing(self):
        for record in (self.score, self.pause, self.event):
            self.assertFalse(record.with_user(self.stranger).has_access("read"), record)
            self.assertFalse(record.with_user(self.stranger).search([("partner_id", "=", self.garage.id)]))

    def test_employees_and_portal_visitors_have_no_access(self):
        for user in (self.employee, self.visitor):
            for model in ("payer.score", "receivable.event", "receivable.pause", "payer.profile", "receivable.seal"):
                self.assertFalse(self.env[model].with_user(user).has_access("read"), (user.login, model))

    def test_what_can_be_called_by_name_asks_for_the_group(self):
        with self.assertRaises(AccessError):
            self.score.with_user(self.employee).action_open_factor("wadl")
        with self.assertRaises(AccessError):
            self.env.ref("receivable.payer_profile_prompt").with_user(self.employee).action_which_payers()
        with self.assertRaises(AccessError):
            self.env["payer.profile"].with_user(self.visitor).action_what_would_change()

    def test_a_customers_payment_matched_by_somebody_without_our_groups_is_recorded(self):
        accountant = new_test_user(
            self.env, "accountant", groups="account.group_account_invoice", company_id=self.company.id, company_ids=self.company.ids
        )
        before = self.env["receivable.event"].search_count([("partner_id", "=", self.garage.id)])
        wizard = self.env["account.payment.register"].with_user(accountant).with_context(
            active_model="account.move", active_ids=self.bill.ids
        )
        wizard.create({"payment_date": "2026-04-05"})._create_payments()
        self.assertEqual(self.env["receivable.event"].search_count([("partner_id", "=", self.garage.id)]), before + 1)
