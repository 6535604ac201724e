from odoo import models

from odoo.addons.receivable.logic.standing import Happening

from .receivable_dispute import OPEN

TOLD = 30  # of each kind, on the timeline


class ResPartner(models.Model):
    """Disputes, promises and plans on the payer's timeline, one line for each thing that happened."""

    _inherit = "res.partner"

    def _receivable_timeline(self, company):
        found = super()._receivable_timeline(company)
        domain = [("partner_id", "=", self.id), ("company_id", "child_of", company.root_id.id)]
        for model, tell in (
            ("receivable.dispute", self._receivable_tell_dispute),
            ("receivable.promise", self._receivable_tell_promise),
            ("receivable.payment.plan", self._receivable_tell_plan),
        ):
            for record in self.env[model].search(domain, order="id desc", limit=TOLD):
                found += tell(record)
        return found

    def _receivable_timeline_words(self):
        return super()._receivable_timeline_words() | {"plan": self.env._("Plan")}

    def _receivable_tell_dispute(self, dispute):
        evidence = ("receivable.dispute", (dispute.id,))
        who = (dispute.contact_id or dispute.user_id.partner_id).name or ""
        opened = self.env._("%(amount)s contested: %(reason)s.", amount=dispute._money(dispute.amount), reason=dispute.reason_id.name)
        told = [Happening(dispute.opened_on, "dispute", opened, who, evidence=evidence)]
        if dispute.state not in OPEN:
            states = dict(dispute._fields["state"]._description_selection(self.env))
            text = self.env._("%(dispute)s: %(state)s.", dispute=dispute.name, state=states[dispute.state])
            told.append(Happening(dispute.resolved_on, "dispute", text, dispute.resolved_by_id.name or "", evidence=evidence))
        return told

    def _receivable_tell_promise(self, promise):
        evidence = ("receivable.promise", (promise.id,))
        who = (promise.contact_id or promise.user_id.partner_id).name or ""
        made = self.env._("%(amount)s promised for %(day)s.", amount=promise._money(promise.amount), day=promise._day(promise.promised_on))
        told = [Happening(promise.made_on, "promise", made, who, evidence=evidence)]
        if promise.decided_on:
            told.append(Happening(promise.decided_on, "promise", self._receivable_promise_outcome(promise), evidence=evidence))
        return told

    def _receivable_promise_outcome(self, promise):
        day = promise._day(promise.promised_on)
        if promise.state == "kept":
            return self.env._("The promise for %(day)s was kept.", day=day)
        if promise.state == "moot":
            return self.env._("What was promised for %(day)s is no longer owed.", day=day)
        return self.env._("The promise for %(day)s was not kept: %(amount)s received.", day=day, amount=promise._money(promise.received))

    def _receivable_tell_plan(self, plan):
        evidence = ("receivable.payment.plan", (plan.id,))
        told = []
        if plan.proposed_on:
            text = self.env._("Payment plan %(plan)s proposed: %(total)s.", plan=plan.name, total=plan._money(plan.total))
            told.append(Happening(plan.proposed_on, "plan", text, plan.user_id.name or "", evidence=evidence))
        if plan.accepted_on:
            text = self.env._("Payment plan %(plan)s accepted.", plan=plan.name)
            told.append(Happening(plan.accepted_on, "plan", text, plan.accepted_name or "", evidence=evidence))
        if plan.ended_on:
            states = dict(plan._fields["state"]._description_selection(self.env))
            text = self.env._("Payment plan %(plan)s: %(state)s.", plan=plan.name, state=states[plan.state])
            told.append(Happening(plan.ended_on, "plan", text, evidence=evidence))
        return told
