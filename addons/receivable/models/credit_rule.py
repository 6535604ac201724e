from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from odoo.addons.receivable.logic import credit

CAUSES = [
    ("limit", "Credit limit exceeded"),
    ("overdue", "Late invoices"),
    ("unpaid", "Earlier invoices unpaid"),
    ("dispute", "Open dispute"),
    ("promise", "Open promise to pay"),
    ("broken_promise", "Broken promise to pay"),
    ("stopped", "Everything stopped (insolvency…)"),
    ("grade", "Low score"),
    ("profile", "Profile of the payer"),
    ("verification", "Checks of a new customer missing"),
]
EFFECTS = [("inform", "Inform: say it on the order"), ("warn", "Warn: a person looks"), ("hold", "Hold: waits for a release")]


class CreditRule(models.Model):
    """What a fact about a payer means for their next order. All rules that apply are asked, the strictest answer counts."""

    _name = "credit.rule"
    _description = "Credit rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=50)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    profile_ids = fields.Many2many("payer.profile", string="Profiles", help="Empty: every payer.")
    cause = fields.Selection(CAUSES, required=True, default="overdue")
    effect = fields.Selection(EFFECTS, required=True, default="warn")
    days = fields.Integer(string="More than days late", help="Invoices no later than that do not count.")
    amount = fields.Monetary(string="More than in all", help="Less than this in all counts for nothing.")
    grade = fields.Selection(
        [(grade, grade) for grade in credit.GRADES], string="From grade", required=True, default="D", help="This grade and those below."
    )
    order_from = fields.Monetary(string="Orders from", help="Smaller orders are not concerned.")
    term_over = fields.Integer(string="Terms over days", help="Orders payable within so many days are not concerned; 0: every order.")
    except_public = fields.Boolean(string="Not for public bodies")
    except_prepaid = fields.Boolean(string="Not for prepaid orders", default=True, help="The whole order is paid before delivery.")
    except_online = fields.Boolean(string="Not for orders paid on line", help="Online payment is asked for before the order is confirmed.")

    _numbers = models.Constraint(
        "CHECK(days >= 0 AND amount >= 0 AND order_from >= 0 AND term_over >= 0)", "Days and amounts cannot be negative."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).root_id.currency_id

    @api.constrains("cause", "profile_ids")
    def _check_profiles(self):
        if any(rule.cause == "profile" and not rule.profile_ids for rule in self):
            raise ValidationError(self.env._("Say for which profiles."))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _rules(self, company):
        """The rules of a company and those of every company, as the verdict takes them."""
        return self._rules_of(company.root_id.id)

    @ormcache("root_id")
    def _rules_of(self, root_id):
        # sudo: rules are applied to everybody alike, whoever asks
        found = self.sudo().search(self._rules_domain(self.env["res.company"].browse(root_id)))
        return tuple(rule._as_rule() for rule in found)

    @api.model
    def _rules_domain(self, company):
        return Domain("company_id", "in", [False, company.root_id.id])

    def _meets(self, profile):
        """Does the rule ever speak of a payer of this profile?"""
        return (not self.profile_ids or profile in self.profile_ids) and not (self.except_public and profile.payer_kind == "public")

    def _as_rule(self):
        return credit.Rule(
            self.cause, self.effect, self.id, frozenset(self.profile_ids.ids), self.days, Decimal(str(self.amount)), self.grade,
            Decimal(str(self.order_from)), self.term_over, self.except_public, self.except_prepaid, self.except_online,
        )
