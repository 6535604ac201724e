from odoo import api, fields, models

PASSING = ("money", "bank_stale")  # holds that end without anybody deciding on the message


class DunningAction(models.Model):
    """What a message waits for when a hold asks for a person, and how it goes on when the hold ends."""

    _inherit = "dunning.action"

    hold_code = fields.Char(help="Which hold asks for a person; empty: none.")

    def _wait_for(self, hold):
        """Wait because of this hold; None: no hold any more, the message follows its step again."""
        self.ensure_one()
        if hold:
            self._set_state("planned", release="approve", hold_reason=hold.why, hold_code=hold.code)
        else:
            self._set_state("planned", release=self.level_id.release or "approve", hold_reason=False, hold_code=False)

    @api.model
    def _release(self, company, date):
        """Before what is automatic approves itself: what waits for the bank or for a payment is asked whether it still has to."""
        held = self.search([
            ("company_id", "=", company.id), ("state", "=", "planned"), ("date", "<=", date), ("hold_code", "in", PASSING),
            ("origin", "=", "run"),
        ])  # fmt: skip
        held._gate(date)
        return super()._release(company, date)
