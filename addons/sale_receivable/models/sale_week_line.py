from odoo import api, fields, models


class SaleWeekLine(models.Model):
    """One customer in a salesperson's week: a word for how they stand, what is under way, and what comes next."""

    _name = "sale.week.line"
    _description = "Customer in a salesperson's week"
    _order = "late DESC, id"

    week_id = fields.Many2one("sale.week", required=True, readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade")
    phone = fields.Char(related="partner_id.phone")
    currency_id = fields.Many2one(related="week_id.company_id.currency_id")
    badge = fields.Selection(
        [("on_time", "pays on time"), ("late", "pays late, follow-up under way"), ("order", "order to approve")],
        string="Standing", required=True, readonly=True,
    )
    late = fields.Monetary(readonly=True)
    since = fields.Date(readonly=True)
    under_way = fields.Char(string="Under way", readonly=True)
    next_text = fields.Char(string="Next", readonly=True)
    taken_until = fields.Date(string="Taken until", compute="_compute_taken_until", compute_sudo=True)

    @api.depends("partner_id")
    @api.depends_context("tz")
    def _compute_taken_until(self):
        """Until when reminders wait because the salesperson took it."""
        today = fields.Date.context_today(self)
        pauses = self.env["receivable.pause"]
        for line in self:
            running = pauses._in_force_domain(line.week_id.company_id, today) & fields.Domain("partner_id", "=", line.partner_id.id)
            line.taken_until = pauses.search(running & fields.Domain("user_id", "=", line.week_id.user_id.id), limit=1).date_until
