from typing import NamedTuple

from odoo import api, fields, models
from odoo.models import BaseModel

from odoo.addons.receivable_sepa.logic import epc

MOST = 12  # faults on the screen; the others appear as these are corrected


class Fault(NamedTuple):
    """One reason why a collection may not leave, in one sentence, and the record on which it is mended."""

    level: str  # 'danger': it does not leave · 'step': nor before the next step is done · 'warning': look at it
    message: str
    record: BaseModel | None = None
    way_out: str = ""  # words of the link to the record


class SepaCollection(models.Model):
    """What is wrong with a collection, said before a bank says it."""

    _inherit = "sepa.collection"

    faults = fields.Json(compute="_compute_faults")
    fault_count = fields.Integer(string="To correct", compute="_compute_faults")
    fault_text = fields.Char(string="What is to correct", compute="_compute_faults")
    late_count = fields.Integer(string="Told too late", compute="_compute_faults")

    @api.depends("state", "date", "debit_ids.state", "debit_ids.amount", "debit_ids.notified_on", "debit_ids.short_notice_why")
    @api.depends_context("lang", "uid")
    def _compute_faults(self):
        """Of collections that have not left yet; errors first."""
        self.faults, self.fault_count, self.fault_text, self.late_count = {}, 0, False, 0
        for collection in self.filtered("is_prepared"):
            # sudo: whoever sees a collection sees what is wrong with it, not the accounts and settings that it rests on
            found = collection.sudo()._faults(self._today())
            shown = found if len(found) <= MOST else [*found[:MOST], self._fault_more(len(found) - MOST)]
            collection.faults = {f"fault_{number:02d}": self._fault_shown(fault) for number, fault in enumerate(shown)}
            collection.fault_count = count = len([fault for fault in found if fault.level == "danger"])
            collection.fault_text = self.env._("%(count)s to correct", count=count)
            collection.late_count = len([debit for debit in collection._live_debits() if debit._is_late(self._today())])

    def _fault_shown(self, fault):
        level = "info" if fault.level == "step" else fault.level
        if fault.record is None or not fault.record.with_env(self.env).has_access("read"):
            return {"level": level, "message": fault.message}
        return {
            "level": level, "message": fault.message, "action_text": fault.way_out,
            "action": {
                "type": "ir.actions.act_window", "res_model": fault.record._name, "res_id": fault.record.id, "views": [[False, "form"]],
            },
        }  # fmt: skip

    def _fault_more(self, count):
        return Fault("warning", self.env._("And %(count)s more of this kind.", count=count))

    @staticmethod
    def _errors(found):
        return [fault for fault in found if fault.level in ("danger", "step")]

    # -- asking ---------------------------------------------------------------------------------------------------------------

    def _faults(self, date):
        """All that speaks against this collection on a day, notices included: ``[Fault]``, errors first."""
        found = [*self._faults_of_bank(date), *self._faults_of_mandates(), *self._faults_of_notices(date)]
        return sorted(found, key=lambda fault: fault.level != "danger")

    def _faults_of_bank(self, date):
        """The journal, and what the bank would refuse in the file."""
        journal, _ = self.journal_id, self.env._
        if not journal._sepa_method_line().payment_account_id:
            sentence = _("%(journal)s: the account of debits under way is missing.", journal=journal.name)
            yield Fault("danger", sentence, journal, _("Open the journal"))
        if date > self.hand_over_by:
            yield Fault("danger", _(
                "The bank wanted this file by %(day)s. Cancel the collection: its items are prepared again for a later date.",
                day=self._day(self.hand_over_by),
            ))  # fmt: skip
        debits = {debit.end_to_end: debit for debit in self._live_debits()}
        for fault in epc.faults(self._as_file(fields.Datetime.now()), date, self.env["sepa.mandate"]._sepa_countries()):
            if fault.code not in ("date_early", "date_late"):  # said above, with the bank's own days
                yield self._fault_of_bank(fault, debits.get(fault.debit))

    def _faults_of_mandates(self):
        """Mandates that were closed or suspended meanwhile, or lapse before the debit."""
        for mandate in self._live_debits().sepa_mandate_id:
            sentence = mandate._fault_on(self.date)
            if sentence:
                yield Fault("danger", self._of_payer(mandate.partner_id, sentence), mandate, self.env._("Open the mandate"))

    def _faults_of_notices(self, date):
        """Customers who were not told, in one sentence while there is time; those who were told too late, one by one."""
        debits = self._live_debits()
        waiting = debits.filtered(lambda debit: not debit.notified_on and not debit.short_notice_why and not debit._is_late(date))
        if waiting:
            level = "danger" if self.state == "notified" else "step"
            yield Fault(level, self.env._("Customers who are not pre-notified yet: %(count)s.", count=len(waiting)))
        for debit in debits - waiting:
            sentence = debit._notice_fault()
            if sentence:
                yield Fault("warning" if debit.short_notice_why else "danger", sentence, debit, self.env._("Open the debit"))

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _fault_of_bank(self, fault, debit):
        level = "danger" if fault.level == "error" else "warning"
        if not debit:
            record, way_out = self._mended_on(fault.code)
            return Fault(level, self._fault_sentence(fault), record, way_out)
        sentence = self._of_payer(debit.partner_id, self._fault_sentence(fault))
        return Fault(level, sentence, debit.sepa_mandate_id, self.env._("Open the mandate"))

    def _of_payer(self, payer, sentence):
        return self.env._("%(payer)s: %(sentence)s", payer=payer.name, sentence=sentence)

    def _mended_on(self, code):
        _ = self.env._
        if code in ("creditor_iban", "creditor_bic"):
            return self.journal_id, _("Open the journal")
        if code in ("creditor_name", "creditor_identifier"):
            return self.company_id, _("Open the company")
        return None, ""

    def _fault_sentence(self, fault):
        """The words for a code of ``logic.epc``."""
        values = dict(fault.values)
        for name in ("date", "next", "signed_on"):
            if values.get(name):
                values[name] = self._day(values[name])
        for name in ("value", "country", "field", "limit", "date", "next", "signed_on", "sequence"):
            values.setdefault(name, "")
        sentences = self._fault_sentences_of_file() | self._fault_sentences_of_debits()
        return sentences[fault.code] % values

    def _fault_sentences_of_file(self):
        _ = self.env._
        return {
            "no_debits": _("There is nothing to debit."),
            "message_id": _("The number of the collection is none that banks accept: %(value)s."),
            "creditor_name": _("The name of the creditor is missing."),
            "creditor_identifier": _("The creditor identifier is missing or wrong: %(value)s."),
            "creditor_iban": _("The account number of the bank journal is missing or wrong."),
            "creditor_bic": _("The BIC of our bank is wrong: %(value)s."),
            "schemes_mixed": _("Core and business-to-business debits are in one file: many banks want two."),
            "group_id": _("A group of debits has a number that banks refuse: %(value)s."),
            "group_empty": _("A group of debits is empty."),
            "group_twice": _("Two groups of debits have the same date, sequence and scheme."),
            "scheme": _("The scheme is neither CORE nor B2B: %(value)s."),
            "sequence": _("The sequence type is unknown: %(value)s."),
            "date_closed": _("Banks are closed on %(date)s; the next open day is %(next)s."),
        }

    def _fault_sentences_of_debits(self):
        _ = self.env._
        return {
            "end_to_end": _("The reference is none that banks accept: %(value)s."),
            "end_to_end_twice": _("The reference %(value)s is there twice."),
            "amount_low": _("The amount must be 0.01 at least."),
            "amount_high": _("The amount is higher than a direct debit may be."),
            "amount_decimals": _("The amount has more than two decimals: %(value)s."),
            "debtor_name": _("the name is missing, or has no letter that banks read."),
            "debtor_iban": _("the account number is missing or wrong."),
            "debtor_bic": _("the BIC is wrong: %(value)s."),
            "purpose": _("the purpose is no code of four letters: %(value)s."),
            "text_cut": _("a text is longer than %(limit)s characters and is cut: %(value)s."),
            "address_required": _("town and country are missing: banks outside the European Economic Area want the address."),
            "address_left_out": _("town or country is missing: the address is left out."),
            "address_lines": _("the address has more than %(limit)s lines: the rest is left out."),
            "mandate_reference": _("the mandate reference is none that banks accept: %(value)s."),
            "unsigned": _("the mandate has no date of signature."),
            "signed_later": _("the mandate was signed on %(signed_on)s: that is later than today or than the debit."),
            "sequence_twice": _("two debits of the mandate %(value)s have the sequence type %(sequence)s, which it has once."),
            "amendment_empty": _("a change of the mandate says nothing."),
            "amendment_twice": _("the change of the mandate %(value)s is told twice."),
            "old_reference": _("the old mandate reference is none that banks accept: %(value)s."),
            "old_iban": _("the old account number is wrong."),
            "old_creditor_identifier": _("the old creditor identifier is wrong: %(value)s."),
        }
