from odoo import models


class DunningAction(models.Model):
    """What is promised or contested on the phone opens a promise or a dispute; once it is saved, the call is done."""

    _inherit = "dunning.action"

    def action_ask_outcome(self, outcome="promised"):
        """Promised and disputed have a form of their own, filled in from the call."""
        self.ensure_one()
        model = {"promised": "receivable.promise", "disputed": "receivable.dispute"}.get(outcome)
        if not model:
            return super().action_ask_outcome(outcome)
        name = dict(self._fields["outcome"]._description_selection(self.env))[outcome]
        return self.partner_id._receivable_dialog(
            model, name, company_id=self.company_id.id, move_line_ids=self._asked_lines().ids, source="call", dunning_call_id=self.id,
            contact_id=self.contact_id.id,
        )  # fmt: skip

    def _asked_lines(self):
        """The items that the call is about, in the currency of the oldest."""
        lines = self._lines_inside().filtered(lambda line: line.role in ("asked", "listed")).move_line_id
        lines = lines.filtered(lambda line: not line.reconciled).sorted(lambda line: (line.date_maturity or line.date, line.id))
        return lines.filtered(lambda line: line.currency_id == lines[:1].currency_id)

    def _called(self, outcome, note):
        """The payer was reached, and this came of it."""
        action = self._decider()._only(("planned", "approved"))
        action.write({"outcome": outcome, "outcome_note": note or False})
        action._done(self.env["dunning.run"]._today(action.company_id))
