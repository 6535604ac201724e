from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.receivable.logic.standing import whole

from .payer_account import TREND_POINTS
from .res_partner_follow_up import READER

TONES = {"A": "success", "B": "success", "C": "info", "D": "warning", "E": "danger", "N": "300"}


class ResPartner(models.Model):
    """The score of a payer, told factor by factor; each factor opens the items it rests on."""

    _inherit = "res.partner"

    receivable_score = fields.Json(string="Score", compute="_compute_receivable_score", groups=READER)
    receivable_habit = fields.Char(string="Usually pays", compute="_compute_receivable_score", groups=READER)

    @api.depends_context("company", "lang", "tz")
    def _compute_receivable_score(self):
        company, today = self.env.company, fields.Date.context_today(self)
        for partner in self:
            panel = partner.commercial_partner_id._receivable_score_panel(company, today)
            partner.receivable_score = panel
            partner.receivable_habit = panel["habit"]

    def receivable_score_on(self, date):
        """The score as it would have been on a past day, from what was known then; nothing is stored."""
        self.ensure_one()
        self._check_receivable_reader()
        return self.commercial_partner_id._receivable_score_panel(self.env.company, fields.Date.to_date(date))

    def action_receivable_recompute(self):
        """Judges these payers again, now."""
        self._check_receivable_reader()
        self.commercial_partner_id._receivable_recompute(self.env.company)

    def _receivable_recompute(self, company):
        today = fields.Date.context_today(self)
        # sudo: the night's own work, for some payers only; what it writes nobody may choose
        self.env["payer.score"].sudo()._recompute(company, today, self.ids)
        self.env["payer.profile"].sudo()._assign(company, today, self.ids)

    def _receivable_score_panel(self, company, date):
        """The judgement of one payer on a day, as the widget draws it."""
        self.ensure_one()
        # sudo: the ledger is read as the night reads it, for a payer that the reader may see
        judged = self.env["payer.score"].sudo()._assess(company, date, self.ids).get(self.id)
        score = judged and judged.score
        if not score or score.points is None:
            return self._receivable_no_score(company, date, score)
        losses = whole([factor.lost for factor in score.factors], 100 - round(score.points))
        total = sum(factor.weight for factor in score.factors)
        return {
            "as_of": fields.Date.to_string(date),
            "grade": score.grade,
            "tone": TONES[score.grade],
            "points": round(score.points),
            "trend": self._receivable_score_before(company, date, score),
            "comment": self._receivable_score_comment(score),
            "factors": [
                self._receivable_factor(factor, lost, round(100 * factor.weight / total))
                for factor, lost in zip(score.factors, losses, strict=True)
            ],
            "sum": self.env._("100 − %(lost)s lost = %(points)s points", lost=sum(losses), points=round(score.points)),
            "scale": self._receivable_scale(company),
            "habit": self._receivable_habit(score),
        }

    def _receivable_no_score(self, company, date, score):
        known = len(self.env["receivable.event"].sudo()._settled(company, date, self.ids))
        needed = company.root_id._score_parameters().minimum_paid
        return {
            "as_of": fields.Date.to_string(date),
            "grade": "N",
            "tone": TONES["N"],
            "points": False,
            "comment": self.env._("New: %(known)s payments known, %(needed)s needed.", known=known, needed=needed),
            "factors": [],
            "scale": self._receivable_scale(company),
            "habit": "",
        }

    def _receivable_score_before(self, company, date, score):
        """Beside the score of a month before: *was 68 on 01/10*."""
        before = self.env["payer.score"].search([
            ("partner_id", "=", self.id), ("company_id", "=", company.root_id.id), ("date", "<=", date - timedelta(days=30)),
            ("grade", "!=", "N"),
        ], limit=1)
        if not before or abs(before.points - score.points) < TREND_POINTS:
            return ""
        return self.env._("was %(points)s on %(day)s", points=round(before.points), day=format_date(self.env, before.date))

    def _receivable_score_comment(self, score):
        if self.payer_kind == "person":
            return self.env._("advice only")
        if score.capped:
            return self.env._("grade lowered: an item is more than 90 days late")
        return ""

    def _receivable_scale(self, company):
        grades = company.root_id._score_parameters().grades
        return "  ".join(f"{grade}\N{NO-BREAK SPACE}≥\N{NO-BREAK SPACE}{least:g}" for grade, least in grades)

    def _receivable_habit(self, score):
        days = next((round(factor.raw) for factor in score.factors if factor.code == "wadl"), None)
        if days is None:
            return ""
        if days > 1:
            return self.env._("%(days)s days late", days=days)
        if days < -1:
            return self.env._("%(days)s days early", days=-days)
        return self.env._("on time")

    def _receivable_factor(self, factor, lost, weight):
        label, value = self._receivable_factor_words(factor)
        return {
            "code": factor.code,
            "label": label,
            "value": value,
            "lost": f"−{lost}" if lost else "0",
            "weight": self.env._("of %(weight)s", weight=weight),
            "evidence": self._receivable_link(("account.move.line", factor.items)),
            "evidence_label": self.env._("1 item") if len(factor.items) == 1 else self.env._("%(count)s items", count=len(factor.items)),
        }

    def _receivable_factor_words(self, factor):
        """``(name, value in words)``."""
        _, days, percent = self.env._, round(factor.raw), round(factor.raw * 100)
        return {
            "wadl": (_("Late on average"), self._receivable_days(days)),
            "late_ratio": (_("Share paid late"), f"{percent}\N{NO-BREAK SPACE}%"),
            "dispersion": (_("Regularity"), _("within %(days)s days", days=days)),
            "max_overdue": (_("Oldest unpaid"), self._receivable_days(days)),
            "trend": (_("Last three months"), self._receivable_tendency(days)),
            "promises": (_("Promises kept"), f"{percent}\N{NO-BREAK SPACE}%"),
            "rejects": (_("Debits returned"), f"{factor.raw:g}"),
        }[factor.code]

    def _receivable_days(self, days):
        return self.env._("1 day") if days == 1 else self.env._("%(days)s days", days=days)

    def _receivable_tendency(self, days):
        if not days:
            return self.env._("as before")
        if days > 0:
            return self.env._("1 day later") if days == 1 else self.env._("%(days)s days later", days=days)
        if days == -1:
            return self.env._("1 day sooner")
        return self.env._("%(days)s days sooner", days=-days)
