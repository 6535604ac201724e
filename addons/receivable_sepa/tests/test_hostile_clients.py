"""What a client may send that no screen of ours sends: nothing of it debits twice, forges a proof, or crosses a company."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.tests import bank_answers
from odoo.addons.receivable_sepa.tests.collection_common import CollectionCase
from odoo.addons.receivable_sepa.tests.common import IBAN

KEEPER = "receivable_sepa.group_sepa_manager"
PROOFS = {
    "signer_name": "Somebody", "signature_kind": "drawn", "signature": "UE5H", "signed_at": "2020-01-01 00:00:00", "signed_ip": "10.0.0.1",
    "signed_place": "Nowhere", "text_hash": "0", "document_name": "other.pdf", "sign_until": "2099-01-01", "iban_masked": "FR00 •••• 0000",
    "expires_on": "2099-01-01", "last_collected_on": "2026-01-01", "state": "active", "signed_on": "2020-01-01",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestHostileClients(CollectionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_data_2 = cls.setup_other_company(name="Company B")
        cls.other = cls.company_data_2["company"]
        cls.keeper = cls.person("hostile_keeper", cls.company)
        cls.stranger = cls.person("hostile_stranger", cls.other)

    @classmethod
    def person(cls, login, company):
        return new_test_user(cls.env, login, groups=KEEPER, company_id=company.id, company_ids=[Command.set(company.ids)])

    def ask(self, user, model, method, *args, **kwargs):
        return call_kw(self.env[model].with_user(user).sudo(False), method, args, kwargs)

    # -- files ----------------------------------------------------------------------------------------------------------------

    def question(self, collection, kind="download"):
        return self.env["sepa.collection.decide"].with_user(self.keeper).sudo(False).create({
            "collection_id": collection.id, "kind": kind, "reason": "By hand",
        })

    def test_the_file_of_a_cancelled_collection_is_not_handed_out_by_a_question_asked_before(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        question = self.question(collection)
        self.question(collection, "cancel").action_confirm()
        with self.assertRaisesRegex(UserError, "Cancelled"):
            question.action_confirm()

    def test_a_ticket_opens_nothing_to_others_nor_once_the_collection_is_cancelled(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        path = self.question(collection).action_confirm()["url"]  # without a frozen clock: tickets last for two minutes
        for login, found in (("hostile_keeper", 200), ("hostile_stranger", 404)):
            self.authenticate(login, login)
            with self.subTest(login=login), mute_logger("odoo.http"):
                self.assertEqual(self.url_open(path).status_code, found)
        self.question(collection, "cancel").action_confirm()
        self.authenticate("hostile_keeper", "hostile_keeper")
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_no_file_is_handed_out_before_the_release(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.told()
        with self.assertRaisesRegex(UserError, "Pre-notified"):
            self.question(collection).action_confirm()

    def test_what_was_cancelled_meanwhile_is_not_booked_in_the_morning(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        self.question(collection, "cancel").action_confirm()
        collection.sudo()._book()
        self.assertEqual(collection.state, "cancelled")

    # -- proofs ---------------------------------------------------------------------------------------------------------------

    def test_the_proofs_of_a_signature_are_written_by_the_signature_only(self):
        for name, value in PROOFS.items():
            with self.subTest(field=name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask(self.keeper, "sepa.mandate", "write", self.signed.ids, {name: value})

    def test_a_new_mandate_brings_no_proof_along_nor_by_the_way_of_a_default(self):
        own = {"partner_id": self.debtor("Scierie Copeau").id, "iban_entry": IBAN}
        for name, value in (PROOFS | {"iban": "FR00"}).items():
            if name == "signed_on":
                continue
            with self.subTest(field=name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask(self.keeper, "sepa.mandate", "create", own | {name: value})
            with self.subTest(default=name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask(self.keeper, "sepa.mandate", "create", own, context={f"default_{name}": value})

    # -- companies ------------------------------------------------------------------------------------------------------------

    def test_nobody_reads_a_bank_file_into_a_company_they_do_not_work_for(self):
        data = base64.b64encode(bank_answers.notice(bank_answers.entry("PRLV-X", 960, "AM04"))).decode()
        with self.assertRaises(AccessError):
            self.ask(
                self.stranger, "sepa.return.file", "action_read", "x.xml", data, context={"allowed_company_ids": self.company.ids}
            )  # fmt: skip

    def test_a_window_tells_nothing_of_another_company(self):
        one = self.env["sepa.return"].sudo().create({
            "company_id": self.company.id, "currency_id": self.company.currency_id.id, "booked_on": "2026-12-04", "fingerprint": "x",
            "amount": 960, "reference": "PRLV-SECRET", "text": "Bank says",
        })  # fmt: skip
        for model, values in {
            "sepa.return.match": {"return_id": one.id, "debit_id": 0},
            "sepa.mandate.amend": {"sepa_mandate_id": self.signed.id},
            "sepa.mandate.paper": {"sepa_mandate_id": self.signed.id},
            "sepa.mandate.link": {"sepa_mandate_id": self.signed.id},
        }.items():
            related = [name for name, field in self.env[model]._fields.items() if field.related and name != "company_id"]
            with self.subTest(model=model), self.assertRaises(AccessError):
                found = self.ask(self.stranger, model, "onchange", [], values, [], {name: {} for name in [*values, *related]})
                raise AssertionError(found)
