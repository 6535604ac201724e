from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

from odoo.addons.receivable.demo import story as tale
from odoo.addons.receivable_sepa.logic import target

ICS = "FR53ZZZ999999"
# a bank that does not exist, with right keys
IBANS = {"poireaux": "FR7699999000010000000002152", "plouf": "FR7699999000010000000002249"}
SIGNED = {"poireaux": -200, "plouf": -16}  # T + day
TOLD_BEFORE = 9  # days, where 14 are agreed
DEBITED, CAME_BACK = -6, -3  # T + day


class ReceivableDemo(models.AbstractModel):
    """Two payers of the demo company have signed a mandate: a debit of one is under way, that of the other came back. A third was asked."""

    _inherit = "receivable.demo"

    @api.model
    def _tell_debits(self, today=None):
        today = today or fields.Date.context_today(self)
        company = self.env.ref("receivable.demo_company")
        self._load_words(company, "receivable_sepa")
        self = self.with_company(company).with_context(
            allowed_company_ids=company.ids, lang=company.partner_id.lang, tracking_disable=True, mail_notrack=True
        )
        day = tale.day_of_the_story(today, self._closed(today))
        journal = self._debit_bank(company)
        self._tell_coming(journal, day)
        self._tell_returned(journal, day)
        self._tell_asked()
        self.env["payer.score"]._recompute(company, day)

    def _debit_bank(self, company):
        """The company may debit, into its bank."""
        company.with_env(self.env).write({"sepa_ics": ICS, "sepa_two_people": True})
        prepares = self.env.ref("receivable_sepa.group_sepa_manager")
        self.env.ref("receivable.demo_colette").write({"group_ids": [Command.link(prepares.id)]})
        journal = self._bank_journal()
        journal.bank_account_id = company.partner_id.bank_ids[:1]
        journal.bank_account_id.allow_out_payment = True
        journal.action_sepa_account()
        return journal

    def _signed(self, key, day):
        """The mandate of a payer, signed on the portal."""
        payer = self.env.ref(f"receivable.demo_{key}")
        signed_on = fields.Date.add(day, days=SIGNED[key])
        mandate = self.env["sepa.mandate"].create({"partner_id": payer.id, "iban_entry": IBANS[key]})
        mandate.sudo().write({"signer_name": payer.name, "signature_kind": "typed", "signed_at": datetime.combine(signed_on, time(10, 5))})
        mandate._activate(signed_on)
        return self._keep(f"mandate_{key}", mandate)

    def _debit_of(self, key, journal, mandate, date, told_on, **values):
        """One debit in a collection of its own, of which the payer was told on a day."""
        line = self.env.ref(f"receivable.demo_invoice_{key}_0").with_env(self.env).line_ids.filtered("date_maturity")
        Collection = self.env["sepa.collection"].sudo()
        collection = Collection.create({
            "name": Collection._next_name(), "company_id": mandate.company_id.id, "journal_id": journal.id, "date": date,
            "prepared_by_id": self.env.ref("receivable.demo_colette").id, "state": "notified",
        })  # fmt: skip
        debit = self.env["sepa.debit"].sudo().create({
            "collection_id": collection.id, "sepa_mandate_id": mandate.id, "partner_id": mandate.partner_id.id, "date": date,
            "amount": line.amount_residual, "end_to_end": f"{collection._message()}-00001", "state": "notified", "planned_on": told_on,
            "notified_on": told_on, "notified_by": "email",
            "item_ids": [Command.create({
                "move_line_id": line.id, "item": line.id, "number": line.move_id.name, "due": line.date_maturity,
                "amount": line.amount_residual,
            })],
        } | values)  # fmt: skip
        self._keep(f"collection_{key}", collection)
        return self._keep(f"debit_{key}", debit)

    def _tell_coming(self, journal, day):
        """Ferme des Mille Poireaux is debited on the due date, and was told too late. The debit takes the place of the pause."""
        mandate = self._signed("poireaux", day)
        mandate.partner_id.receivable_pause_ids.unlink()
        date = target.next_open(tale.due_day(day, 4, self._closed(day)))
        self._debit_of("poireaux", journal, mandate, date, fields.Date.subtract(date, days=TOLD_BEFORE))

    def _tell_returned(self, journal, day):
        """Piscines Plouf Atlantique was debited, and the bank sent the debit back: not enough money."""
        mandate = self._signed("plouf", day)
        date = target.next_open(tale.due_day(day, DEBITED, self._closed(day)))
        why = self.env._("Agreed on the phone when the mandate was signed")
        debit = self._debit_of("plouf", journal, mandate, date, mandate.signed_on, short_notice_why=why)
        collection = debit.collection_id
        collection._write_file()
        debit.state = "presented"
        handed_over = datetime.combine(target.shift(date, -2), time(9, 12))
        collection.write({
            "state": "sent", "released_by_id": self.env.ref("receivable.demo_gerard").id, "released_on": handed_over,
            "sent_by_id": self.env.ref("receivable.demo_gerard").id, "sent_on": handed_over,
        })  # fmt: skip
        collection._book()
        self._keep("return_plouf", self._returned(debit, max(tale.due_day(day, CAME_BACK, self._closed(day)), target.shift(date, 1))))

    def _tell_asked(self):
        """Hôtel du Lac Imaginaire was asked to sign a mandate, and has not done so yet."""
        mandate = self.env["sepa.mandate"].create({"partner_id": self.env.ref("receivable.demo_lac_imaginaire").id})
        mandate._sign_link()
        mandate.sudo().state = "sent"  # sudo: the button does, after it has asked who presses it
        self._keep("mandate_lac_imaginaire", mandate)

    def _returned(self, debit, day):
        """The bank's file, read and applied as a person would."""
        words = file_open("receivable_sepa/demo/camt054.txt").read().format(
            message=f"BANQUEDEMO-{day:%Y%m%d}", day=day, account=debit.journal_id.bank_account_id.sanitized_acc_number,
            amount=f"{debit.amount:.2f}", end_to_end=debit.end_to_end, mandate=debit.sepa_mandate_id.reference,
        )  # fmt: skip
        file = self.env["sepa.return.file"].sudo()._read(f"camt054-{day}.xml", words.encode())
        file.imported_by_id = self.env.ref("receivable.demo_gerard")
        file.action_apply()
        return file.return_ids
