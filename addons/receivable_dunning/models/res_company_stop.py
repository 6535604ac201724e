from odoo import fields, models


class ResCompany(models.Model):
    """The evening mail that says what leaves tomorrow, and the day on which somebody stopped it."""

    _inherit = "res.company"

    dunning_forewarning = fields.Boolean(
        string="Say the evening before what leaves",
        help="At 17:00 collectors and credit managers get a list of what leaves tomorrow, with a link that stops it.",
    )

    def _dunning_today(self):
        return fields.Date.context_today(self.with_context(tz=self.partner_id.tz or "Europe/Paris"))

    def _dunning_why_nothing_leaves(self, date=None):
        """Also a day that a person stopped."""
        trouble = super()._dunning_why_nothing_leaves(date)
        stop = not trouble and self.env["dunning.stop"]._of(self, date or self._dunning_today())
        return stop._in_words() if stop else trouble

    def _dunning_banner(self):
        """Also who stopped today or tomorrow, with the way back for a collector."""
        return super()._dunning_banner() or self._dunning_stop_banner()

    def _dunning_stop_banner(self):
        today = self._dunning_today()
        stops = self.env["dunning.stop"]
        stop = stops._of(self, today) or stops._of(self, fields.Date.add(today, days=1))
        if not stop:
            return False
        lift = self.env.ref("receivable_dunning.dunning_stop_action_start_again").sudo()._get_action_dict()  # sudo: whose button, no data
        context = {"active_model": "dunning.stop", "active_id": stop.id, "active_ids": stop.ids}
        may = self.env.user.has_group("receivable.group_receivable_user")
        return {
            "level": "warning",
            "title": self.env._("STOPPED"),
            "message": stop._in_words(),
            "links": [{"label": self.env._("Start again"), "action": lift | {"context": context}}] if may else [],
        }
