from odoo import api, fields, models


class DunningChannelCall(models.AbstractModel):
    """A call by the collector: an activity on the payer; *sent* once its outcome is known."""

    _name = "dunning.channel.call"
    _inherit = "dunning.channel"
    _description = "Dunning by phone"

    @api.model
    def _reachable(self, partners):
        return {partner.id: partner.phone or partner.commercial_partner_id.phone or "" for partner in partners.sudo()}

    @api.model
    def _deliver(self, actions, date):
        """Put the calls on the collectors' agenda, once each; what was paid meanwhile needs no call any more."""
        ready, _changed = actions._gate(date)
        new = ready.filtered(lambda action: not action.activity_id)
        kind = self.env.ref("mail.mail_activity_data_call")
        model = self.env["ir.model"]._get_id("res.partner")
        # sudo: an engine writes on the agenda of whoever follows the payer, without a mail for each call
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create([
            {
                "activity_type_id": kind.id,
                "res_model_id": model,
                "res_id": action.partner_id.id,
                "summary": action._call_summary(),
                "user_id": action.collector_id.id or self.env.uid,
                "date_deadline": max(action.date, date),
            }
            for action in new
        ])  # fmt: skip
        for action, activity in zip(new, activities, strict=True):
            action.activity_id = activity

    @api.model
    def _close(self, actions):
        """The calls are over and leave the agenda; what came of them is told once, by the call itself."""
        actions.sudo().activity_id.exists().unlink()  # sudo: the activity may be a colleague's

    @api.model
    def _move(self, actions, date):
        actions.sudo().activity_id.exists().date_deadline = fields.Date.to_date(date)
