from odoo import fields, models


class ReceivableImportCustomer(models.Model):
    """A customer of the file that is not surely one of our contacts: a person decides who it is."""

    _name = "receivable.import.customer"
    _description = "Customer of an imported ledger"
    _order = "how desc, lines desc, id"

    import_id = fields.Many2one("receivable.import", required=True, index=True, ondelete="cascade")
    key = fields.Char("In the file", required=True, readonly=True)
    name = fields.Char(readonly=True)
    lines = fields.Integer(readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Is the contact", domain="[('parent_id', '=', False)]", ondelete="set null",
        help="Leave it empty to create the customer.",
    )
    how = fields.Selection(
        [
            ("nobody", "New"),
            ("several", "Several contacts"),
            ("similar_name", "Similar name"),
            ("chosen", "Chosen"),
        ],
        "Why", required=True, readonly=True,
    )

    _one_decision = models.UniqueIndex("(import_id, key)", "A customer is decided about once.")
