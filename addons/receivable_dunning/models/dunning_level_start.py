from odoo import models


class DunningLevel(models.Model):
    """A company that starts from today catches nothing up; the scenarios it shares with others stay as they are."""

    _inherit = "dunning.level"

    def _as_tuple(self):
        level = super()._as_tuple()
        return level._replace(active_from=self._starts_on(level))

    def _starts_on(self, level):
        """The day before which this step is not caught up: its own, or that on which the company of the engine started."""
        company = self.env.company.dunning_start_date if level.trigger == "due" else None
        return max(filter(None, (level.active_from, company)), default=None)
