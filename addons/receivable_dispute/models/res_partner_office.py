from odoo import api, fields, models

READER = "receivable.group_receivable_reader"


class ResPartner(models.Model):
    """Disputes, promises and plans on the payer's form: counted, opened, begun."""

    _inherit = "res.partner"

    receivable_dispute_count = fields.Integer(compute="_compute_receivable_agreements", string="Open disputes", groups=READER)
    receivable_promise_text = fields.Char(
        compute="_compute_receivable_agreements", string="Promises kept", groups=READER, help="Kept, of those whose day has passed."
    )
    receivable_plan_count = fields.Integer(compute="_compute_receivable_agreements", string="Plans under way", groups=READER)

    @api.depends("receivable_dispute_ids.state", "receivable_promise_ids.state", "receivable_plan_ids.state")
    def _compute_receivable_agreements(self):
        for payer in self:
            promises = payer.receivable_promise_ids.mapped("state")
            kept, decided = promises.count("kept"), len([state for state in promises if state in ("kept", "partly", "broken")])
            payer.receivable_dispute_count = len(payer.receivable_dispute_ids.filtered("is_open"))
            payer.receivable_promise_text = f"{kept}/{decided}" if decided else str(promises.count("coming"))
            payer.receivable_plan_count = len(payer.receivable_plan_ids.filtered(lambda plan: plan.state in ("proposed", "accepted")))

    def _receivable_debt_lines(self, company):
        """What the payer owes to the company, the oldest first, as records that a form may offer."""
        Line = self.env["account.move.line"]
        items = Line._receivable_open_items(company, self.commercial_partner_id.ids)
        return Line.browse(item.id for item in sorted(items, key=lambda item: (item.due, item.id)) if item.kind == "debt")

    def _receivable_dialog(self, model, name, **defaults):
        """A new record about this payer, in a window over the screen."""
        self.ensure_one()
        values = {"partner_id": self.commercial_partner_id.id} | defaults
        view = self.env.ref(f"receivable_dispute.{model.replace('.', '_')}_view_form_dialog")
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": model, "views": [(view.id, "form")], "target": "new",
            "context": {f"default_{field}": value for field, value in values.items()},
        }  # fmt: skip

    def action_receivable_new_promise(self):
        """They say when they will pay."""
        return self._receivable_dialog("receivable.promise", self.env._("Promise"))

    def action_receivable_new_dispute(self):
        """They contest an invoice."""
        return self._receivable_dialog("receivable.dispute", self.env._("Dispute"))

    def action_receivable_new_plan(self):
        """They will pay in instalments."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Payment plan"), "res_model": "receivable.payment.plan",
            "views": [(False, "form")], "context": {"default_partner_id": self.commercial_partner_id.id},
        }  # fmt: skip

    def _receivable_agreements_action(self, xml_id):
        """One of the three lists, of this payer only."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return action | {"domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {"default_partner_id": self.id}}

    def action_receivable_disputes(self):
        return self._receivable_agreements_action("receivable_dispute.receivable_dispute_action")

    def action_receivable_promises(self):
        return self._receivable_agreements_action("receivable_dispute.receivable_promise_action")

    def action_receivable_plans(self):
        return self._receivable_agreements_action("receivable_dispute.receivable_payment_plan_action")
