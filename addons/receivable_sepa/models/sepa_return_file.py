from odoo import fields, models

KINDS = [("pain.002", "Rejects (pain.002)"), ("camt.052", "Account report (camt.052)"), ("camt.053", "Statement (camt.053)"),
         ("camt.054", "Notification (camt.054)")]  # fmt: skip
STATES = [("draft", "To apply"), ("applied", "Applied")]


class SepaReturnFile(models.Model):
    """A bank file with debits that came back: read whole, looked at as a table, then applied."""

    _name = "sepa.return.file"
    _description = "Bank file of returns"
    _inherit = ["mail.thread"]
    _order = "imported_on desc, id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, string="Document", readonly=True)
    message_id = fields.Char(string="Message", readonly=True, help="How the bank names this file.")
    sha256 = fields.Char(string="Fingerprint", readonly=True, help="SHA-256 of the file as it was read.")
    imported_by_id = fields.Many2one("res.users", string="Read by", readonly=True)
    imported_on = fields.Datetime(string="Read on", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", tracking=True)
    return_ids = fields.One2many("sepa.return", "file_id", string="Returns", readonly=True)
