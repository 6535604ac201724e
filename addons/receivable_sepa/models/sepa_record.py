from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_amount, format_date

READER = "receivable.group_receivable_reader"
COLLECTOR = "receivable.group_receivable_user"
SEPA_MANAGER = "receivable_sepa.group_sepa_manager"


class SepaRecord(models.AbstractModel):
    """What mandates, collections, debits and returns have in common: who may press their buttons, days and amounts in words.

    People press buttons, the engine writes: each button checks who pressed it, about records that they may see.
    """

    _name = "sepa.record"
    _description = "Record of direct debits"

    def _check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group(SEPA_MANAGER):
            raise AccessError(self.env._("Only those who manage direct debits may do this."))

    def _check_collector(self):
        self.check_access("read")
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(self.env._("Only those who follow payers up may do this."))

    def _state_in_words(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _money(self, amount):
        return format_amount(self.env, float(amount), self.currency_id)

    def _day(self, day):
        return format_date(self.env, day)

    @api.model
    def _today(self):
        return fields.Date.context_today(self)
