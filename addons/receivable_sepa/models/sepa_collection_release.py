from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.misc import hash_sign

from odoo.addons.receivable.logic.holds import disputed
from odoo.addons.receivable.logic.set_off import set_off
from odoo.addons.receivable_sepa.logic import choosing

from .sepa_collection import PREPARED

TICKET = "receivable_sepa.collection.file"
TICKET_LASTS = timedelta(minutes=2)
HANDED_OUT = ("released", "sent", "booked")  # a file that may be at the bank, and no other one


class SepaCollection(models.Model):
    """From the prepared collection to the file in the hands of the bank. Amounts only go down on the way, and items only leave."""

    _inherit = "sepa.collection"

    # -- check ----------------------------------------------------------------------------------------------------------------

    def action_check(self):
        """Ask again whether each item may be debited, and look for faults."""
        self._check_manager()
        self._check_state(*PREPARED)
        self.sudo()._check_again(self._today())  # sudo: the buttons check who pressed them, the engine writes

    def _check_again(self, date):
        """What may no longer be debited leaves; checked is what has no fault but missing notices."""
        for collection in self:
            collection._gate_again(date)
            faults = [*collection._faults_of_bank(date), *collection._faults_of_mandates()]
            if collection.state in ("draft", "checked"):
                collection.state = "draft" if self._errors(faults) else "checked"

    def _gate_again(self, date):
        """Each item meets the gate again: disputed, paused or paid meanwhile, it leaves, whole or in part, with its reason."""
        self.ensure_one()
        rows = self._live_debits().item_ids
        lines = rows.move_line_id
        holds = {
            line: [hold for hold in found if hold.evidence[0] != "sepa.debit"]
            for line, found in lines._receivable_holds("debit", date).items()
        }
        items = {item.id: item for item in lines._receivable_open_items(self.company_id, rows.debit_id.partner_id.ids)}
        nets = set_off(list(items.values()), disputed(holds, {item.id: item.residual for item in items.values()}))
        for row in rows:
            item, found = items.get(row.item), holds.get(row.item, ())
            row._lower(choosing.askable(item, found, nets[item.id])[0] if item else 0, found)
        self._live_debits()._follow_items(date)

    # -- pre-notify -----------------------------------------------------------------------------------------------------------

    def action_notify(self):
        """Tell each customer of the debit, and print the letters."""
        self._check_manager()
        self._check_state("checked", "notified")
        for collection in self.sudo():  # sudo: as above
            collection._live_debits().filtered(lambda debit: not debit.notified_on)._notify()
            collection._after_notice()
        letters = self.debit_ids.filtered(lambda debit: debit.state == "notified" and debit.notified_by == "letter")
        return letters._print_notices() if letters else None

    def action_notified_by_invoice(self):
        """The invoices said that they will be debited, and when: they are the notice."""
        self._check_manager()
        self._check_state("checked", "notified")
        for collection in self.sudo():  # sudo: as above
            collection._live_debits().filtered(lambda debit: not debit.notified_on)._notified_by_invoice()
            collection._after_notice()

    def _after_notice(self):
        self._message_log(body=self.env._(
            "%(count)s customers pre-notified, by %(user)s.", count=len(self._live_debits()), user=self.env.user.name
        ))  # fmt: skip
        self.state = "notified"

    def action_print_notices(self):
        """The letters again."""
        self._check_manager()
        return self._live_debits()._print_notices()

    def action_ask_shorten(self):
        """Debits on shorter notice than agreed: somebody says why."""
        return self._ask("shorten")

    def _shorten(self, why):
        """The debits that are told too late go all the same, for a reason that stays with them."""
        self._check_state(*PREPARED)
        for debit in self._live_debits().filtered(lambda debit: debit._is_late(self._today())):
            debit.short_notice_why = why
        self._message_log(body=self.env._("Shorter notice accepted by %(user)s: %(why)s", user=self.env.user.name, why=why))

    # -- release --------------------------------------------------------------------------------------------------------------

    def action_release(self):
        """Let the collection go: from now on it is not changed, and its file may be handed to the bank."""
        self._check_manager()
        self._check_state("checked", "notified")
        for collection in self.sudo():  # sudo: as above
            collection._release(self._today())

    def _release(self, date):
        if self.company_id.sepa_two_people and self.prepared_by_id == self.env.user:
            raise UserError(self.env._("You prepared this collection. Somebody else must release it."))
        self._gate_again(date)
        debits = self._live_debits()
        debits._set_sequences()
        debits._tell_changes()
        errors = self._errors(self._faults(date))
        if errors:
            sentences = "\n".join(fault.message for fault in errors)
            raise UserError(self.env._("Nothing was released. To correct first:\n%(faults)s", faults=sentences))
        self._write_file()
        debits.write({"state": "presented"})
        self.write({"state": "released", "released_by_id": self.env.uid, "released_on": fields.Datetime.now()})
        self._message_log(body=self.env._(
            "Released by %(user)s: %(count)s debits, %(amount)s.",
            user=self.env.user.name, count=len(debits), amount=self._money(self.amount),
        ))  # fmt: skip

    # -- hand over ------------------------------------------------------------------------------------------------------------

    def action_download(self):
        """The file for the bank. A second time, one is asked first: it would debit twice."""
        self.ensure_one()
        self._check_manager()
        self._check_state(*HANDED_OUT)
        return self._hand_over() if self.state == "released" else self._ask("download")

    def _hand_over(self):
        """Writes down who took the file, and gives a ticket for one download."""
        self._check_state(*HANDED_OUT)
        mine = self.sudo()  # sudo: the buttons check who pressed them, the engine writes
        if mine.state == "released":
            mine.write({"state": "sent", "sent_by_id": self.env.uid, "sent_on": fields.Datetime.now()})
        mine._message_log(body=self.env._("File downloaded by %(user)s.", user=self.env.user.name))
        ticket = hash_sign(mine.env, TICKET, [self.id, self.env.uid], expiration=TICKET_LASTS)
        return {"type": "ir.actions.act_url", "url": f"/receivable_sepa/collection/file?ticket={ticket}", "close": True}

    def _exported_words(self):
        """When and by whom the file was taken, and what a second time would do."""
        moment = format_datetime(self.env, self.sent_on, dt_format="short")
        return self.env._(
            "Already exported on %(moment)s by %(user)s. Sending it twice would debit twice.", moment=moment, user=self.sent_by_id.name
        )

    # -- cancel ---------------------------------------------------------------------------------------------------------------

    def action_ask_cancel(self):
        """Take the whole collection back; somebody says why."""
        return self._ask("cancel")

    def _cancel(self, why):
        """Its items are free again, and its mandates are as if it had not been."""
        self._check_state(*PREPARED, "released", "sent")
        waiting = self.debit_ids.filtered(lambda debit: debit.item_ids.filtered("waits"))
        waiting._end("cancelled", self._today())
        self.write({"state": "cancelled", "cancelled_why": why})
        self._message_log(body=self.env._("Cancelled by %(user)s: %(why)s", user=self.env.user.name, why=why))
        waiting.partner_id._receivable_ask_again(self.company_id)

    # -- asking somebody ------------------------------------------------------------------------------------------------------

    def _ask(self, kind):
        """A window that asks for a reason, or whether one is sure."""
        self.ensure_one()
        self._check_manager()
        names = {
            "cancel": self.env._("Cancel the collection"), "shorten": self.env._("Shorten the notice"),
            "download": self.env._("Download the file again"),
        }  # fmt: skip
        return {
            "type": "ir.actions.act_window", "name": names[kind], "res_model": "sepa.collection.decide", "views": [(False, "form")],
            "target": "new", "context": {"default_collection_id": self.id, "default_kind": kind},
        }  # fmt: skip
