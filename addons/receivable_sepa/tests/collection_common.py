"""Collections in a test: prepared, told, released, handed over and booked on days of the test's own."""

from odoo.addons.receivable_sepa.tests.common import SepaCase

TODAY = "2026-11-02"  # a Monday; what is due is debited from 16 November on


class CollectionCase(SepaCase):
    """The bank has an account for debits under way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank.action_sepa_account()
        cls.outstanding = cls.bank._sepa_method_line().payment_account_id
        cls.Collection = cls.env["sepa.collection"]

    def propose(self, day=TODAY):
        """The collections that the button would prepare on a day."""
        with self.on(day):
            found = self.Collection.sudo()._propose(self.company, self.Collection._today())  # sudo: as the button does
        return found.sudo(False)

    def told(self, day=TODAY):
        """A collection whose customers were told on the day on which it was prepared."""
        collection = self.propose(day)
        with self.on(day):
            collection.action_notify()
        return collection

    def released(self, day=TODAY, on="2026-11-12"):
        collection = self.told(day)
        with self.on(on):
            collection.action_release()
        return collection

    def sent(self, day=TODAY, on="2026-11-12"):
        collection = self.released(day, on)
        with self.on(on):
            collection.action_download()
        return collection

    def booked(self, day=TODAY, on="2026-11-12"):
        """A collection of which the whole life has passed, up to the debit date."""
        collection = self.sent(day, on)
        with self.on(max(collection.mapped("date"))):
            collection.action_book()
        return collection

    def left_out(self, collection):
        """What stays behind, in words: ``{invoice: (amount, code)}``."""
        return {row.number: (row.amount, row.code) for row in collection.left_ids}
