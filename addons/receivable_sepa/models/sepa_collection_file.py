import base64
import hashlib
from itertools import groupby

from odoo import fields, models

from odoo.addons.receivable_sepa.logic import pain008


class SepaCollection(models.Model):
    """The collection as its bank reads it."""

    _inherit = "sepa.collection"

    def _message(self):
        """The number of the file, which the bank quotes in its answers."""
        return self.name.replace("/", "-")

    def _as_file(self, created):
        """The live debits as one file, by date, sequence and scheme."""
        self.ensure_one()
        company, bank = self.company_id, self.journal_id.bank_account_id
        creditor = company._sepa_creditor_name()
        return pain008.File(
            self._message(), created, creditor, pain008.Party(creditor), company.sepa_ics or "",
            bank.sanitized_acc_number or "", bank.bank_bic or "", self._as_groups(),
        )

    def _as_groups(self):
        def kind(debit):
            return debit.date, debit.sequence, debit.scheme

        debits = self._live_debits().sorted(lambda debit: (*kind(debit), debit.id))
        return [
            pain008.Group(f"{self._message()}-{number}", *key, [debit._as_debit() for debit in group])
            for number, (key, group) in enumerate(groupby(debits, key=kind), start=1)
        ]

    def _write_file(self):
        """The file, written once and kept with its fingerprint."""
        data = pain008.build(self._as_file(fields.Datetime.now()), self.journal_id.sepa_version)
        self.write({
            "message_id": self._message(), "file": base64.b64encode(data), "file_hash": hashlib.sha256(data).hexdigest(),
        })  # fmt: skip

    def _file_data(self):
        """The file as it was written, byte by byte."""
        return base64.b64decode(self.file)

    def _references_by_group(self):
        """The references of the debits of each group of the file, as a bank names it that rejects them whole; under '' all of them."""
        groups = {group.id: [debit.end_to_end for debit in group.debits] for group in self._as_groups()}
        return groups | {"": self._live_debits().mapped("end_to_end")}
