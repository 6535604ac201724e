from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceivableImportColumn(models.Model):
    """One column of the file, and what it means."""

    _name = "receivable.import.column"
    _description = "Column of an imported ledger"
    _order = "position"

    import_id = fields.Many2one("receivable.import", required=True, index=True, ondelete="cascade")
    position = fields.Integer(required=True, readonly=True)
    name = fields.Char("Column of the file", required=True, readonly=True)
    sample = fields.Char("First five lines", readonly=True)
    field = fields.Selection(
        [
            ("customer", "Customer (code or name)"),
            ("customer_name", "Customer's name"),
            ("number", "Number"),
            ("issued", "Invoice date"),
            ("due", "Due date"),
            ("amount", "Amount incl. tax"),
            ("paid_on", "Paid on"),
            ("paid", "Amount paid"),
            ("remaining", "Amount remaining"),
            ("currency", "Currency"),
            ("reference", "Customer's reference"),
            ("email", "E-mail"),
            ("vat", "VAT number"),
            ("siren", "SIREN or SIRET"),
            ("salesperson", "Salesperson"),
            ("kind", "Invoice or credit note"),
        ],
        "Means",
    )
    unsure = fields.Boolean(readonly=True)
    guess = fields.Selection([("guessed", "Guessed")], compute="_compute_guess")

    @api.depends("unsure")
    def _compute_guess(self):
        for column in self:
            column.guess = column.unsure and "guessed"

    @api.constrains("field", "import_id")
    def _check_one_column_per_field(self):
        for columns in self.mapped("import_id.column_ids").grouped("import_id").values():
            meanings = [column.field for column in columns if column.field]
            if len(meanings) != len(set(meanings)):
                raise ValidationError(self.env._("Two columns have the same meaning. Keep one of them."))

    @api.onchange("field")
    def _onchange_field(self):
        self.unsure = False
