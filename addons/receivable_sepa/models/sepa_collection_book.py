from odoo import api, models
from odoo.exceptions import UserError


class SepaCollection(models.Model):
    """On the debit date the money is booked as under way, and the invoices are paid by it."""

    _inherit = "sepa.collection"

    def action_book(self):
        """Book the debits of the day; the night does it by itself."""
        self._check_manager()
        self._check_state("sent")
        for collection in self:
            if collection.date > self._today():
                raise UserError(self.env._("Nothing is booked before the debit date, %(day)s.", day=self._day(collection.date)))
        self.sudo()._book()  # sudo: the buttons check who pressed them, the engine writes

    @api.model
    def _cron_book(self):
        """Each morning: the collections whose day has come, one transaction each."""
        commit = self.env["ir.cron"]._commit_progress
        due = self.search([("state", "=", "sent"), ("date", "<=", self._today())], order="date, id")
        commit(remaining=len(due))
        for collection in due:
            try:
                with self.env.cr.savepoint():
                    collection._book()
            except UserError as fault:  # told where a person will look; tomorrow it is tried again
                collection._message_log(body=self.env._("Not booked: %(fault)s", fault=fault))
            if not commit(1):
                break

    def _book(self):
        """One payment a debit, posted and matched with its items in bulk."""
        for collection in self.filtered(lambda collection: collection.state == "sent"):
            debits = collection.debit_ids.filtered(lambda debit: debit.state == "presented")
            debits = debits.with_company(collection.company_id).with_context(tracking_disable=True, mail_create_nolog=True)
            debits._pay()
            debits._end("booked", collection.date)
            collection.write({"state": "booked", "booked_on": self._today()})
            collection._message_log(body=self.env._("%(count)s debits booked.", count=len(debits)))
