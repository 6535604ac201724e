from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.receivable.tests.rights import ADMINISTRATOR, COLLECTOR, READER, Door, RightsCase
from odoo.addons.receivable_sepa.tests.common import IBAN, ICS, OTHER_IBAN

KEEPER = "receivable_sepa.group_sepa_manager"  # manages direct debits
DOORS = {
    "account.journal.action_sepa_account": Door(ADMINISTRATOR),  # it makes an account: core's accounting administrator
    "account.move.line.action_sepa_prepare": Door(KEEPER),
    "payer.score.action_open_factor": Door("nobody", (0,)),
    "res.partner.action_sepa_mandates": Door("nobody"),
    "res.partner.action_sepa_new_mandate": Door("nobody"),
    "sepa.collection.action_ask_cancel": Door(KEEPER),
    "sepa.collection.action_ask_shorten": Door(KEEPER),
    "sepa.collection.action_book": Door(KEEPER),
    "sepa.collection.action_check": Door(KEEPER),
    "sepa.collection.action_download": Door(KEEPER),
    "sepa.collection.action_notified_by_invoice": Door(KEEPER),
    "sepa.collection.action_notify": Door(KEEPER),
    "sepa.collection.action_open_payments": Door(READER),
    "sepa.collection.action_print_notices": Door(KEEPER),
    "sepa.collection.action_propose": Door(KEEPER, own_company=True),
    "sepa.collection.action_release": Door(KEEPER),
    "sepa.collection.decide.action_confirm": Door(KEEPER),
    "sepa.debit.action_take_out": Door(KEEPER),
    "sepa.mandate.action_ask_amend": Door("nobody"),
    "sepa.mandate.action_ask_close": Door("nobody"),
    "sepa.mandate.action_ask_paper": Door("nobody"),
    "sepa.mandate.action_ask_suspend": Door("nobody"),
    "sepa.mandate.action_draft": Door(COLLECTOR),
    "sepa.mandate.action_open_document": Door(KEEPER),
    "sepa.mandate.action_open_payer": Door(READER),
    "sepa.mandate.action_print": Door(READER),
    "sepa.mandate.action_resume": Door(KEEPER),
    "sepa.mandate.action_send": Door(COLLECTOR),
    "sepa.mandate.action_show_iban": Door(KEEPER),
    "sepa.mandate.amend.action_confirm": Door(KEEPER),
    "sepa.mandate.paper.action_confirm": Door(KEEPER),
    "sepa.mandate.stop.action_confirm": Door(KEEPER),
    "sepa.return.action_apply": Door(KEEPER),
    "sepa.return.action_ask_debit": Door("nobody"),
    "sepa.return.action_handled": Door(COLLECTOR),
    "sepa.return.action_ignore": Door(KEEPER),
    "sepa.return.action_open_debit": Door(READER),
    "sepa.return.action_open_entry": Door(READER),
    "sepa.return.action_open_payer": Door(READER),
    "sepa.return.action_present_again": Door(KEEPER),
    "sepa.return.file.action_apply": Door(KEEPER),
    "sepa.return.file.action_discard": Door(KEEPER),
    "sepa.return.file.action_read": Door(KEEPER, ("returns.xml", "bm90IFhNTA=="), own_company=True),
    "sepa.return.match.action_confirm": Door(KEEPER),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Who may do what with mandates, collections, debits and returns."""

    ranks = (*RightsCase.ranks[:3], KEEPER, *RightsCase.ranks[3:])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sepa_ics = ICS
        cls.people["keeper"] = cls.person("keeper", f"{KEEPER},account.group_account_invoice")  # a booking posts payments
        cls.strangers["keeper of B"] = cls.person("keeper_b", KEEPER, cls.other)
        cls.mandate = cls.env["sepa.mandate"].create({"partner_id": cls.garage.id, "iban_entry": IBAN})
        cls.mandate._record_paper("2026-01-15", scan=b"%PDF-1.4 scan")
        cls.mandate._amend({"iban": OTHER_IBAN})
        cls.mandate._looked_at("in a test")
        cls.collection = cls.env["sepa.collection"].sudo().create({
            "journal_id": cls.company_data["default_journal_bank"].id, "date": "2026-12-01", "company_id": cls.company.id,
        })  # fmt: skip
        cls.debit = cls.env["sepa.debit"].sudo().create({
            "collection_id": cls.collection.id, "sepa_mandate_id": cls.mandate.id, "partner_id": cls.garage.id, "date": "2026-12-01",
            "amount": 1000, "end_to_end": "RIGHTS-1", "item_ids": [Command.create({"item": cls.item(cls.bill).id, "amount": 1000})],
        })  # fmt: skip
        cls.left = cls.env["sepa.left.out"].sudo().create({"collection_id": cls.collection.id, "partner_id": cls.garage.id, "amount": 5})
        cls.file = cls.env["sepa.return.file"].sudo().create({
            "name": "returns.xml", "company_id": cls.company.id, "currency_id": cls.company.currency_id.id, "kind": "camt.054",
        })  # fmt: skip
        cls.returned = cls.env["sepa.return"].sudo().create({
            "file_id": cls.file.id, "company_id": cls.company.id, "currency_id": cls.company.currency_id.id, "booked_on": "2026-12-04",
            "fingerprint": "rights", "debit_id": cls.debit.id, "amount": 1000,
        })  # fmt: skip

    def traced(self):
        return super().traced() | {
            "sepa_mandate": "id, state, iban, sign_hash",
            "sepa_iban_look": "id",
            "sepa_collection": "id, state",
            "sepa_debit": "id, state",
            "sepa_return": "id, state, debit_id, handled_on",
            "sepa_return_file": "id, state",
        }

    def stored(self):
        return {
            "sepa.mandate": self.mandate,
            "sepa.mandate.amendment": self.mandate.amendment_ids,
            "sepa.iban.look": self.mandate.look_ids,
            "sepa.collection": self.collection,
            "sepa.debit": self.debit,
            "sepa.debit.item": self.debit.item_ids,
            "sepa.left.out": self.left,
            "sepa.return.file": self.file,
            "sepa.return": self.returned,
        }

    def records(self):
        """A record of company A for each model of the table; dialogs as a colleague would have opened them."""
        env = self.env(su=True)
        own = {"sepa_mandate_id": self.mandate.id}
        return self.stored() | {
            "account.journal": self.company_data["default_journal_bank"],
            "account.move.line": self.item(self.bill),
            "payer.score": env["payer.score"],
            "res.partner": self.garage,
            "sepa.collection.decide": env["sepa.collection.decide"].create({"collection_id": self.collection.id, "kind": "cancel"}),
            "sepa.mandate.amend": env["sepa.mandate.amend"].create(own | {"what": "reference", "reference": "RUM-RIGHTS"}),
            "sepa.mandate.paper": env["sepa.mandate.paper"].create(own),
            "sepa.mandate.stop": env["sepa.mandate.stop"].create(own | {"why": "They asked."}),
            "sepa.return.match": env["sepa.return.match"].create({"return_id": self.returned.id, "debit_id": self.debit.id}),
        }

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable_sepa", DOORS, self.records())

    def test_what_belongs_to_a_company_is_not_seen_from_another(self):
        for model, records in self.stored().items():
            self.check_nothing_crosses(model, records)

    def test_a_collector_writes_drafts_and_nothing_signed(self):
        collector = self.people["collector"]
        draft = self.env["sepa.mandate"].with_user(collector).create({"partner_id": self.garage.id, "iban_entry": IBAN})
        draft.max_amount = 500
        self.assertEqual(draft.iban_masked, "FR76 •••• 0189")
        for mandate in (self.mandate, draft):
            self.assertEqual(mandate.with_user(collector).has_access("write"), mandate == draft)
            self.assertFalse(mandate.with_user(collector).has_access("unlink"))

    def test_the_form_of_each_kind_of_person_opens(self):
        for who, user in self.people.items():
            if user.has_group(READER):
                with self.subTest(who):
                    form = Form(self.mandate.with_user(user))
                    self.assertEqual(form.iban_masked, "FR14 •••• 2606")
                    self.assertEqual("look_ids" in form._view["fields"], user.has_group(KEEPER))

    def test_a_salesperson_knows_nothing_of_mandates(self):
        for model in self.stored():
            self.assertFalse(self.env[model].with_user(self.people["salesperson"]).has_access("read"), model)

    def test_who_has_a_login_of_the_portal_reads_no_table(self):
        user = new_test_user(self.env, "someone", groups="base.group_portal")
        for model in self.stored():
            self.assertFalse(self.env[model].with_user(user).has_access("read"), model)
