from odoo import models
from odoo.fields import Command
from odoo.tools import SQL


class AccountPayment(models.Model):
    """Payments of one collection are posted together."""

    _inherit = "account.payment"

    def _sepa_post(self):
        """Post payments with all their entries made at once; core makes them one by one, and looks for the same things each time."""
        self.env["account.move"].create([payment._sepa_entry() for payment in self])
        self.env["account.move"].flush_model(["origin_payment_id"])
        self.flush_model(["move_id"])
        # an entry names its payment already: the payments learn theirs in one statement
        self.env.cr.execute(SQL(
            "UPDATE account_payment p SET move_id = m.id FROM account_move m WHERE m.origin_payment_id = p.id AND p.id = ANY(%s)", self.ids
        ))  # fmt: skip
        self.invalidate_recordset(["move_id"])
        self.modified(["move_id"])
        self.action_post()

    def _sepa_entry(self):
        """The entry that core would make, without searching taxes and analytic accounts for what has neither."""
        lines = [Command.create(line | {"analytic_distribution": False}) for line in self._prepare_move_line_default_vals()]
        return self._generate_move_vals(line_ids=lines) | {"fiscal_position_id": False}
