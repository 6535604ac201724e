from odoo import fields, models

MATCHES = [("end_to_end", "By its reference"), ("mandate", "By mandate and amount"), ("hand", "By hand"), ("none", "Not found")]
STATES = [("to_apply", "To apply"), ("applied", "Applied"), ("ignored", "Left aside"), ("duplicate", "Recorded already")]


class SepaReturn(models.Model):
    """One debit that the bank sent back: which one, why, and what followed from it."""

    _name = "sepa.return"
    _description = "Returned debit"
    _inherit = ["mail.thread"]
    _order = "booked_on desc, id desc"
    _rec_name = "end_to_end"

    file_id = fields.Many2one("sepa.return.file", string="File", readonly=True, index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    message_id = fields.Char(string="Message", readonly=True)
    end_to_end = fields.Char(string="Debit's reference", readonly=True)
    mandate_reference = fields.Char(readonly=True)
    original_message = fields.Char(string="Our file", readonly=True)
    amount = fields.Monetary(readonly=True)
    fee = fields.Monetary(string="Bank fee", readonly=True)
    reason_code = fields.Char(string="Code", readonly=True)
    reason_id = fields.Many2one("sepa.return.reason", string="Reason", readonly=True, ondelete="restrict")
    text = fields.Char(string="Bank's words", readonly=True)
    booked_on = fields.Date(string="Returned on", readonly=True, index=True)
    match = fields.Selection(MATCHES, string="Found", readonly=True, default="none")
    debit_id = fields.Many2one("sepa.debit", string="Debit", readonly=True, index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True, index="btree_not_null", ondelete="restrict")
    sepa_mandate_id = fields.Many2one("sepa.mandate", string="Mandate", readonly=True, index="btree_not_null", ondelete="restrict")
    state = fields.Selection(STATES, required=True, readonly=True, default="to_apply", index=True, tracking=True)
    effect = fields.Text(readonly=True, help="What follows, in words.")
    fault = fields.Float(digits=(2, 1), readonly=True, help="What it costs in the score of the payer.")
    represent_on = fields.Date(string="Presented again", readonly=True, help="Earliest day of the new debit.")
    move_id = fields.Many2one("account.move", string="Entry", readonly=True, index="btree_not_null", ondelete="restrict")

    _once = models.UniqueIndex(
        "(company_id, message_id, end_to_end, reason_code, booked_on) WHERE state != 'duplicate'", "This return is recorded already."
    )
