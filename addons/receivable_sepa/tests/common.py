"""The test kit of direct debits: a company that may collect, its bank, a payer who has signed.

    bill = self.invoice(self.garage, "2026-11-27", 960)
    mandate = self.mandate(self.bakery, signed_on="2026-01-15")
"""

from odoo.addons.receivable.tests.common import ReceivableCase

IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "FR1420041010050500013M02606"
GERMAN_IBAN = "DE89370400440532013000"
ICS = "FR72ZZZ123456"
SWISS_IBAN = "CH9300762011623852957"


class SepaCase(ReceivableCase):
    """A company with a creditor identifier, its bank journal, and a garage that pays by direct debit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"sepa_ics": ICS, "sepa_creditor_name": "Lunaprès Mobilier", "currency_id": cls.env.ref("base.EUR").id})
        cls.company_data["currency"] = cls.company.currency_id
        cls.bank = cls.company_data["default_journal_bank"]
        cls.bank.bank_account_id = cls.env["res.partner.bank"].create({
            "acc_number": "FR7610107001011234567890129", "partner_id": cls.company.partner_id.id, "allow_out_payment": True,
        })  # fmt: skip
        cls.garage = cls.debtor("Garage Tourneboulon")
        cls.signed = cls.mandate(cls.garage)

    @classmethod
    def debtor(cls, name, **values):
        """A company in France with an address that banks accept."""
        address = {"street": "3 rue des Essieux", "zip": "67000", "city": "Strasbourg", "country_id": cls.env.ref("base.fr").id}
        return cls.payer(name, **(address | values))

    @classmethod
    def draft_mandate(cls, payer, **values):
        return cls.env["sepa.mandate"].create({"partner_id": payer.id, "iban_entry": IBAN} | values)

    @classmethod
    def mandate(cls, payer, signed_on="2026-01-15", **values):
        """A mandate that the payer has signed on paper: active."""
        mandate = cls.draft_mandate(payer, **values)
        mandate._activate(signed_on)
        return mandate
