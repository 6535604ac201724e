"""The organ's story, day by day, on a real ledger: day −7, +5, +15, paid, thanked; and the cases that others get wrong."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.receivable.tests.common import ReceivableCase

DUE = fields.Date.to_date("2026-03-16")  # a Monday


def after(days):
    return DUE + timedelta(days=days)


@tagged("post_install", "-at_install")
class TestTimeline(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = cls._scenario()
        cls.company.dunning_scenario_id = cls.scenario
        cls.env["payer.profile"].search([]).dunning_scenario_id = False
        cls.garage = cls.payer("Garage Tourneboulon", email="compta@tourneboulon.example", country_id=cls.env.ref("base.fr").id)

    @classmethod
    def _scenario(cls):
        def step(name, offset, severity, template, **values):
            return Command.create({
                "name": name, "offset": offset, "severity": severity,
                "template_id": cls.env.ref(f"receivable_dunning.dunning_template_{template}").id,
            } | values)  # fmt: skip

        return cls.env["dunning.scenario"].create({
            "name": "Standard", "sat": True, "sun": True, "skip_holidays": False,
            "level_ids": [
                step("Prevenance", -7, 0, "prevenance_one"),
                step("1st reminder", 5, 1, "reminder_1_standard", minimum=15),
                step("2nd reminder", 15, 2, "reminder_2_standard", minimum=15),
                step("Thank-you", 2, 0, "thanks_prompt", trigger="paid", channel_without_email=False),
            ],
        })  # fmt: skip

    # -- the world, day by day ------------------------------------------------------------------------------------------------

    def night(self, day, company=None):
        """One night: plan, record, and what is planned leaves the next morning."""
        with self.on(day):
            run = self.env["dunning.run"]._plan(company or self.company, day)
            actions = run.action_ids.filtered(lambda action: action.state == "planned")
            actions._set_state("sent", sent_at=fields.Datetime.to_datetime(day))
        return actions

    def nights(self, first, last):
        """``{day: "level amount"}`` of what left from the first to the last day after the due date."""
        story = {}
        for day in range(first, last + 1):
            for action in self.night(after(day)):
                story[day] = f"{action.level_name} {action.amount_company:g}"
        return story

    def receipt(self, payer):
        return self.env["dunning.receipt"].search([("partner_id", "=", payer.id), ("current", "=", True)])

    def paid_by_bank(self, bill, day, amount=None):
        """Money on the bank statement, matched: proven."""
        with self.on(day):
            self.bank_line(amount or bill.amount_residual, day, bill.name, bill.partner_id, match=bill)

    # -- the stories ----------------------------------------------------------------------------------------------------------

    def test_paid_before_the_due_date_means_thanks_and_nothing_more(self):
        bill = self.invoice(self.garage, DUE, 1000)
        self.assertEqual(self.nights(-9, -5), {-7: "Prevenance 1000"})
        self.paid_by_bank(bill, after(-3))
        self.assertEqual(self.nights(-3, 20), {-1: "Thank-you 0"})

    def test_not_paid_then_paid_in_part_then_settled(self):
        bill = self.invoice(self.garage, DUE, 1000)
        self.assertEqual(self.nights(-7, 6), {-7: "Prevenance 1000", 5: "1st reminder 1000"})
        self.paid_by_bank(bill, after(10), 400)
        self.assertEqual(self.nights(10, 16), {15: "2nd reminder 600"})
        self.paid_by_bank(bill, after(20))
        self.assertEqual(self.nights(20, 40), {22: "Thank-you 0"})

    def test_two_invoices_at_different_levels_leave_in_one_message(self):
        self.invoice(self.garage, DUE, 500)
        self.invoice(self.garage, after(10), 300)
        self.nights(-7, 14)
        (action,) = self.night(after(15))
        self.assertEqual(action.level_name, "2nd reminder")
        self.assertEqual(
            [(line.level_id.name, line.amount) for line in action.line_ids.sorted("date_due")],
            [("2nd reminder", 500), ("1st reminder", 300)],
        )

    def test_each_instalment_has_its_own_due_date(self):
        term = self.env["account.payment.term"].create({
            "name": "Halves",
            "line_ids": [
                Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
            ],
        })
        self.invoice(self.garage, DUE, 1000, invoice_payment_term_id=term.id)
        self.assertEqual(self.nights(0, 16), {5: "1st reminder 500", 15: "2nd reminder 500"})

    def test_a_credit_note_larger_than_the_debt_silences_everything_and_says_why(self):
        self.invoice(self.garage, DUE, 620)
        self.credit_note(self.garage, after(2), 900)
        self.assertEqual(self.nights(3, 40), {})
        self.assertEqual(self.receipt(self.garage).decision, "explained")
        self.assertIn("900", self.receipt(self.garage).why)

    def test_a_prevenance_with_a_credit_shows_the_table_instead_of_a_wrong_amount(self):
        several = self.env.ref("receivable_dunning.dunning_template_prevenance_several")
        self.scenario.level_ids.filtered(lambda level: level.name == "Prevenance").template_several_id = several
        self.invoice(self.garage, DUE, 1000)
        self.credit_note(self.garage, after(-10), 300)
        self.assertEqual(self.night(after(-7)).template_id, several)

    def test_two_currencies_travel_in_one_message_and_are_never_added(self):
        foreign = self.setup_other_currency("CHF", rates=[("2016-01-01", 2.0)])
        self.invoice(self.garage, DUE, 1150)
        self.invoice(self.garage, DUE, 3400, currency=foreign)
        (action,) = self.night(after(5))
        self.assertEqual(
            {(line.currency_id, line.amount) for line in action.line_ids}, {(self.company.currency_id, 1150), (foreign, 3400)}
        )
        self.assertEqual(action.amount_company, 2850)

    def test_two_companies_chase_each_their_own(self):
        other = self.setup_other_company()["company"]
        other.dunning_scenario_id = self.scenario
        self.invoice(self.garage, DUE, 1000)
        self.assertFalse(self.night(after(5), other))
        (action,) = self.night(after(5))
        self.assertEqual(action.company_id, self.company)

    def test_a_payer_without_email_gets_a_letter(self):
        school = self.payer("Auto-École Point Mort", street="1 rue", zip="54990", city="Rond-Point")
        self.invoice(school, DUE, 690)
        (action,) = self.night(after(5))
        self.assertEqual(action.channel, "letter")

    def test_a_private_person_has_eight_days_at_least(self):
        self.scenario.level_ids.deadline_days = 5
        person = self.payer("Mme Démo Paravent", is_company=False, payer_kind="person", email="demo@paravent.example")
        self.invoice(person, DUE, 349)
        self.invoice(self.garage, DUE, 349)
        actions = self.night(after(5))
        asked = {action.partner_id: action.deadline for action in actions}
        self.assertEqual(asked, {person: after(13), self.garage: after(10)})

    def test_a_contact_on_the_entry_is_followed_under_its_company(self):
        contact = self.env["res.partner"].create({"name": "Paul Pressé", "parent_id": self.garage.id, "type": "contact"})
        self.invoice(contact, DUE, 500)
        (action,) = self.night(after(5))
        self.assertEqual(action.partner_id, self.garage)

    def test_a_paused_payer_hears_nothing_and_the_receipt_says_until_when(self):
        self.invoice(self.garage, DUE, 500)
        self.env["receivable.pause"].create({
            "partner_id": self.garage.id, "company_id": self.company.id, "reason": "Fire in the workshop",
            "date_from": after(1), "date_until": after(30),
        })  # fmt: skip
        self.assertEqual(self.nights(2, 30), {})
        self.assertIn("Fire in the workshop", self.receipt(self.garage).why)
        self.assertEqual(self.nights(31, 31), {31: "1st reminder 500"})

    def test_an_excluded_invoice_leaves_and_the_others_go_on(self):
        excluded = self.invoice(self.garage, DUE, 500)
        self.invoice(self.garage, DUE, 300)
        excluded.no_followup = True
        (action,) = self.night(after(5))
        self.assertEqual(action.amount_company, 300)

    def test_the_payer_tells_what_reached_them_until_it_is_paid(self):
        bill = self.invoice(self.garage, DUE, 500)
        self.nights(5, 5)
        told = [line.text for line in self.garage._receivable_standing(self.company, after(6)) if line.word == "chased"]
        self.assertEqual(len(told), 1)
        self.assertIn("1st reminder", told[0])
        self.paid_by_bank(bill, after(7))
        self.assertFalse([line for line in self.garage._receivable_standing(self.company, after(8)) if line.word == "chased"])

    def test_a_payer_has_its_own_scenario_before_that_of_the_company(self):
        self.invoice(self.garage, DUE, 500)
        self.garage.with_company(self.company).dunning_scenario_id = self.scenario.copy(
            {"name": "Later", "level_ids": [Command.create({"name": "Only one", "offset": 20, "severity": 1})]}
        )
        self.assertEqual(self.nights(5, 20), {20: "Only one 500"})

    def test_a_bounced_payment_goes_on_where_it_was_and_never_starts_again(self):
        bill = self.invoice(self.garage, DUE, 500)
        self.nights(5, 5)
        with self.on(after(8)):
            payment = self.pay(bill, date=after(8))
        self.assertEqual(self.nights(8, 15), {})
        with self.on(after(16)):
            payment.action_draft()
            payment.action_cancel()
        self.assertEqual(self.nights(16, 17), {16: "2nd reminder 500"})

    def test_a_second_run_on_the_same_day_adds_nothing(self):
        self.invoice(self.garage, DUE, 500)
        with self.on(after(5)):
            first = self.env["dunning.run"]._plan(self.company, after(5))
            second = self.env["dunning.run"]._plan(self.company, after(5))
        self.assertEqual((first.planned_count, second.planned_count), (1, 0))

    def test_the_preview_is_the_night_and_records_nothing(self):
        self.invoice(self.garage, DUE, 500)
        with self.on(after(5)):
            before = self.env["dunning.action"].search_count([])
            (step,) = [
                step for step in self.env["dunning.run"]._preview(self.company, after(5)).steps if step.payer == self.garage.id
            ]
            self.assertEqual(self.env["dunning.action"].search_count([]), before)
            run = self.env["dunning.run"]._plan(self.company, after(5))
        self.assertEqual((step.level.name, float(step.amount_company)), (run.action_ids.level_name, run.action_ids.amount_company))

    def test_overdue_payers_are_chased_or_explained_and_the_sum_is_right(self):
        self.invoice(self.garage, DUE, 500)
        trifle = self.payer("Quincaillerie Petit Reste", email="x@petit-reste.example")
        self.invoice(trifle, DUE, 7.40)
        covered = self.payer("Clinique des Trois Peluches", email="x@peluches.example")
        self.invoice(covered, DUE, 100)
        self.credit_note(covered, DUE, 100)
        with self.on(after(5)):
            run = self.env["dunning.run"]._plan(self.company, after(5))
        self.assertEqual(run.overdue_count, run.chased_count + run.waiting_count + run.explained_count)
        self.assertEqual((run.chased_count, run.explained_count), (1, 2))

    def test_what_the_customer_wrote_is_kept_to_the_letter(self):
        reference = 'Lot "B", 3\\4 {NULL}\n\t– l\'été'
        self.invoice(self.garage, DUE, 500).ref = reference
        other = self.payer("Null and Sons", email="ap@null.example")
        self.invoice(other, DUE, 500).ref = "NULL"
        with self.on(after(5)):
            lines = self.env["dunning.run"]._plan(self.company, after(5)).action_ids.line_ids
        self.assertEqual(set(lines.mapped("reference")), {reference, "NULL"})

    def test_the_number_of_queries_does_not_grow_with_the_payers(self):
        def night_of(count, name):
            payers = [self.payer(f"{name} {number}", email=f"{name}{number}@payer.example") for number in range(count)]
            for payer in payers:
                self.invoice(payer, DUE, 100)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.on(after(5)):
                self.env["dunning.run"]._plan(self.company, after(5), [payer.id for payer in payers])
            return self.env.cr.sql_log_count - before

        night_of(2, "warm")
        small, large = night_of(3, "few"), night_of(30, "many")
        self.assertLessEqual(large, small + 3)
        self.assertLess(large, 70, "one slice holds fifty thousand payers and items")
