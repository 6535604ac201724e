from odoo import fields, models
from odoo.exceptions import UserError

KINDS = [
    ("pain.002", "Rejects (pain.002)"),
    ("camt.052", "Account report (camt.052)"),
    ("camt.053", "Statement (camt.053)"),
    ("camt.054", "Notification (camt.054)"),
]
STATES = [("draft", "To apply"), ("applied", "Applied")]


class SepaReturnFile(models.Model):
    """A bank file with debits that came back: read whole, looked at as a table, then applied.

    The file itself is not kept: whole account numbers are in it. Its fingerprint tells which one it was.
    """

    _name = "sepa.return.file"
    _description = "Bank file of returns"
    _inherit = ["sepa.record", "mail.thread"]
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    kind = fields.Selection(KINDS, string="Document", required=True, readonly=True)
    message_id = fields.Char(readonly=True, help="How the bank names this file.")
    sha256 = fields.Char(string="Fingerprint", readonly=True, help="SHA-256 of the file as it was read.")
    imported_by_id = fields.Many2one("res.users", string="Read by", readonly=True, default=lambda self: self.env.user)
    imported_on = fields.Datetime(string="Read on", readonly=True, default=fields.Datetime.now)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", tracking=True)
    return_ids = fields.One2many("sepa.return", "file_id", string="Returns", readonly=True)
    return_count = fields.Integer(string="Number of returns", compute="_compute_sums")
    amount = fields.Monetary(compute="_compute_sums")
    found_count = fields.Integer(string="Found", compute="_compute_sums")
    lost_count = fields.Integer(string="Not found", compute="_compute_sums")
    known_count = fields.Integer(string="Recorded already", compute="_compute_sums")

    def _compute_sums(self):
        for file in self:
            rows = file.return_ids
            waiting = rows.filtered(lambda one: one.state == "to_apply")
            file.return_count = len(rows)
            file.amount = sum(rows.filtered(lambda one: one.state != "duplicate").mapped("amount"))
            file.found_count = len(waiting.filtered("debit_id"))
            file.lost_count = len(waiting) - file.found_count
            file.known_count = len(rows.filtered(lambda one: one.state == "duplicate"))

    def action_apply(self):
        """What the table says is done; rows that nobody found yet go on waiting."""
        self._check_manager()
        rows = self.return_ids.filtered(lambda one: one.state == "to_apply" and one.debit_id)
        if not rows:
            raise UserError(self.env._("No debit of this file was found yet. Say which debits came back first."))
        rows.sudo()._apply()  # sudo: the engine books; who may apply was checked
        self.sudo().write({"state": "applied"})

    def action_discard(self):
        """A file read by mistake, not applied: as if it had never been read."""
        self._check_manager()
        if any(one.state == "applied" for one in self.return_ids):
            raise UserError(self.env._("Returns of this file are applied: it is kept. Nothing was changed."))
        self.sudo().unlink()  # sudo: files are written by their buttons only
        return self.env["ir.actions.act_window"]._for_xml_id("receivable_sepa.sepa_return_file_action") | {"target": "main"}
