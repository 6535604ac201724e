"""A company that debits and writes: the kits of reminders and of direct debits together."""

from odoo.fields import Date

from odoo.addons.receivable_dunning.tests.common import DunningCase
from odoo.addons.receivable_sepa.tests.return_common import ReturnCase


class DebitCase(ReturnCase, DunningCase):
    """A garage that has signed a mandate, and reads its mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage.write({"email": "compta@tourneboulon.example", "phone": "+33300000000"})
        cls.env["sepa.collection"].search([]).sudo().unlink()

    def collect(self, bills, date, **values):
        """A debit that is prepared and that nobody was told of."""
        collection = self.collection(date, f"PRLV/{date}")
        collection.sudo().state = "checked"
        return self.debit(bills, collection, state="planned", **values)

    def notify(self, debits, day):
        with self.on(day):
            return debits.collection_id.action_notify()

    def plan(self, day):
        return super().plan(Date.to_date(day))

    def send(self, day):
        return super().send(Date.to_date(day))

    def left(self):
        """The plain words of the only e-mail that left since last asked, and the e-mail."""
        (mail,) = self.mails()
        self.server.kept.clear()
        return self.words(mail), mail

    def told(self, record):
        return record.sudo().dunning_action_ids.sorted("id").mapped("template_id.code")

    def decided(self, day):
        """What the night decides of the garage: the decision, the codes of its reasons, and the next step."""
        plan = self.env["dunning.run"].sudo()._preview(self.company, Date.to_date(day), self.garage.ids)
        (receipt,) = plan.receipts
        return receipt.decision, [reason.code for reason in receipt.reasons], receipt.next_level and receipt.next_level.name
