from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date


class DunningStop(models.Model):
    """One day on which nothing of a company leaves by itself, and what is approved waits: who stopped it, who started it again."""

    _name = "dunning.stop"
    _description = "Day without sending"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    date = fields.Date(string="Day", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Stopped by", required=True, readonly=True)
    stopped_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    lifted_at = fields.Datetime(string="Started again", readonly=True)
    lifted_by_id = fields.Many2one("res.users", string="Started again by", readonly=True)

    _one_a_day = models.UniqueIndex("(company_id, date) WHERE lifted_at IS NULL", "This day is stopped already.")

    @api.model
    def _of(self, companies, date):
        """The stops in force that day."""
        # sudo: a company's own banner and its own outbox ask
        return self.sudo().search([("company_id", "in", companies.ids), ("date", "=", date), ("lifted_at", "=", False)])

    @api.model
    def _stop(self, company, date, user):
        """Nothing leaves that day; a second stop of the same day changes nothing."""
        standing = self._of(company, date)
        # sudo: written by its doors only
        return standing or self.sudo().create({"company_id": company.id, "date": date, "user_id": user.id})

    def action_start_again(self):
        """Messages leave again on that day, within their hours."""
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only a collector may start sending again."))
        self.check_access("read")
        standing = self.sudo().filtered(lambda stop: not stop.lifted_at)  # sudo: written by its doors only
        standing.write({"lifted_at": fields.Datetime.now(), "lifted_by_id": self.env.uid})
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _in_words(self):
        """Who stopped what, in one sentence."""
        self.ensure_one()
        day = format_date(self.env, self.date)
        return self.env._("%(user)s stopped what would leave on %(day)s: nothing leaves that day, approved messages wait.",
                          user=self.user_id.name, day=day)  # fmt: skip
