import base64
import binascii
import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.receivable.logic import numbers
from odoo.addons.receivable_sepa.logic import bank_file
from odoo.addons.receivable_sepa.logic import iban as ibans

from .sepa_return_matching import ENDED

REJECTED = "RJCT"  # before any money moved


class SepaReturnFile(models.Model):
    """Reading a bank file: refused whole with one sentence, or a table to look at; nothing else changes."""

    _inherit = "sepa.return.file"

    @api.model
    def action_read(self, name, data):
        """The file that somebody drops on the list (base64): its table."""
        self._check_manager()
        try:
            content = base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise UserError(self.env._("The file did not arrive whole. Send it again.")) from None
        self.env.companies.check_access("read")  # those that a client names are asked for before sudo believes them
        file = self.sudo()._read(name, content)  # sudo: files are written by this method only; who may was checked
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": file.id, "views": [(False, "form")]}

    @api.model
    def _read(self, name, data):
        """The returns of a bank file, matched and explained, not applied."""
        content = self._content(data)
        company = self._company_of(content)
        rows = self._rows(content, company)
        if not rows:
            raise UserError(self.env._("No debit came back in this file. Nothing was changed."))
        fresh = [row for row in rows if row["state"] != "duplicate"]
        if not fresh:
            raise UserError(self._known_sentence(len(rows)))
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        file = quiet.create({
            "name": name, "company_id": company.id, "currency_id": fresh[0]["currency_id"], "kind": content.kind,
            "message_id": content.message_id, "sha256": hashlib.sha256(data).hexdigest(),
        })  # fmt: skip
        quiet.env["sepa.return"].create([row | {"file_id": file.id} for row in rows])._plan()
        return file

    def _known_sentence(self, count):
        if count == 1:
            return self.env._("This return is already recorded. Nothing was changed.")
        return self.env._("These %(count)s returns are already recorded. Nothing was changed.", count=count)

    def _content(self, data):
        try:
            return bank_file.read(data)
        except bank_file.BankFileError as error:
            raise UserError(self._fault_sentence(error.code, error.values)) from error

    def _fault_sentence(self, code, values):
        _ = self.env._
        sentence = {
            "empty": _("it is empty"),
            "too_big": _("it is larger than 10 MB"),
            "not_xml": _("line %(line)s is not XML", line=values.get("line")),
            "entities": _("it declares a document type, which bank files never do"),
            "too_deep": _("it is nested too deep"),
            "unknown": _("it is no message of the ISO 20022 norm"),
            "other": _("it is a %(document)s; returns come as pain.002, camt.052, camt.053 or camt.054", document=values.get("document")),
            "missing": _("%(what)s is missing", what=values.get("what")),
            "amount": _("%(value)s is no amount", value=values.get("value")),
            "date": _("%(value)s is no date", value=values.get("value")),
            "long": _("a text of it is too long (%(what)s)", what=values.get("what")),
        }[code]
        return _("Not a bank return we can read: %(why)s. Nothing was changed.", why=sentence)

    def _company_of(self, content):
        """The company whose bank account the file tells of, among those the person works for; the current one if it tells of none."""
        journals = self.env["account.journal"].search([
            ("company_id", "in", self.env.companies.ids), ("bank_account_id.sanitized_acc_number", "in", list(content.accounts)),
        ])  # fmt: skip
        foreign = [account for account in content.accounts if not self.env["sepa.mandate"]._iban_sentence(account)]
        if foreign and not journals:
            raise UserError(self._foreign_sentence(foreign[0]))
        return journals.company_id if len(journals.company_id) == 1 else self.env.company

    def _foreign_sentence(self, account):
        """Debits of two creditors may bear the same references: a file of the other one is none of ours."""
        return self.env._(
            "This file tells of the account %(account)s, which is none of the banks of %(company)s. Nothing was changed.",
            account=ibans.masked(account), company=self.env.company.name,
        )  # fmt: skip

    # -- rows -----------------------------------------------------------------------------------------------------------------

    def _rows(self, content, company):
        """Values of the returns of a file, those recorded already marked so."""
        returned = self._expanded(content, company)
        matched = self.env["sepa.return"]._matched(company, returned)
        reasons = {reason.code: reason for reason in self.env["sepa.return.reason"].with_context(active_test=False).search([])}
        rows = [
            self._row(content, company, one, place, match, debit, reasons.get(one.reason))
            for place, (one, (match, debit)) in enumerate(zip(returned, matched, strict=True))
        ]
        self._mark_known(company, rows)
        return rows

    def _expanded(self, content, company):
        """A reject of a whole message or group is one return for each of its debits, but those that the file names one by one."""
        whole = [one for one in content.returns if one.whole]
        collections = self.env["sepa.collection"].search([
            ("company_id", "=", company.id), ("message_id", "in", [one.original_message for one in whole]),
        ])  # fmt: skip
        by_message = {collection.message_id: collection._references_by_group() for collection in collections}
        expanded = [one for one in content.returns if not one.whole]
        named = {one.end_to_end for one in expanded if one.end_to_end}
        for one in dict.fromkeys(whole):
            groups = by_message.get(one.original_message, {one.original_group: [""]})  # not ours: as it stands, for a person
            expanded += [one._replace(end_to_end=ref) for ref in groups.get(one.original_group, ()) if ref not in named]
        return expanded

    def _row(self, content, company, one, place, match, debit, reason):
        amount = debit.amount or float(one.amount)
        extra = max(0.0, float(one.amount) - amount)  # a bank may add its fee to the amount
        booked_on = one.booked_on or (content.created.date() if content.created else self.env["sepa.return"]._today())
        return {
            "company_id": company.id,
            "currency_id": self.env.ref("base.EUR").id,
            "message_id": content.message_id,
            "reference": one.end_to_end,
            "mandate_reference": one.mandate,
            "amount": amount,
            "fee": float(one.fee) or extra,
            "reason_code": one.reason,
            "reason_id": reason.id if reason else False,
            "text": numbers.masked(one.text),  # banks repeat whole account numbers
            "booked_on": booked_on,
            "settled": one.status != REJECTED,
            "fingerprint": "|".join([content.message_id, one.end_to_end or f"#{place}", one.reason, booked_on.isoformat()]),
            "match": match,
            "debit_id": debit.id,
            "state": "to_apply",
        }

    def _mark_known(self, company, rows):
        """The same return, from the same file or told twice by the bank (notification and statement), changes nothing."""
        recorded = self.env["sepa.return"].search([
            ("company_id", "=", company.id), ("state", "!=", "duplicate"),
            "|", ("fingerprint", "in", [row["fingerprint"] for row in rows]),
            ("debit_id", "in", [row["debit_id"] for row in rows if row["debit_id"]]),
        ])  # fmt: skip
        prints = set(recorded.mapped("fingerprint"))
        debits = set(recorded.filtered(lambda one: one.state != "ignored").debit_id.ids)
        for row in rows:
            ended = row["debit_id"] and self.env["sepa.debit"].browse(row["debit_id"]).state in ENDED
            if row["fingerprint"] in prints or row["debit_id"] in debits or ended:
                row["state"] = "duplicate"
            prints.add(row["fingerprint"])
            if row["debit_id"]:
                debits.add(row["debit_id"])
