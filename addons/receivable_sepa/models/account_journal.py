from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .account_payment_method import SEPA_DEBIT

VERSIONS = [("08", "pain.008.001.08 (2019)"), ("02", "pain.008.001.02 (2009)")]
FIRSTS = [("rcur", "RCUR, like the others"), ("frst", "FRST")]


class AccountJournal(models.Model):
    """How a bank wants its direct debits."""

    _inherit = "account.journal"

    sepa_version = fields.Selection(VERSIONS, string="Format of the file", default="08", required=True)
    sepa_cutoff_days = fields.Integer(
        string="Handed over before", default=2, help="Days on which banks work, between the file and the debit date."
    )
    sepa_first_sequence = fields.Selection(
        FIRSTS, string="First debit of a mandate", default="rcur", required=True,
        help="Since 2016 the scheme does not ask for FRST any more.",
    )
    sepa_fee_account_id = fields.Many2one(
        "account.account", string="Fees of returned debits", check_company=True, help="Empty: the fee is told, and not booked."
    )
    sepa_account_id = fields.Many2one(
        "account.account", string="Direct debits under way", compute="_compute_sepa_account_id",
        help="What is debited and not on the bank statement yet: the account of the payment method SEPA direct debit.",
    )

    _sepa_cutoff = models.Constraint("CHECK(sepa_cutoff_days > 0)", "A bank wants a debit one day before its date at least.")

    def _compute_sepa_account_id(self):
        for journal in self:
            journal.sepa_account_id = journal._sepa_method_line().payment_account_id

    def _sepa_method_line(self):
        """The direct debit among the ways in which money comes in here."""
        lines = self.inbound_payment_method_line_ids.filtered(lambda line: line.payment_method_id.code == SEPA_DEBIT)
        return lines.sorted(lambda line: not line.payment_account_id)[:1]

    def action_sepa_account(self):
        """Give debits under way an account of their own, so that the bank's statement is matched with it."""
        self.ensure_one()
        self.check_access("write")
        line = self._sepa_method_line()
        if not line:
            line = self.env["account.payment.method.line"].create({
                "journal_id": self.id, "payment_method_id": self.env.ref("receivable_sepa.account_payment_method_sepa_dd").id,
            })  # fmt: skip
        if line.payment_account_id:
            account = line.payment_account_id.display_name
            raise UserError(self.env._("Debits of this bank have an account already: %(account)s.", account=account))
        line.payment_account_id = self._sepa_new_account()

    def _sepa_new_account(self):
        Account = self.env["account.account"].with_company(self.company_id)
        beside = self.company_id.transfer_account_id.code or self.default_account_id.code or "100000"
        return Account.create({
            "name": self.env._("Direct debits under way"), "code": Account._search_new_account_code(beside), "reconcile": True,
            "account_type": "asset_current", "company_ids": [Command.link(self.company_id.root_id.id)],
        })  # fmt: skip
