from datetime import timedelta

from odoo import fields, models

from odoo.addons.receivable_dunning.logic import frames, wording
from odoo.addons.receivable_dunning.logic.escalation import money

NOTICE_DAYS = 5  # an instalment is announced so many days before


class ReceivablePaymentPlan(models.Model):
    """The customer reads the proposal, that it is in place, each coming instalment, and a missed one."""

    _name = "receivable.payment.plan"
    _inherit = ["receivable.payment.plan", "dunning.event"]

    def action_propose(self):
        """The proposal leaves in the name of the person who makes it."""
        res = super().action_propose()
        self._write_customer("plan_proposal", person=self.env.user)
        return res

    def action_accept(self, *args, **kwargs):
        res = super().action_accept(*args, **kwargs)
        self.filtered(lambda plan: plan.state == "accepted")._write_customer("plan_accepted")
        return res

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _event_lines(self):
        return self.item_ids.move_line_id or self.move_line_ids

    def _instalment(self, code):
        """The instalment that a message is about: the missed one, else the next one."""
        if code == "plan_default":
            return self.missed_line_id
        return self._unpaid_lines()[:1]

    def _event_on_paper(self, code):
        return True

    def _event_values(self, code, lang, date):
        line = self._instalment(code)
        left = self.total - self.paid - (line.amount if code == "plan_instalment_due" else 0)
        return {
            "plan": self.name,
            "total due": self._event_amount(self.total, lang),
            "plan table": self._event_table(lang),
            "instalment": self._event_amount(line.amount - line.paid, lang),
            "due date": self._event_day(line.date, lang),
            "remaining": self._event_amount(left, lang),
            "valid until": self._event_day(self.valid_until, lang),
            "cure delay": wording.days(self.company_id.receivable_plan_cure_days, lang),
        }

    def _event_table(self, lang):
        instalments = [(line.date, money(line.amount)) for line in self.line_ids.sorted("date")]
        return frames.plan_table(instalments, self.currency_id.name, lang)

    def _event_facts(self, code):
        private = self.partner_id.payer_kind == "person"
        return frozenset() if private else frozenset((f"interest {self.interest}",))

    def _event_over(self, code):
        if code == "plan_proposal":
            return "" if self.state == "proposed" else self.env._("The plan is no longer proposed.")
        if code == "plan_default" and not self.missed_line_id:
            return self.env._("The instalment was paid.")
        return "" if self.state == "accepted" else self.env._("The plan has ended.")

    def _event_deadline(self, code, date):
        days = self.company_id.receivable_plan_cure_days
        return fields.Date.add(date, days=days) if code == "plan_default" else False

    def _told(self, template):
        """Each instalment is announced, and missed, once; the rest of a plan is said once."""
        if template.code not in ("plan_instalment_due", "plan_default"):
            return super()._told(template)
        since = self._instalment(template.code).date - timedelta(days=NOTICE_DAYS)
        return bool(self.dunning_action_ids.filtered(
            lambda action: action.template_id == template and action.date >= since and action.state not in ("cancelled", "skipped")
        ))  # fmt: skip
