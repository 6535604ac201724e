from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.receivable.logic.holds import PURPOSES

from .common import ReceivableCase

DAY = date(2026, 11, 14)
STOPPED = {"announce", "remind", "debit", "charge", "order"}


@tagged("post_install", "-at_install")
class TestMoneyInSight(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lake = cls.payer("Hôtel du Lac Imaginaire")
        cls.wood = cls.payer("Menuiserie Copeaux & Fils")
        cls.bill = cls.invoice(cls.lake, "2026-10-30", 1200)
        cls.bills = cls.invoice(cls.wood, "2026-10-20", 1180) + cls.invoice(cls.wood, "2026-11-05", 820)
        cls.lines = cls.item(cls.bill + cls.bills)

    def effects(self, lines=None, purpose="remind", day=DAY):
        """``{invoice: "leave"}``; with the amount when it is a part of the item."""
        lines = self.lines if lines is None else lines
        def said(found):
            return ", ".join(f"{hold.effect} {hold.amount or ''}".strip() for hold in found if hold.code == "money")

        effects = {line: said(found) for line, found in lines._receivable_holds(purpose, day).items()}
        return {self.Line.browse(line).move_id: effect for line, effect in effects.items() if effect}

    def hold(self, move, purpose="remind", day=DAY):
        found = self.item(move)._receivable_holds(purpose, day)[self.item(move).id]
        return next(hold for hold in found if hold.code == "money")

    def named(self, **values):
        return self.bank_line(1200, "2026-11-12", f"VIR SEPA {self.bill.name}", **values)

    # -- the bank ---------------------------------------------------------------------------------------------------------

    def test_a_bank_line_that_names_the_invoice(self):
        line = self.named()
        self.assertEqual(self.effects(), {self.bill: "leave"})
        hold = self.hold(self.bill)
        self.assertRegex(hold.why, r"^Payment of 1,200\.00\s\w{3} seen on the bank statement of 11/12, not yet matched\.$")
        self.assertEqual(hold.why_public, "A payment is being matched.")
        self.assertEqual(hold.evidence, ("account.bank.statement.line", tuple(line.ids)))
        self.assertEqual(hold.since, date(2026, 11, 12))

    def test_it_stops_what_would_chase_or_take_money_and_neither_thanks_nor_forecast(self):
        self.named()
        for purpose in PURPOSES:
            self.assertEqual(bool(self.effects(purpose=purpose)), purpose in STOPPED, purpose)

    def test_a_part_of_the_item_leaves(self):
        self.bank_line(500, "2026-11-12", self.bill.name)
        self.assertEqual(self.effects(), {self.bill: "leave 500.00"})

    def test_the_sum_of_two_items_by_another_name_waits_for_a_person(self):
        line = self.bank_line(2000, "2026-11-12", "REGLEMENT FACTURES")
        line.partner_name = "M. ANDRE COPEAUX"
        self.assertEqual(self.effects(), dict.fromkeys(self.bills, "review"))
        self.assertIn("from “M. ANDRE COPEAUX” seen on the bank statement of 11/12: perhaps for this.", self.hold(self.bills[0]).why)
        self.assertFalse(self.hold(self.bills[0]).why_public, "the bank lines of others stay inside")

    def test_the_account_of_a_stranger_is_not_told_in_full(self):
        self.bank_line(2000, "2026-11-12", "FR7630006000011234567890189 M. ANDRE COPEAUX")
        self.assertIn("from “FR76…189 M. ANDRE COPEAUX”", self.hold(self.bills[0]).why)

    def test_the_iban_tells_the_payer(self):
        self.env["res.partner.bank"].create({"acc_number": "FR76 3000 6000 0112 3456 7890 189", "partner_id": self.wood.id})
        line = self.bank_line(2000, "2026-11-12", "REGLEMENT")
        line.account_number = "FR7630006000011234567890189"
        self.assertEqual(self.effects(), dict.fromkeys(self.bills, "leave"))

    def test_the_payer_is_the_commercial_partner_of_the_line(self):
        contact = self.env["res.partner"].create({"name": "Paul Pressé", "parent_id": self.lake.id})
        self.bank_line(1200, "2026-11-12", "VIR", contact)
        self.assertEqual(self.effects(), {self.bill: "leave"})

    def test_the_payment_of_another_payer_holds_nobody_else(self):
        self.bank_line(1200, "2026-11-12", "VIR", self.wood)
        self.assertEqual(self.effects(), {self.bills[0]: "review", self.bills[1]: "review 20.00"})

    def test_a_matched_bank_line_is_no_longer_in_sight(self):
        other = self.invoice(self.lake, "2026-11-30", 1200)
        self.bank_line(1200, "2026-11-12", "VIR", self.lake, match=self.bill)
        self.assertEqual(self.effects(self.item(other)), {})

    def test_a_payment_on_account_is_set_off_and_not_counted_twice(self):
        line = self.bank_line(1200, "2026-11-12", self.bill.name, self.lake)
        _liquidity, suspense, _other = line.with_context(skip_account_move_synchronization=True)._seek_for_lines()
        suspense.write({"account_id": self.item(self.bill).account_id.id, "partner_id": self.lake.id})
        self.assertEqual(self.effects(), {})
        self.assertIn("credit", [item.kind for item in self.open_items(self.lake)])

    def test_only_money_dated_within_the_days_of_the_company(self):
        self.named()
        self.assertEqual(self.effects(day=date(2026, 11, 11)), {})
        self.assertEqual(self.effects(day=date(2027, 1, 11)), {self.bill: "leave"})
        self.assertEqual(self.effects(day=date(2027, 1, 12)), {})
        self.company.receivable_sight_days = 5
        self.assertEqual(self.effects(day=date(2026, 11, 17)), {self.bill: "leave"})
        self.assertEqual(self.effects(day=date(2026, 11, 18)), {})

    def test_money_that_leaves_is_not_money_in_sight(self):
        self.bank_line(-1200, "2026-11-12", self.bill.name, self.lake)
        self.assertEqual(self.effects(), {})

    def test_the_answer_does_not_depend_on_the_lines_asked(self):
        twin = self.invoice(self.payer("Garage Tourneboulon"), "2026-10-29", 1200)
        self.bank_line(1200, "2026-11-12", "VIR")
        self.assertEqual(self.effects(), {})
        self.assertEqual(self.effects(self.lines + self.item(twin)), {twin: "review"})

    # -- payments and online payments -------------------------------------------------------------------------------------

    def test_a_registered_payment_and_its_bank_line_are_one_money(self):
        """The bank line waits beside a payment that is in the ledger already: it pays nothing else."""
        other = self.invoice(self.lake, "2026-11-01", 1200)
        self.pay(self.bill, date="2026-11-10")
        self.bank_line(1200, "2026-11-12", "VIR", self.lake)
        self.assertEqual(self.effects(self.item(other)), {})
        self.bank_line(1200, "2026-11-13", "VIR", self.lake)
        self.assertEqual(self.effects(self.item(other)), {other: "leave"})

    def test_the_bank_line_of_a_registered_payment_holds_no_stranger(self):
        """The garage owes nothing any more; its bank line, known by name only, is not somebody else's money."""
        garage = self.payer("Garage Tourneboulon")
        self.pay(self.invoice(garage, "2026-11-01", 820), date="2026-11-10")
        self.bank_line(820, "2026-11-12", "VIR").partner_name = "TOURNEBOULON"
        self.assertEqual(self.effects(), {})

    def test_a_payment_that_writes_no_journal_entry(self):
        with patch.object(self.registry["account.move"], "_get_invoice_in_payment_state", lambda self: "in_payment"):
            payment = self.env["account.payment"].create({
                "payment_type": "inbound", "partner_type": "customer", "partner_id": self.wood.id, "amount": 820, "date": "2026-11-10",
                "journal_id": self.company_data["default_journal_bank"].id, "invoice_ids": [fields.Command.set(self.bills[1].ids)],
            })
            payment.outstanding_account_id = False
            payment.action_post()
            self.assertFalse(payment.move_id)
            self.assertEqual(self.effects(), {self.bills[1]: "leave"})
            self.assertRegex(self.hold(self.bills[1]).why, r"^Payment of 820\.00\s\w{3} registered on 11/10, not yet matched\.$")
            self.bank_line(820, "2026-11-12", "VIR", self.wood)
            self.assertEqual(self.effects(), {self.bills[1]: "leave"})

    def transaction(self, state, code="none", **values):
        def features(providers):
            providers.support_manual_capture = "full_only"

        self.patch(self.registry["payment.provider"], "_compute_feature_support_fields", features)
        provider = self.env["payment.provider"].create({"name": "Provider", "code": code, "company_id": self.company.id})
        method = self.env["payment.method"].create({"name": "Card", "code": f"card_{code}_{state}"})
        return self.env["payment.transaction"].create({
            "provider_id": provider.id, "payment_method_id": method.id, "partner_id": self.lake.id, "amount": 1200, "state": state,
            "currency_id": self.company.currency_id.id, "invoice_ids": [fields.Command.set(self.bill.ids)],
            "last_state_change": "2026-11-13 09:00:00", "operation": "online_direct", "reference": f"{self.bill.name}-{code}-{state}",
        } | values)

    def test_an_online_payment_under_way(self):
        for state, held in (("pending", True), ("authorized", True), ("done", True), ("cancel", False), ("error", False), ("draft", False)):
            transaction = self.transaction(state)
            self.assertEqual(self.effects(), {self.bill: "leave"} if held else {}, state)
            if state == "pending":
                self.assertRegex(self.hold(self.bill).why, r"^Online payment of 1,200\.00\s\w{3} of 11/13 under way\.$")
            transaction.state = "cancel"

    def test_an_online_payment_without_invoice_is_nobodys(self):
        self.transaction("authorized", invoice_ids=False)
        self.assertEqual(self.effects(), {})

    # -- companies and currencies -----------------------------------------------------------------------------------------

    def test_money_of_another_company_is_not_ours(self):
        other = self.setup_other_company()["company"]
        self.env["account.bank.statement.line"].with_company(other).create({
            "journal_id": self.env["account.journal"].search([("company_id", "=", other.id), ("type", "=", "bank")], limit=1).id,
            "amount": 1200, "date": "2026-11-12", "payment_ref": self.bill.name,
        })
        self.assertEqual(self.effects(), {})

    def test_a_branch_is_paid_on_the_account_of_its_house(self):
        self.company.write({"child_ids": [fields.Command.create({"name": "Branch"})]})
        self.env.cr.precommit.run()  # loads the branch's chart of accounts
        branch = self.company.child_ids
        self.env.user.company_ids |= branch
        bill = self.invoice(self.lake, "2026-10-30", 777, company=branch)
        self.bank_line(777, "2026-11-12", f"VIR {bill.name}", self.lake)
        self.assertEqual(self.effects(self.item(bill)), {bill: "leave"})

    def test_an_amount_pays_items_of_its_currency_only(self):
        franc = self.setup_other_currency("CHF")
        bill = self.invoice(self.lake, "2026-10-30", 640, currency=franc)
        self.bank_line(640, "2026-11-12", "VIR", self.payer("Nobody"))
        self.bank_line(640, "2026-11-12", "VIR")
        self.assertEqual(self.effects(self.item(bill)), {})
        abroad = self.bank_line(655, "2026-11-12", f"VIR {bill.name}")
        self.assertEqual(self.effects(self.item(bill)), {bill: "review"})
        abroad.write({"foreign_currency_id": franc.id, "amount_currency": 640})
        self.assertEqual(self.effects(self.item(bill)), {bill: "leave"})

    # -- cost -------------------------------------------------------------------------------------------------------------

    def queries(self, lines):
        lines._receivable_holds("remind", DAY)  # warm
        before = self.env.cr.sql_log_count
        lines._receivable_holds("remind", DAY)
        return self.env.cr.sql_log_count - before

    def without(self, lines):
        """Queries of the other holds."""
        with patch.object(self.registry["account.move.line"], "_receivable_seen", lambda self, date: {}):
            return self.queries(lines)

    def test_one_query_when_nothing_is_in_sight_and_a_constant_number_else(self):
        payers = [self.payer(f"Payer {number}") for number in range(12)]
        more = self.item(self.env["account.move"].union(*(self.invoice(payer, "2026-10-30", 300) for payer in payers)))
        self.assertEqual(self.queries(more) - self.without(more), 1)
        self.named()
        self.assertLessEqual(self.queries(more) - self.without(more), 7, "money that concerns none of them")
        one = self.queries(self.item(self.bill)) - self.without(self.item(self.bill))
        for payer in payers:
            self.bank_line(300, "2026-11-12", "VIR", payer)
        self.assertEqual(len(self.effects(more)), 12)
        self.assertEqual(self.queries(more + self.lines) - self.without(more + self.lines), one)
        self.assertLessEqual(one, 14)
