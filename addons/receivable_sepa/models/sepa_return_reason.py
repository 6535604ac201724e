from odoo import api, fields, models

from odoo.addons.receivable_sepa.logic import returns

KINDS = [
    ("liquidity", "Not enough money"),
    ("unknown", "Reason not told"),
    ("contest", "Contested by the customer"),
    ("mandate", "Mandate refused"),
    ("technical", "Technical"),
    ("data", "Bank details"),
    ("risk", "Account blocked"),
    ("stop", "Customer deceased"),
    ("scheme", "Wrong scheme"),
]
MANDATE_EFFECTS = [("keep", "Stays active"), ("suspend", "Is suspended"), ("close", "Is closed")]
REPRESENT = [
    ("never", "Never"),
    ("once", "Once, some days later"),
    ("fixed", "Once the fault is corrected"),
    ("after_change", "After a change of the account"),
]
MESSAGES = [("none", "None"), ("funds", "Debit unpaid"), ("account", "New bank details asked"), ("refused", "Debit refused")]


class SepaReturnReason(models.Model):
    """A reason for which banks send a debit back, and what follows from it: a table that people may adapt, not code."""

    _name = "sepa.return.reason"
    _description = "Reason of a returned debit"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, size=4, help="As the bank writes it (ISO 20022).")
    name = fields.Char(string="Meaning", required=True, translate=True)
    explanation = fields.Text(string="What to do", translate=True)
    kind = fields.Selection(KINDS, required=True)
    fault = fields.Float(
        string="Customer's fault", digits=(2, 1), help="What the return costs in the score of the payer: 0 nothing, 1 a whole fault."
    )
    mandate_effect = fields.Selection(MANDATE_EFFECTS, string="The mandate", required=True, default="keep")
    represent = fields.Selection(REPRESENT, string="Presented again", required=True, default="never")
    message = fields.Selection(MESSAGES, string="Message to the customer", required=True, default="none")
    dispute = fields.Boolean(string="Opens a dispute", help="With disputes installed: somebody has to answer the customer.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is one reason a code.")
    _fault_bounds = models.Constraint("CHECK(fault BETWEEN 0 AND 1)", "A fault lies between 0 and 1.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for reason in self:
            reason.display_name = f"{reason.code} · {reason.name}"

    def _as_rule(self):
        """This row as the rules read it."""
        return returns.Reason(
            self.code, self.kind, self.fault, self.mandate_effect, self.represent, self.message, self.dispute
        )
