from odoo import fields, models


class ReceivableImportRefusal(models.Model):
    """A line of the file that is not imported, and why."""

    _name = "receivable.import.refusal"
    _description = "Refused line of an imported ledger"
    _order = "line, id"

    import_id = fields.Many2one("receivable.import", required=True, index=True, ondelete="cascade")
    line = fields.Integer(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
