from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

TAKE_DAYS = 5
REST_DAYS = 30  # not again before: a customer is not kept from reminders week after week


class SaleWeekWord(models.TransientModel):
    """A word about a customer, for those who follow them up; and, if the salesperson takes it, a few days without a reminder."""

    _name = "sale.week.word"
    _description = "A word about a customer"

    line_id = fields.Many2one("sale.week.line", required=True, default=lambda self: self.env.context.get("active_id"))
    words = fields.Char(required=True)
    take = fields.Boolean(string="I take it", help="Reminders wait until that day.")
    until = fields.Date(default=lambda self: fields.Date.add(fields.Date.context_today(self), days=3))
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("take", "until")
    def _compute_consequence(self):
        for wizard in self:
            if wizard.take and wizard.until:
                day = format_date(self.env, wizard.until)
                wizard.consequence = self.env._("Reminders wait until %(day)s; the collector is told. Afterwards they go on.", day=day)
            else:
                wizard.consequence = self.env._("The collector reads it on the customer's record; reminders go on.")

    def action_say(self):
        """Write it down on the customer; with *I take it*, pause the reminders until the day."""
        self.ensure_one()
        self.line_id.week_id.check_access("read")
        payer = self.line_id.partner_id
        if self.take:
            self._take(payer)
        else:
            # sudo: a salesperson's word belongs on the customer's record whatever their rights on contacts
            payer.sudo()._message_log(body=self.words, author_id=self.env.user.partner_id.id)
        return {"type": "ir.actions.act_window_close"}

    def _take(self, payer):
        today = fields.Date.context_today(self)
        if not self.until or not today <= self.until <= fields.Date.add(today, days=TAKE_DAYS):
            raise UserError(self.env._("You can take a customer for %(days)s days at most.", days=TAKE_DAYS))
        # sudo: a few days' pause is what a salesperson may set; all other pauses are the collectors'
        Pause = self.env["receivable.pause"].sudo()
        recent = fields.Date.subtract(today, days=REST_DAYS)
        if Pause.search_count([("partner_id", "=", payer.id), ("user_id", "=", self.env.uid), ("date_from", ">=", recent)], limit=1):
            raise UserError(self.env._("You took this customer less than %(days)s days ago: agree with the collector.", days=REST_DAYS))
        Pause.create({
            "company_id": self.line_id.week_id.company_id.id,
            "partner_id": payer.id,
            "date_until": self.until,
            "reason": self.env._("%(salesperson)s takes it: %(words)s", salesperson=self.env.user.name, words=self.words),
        })  # fmt: skip
