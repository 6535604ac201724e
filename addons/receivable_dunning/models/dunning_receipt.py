from odoo import fields, models


class DunningReceipt(models.Model):
    """Why a payer is chased or not: the stored decision, kept when it changes.

    ``fingerprint`` covers the decision, the hold codes, the items and amounts, the next step and its date: no ages and no "today",
    so that an unchanged situation writes nothing.
    """

    _name = "dunning.receipt"
    _description = "Dunning receipt"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    run_id = fields.Many2one("dunning.run", index="btree_not_null", ondelete="set null")
    date = fields.Date(required=True)
    decision = fields.Selection(
        [("chased", "Chased"), ("waiting", "Waits for a person"), ("explained", "Not chased"), ("clear", "Nothing overdue")], required=True
    )
    reasons = fields.Json(help="The reasons in order: code, sentence, until, who can lift it, evidence.")
    why = fields.Char(help="The first reason, in words.")
    next_level_id = fields.Many2one("dunning.level", ondelete="set null")
    next_date = fields.Date()
    next_step = fields.Char(help="Next step in words.")
    amount_overdue = fields.Monetary(currency_field="company_currency_id")
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    fingerprint = fields.Char(required=True)
    current = fields.Boolean(required=True, default=True, help="The payer's latest decision.")

    _current_idx = models.Index("(company_id, partner_id) WHERE current")
