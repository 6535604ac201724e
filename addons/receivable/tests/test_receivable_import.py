"""The import of a ledger: dry run, refusals, all or nothing, repetition, payments in part, rights; and that what is
written in bulk is what the ORM writes."""

import base64
import io
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable.logic.ledger_columns import FIELDS
from odoo.addons.receivable.tests.common import ReceivableCase
from odoo.addons.receivable.wizards import receivable_import as receivable_import_module
from odoo.addons.receivable.wizards.ledger_books import Invoice, LedgerBooks, Payment

HEADER = "customer;number;issued;due;amount;paid on;paid amount;currency;reference;e-mail"
DAY = date(2026, 11, 23)


class ImportCase(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Import = cls.env["receivable.import"]

    def file(self, *lines):
        return "\n".join([HEADER, *lines]).encode()

    def load(self, *lines, **options):
        return self.Import._import_file(self.company, "ledger.csv", self.file(*lines), {"date": DAY} | options)

    def imported(self, number):
        return self.env["account.move"].search(
            [("payment_reference", "=", number), ("journal_id.code", "=", "IMPOR"), ("company_id", "=", self.company.id)]
        )


@tagged("post_install", "-at_install")
class TestReceivableImport(ImportCase):
    def test_open_and_paid_invoices_arrive_in_the_books(self):
        report = self.load(
            "C1;F-1;2026-09-02;2026-10-02;100.00;;;;PO 7;ap@c1.example",
            "C1;F-2;2026-09-03;2026-10-03;50.00;2026-10-13;;;;",
        )
        self.assertEqual((report.state, report.created, report.paid, report.refused), ("done", 2, 1, ()))
        self.assertRecordValues(
            self.imported("F-1") + self.imported("F-2"),
            [
                {
                    "name": "F-1",
                    "ref": "PO 7",
                    "invoice_date": date(2026, 9, 2),
                    "invoice_date_due": date(2026, 10, 2),
                    "payment_state": "not_paid",
                    "amount_residual": 100,
                    "no_followup": False,
                },
                {
                    "name": "F-2",
                    "ref": False,
                    "invoice_date": date(2026, 9, 3),
                    "invoice_date_due": date(2026, 10, 3),
                    "payment_state": "paid",
                    "amount_residual": 0,
                    "no_followup": False,
                },
            ],
        )
        customer = self.imported("F-1").partner_id
        self.assertEqual((customer.ref, customer.email, customer.customer_rank), ("C1", "ap@c1.example", 2))
        self.assertEqual([item.number for item in self.open_items(customer)], ["F-1"])

    def test_the_past_is_known_on_its_own_days(self):
        self.load("C1;F-2;2026-09-03;2026-10-03;50.00;2026-10-13;;;;")
        events = self.env["receivable.event"].search([("number", "=", "F-2")], order="id")
        self.assertEqual(
            [(event.kind, event.date, event.known_on, event.by_money) for event in events],
            [("opened", date(2026, 9, 3), date(2026, 9, 3), False), ("settled", date(2026, 10, 13), date(2026, 10, 13), True)],
        )

    def test_the_dry_run_writes_nothing_and_lists_each_refused_line(self):
        before = self.env["account.move"].search_count([])
        report = self.load(
            "C1;F-1;2026-09-02;2026-10-02;100.00;;;;;",
            "C1;F-2;2026-09-02;2026-02-31;100.00;;;;;",
            "C1;F-3;2026-09-02;2026-10-02;100.00;;;XYZ;;",
            "C1;F-4;2026-09-02;2026-10-02;100.005;;;;;",
        )
        self.assertEqual(report.state, "check")
        self.assertEqual(
            report.refused,
            (
                (3, "due date 2026-02-31 does not exist"),
                (4, "currency XYZ is unknown or not active"),
                (5, "amount 100.005 has more decimals than USD allows"),
            ),
        )
        record = self.Import.browse(report.id)
        self.assertEqual((record.ready_count, record.refused_count), (1, 3))
        with self.assertRaisesRegex(UserError, "3 lines are refused, so nothing was imported"):
            record.action_import()
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_leaving_the_refused_lines_out_is_a_choice_of_its_own(self):
        lines = ["C1;F-1;2026-09-02;2026-10-02;100.00;;;;;", "C1;F-2;2026-09-02;2026-02-31;100.00;;;;;"]
        report = self.load(*lines)
        self.Import.browse(report.id).action_import_ready()
        self.assertEqual(self.Import.browse(report.id).state, "done")
        self.assertTrue(self.imported("F-1"))
        self.assertFalse(self.imported("F-2"))

    def test_a_failure_halfway_takes_everything_back(self):
        record = self.Import.browse(
            self.load("C1;F-1;2026-09-02;2026-10-02;100.00;2026-10-05;;;;", "C1;F-2;2026-09-02;2026-99-31;1.00;;;;;").id
        )
        before = (self.env["account.move"].search_count([]), self.env["res.partner"].search_count([]))

        def fail(*args):
            self.assertTrue(self.imported("F-1"), "the invoice must be there when the payment fails")
            raise ValueError("the disk is full")

        with patch.object(LedgerBooks, "write_payments", fail), self.assertRaisesRegex(ValueError, "disk"):
            record.action_import_ready()
        self.assertEqual(record.state, "check")
        self.assertFalse(self.imported("F-1"))
        self.assertEqual((self.env["account.move"].search_count([]), self.env["res.partner"].search_count([])), before)

    def test_repeating_a_file_does_nothing_and_says_so(self):
        lines = [
            "C1;F-1;2026-09-02;2026-10-02;100.00;;;;;",
            "C1;F-2;2026-09-03;2026-10-03;50.00;2026-10-13;;;;",
            "C1;F-3;2026-09-03;2026-10-03;50.00;2026-10-13;20.00;;;",
            "C1;A-4;2026-09-03;2026-10-03;-50.00;;;;;",
        ]
        self.load(*lines)
        count = self.env["account.move"].search_count([])
        report = self.load(*lines)
        self.assertEqual((report.created, report.paid, report.known, report.refused), (0, 0, 4, ()))
        self.assertEqual(self.Import.browse(report.id).summary, "All 4 lines are already here. Nothing to do.")
        self.assertEqual(self.env["account.move"].search_count([]), count)

    def test_what_was_open_and_is_paid_now_receives_its_payment(self):
        self.load("C1;F-1;2026-09-02;2026-10-02;100.00;;;;;")
        report = self.load("C1;F-1;2026-09-02;2026-10-02;100.00;2026-10-05;;;;")
        self.assertEqual((report.created, report.paid, report.known), (0, 1, 0))
        self.assertEqual(self.imported("F-1").payment_state, "paid")

    def test_a_payment_in_part_and_later_the_rest(self):
        self.load("C1;F-1;2026-09-02;2026-10-02;100.00;2026-10-05;30.00;;;")
        invoice = self.imported("F-1")
        self.assertEqual((invoice.payment_state, invoice.amount_residual), ("partial", 70))
        self.load("C1;F-1;2026-09-02;2026-10-02;100.00;2026-10-20;100.00;;;")
        invoice.invalidate_recordset()
        self.assertEqual((invoice.payment_state, invoice.amount_residual), ("paid", 0))
        line = self.item(invoice)
        self.assertEqual(line.matched_credit_ids.mapped("amount"), [30, 70])
        self.assertTrue(line.full_reconcile_id)
        self.assertEqual(len(line.full_reconcile_id.reconciled_line_ids), 3)

    def test_a_negative_amount_is_a_credit_note(self):
        self.load("C1;A-1;2026-09-02;2026-10-02;-80.00;;;;;", "C1;A-2;2026-09-02;2026-10-02;-80.00;2026-10-05;;;;")
        self.assertEqual(self.imported("A-1").move_type, "out_refund")
        self.assertEqual((self.imported("A-1").payment_state, self.imported("A-1").amount_residual_signed), ("not_paid", -80))
        self.assertIn(self.imported("A-2").payment_state, ("paid", "reversed"))

    def test_an_instalment_keeps_its_due_date_and_its_reference(self):
        self.load("C1;F-1;2026-09-02;2026-10-02;100.00;;;;;", "C1;F-1;2026-09-02;2026-11-02;100.00;;;;;")
        self.assertEqual(self.imported("F-1").mapped("name"), ["F-1 (2)", "F-1"])
        self.assertEqual(set(self.imported("F-1").mapped("invoice_date_due")), {date(2026, 10, 2), date(2026, 11, 2)})

    def test_a_number_that_is_here_with_another_amount_is_refused(self):
        self.load("C1;F-1;2026-09-02;2026-10-02;100.00;;;;;")
        report = self.load("C1;F-1;2026-09-02;2026-10-02;120.00;;;;;", "C9;F-1;2026-09-02;2026-10-02;100.00;;;;;")
        self.assertEqual(len(report.refused), 2)
        self.assertRegex(report.refused[0][1], "number F-1 is already imported, on .*, with the amount 100.0")
        other = self.load("C9;F-1;2026-09-02;2026-10-02;100.00;;;;;")
        self.assertEqual(other.refused, ((2, "number F-1 is already imported, for the customer C1"),))

    def test_a_number_of_an_own_invoice_is_refused(self):
        own = self.invoice(self.payer("Ours"), "2026-10-02", 100)
        report = self.load(f"C1;{own.name};2026-09-02;2026-10-02;100.00;;;;;")
        self.assertEqual(report.refused, ((2, f"number {own.name} is already an invoice of this company"),))

    def test_a_locked_period_is_said_clearly(self):
        self.company.sudo().fiscalyear_lock_date = "2026-09-30"
        report = self.load("C1;F-1;2026-09-02;2026-10-02;100.00;;;;;", "C1;F-2;2026-10-01;2026-10-02;100.00;;;;;")
        self.assertEqual(len(report.refused), 1)
        self.assertRegex(report.refused[0][1], r"the period of 09/02/2026 is locked in the accounts: .*09/30/2026")

    def test_customers_are_found_by_reference_and_a_similar_name_waits_for_a_person(self):
        known = self.payer("Quincaillerie du Pont", ref="C1")
        similar = self.payer("Atelier Brindille SARL")
        report = self.load(
            "C1;F-1;2026-09-02;2026-10-02;100.00;;;;;",
            "ATELIER BRINDILLE;F-2;2026-09-02;2026-10-02;100.00;;;;;",
            "x;F-3;2026-02-31;2026-10-02;1;;;;;",
        )
        record = self.Import.browse(report.id)
        self.assertEqual(
            [(customer.key, customer.partner_id, customer.how) for customer in record.customer_ids],
            [("ATELIER BRINDILLE", similar, "similar_name")],
        )
        record.action_import_ready()
        self.assertEqual(self.imported("F-1").partner_id, known)
        self.assertEqual(self.imported("F-2").partner_id, similar)

    def test_a_customer_created_in_the_meantime_is_found_when_checking_again(self):
        line = "C1;F-1;2026-09-02;2026-10-02;100.00;;;;;"
        waiting = self.Import.browse(self.load(line, "C1;F-2;2026-09-02;2026-02-31;1.00;;;;;").id)
        self.assertEqual(waiting.customer_ids.mapped("how"), ["nobody"])
        self.load(line)
        waiting.action_check()
        self.assertFalse(waiting.customer_ids)
        self.assertEqual((waiting.known_count, waiting.refused_count), (1, 1))
        self.assertIn("1 already here · 1 refused. Nothing new to import", waiting.summary)

    def test_a_customer_with_several_contacts_is_refused_until_one_is_chosen(self):
        first, second = self.payer("A", ref="C1"), self.payer("B", ref="C1")
        report = self.load("C1;F-1;2026-09-02;2026-10-02;100.00;;;;;")
        self.assertRegex(report.refused[0][1], 'several contacts fit the customer "C1"')
        record = self.Import.browse(report.id)
        record.customer_ids.partner_id = second
        record.action_check()
        record.action_import()
        self.assertEqual(self.imported("F-1").partner_id, second)
        self.assertTrue(first)

    def test_the_transition_account_holds_the_open_items(self):
        self.load("C1;F-1;2026-09-02;2026-10-02;100.00;;;;;", "C1;F-2;2026-09-03;2026-10-03;50.00;2026-10-13;;;;")
        journal = self.imported("F-1").journal_id
        lines = self.env["account.move.line"].search([("account_id", "=", journal.default_account_id.id)])
        self.assertEqual(sum(lines.mapped("balance")), -100)

    def test_every_meaning_of_a_column_is_offered(self):
        offered = {value for value, _label in self.env["receivable.import.column"]._fields["field"].selection}
        self.assertEqual(offered, set(FIELDS))

    def test_a_file_that_is_none_is_refused_in_one_sentence(self):
        report = self.Import._import_file(self.company, "x.csv", b"\x00\x01", {})
        self.assertEqual((report.state, report.message), ("file", "This is not a CSV or XLSX file."))
        with self.assertRaisesRegex(UserError, "This is not a CSV or XLSX file."):
            self.Import.browse(report.id).action_read()


@tagged("post_install", "-at_install")
class TestImportRights(ImportCase):
    def test_only_credit_managers_with_accounting_rights_import(self):
        for groups, allowed in (
            ("receivable.group_receivable_manager,account.group_account_invoice", True),
            ("receivable.group_receivable_manager", False),
            ("receivable.group_receivable_user,account.group_account_invoice", False),
            ("account.group_account_manager", False),
        ):
            login = groups.replace(".", "_")
            user = new_test_user(self.env, login, groups=groups, company_id=self.company.id)
            Import = self.Import.with_user(user)
            line = self.file(f"C1;{login};2026-09-02;2026-10-02;100.00;;;;;")
            with self.subTest(groups):
                if allowed:
                    self.assertEqual(Import._import_file(self.company, "l.csv", line, {"date": DAY}).state, "done")
                else:
                    with self.assertRaises(AccessError):
                        Import._import_file(self.company, "l.csv", line, {"date": DAY})

    def test_every_button_asks_for_the_rights(self):
        record = self.Import.browse(self.load("C1;F-1;2026-09-02;2026-02-31;100.00;;;;;").id)
        user = new_test_user(self.env, "manager_only", groups="receivable.group_receivable_manager", company_id=self.company.id)
        for name in ("action_read", "action_check", "action_import", "action_import_ready", "action_back", "action_stop"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(record.with_user(user), name)()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_import_of_another_company_is_not_seen(self):
        record = self.Import.browse(self.load("C1;F-1;2026-09-02;2026-02-31;100.00;;;;;").id)
        other = self.env["res.company"].sudo().create({"name": "Other"})
        user = new_test_user(
            self.env,
            "stranger",
            groups="receivable.group_receivable_manager,account.group_account_invoice",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            record.with_user(user).action_check()


@tagged("post_install", "-at_install")
class TestImportInTheBackground(ImportCase):
    def setUp(self):
        super().setUp()
        self.patch(receivable_import_module, "LINES_IN_THE_REQUEST", 1)
        self.record = self.Import.browse(
            self.load(
                "C1;F-1;2026-09-02;2026-10-02;100.00;;;;;",
                "C1;F-2;2026-09-02;2026-10-02;100.00;2026-10-05;;;;",
                "C1;F-3;x;2026-10-02;1.00;;;;;",
            ).id
        )
        self.record.action_import_ready()
        self.cron = self.env.ref("receivable.ir_cron_import").sudo()

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_long_file_waits_for_the_scheduled_action_and_tells_how_far_it_is(self):
        self.assertEqual(self.record.state, "running")
        self.run_cron()
        self.assertEqual((self.record.state, self.record.new_count, self.record.percent), ("done", 2, 100.0))

    def test_stop_leaves_the_books_as_they_were(self):
        self.record.action_stop()
        self.run_cron()
        self.assertEqual((self.record.state, self.record.message), ("check", "Stopped: nothing was imported."))
        self.assertFalse(self.imported("F-1"))

    @mute_logger("odoo.addons.receivable.wizards.receivable_import")
    def test_a_failure_is_said_and_nothing_is_imported(self):
        with patch.object(LedgerBooks, "write_payments", side_effect=ValueError("boom")):
            self.run_cron()
        self.assertEqual(self.record.state, "check")
        self.assertIn("nothing was imported", self.record.message)
        self.assertFalse(self.imported("F-1"))

    def test_an_interrupted_import_is_not_started_again_by_itself(self):
        self.env["receivable.import.progress"].sudo().create(
            {"import_id": self.record.id, "at": "2026-11-23 10:00:00", "done": 1, "total": 3}
        )
        self.run_cron()
        self.assertEqual(self.record.state, "check")
        self.assertIn("interrupted", self.record.message)

    def test_a_state_written_without_the_buttons_starts_nothing(self):
        user = new_test_user(self.env, "manager_only", groups="receivable.group_receivable_manager", company_id=self.company.id)
        sly = self.Import.with_user(user).create(
            {
                "name": "sly.csv",
                "data": base64.b64encode(self.file("C1;SLY;2026-09-02;2026-10-02;100.00;;;;;")),
                "state": "running",
                "leave_out": True,
            }
        )
        self.run_cron()
        self.assertEqual(sly.sudo().state, "check")
        self.assertFalse(self.imported("SLY"))


@tagged("post_install", "-at_install")
class TestBulkEqualsORM(ImportCase):
    """The same invoices and payments, once by ``create``, ``action_post`` and ``reconcile``, once cast from the moulds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_currency = cls.setup_other_currency("EUR")
        mapped = cls.company_data["default_account_receivable"].copy({"code": "121999"})
        seller = new_test_user(cls.env, "seller", groups="base.group_user")
        special = cls.payer("Special", user_id=seller.id, property_account_receivable_id=mapped.id, lang="en_US")
        cls.customers = (
            special + cls.payer("Plain") + cls.env["res.partner"].create({"name": "Billing", "parent_id": special.id, "type": "invoice"})
        )
        account = cls.env["account.account"].create({"name": "Imported", "code": "999001", "account_type": "asset_current"})
        cls.books = LedgerBooks(cls.company.sudo(), account)
        currencies = (cls.company.currency_id, cls.other_currency)
        cls.cases = [
            (kind, customer, currency, reference, paid)
            for kind in ("invoice", "credit_note")
            for customer in cls.customers
            for currency in currencies
            for reference in ("", "PO 7")
            for paid in ("0", "33.33", "123.45")
        ]
        cls.invoices = [
            Invoice(
                f"F-2017/{n:04}",
                f"F-2017/{n:04}",
                kind,
                customer.id,
                date(2017, 1, 15),
                date(2017, 2, 14),
                Decimal("123.45"),
                currency.id,
                reference,
                0,
            )
            for n, (kind, customer, currency, reference, _paid) in enumerate(cls.cases)
        ]

    def paid_on(self, position):
        """Late for most, before the invoice for some."""
        return date(2017, 1, 10) if position % 5 == 0 else date(2017, 3, 1)

    def by_orm(self):
        books = self.books
        moves = books.env["account.move"]
        for invoice in self.invoices:
            values = books._invoice_values(invoice.kind, invoice.currency, invoice.partner)
            values["invoice_line_ids"][0][2].update(name=invoice.number, price_unit=123.45)
            moves += moves.create(
                {
                    **values,
                    "name": invoice.name,
                    "payment_reference": invoice.number,
                    "ref": invoice.reference or False,
                    "invoice_date": invoice.issued,
                    "invoice_date_due": invoice.due,
                }
            )
        moves.action_post()
        self.env.flush_all()
        books._tell_the_planner(len(moves))
        number = 0
        for position, (move, case) in enumerate(zip(moves, self.cases, strict=True)):
            if case[-1] != "0":
                number += 1
                line = books._receivable_line(move)
                debt = books._read_debts(line.ids)[line.id]
                amount = float(case[-1])
                entry = books._entry(f"IMPAY/{number:06}", move.name, self.paid_on(position), line, amount, books._share(debt, amount))
                (line + books._receivable_line(entry)).reconcile()
        self.env.flush_all()

    def by_moulds(self):
        lines = [line for chunk in self.books.write_invoices(self.invoices) for line in chunk]
        payments = [
            Payment(line, Decimal(case[-1]), self.paid_on(position))
            for position, (line, case) in enumerate(zip(lines, self.cases, strict=True))
            if case[-1] != "0"
        ]
        self.assertEqual(sum(self.books.write_payments(payments)), len(payments))

    def stored(self):
        """Every stored column of what was written, ids replaced by what they stand for."""
        journals = (self.books.invoice_journal + self.books.payment_journal).ids
        moves = self.rows("account_move", "journal_id = ANY(%s)", journals)
        name = {move["id"]: move["name"] for move in moves}
        lines = self.rows("account_move_line", "journal_id = ANY(%s)", journals)
        meaning = {line["id"]: (line["move_name"], line["account_id"]) for line in lines}
        partials = self.rows("account_partial_reconcile", "debit_move_id = ANY(%s)", list(meaning))
        pair = {partial["id"]: (meaning[partial["debit_move_id"]], meaning[partial["credit_move_id"]]) for partial in partials}
        full = {partial["full_reconcile_id"]: pair[partial["id"]] for partial in partials if partial["full_reconcile_id"]}
        for line in lines:
            line["move_id"] = name[line["move_id"]]
            number = line["matching_number"]
            if number:
                line["matching_number"] = ("P", pair[int(number[1:])]) if number.startswith("P") else full[int(number)]
        for row in lines + partials:
            row["full_reconcile_id"] = full.get(row["full_reconcile_id"])
        for partial in partials:
            for side in ("debit_move_id", "credit_move_id"):
                partial[side] = meaning[partial[side]]
        return {
            **{("move", name[move["id"]]): move for move in moves},
            **{("line", *meaning[line["id"]]): line for line in lines},
            **{("partial", *pair[partial["id"]]): partial for partial in partials},
        }

    def rows(self, table, condition, values):
        self.env.cr.execute(f"SELECT to_jsonb(r) FROM {table} r WHERE {condition}", [values])
        return [row for [row] in self.env.cr.fetchall()]

    def test_every_stored_column_is_the_same(self):
        savepoint = self.env.cr.savepoint()
        self.by_orm()
        expected = self.stored()
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.by_moulds()
        found = self.stored()
        self.assertEqual(set(found), set(expected))
        self.assertEqual(len(expected), 72 + 48 + 2 * (72 + 48) + 48)
        own = {"id", "create_date", "write_date"}
        differences = {
            (key, column): (row[column], found[key][column])
            for key, row in expected.items()
            for column in row
            if column not in own and row[column] != found[key][column]
        }
        self.assertEqual(differences, {})

    def test_the_customer_rank_counts_the_invoices(self):
        self.by_moulds()
        self.env.invalidate_all()
        self.assertEqual(self.customers.mapped("customer_rank"), [48, 24, 24])

    def test_core_takes_what_was_written_for_its_own(self):
        self.by_moulds()
        paid = self.env["account.move"].search([("journal_id", "=", self.books.invoice_journal.id), ("payment_state", "=", "paid")])
        stored = paid.line_ids.mapped("amount_residual")
        self.env.add_to_compute(paid.line_ids._fields["amount_residual"], paid.line_ids)
        self.assertEqual(paid.line_ids.mapped("amount_residual"), stored)
        line = self.item(paid[0])
        line.remove_move_reconcile()
        self.assertEqual((paid[0].payment_state, line.reconciled), ("not_paid", False))
        paid[1].button_draft()
        paid[1].action_post()
        self.assertRegex(paid[1].name, "F-2017")

    def test_one_more_hand_made_invoice_in_the_journal_finds_a_free_name(self):
        self.by_moulds()
        move = self.invoice(self.customers[1], "2017-05-05", 10, journal_id=self.books.invoice_journal.id)
        self.assertEqual(move.state, "posted")


@tagged("post_install", "-at_install")
class TestImportFiles(ImportCase, HttpCase):
    def test_model_files_can_be_imported_and_refused_lines_come_as_a_workbook(self):
        self.env.ref("base.EUR").active = True
        manager = new_test_user(
            self.env,
            "boss",
            groups="receivable.group_receivable_manager,account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.authenticate("boss", "boss")
        for kind in ("csv", "xlsx"):
            answer = self.url_open(f"/receivable/import/model.{kind}")
            self.assertEqual(answer.status_code, 200)
            report = self.Import._import_file(self.company, f"model.{kind}", answer.content, {"date": DAY})
            self.assertEqual((report.state, report.refused, report.lines), ("done", (), 3))
        record = self.Import.with_user(manager).browse(self.load("C1;=1+1;2026-09-02;2026-02-31;100.00;;;;;").id)
        answer = self.url_open(f"/receivable/import/{record.id}/refused.xlsx")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        self.assertEqual([cell.value for cell in sheet[2]][:5], [2, "due date 2026-02-31 does not exist", "C1", "=1+1", "2026-09-02"])
        self.assertEqual(sheet["D2"].data_type, "s")

    def test_others_get_no_file(self):
        new_test_user(self.env, "clerk", groups="account.group_account_manager")
        self.authenticate("clerk", "clerk")
        self.assertEqual(self.url_open("/receivable/import/model.csv").status_code, 403)
