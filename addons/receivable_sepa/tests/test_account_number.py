"""A whole account number is read by the engine, and by whoever presses Show: nobody finds another way to it."""

import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.http import serialize_exception
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from odoo.addons.receivable_sepa.tests.common import IBAN, OTHER_IBAN, SepaCase

PEOPLE = {
    "reader": "receivable.group_receivable_reader",
    "collector": "receivable.group_receivable_user",
    "keeper": "receivable_sepa.group_sepa_manager",
    "administrator": "base.group_system,receivable.group_receivable_manager",
}
HIDDEN = ("iban", "sign_hash", "signed_text", "signing_salt")
EXPORTS = "base.group_allow_export"


@tagged("post_install", "-at_install")
class TestAccountNumber(SepaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {name: new_test_user(cls.env, f"number_{name}", groups=f"{groups},{EXPORTS}") for name, groups in PEOPLE.items()}
        cls.signed._amend({"iban": "DE89370400440532013000"})
        cls.signed._amend({"iban": IBAN, "reference": "RUM-NEW"})

    def ask(self, user, model, method, *args, **kwargs):
        return call_kw(self.env[model].with_user(user).sudo(False), method, args, kwargs)

    def test_no_question_of_a_client_is_answered_with_it(self):
        ids = self.signed.ids
        questions = {
            "read": lambda user, name: self.ask(user, "sepa.mandate", "read", ids, [name]),
            "web_read": lambda user, name: self.ask(user, "sepa.mandate", "web_read", ids, {name: {}}),
            "through another": lambda user, name: self.ask(
                user, "sepa.mandate.amendment", "web_read", self.signed.amendment_ids.ids, {"sepa_mandate_id": {"fields": {name: {}}}}
            ),
            "export": lambda user, name: self.ask(user, "sepa.mandate", "export_data", ids, [name]),
            "export through": lambda user, name: self.ask(
                user, "sepa.mandate.amendment", "export_data", self.signed.amendment_ids.ids, [f"sepa_mandate_id/{name}"]
            ),
            "search": lambda user, name: self.ask(user, "sepa.mandate", "search_count", [(name, "=like", "FR76%")]),
            "equal": lambda user, name: self.ask(user, "sepa.mandate", "search_count", [(name, "=", IBAN)]),
            "search through": lambda user, name: self.ask(
                user, "sepa.mandate.amendment", "search_count", [(f"sepa_mandate_id.{name}", "=like", "FR76%")]
            ),
            "any": lambda user, name: self.ask(
                user, "sepa.mandate.amendment", "search_count", [("sepa_mandate_id", "any", [(name, "=", IBAN)])]
            ),
            "from the payer": lambda user, name: self.ask(
                user, "res.partner", "search_count", [(f"sepa_mandate_ids.{name}", "=like", "FR76%")]
            ),
            "order": lambda user, name: self.ask(user, "sepa.mandate", "search_read", [], ["reference"], order=name),
            "group": lambda user, name: self.ask(user, "sepa.mandate", "formatted_read_group", [], [name], ["__count"]),
            "aggregate": lambda user, name: self.ask(user, "sepa.mandate", "formatted_read_group", [], [], [f"{name}:max"]),
            "name": lambda user, name: self.ask(user, "sepa.mandate", "name_search", "FR76", [(name, "!=", False)]),
            "write": lambda user, name: self.ask(user, "sepa.mandate", "write", ids, {name: IBAN}),
        }
        for who, user in self.people.items():
            for how, question in questions.items():
                for name in HIDDEN:
                    with self.subTest(who=who, how=how, field=name), self.assertRaises(AccessError):
                        question(user, name)

    def test_no_file_with_it_is_found_among_the_attachments(self):
        self.signed._store_document(b"%PDF-1.4 signed", "pdf")
        collection = self.env["sepa.collection"].sudo().create({
            "journal_id": self.bank.id, "date": "2026-12-01", "company_id": self.company.id, "file": base64.b64encode(b"<Document/>"),
        })  # fmt: skip
        self.env.flush_all()
        kept = self.env["ir.attachment"].sudo().search([
            ("res_model", "in", ("sepa.mandate", "sepa.collection")), ("res_id", "in", (self.signed.id, collection.id)),
            ("res_field", "in", ("document", "file")),
        ])  # fmt: skip
        self.assertEqual(len(kept), 2)
        for who in ("reader", "collector", "keeper"):
            user = self.people[who]
            with self.subTest(who=who):
                self.assertFalse(self.ask(user, "ir.attachment", "search", [("id", "in", kept.ids), ("res_field", "!=", False)]))
                for file in kept:
                    with self.assertRaises(AccessError):
                        self.ask(user, "ir.attachment", "read", file.ids, ["raw"])
                for model, record, name in (("sepa.mandate", self.signed, "document"), ("sepa.collection", collection, "file")):
                    with self.assertRaises(AccessError):
                        self.ask(user, model, "read", record.ids, [name])

    def test_nobody_finds_it_by_trying_until_the_fingerprint_of_the_text_fits(self):
        """Whoever knows all of the text but the account could try them all: two texts alike have different fingerprints."""
        draft = self.draft_mandate(self.debtor("Scierie Copeau"))
        shown, draft.sudo().signing_salt = draft._fingerprint(draft._signing_text()), "another random number"
        self.assertNotEqual(shown, draft._fingerprint(draft._signing_text()))
        self.assertGreaterEqual(len(self.signed.sudo().signing_salt), 32)
        self.assertNotEqual(self.signed.sudo().signing_salt, self.draft_mandate(self.debtor("Papeterie Buvard")).sudo().signing_salt)

    def test_the_fingerprint_of_a_file_is_for_those_who_may_see_account_numbers(self):
        for who, user in self.people.items():
            collection = self.env["sepa.collection"].with_user(user).sudo(False)
            with self.subTest(who=who):
                self.assertEqual("file_hash" in collection.fields_get(), user.has_group(PEOPLE["keeper"]))

    def test_an_amendment_does_not_tell_the_old_one(self):
        for who, user in self.people.items():
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.ask(user, "sepa.mandate.amendment", "search_count", [("old_iban", "=like", "DE89%")])

    def test_the_database_tells_no_row_that_it_refuses(self):
        draft = self.draft_mandate(self.debtor("Scierie Copeau"))
        self.env.flush_all()
        for values in (
            {"max_amount": -1}, {"notice_days": -3}, {"lang": False}, {"partner_id": False}, {"recurrence": False}, {"reference": ""},
        ):  # fmt: skip
            with self.subTest(values=values), self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                self.ask(self.people["collector"], "sepa.mandate", "write", draft.ids, values)
                self.env.flush_all()
            self.assertNotIn(IBAN, serialize_exception(caught.exception)["debug"])
            self.env.invalidate_all()

    def test_what_the_database_refuses_is_logged_without_it(self):
        draft = self.draft_mandate(self.debtor("Scierie Copeau"), iban_entry=False)
        self.env.flush_all()
        with self.assertLogs("odoo.sql_db", "ERROR") as log, self.assertRaises(IntegrityError), self.env.cr.savepoint():
            draft.write({"reference": self.signed.reference, "iban_entry": OTHER_IBAN})
            self.env.flush_all()
        self.assertNotIn(OTHER_IBAN, "".join(log.output))
