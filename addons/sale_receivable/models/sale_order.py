from odoo import fields, models

EMPLOYEE = "base.group_user"
VERDICTS = [("clear", "Clear"), ("watch", "Watch"), ("hold", "Hold")]
CREDIT_STATES = [
    ("none", "Nothing to decide"),
    ("held", "Waits for a decision"),
    ("documents", "Waits for documents"),
    ("refused", "Refused"),
    ("released", "Released"),
    ("recheck", "To check again"),
    ("paid_check", "Paid, delivery to check"),
]


class SaleOrder(models.Model):
    """What an order shows of the risk: read by every salesperson, computed with the engine's rights."""

    _inherit = "sale.order"

    # Customers read their own orders in their space: how we judge them is for our own people.
    receivable_verdict = fields.Selection(
        VERDICTS, string="Risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_reason = fields.Char(
        string="Reason of the risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_reasons = fields.Json(compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE)
    receivable_panel = fields.Json(string="Exposure", compute="_compute_receivable_panel", compute_sudo=True, groups=EMPLOYEE)
    receivable_checklist = fields.Json(compute="_compute_receivable_checklist", compute_sudo=True, groups=EMPLOYEE)
    receivable_credit_state = fields.Selection(
        CREDIT_STATES, string="Credit", required=True, default="none", copy=False, readonly=True, index=True, groups=EMPLOYEE
    )
    receivable_held_since = fields.Datetime(string="Waiting since", copy=False, readonly=True, groups=EMPLOYEE)
    receivable_held_cause = fields.Char(string="Cause", copy=False, readonly=True, groups=EMPLOYEE)
    receivable_over_by = fields.Monetary(
        string="Over by", copy=False, readonly=True, currency_field="receivable_currency_id", groups=EMPLOYEE,
        help="In the company's currency.",
    )
    receivable_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the company", groups=EMPLOYEE)
    receivable_release_ids = fields.One2many(
        "credit.release", "order_id", string="Releases", copy=False, readonly=True, groups=EMPLOYEE
    )

    def _compute_receivable_verdict(self):
        self.receivable_verdict = "clear"
        self.receivable_reason = False
        self.receivable_reasons = []

    def _compute_receivable_panel(self):
        self.receivable_panel = False

    def _compute_receivable_checklist(self):
        self.receivable_checklist = []

    # -- what people decide -----------------------------------------------------------------------------------------------

    def action_receivable_release(self, kind, amount=0, until=False, reason=""):
        """Let this order go although the rules hold it: once, up to an amount or until a date; the reason is obligatory."""

    def action_receivable_refuse(self, reason):
        """The order stays a quotation, and the salesperson knows why."""

    def action_receivable_ask_documents(self, text):
        """The decision waits for documents."""

    def action_receivable_ask_release(self, note=""):
        """The salesperson asks those who decide."""

    def action_receivable_apply_offer(self, code):
        """Change the order so that it passes, as the offer of that code says."""
