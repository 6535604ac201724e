from odoo import api, fields, models

from odoo.addons.receivable.logic import calendar
from odoo.addons.receivable.logic.scoring import Parameters

DELIVERED = Parameters()
SCORE_WEIGHTS = ("wadl", "late_ratio", "dispersion", "max_overdue", "trend", "promises", "rejects")
SCORE_NUMBERS = (*SCORE_WEIGHTS, "window_days", "minimum_paid", "grace_days")
SCORE_GRADES = ("a", "b", "c", "d")
OTHER_ENGINES = ("account_followup", "account_credit_control", "account_invoice_overdue_reminder")


class ResCompany(models.Model):
    _inherit = "res.company"

    payer_collector_id = fields.Many2one(
        "res.users", string="Default collector", help="Follows up the payers who have nobody of their own.",
    )
    receivable_pause_stale_days = fields.Integer(
        string="Forgotten pauses after", default=90, help="A pause in force for more days than this is listed as forgotten."
    )
    receivable_sight_days = fields.Integer(
        string="Unmatched money counts for", default=60,
        help="A payment seen no more days ago, and not matched yet, keeps its payer from being chased.",
    )

    payer_score_wadl = fields.Float(string="Weight of the average delay", default=DELIVERED.wadl)
    payer_score_late_ratio = fields.Float(string="Weight of the share paid late", default=DELIVERED.late_ratio)
    payer_score_dispersion = fields.Float(string="Weight of regularity", default=DELIVERED.dispersion)
    payer_score_max_overdue = fields.Float(string="Weight of the oldest unpaid", default=DELIVERED.max_overdue)
    payer_score_trend = fields.Float(string="Weight of the trend", default=DELIVERED.trend)
    payer_score_promises = fields.Float(string="Weight of promises kept", default=DELIVERED.promises)
    payer_score_rejects = fields.Float(string="Weight of returned debits", default=DELIVERED.rejects)
    payer_score_window_days = fields.Integer(
        string="Score looks back", default=DELIVERED.window_days, help="Items paid more days ago are ignored."
    )
    payer_score_minimum_paid = fields.Integer(
        string="Paid items needed", default=DELIVERED.minimum_paid, help="With fewer paid items a payer is new and has no score."
    )
    payer_score_grace_days = fields.Integer(
        string="Days of grace", default=DELIVERED.grace_days, help="Paid no more days late than that is not counted as late."
    )
    payer_score_grade_a = fields.Float(string="A from", default=dict(DELIVERED.grades)["A"])
    payer_score_grade_b = fields.Float(string="B from", default=dict(DELIVERED.grades)["B"])
    payer_score_grade_c = fields.Float(string="C from", default=dict(DELIVERED.grades)["C"])
    payer_score_grade_d = fields.Float(string="D from", default=dict(DELIVERED.grades)["D"])

    _score_weights = models.Constraint(
        """CHECK(LEAST(payer_score_wadl, payer_score_late_ratio, payer_score_dispersion, payer_score_max_overdue, payer_score_trend,
                       payer_score_promises, payer_score_rejects) >= 0
             AND payer_score_wadl + payer_score_late_ratio + payer_score_dispersion + payer_score_max_overdue > 0)""",
        "Weights cannot be negative, and one of the first four must count.",
    )
    _score_grades = models.Constraint(
        """CHECK(payer_score_grade_a > payer_score_grade_b AND payer_score_grade_b > payer_score_grade_c
             AND payer_score_grade_c > payer_score_grade_d AND payer_score_grade_d > 0)""",
        "Each grade begins below the one before it.",
    )

    def _score_parameters(self):
        """The company's own weights and bounds, as the scoring takes them."""
        self.ensure_one()
        numbers = {name: self[f"payer_score_{name}"] for name in SCORE_NUMBERS}
        grades = tuple((name.upper(), self[f"payer_score_grade_{name}"]) for name in SCORE_GRADES)
        return DELIVERED._replace(**numbers, grades=(*grades, ("E", 0.0)))

    def _reset_score_parameters(self):
        """Weights and bounds back to the delivered ones."""
        grades = {name.lower(): least for name, least in DELIVERED.grades}
        self.write(
            {f"payer_score_{name}": getattr(DELIVERED, name) for name in SCORE_NUMBERS}
            | {f"payer_score_grade_{name}": grades[name] for name in SCORE_GRADES}
        )

    def _bank_holidays(self, date):
        """Days around ``date`` on which the company's customers cannot pay: its country's, and TARGET's where the euro is used."""
        self.ensure_one()
        years = range(date.year - 2, date.year + 2)
        closed = calendar.public_holidays(self.account_fiscal_country_id.code or self.country_id.code, years)
        return closed | calendar.target_closing_days(years) if self.currency_id.name == "EUR" else closed

    @api.model
    def _other_reminder_engines(self):
        """Installed add-ons that chase the same people: ``{technical name: title}``. Two engines must not go unnoticed."""
        # sudo: which add-ons are installed is no secret, but only administrators may read the list
        modules = self.env["ir.module.module"].sudo().search([("name", "in", OTHER_ENGINES), ("state", "=", "installed")])
        return {module.name: module.shortdesc for module in modules}
