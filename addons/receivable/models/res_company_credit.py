from decimal import Decimal

from odoo import fields, models

from odoo.addons.receivable.logic.credit import Alerts


class ResCompany(models.Model):
    """From which share of a credit limit somebody is told or looks."""

    _inherit = "res.company"

    receivable_alert_inform = fields.Integer(string="Told from (% of the limit)", default=50)
    receivable_alert_watch = fields.Integer(string="Looked at from (% of the limit)", default=70)
    receivable_alert_urgent = fields.Integer(string="Urgent from (% of the limit)", default=90)

    _credit_alerts_order = models.Constraint(
        """CHECK(0 < receivable_alert_inform AND receivable_alert_inform < receivable_alert_watch
             AND receivable_alert_watch < receivable_alert_urgent AND receivable_alert_urgent <= 100)""",
        "Alerts go up, from more than 0 to 100 % of the limit at most.",
    )

    def _credit_alerts(self):
        """The shares of the root company, as the verdict takes them."""
        root = self.root_id.sudo()  # sudo: a salesperson reads the verdict, not the settings
        shares = (root.receivable_alert_inform, root.receivable_alert_watch, root.receivable_alert_urgent)
        return Alerts(*(Decimal(share) / 100 for share in shares))
