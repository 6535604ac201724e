from odoo import fields, models

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
        FIRSTS, string="First debit of a mandate", default="rcur", required=True, help="Since 2016 the scheme does not ask for FRST any more."
    )
    sepa_fee_account_id = fields.Many2one(
        "account.account", string="Fees of returned debits", check_company=True, help="Empty: the fee is told, and not booked."
    )

    _sepa_cutoff = models.Constraint("CHECK(sepa_cutoff_days > 0)", "A bank wants a debit one day before its date at least.")
