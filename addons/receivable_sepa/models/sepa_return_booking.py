from odoo import models
from odoo.fields import Command


class SepaReturn(models.Model):
    """The money that was booked goes back: an entry, the invoices open again with their own due dates."""

    _inherit = "sepa.return"

    def _book(self):
        """One entry per return, posted and matched in bulk: the number of queries does not grow with each return.

        A debit that was not booked yet needs no entry, but for the fee that the bank took.
        """
        booked = self.filtered(lambda one: one._entry_lines())
        Move = self.env["account.move"].with_context(tracking_disable=True, mail_create_nolog=True)
        entries = Move.create([one._entry() for one in booked])
        for one, entry in zip(booked, entries, strict=True):
            one.move_id = entry
        entries._post(soft=False)
        self.env["account.move.line"].concat(*(one._payment_lines() for one in self)).remove_move_reconcile()
        pairs = [one._payment_lines() + one._taken_back() for one in booked if one._payment()]
        self.env["account.move.line"]._reconcile_plan(pairs)

    def _entry(self):
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": self.debit_id.journal_id.id,
            "date": self.booked_on,
            "partner_id": self.partner_id.id,
            "fiscal_position_id": False,
            "ref": self._label(),
            "line_ids": [Command.create(line) for line in self._entry_lines()],
        }

    def _entry_lines(self):
        """The customer owes again, and the bank's fee; against the account of direct debits under way."""
        outstanding, payment = self._outstanding_account(), self._payment()
        lines = []
        if payment:
            lines.append((payment.destination_account_id, self.debit_id.amount, self._label()))
            lines.append((outstanding, -self.debit_id.amount, self._label()))
        if self.fee and self._fee_account():
            label = self.env._("Bank fee: %(label)s", label=self._label())
            lines += [(self._fee_account(), self.fee, label), (outstanding, -self.fee, label)]
        return [self._entry_line(*line) for line in lines]

    def _entry_line(self, account, amount, label):
        company = self.company_id
        return {
            "account_id": account.id,
            "partner_id": self.partner_id.id,
            "name": label,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "analytic_distribution": False,  # neither taxes nor analytic accounts are looked for
            "tax_ids": False,
            "balance": self.currency_id._convert(amount, company.currency_id, company, self.debit_id.date),
        }

    def _payment(self):
        """The payment that was booked for the debit; none where the accountant has taken it back already."""
        return self.debit_id.payment_id.filtered(lambda payment: payment.move_id.state == "posted")

    def _outstanding_account(self):
        return self._payment().outstanding_account_id or self.debit_id.journal_id._sepa_method_line().payment_account_id

    def _fee_account(self):
        return self.debit_id.journal_id.sepa_fee_account_id

    def _payment_lines(self):
        payment = self.debit_id.payment_id
        return payment.move_id.line_ids.filtered(lambda line: line.account_id == payment.destination_account_id)

    def _taken_back(self):
        account = self._payment().destination_account_id
        return self.move_id.line_ids.filtered(lambda line: line.account_id == account)

    def _label(self):
        """What accountants read on the entry."""
        return self.env._(
            "Debit %(reference)s returned, %(code)s", reference=self.debit_id.end_to_end, code=self.reason_code or self.env._("no code")
        )
