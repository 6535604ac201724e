from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.receivable.logic.standing import Standing

UNDER_WAY = ("planned", "approved", "sending", "failed", "doubtful")
APART = ("companion", "event")  # what goes with another message, and answers about one record, chase nobody


class ResPartner(models.Model):
    _inherit = "res.partner"

    dunning_scenario_id = fields.Many2one(
        "dunning.scenario",
        string="Own scenario",
        company_dependent=True,
        groups="base.group_user",
        help="Empty: the scenario of the payer's profile, else the company's.",
    )
    dunning_action_ids = fields.One2many("dunning.action", "partner_id", groups="receivable.group_receivable_reader")
    dunning_action_count = fields.Integer(compute="_compute_dunning_action_count", groups="receivable.group_receivable_reader")
    dunning_handed_over = fields.Boolean(
        compute="_compute_dunning_handed_over", string="Handed over", groups="receivable.group_receivable_reader"
    )
    dunning_scenario_source = fields.Char(
        compute="_compute_dunning_scenario_source", string="Scenario", groups="receivable.group_receivable_reader"
    )

    def write(self, vals):
        """Another scenario: what was decided by the old one is decided again."""
        written = super().write(vals)
        if "dunning_scenario_id" in vals:
            self._receivable_ask_again(self.env.company)
        return written

    def _receivable_ask_again(self, company):
        result = super()._receivable_ask_again(company)
        self.env["dunning.again"]._decide(company, self.commercial_partner_id, fields.Date.context_today(self))
        return result

    def _receivable_by_collectors(self):
        return super()._receivable_by_collectors() | {"dunning_scenario_id"}

    @api.depends_context("company")
    def _compute_dunning_action_count(self):
        counts = dict(self.env["dunning.action"]._read_group(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)], ["partner_id"], ["__count"]
        ))  # fmt: skip
        for partner in self:
            partner.dunning_action_count = counts.get(partner, 0)

    @api.depends_context("company", "tz")
    @api.depends("receivable_pause_ids.resumed_on")
    def _compute_dunning_handed_over(self):
        """The file left the house: the pause that keeps it quiet says so."""
        running = self._receivable_pauses_in_force()
        for partner in self:
            pauses = running.get(partner.commercial_partner_id)
            partner.dunning_handed_over = bool(pauses and pauses.dunning_action_id)

    @api.depends_context("company", "lang")
    @api.depends("dunning_scenario_id", "payer_profile_id")
    def _compute_dunning_scenario_source(self):
        """The scenario that applies, and where it comes from."""
        words = {"payer": self.env._("own"), "profile": self.env._("from the profile"), "company": self.env._("the company's default")}
        found = self.env["dunning.ledger"]._scenario_of(self.env.company, self.ids)
        for partner in self:
            scenario, source = found[partner.id]
            name = self.env["dunning.scenario"].browse(scenario).name
            partner.dunning_scenario_source = f"{name} ({words[source]})" if scenario else self.env._("none")

    def action_dunning_messages(self):
        """Every message to this payer, exactly as sent."""
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_dunning.dunning_action_action")
        return action | {"domain": [("partner_id", "in", self.commercial_partner_id.ids)]}

    def action_dunning_ask_again(self):
        """What the engine would do today with this payer: the night's own code, nothing recorded."""
        return self.env["dunning.preview"]._open_asked(partner_id=self.commercial_partner_id.id)

    def action_dunning_decisions(self):
        """What was decided about this payer and when, the latest first."""
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_dunning.dunning_receipt_action")
        return action | {
            "name": self.env._("Decisions: %(payer)s", payer=self.commercial_partner_id.display_name),
            "domain": [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)],
            "context": {"history": True},
        }

    # -- where things stand ---------------------------------------------------------------------------------------------------

    def _receivable_standing(self, company, date):
        """What is under way first, the kernel's holds and credits, what the engine adds, and the next step last."""
        lines = super()._receivable_standing(company, date)
        receipt = self.env["dunning.receipt"].search(
            [("current", "=", True), ("company_id", "=", company.id), ("partner_id", "=", self.id)], limit=1
        )
        chased = [*self._dunning_chased(company), *self._dunning_last(company)]
        return [*chased, *lines, *self._dunning_unsaid(receipt), *self._dunning_next(receipt)]

    def _dunning_chased(self, company):
        actions = self.env["dunning.action"].search(
            [("partner_id", "=", self.id), ("company_id", "=", company.id), ("state", "in", UNDER_WAY), ("origin", "not in", APART)]
        )
        return [
            Standing("held" if action.state == "failed" else "chased", action._standing_text(), evidence=("dunning.action", (action.id,)))
            for action in actions
        ]

    def _dunning_last(self, company):
        """The last reminder that reached them, while something it asked for is still open."""
        lines = self.env["dunning.action.line"].search([
            ("partner_id", "=", self.id), ("company_id", "=", company.id), ("role", "=", "asked"), ("alive", "=", True),
            ("action_id.state", "=", "sent"), ("severity", ">", 0), ("move_line_id.reconciled", "=", False),
        ])  # fmt: skip
        action = lines.action_id.sorted(lambda action: (action.date, action.id))[-1:]
        if not action:
            return []
        text = self.env._("%(step)s of %(day)s.", step=action.level_name, day=format_date(self.env, action.date))
        return [Standing("chased", text, evidence=("dunning.action", (action.id,)))]

    def _dunning_unsaid(self, receipt):
        """Why not, when no hold says it already: the spacing, a minimum, a later day, the end of the scenario."""
        if receipt.decision not in ("explained", "fault"):
            return []
        own = [reason for reason in receipt.reasons or [] if not reason["code"].startswith(("hold.", "credits", "action."))]
        return [Standing("held", reason["text"], lifted_by=reason["lifted_by"] or "") for reason in own]

    def _dunning_next(self, receipt):
        if not receipt.next_step:
            return []
        day = format_date(self.env, receipt.next_date, date_format="EEEE d MMMM")
        return [Standing("next", self.env._("%(step)s on %(day)s if unpaid.", step=receipt.next_step, day=day))]

    # -- timeline -------------------------------------------------------------------------------------------------------------

    def _receivable_timeline(self, company):
        """Calls that were made and messages that did not leave; what was sent or handed over is on the thread already."""
        actions = self.env["dunning.action"].search(
            [("partner_id", "=", self.id), ("company_id", "=", company.id), ("state", "in", ("sent", "skipped", "cancelled"))], limit=60
        )
        untold = actions.filtered(lambda action: not action.mail_message_id and action.channel != "decision")
        return [*super()._receivable_timeline(company), *(action._happening() for action in untold)]
