from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


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

    def _call_promised(self, today, date, amount, note):
        """By code as by the window: a promise on what the call is about, of which the payments decide."""
        lines = self._asked_lines()
        if amount and lines.currency_id != self.company_currency_id:
            raise UserError(self.env._(
                "The call is about items in %(currency)s: record the promise with its window.", currency=lines.currency_id.name
            ))
        promise = self.env["receivable.promise"].create(
            self._said_in_the_call(lines) | {"promised_on": date, "amount": amount, "note": note}
        )
        told = {"amount": promise._money(promise.amount), "date": format_date(self.env, date)}
        return self._noted(self.env._("Call: %(amount)s promised for %(date)s.", **told), note)

    def _call_disputed(self, today, date, amount, note):
        """By code as by the window: a dispute about the one invoice of the call; of several, the window asks which."""
        lines = self._asked_lines()
        if len(lines.move_id) > 1:
            raise UserError(self.env._("The call is about several invoices: say in the window which one they contest."))
        reason = self.env.ref("receivable_dispute.reason_autre")
        values = self._said_in_the_call(lines) | {"reason_id": reason.id, "text": note}
        dispute = self.env["receivable.dispute"].create(values | ({"deadline": date} if date else {}))
        return self._noted(self.env._("Call: the payer disputes (%(dispute)s).", dispute=dispute.name), note)

    def _said_in_the_call(self, lines):
        return {
            "move_line_ids": [Command.set(lines.ids)], "source": "call", "contact_id": self.contact_id.id, "dunning_call_id": self.id,
        }  # fmt: skip

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
