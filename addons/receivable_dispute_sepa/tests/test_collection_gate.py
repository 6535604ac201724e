"""What a customer says between the proposal of a debit and its release is heard: the item leaves, with the reason."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests.collection_common import CollectionCase


@tagged("post_install", "-at_install")
class TestCollectionGate(CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-20", 960)
        cls.other = cls.invoice(cls.garage, "2026-11-20", 40)

    def released_after(self, say):
        """A collection of both invoices whose customer says something about the second before it is released."""
        collection = self.told()
        self.assertEqual(collection.amount, 1000)
        with self.on("2026-11-10"):
            say(Command.set(self.item(self.other).ids))
        with self.on("2026-11-12"):
            collection.action_release()
        return collection

    def test_what_is_contested_meanwhile_leaves_before_the_release(self):
        collection = self.released_after(lambda items: self.env["receivable.dispute"].create({
            "move_line_ids": [items], "reason_id": self.env.ref("receivable_dispute.reason_qualite_err").id, "text": "Broken.",
        }))  # fmt: skip
        self.assertEqual((collection.amount, self.left_out(collection)), (960, {self.other.name: (40, "dispute")}))

    def test_what_is_promised_meanwhile_leaves_before_the_release(self):
        collection = self.released_after(lambda items: self.env["receivable.promise"].create({
            "move_line_ids": [items], "promised_on": "2026-11-18",
        }))  # fmt: skip
        self.assertEqual((collection.amount, self.left_out(collection)), (960, {self.other.name: (40, "promise")}))

    def test_what_is_said_to_be_paid_meanwhile_leaves_before_the_release(self):
        collection = self.released_after(lambda items: self.env["receivable.payment.claim"].sudo().create({
            "move_line_ids": [items], "amount": 40, "paid_on": "2026-11-09",
        }))  # fmt: skip
        self.assertEqual((collection.amount, self.left_out(collection)), (960, {self.other.name: (40, "said_paid")}))
        self.assertIn("They say that they paid", collection.left_ids.why)
