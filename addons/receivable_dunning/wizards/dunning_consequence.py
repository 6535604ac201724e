from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

# the decisions that are told first; nothing else can be confirmed through the dialog
DECISIONS = {
    ("res.partner", "action_receivable_resume"),
    ("receivable.pause", "action_resume"),
    ("payer.profile.wizard", "action_fix"),
    ("payer.profile.wizard", "action_release"),
    ("dunning.follow", "action_confirm"),
}
SHOWN = 200  # lines of the dialog; the counts are of all


class DunningConsequence(models.TransientModel):
    """What would leave because of a decision, shown before it is taken; nothing leaves when it is.

    A decision that changes no message is taken at once: a question without a consequence teaches people to click it away.
    """

    _name = "dunning.consequence"
    _description = "What would leave because of it"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    line_ids = fields.One2many("dunning.consequence.line", "consequence_id", readonly=True)
    more_text = fields.Char(readonly=True)
    fewer_text = fields.Char(readonly=True)
    other_text = fields.Char(readonly=True)
    when_text = fields.Char(readonly=True)

    @api.model
    def _first(self, records, method, payer_ids=None):
        """Take the decision ``records.method()``; if it changes what leaves, show that first."""
        if (records._name, method) not in DECISIONS:
            raise ValueError(f"{records._name}.{method} is no decision of the dialog")
        decided, foresight = records.with_context(dunning_told=True), self.env["dunning.foresight"]
        company = records.company_id[:1] if records._name == "receivable.pause" else self.env.company
        changes = foresight._changes(foresight._tree(company), getattr(decided, method), payer_ids)
        if not changes:
            return getattr(decided, method)()
        dialog = self.create({
            "company_id": company.id, "res_model": records._name, "res_ids": records.ids, "method": method, **self._told(company, changes),
        })  # fmt: skip
        return dialog._get_records_action(name=self.env._("What would leave because of it"), target="new")

    @api.model
    def _told(self, company, changes):
        """The changes in sentences and lines."""
        texts = self.env["dunning.foresight"]._in_sentences(changes)
        return {f"{kind}_text": texts.get(kind, False) for kind in ("more", "other", "fewer")} | {
            "when_text": self.env["dunning.foresight"]._nothing_leaves_now(company),
            "line_ids": [Command.create({
                "company_id": there.id, "kind": change.kind, "partner_id": change.payer, "step": change.step, "day": change.day,
                "amount": change.amount, "instead_of": change.instead_of,
            }) for there, change in changes[:SHOWN]],
        }  # fmt: skip

    def action_confirm(self):
        """Take the decision, with the rights of whoever confirms."""
        self.ensure_one()
        if (self.res_model, self.method) not in DECISIONS:
            raise AccessError(self.env._("This cannot be decided here."))
        records = self.env[self.res_model].browse(self.res_ids).with_context(dunning_told=True)
        return getattr(records, self.method)() or {"type": "ir.actions.act_window_close"}
