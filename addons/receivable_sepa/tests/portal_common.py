from datetime import timedelta

from odoo import Command, fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user

from .common import SepaCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class MandatePortalCase(SepaCase, HttpCase):
    """The garage has a mandate and a coming debit, the printer has none yet; Paul is of the printer, Gaston of the garage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_data_2 = cls.setup_other_company(name="Company B")
        cls.other_company = cls.company_data_2["company"]
        cls.other_company.sepa_ics = "FR33ZZZ8A1B2C"
        cls.today = fields.Date.context_today(cls.env.user)
        cls.papyrus = cls.debtor("Imprimerie Papyrus Têtu", email="compta@papyrus.example")
        cls.garage.email = "compta@tourneboulon.example"
        cls.paul = cls.visitor("paul", cls.papyrus)
        cls.gaston = cls.visitor("gaston", cls.garage)
        cls.bill = cls.invoice(cls.garage, cls.today + timedelta(days=20), 960)

    @classmethod
    def visitor(cls, login, payer):
        user = new_test_user(
            cls.env, login, groups="base.group_portal", name=login.title(), email=f"{login}@visitor.example",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)],
        )  # fmt: skip
        user.partner_id.parent_id = payer
        return user

    @classmethod
    def debit(cls, move, state="notified", mandate=None, **values):
        """A debit of one invoice, as the engine makes it."""
        mandate = mandate or cls.signed
        collection = cls.env["sepa.collection"].sudo().create({
            "name": f"PRLV/{move.id}", "company_id": move.company_id.id, "journal_id": cls.bank.id, "date": move.invoice_date_due,
        })  # fmt: skip
        line = cls.item(move)
        return cls.env["sepa.debit"].sudo().create({
            "collection_id": collection.id, "sepa_mandate_id": mandate.id, "partner_id": mandate.partner_id.id, "state": state,
            "date": move.invoice_date_due, "amount": move.amount_total, "end_to_end": f"E2E-{move.id}", "notified_on": cls.today,
            "item_ids": [Command.create({
                "move_line_id": line.id, "item": line.id, "number": move.name, "due": move.invoice_date_due, "amount": move.amount_total,
            })],
        } | values)  # fmt: skip

    @classmethod
    def sent(cls, payer=None, iban=False, **values):
        """A mandate that waits for a signature."""
        mandate = cls.draft_mandate(payer or cls.papyrus, **({"iban_entry": iban} | values))
        mandate.sudo().state = "sent"
        return mandate

    @staticmethod
    def link(mandate):
        """The path of a personal link to sign."""
        return "/mandate/sign/" + mandate._sign_link().rpartition("/")[2]

    def sign_in(self, user=None):
        login = (user or self.paul).login
        self.authenticate(login, login)

    def post(self, path, **values):
        return self.url_open(path, data={"csrf_token": Request.csrf_token(self), **values})

    def call(self, path, **params):
        return self.make_jsonrpc_request(path, params)

    def sign(self, base, mandate, **values):
        """As the signature of the page sends it."""
        text_hash = mandate._fingerprint(mandate._signing_text())
        return self.call(f"{base}/{mandate.id}/sign", **({"name": "Paul Pressé", "signature": PIXEL, "text_hash": text_hash} | values))
