from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.receivable.logic import profile as rules

KINDS = [("company", "Company"), ("person", "Private person"), ("public", "Public body")]
SIZES = [("small", "Small"), ("large", "Large")]


class Assignment(NamedTuple):
    """Which profile a payer would get on a day, and which one they have."""

    payer: int
    choice: rules.Choice
    now: int  # profile today, 0 = none
    reason: str  # written down today
    fixed: bool  # by hand, still in force: the choice does not apply
    expired: bool  # by hand, and the end date has passed


class PayerProfile(models.Model):
    _name = "payer.profile"
    _description = "Payer profile"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=50, help="Precedence: the first profile of the list that fits a payer applies.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    tone = fields.Text(translate=True, help="How we speak to these payers, in one sentence.")
    fixed_only = fields.Boolean(string="Only by hand", help="Never given by a rule; a person fixes it on the payer.")
    score_condition = fields.Selection(
        [("any", "Whatever the score"), ("points", "Score between"), ("new", "Too little history for a score")],
        string="Score", required=True, default="any",
    )
    points_from = fields.Integer(string="From points", default=0)
    points_to = fields.Integer(string="To below points", default=100, help="100 itself belongs to a range that ends at 100.")
    payer_kind = fields.Selection(KINDS, string="Kind of payer", help="Empty: every kind.")
    payer_size = fields.Selection(SIZES, string="Size of payer", help="Empty: every size.")
    condition_text = fields.Char(string="Condition", compute="_compute_condition_text")
    payment_term_id = fields.Many2one("account.payment.term", string="Terms proposed", check_company=True)
    credit_rule_ids = fields.Many2many(
        "credit.rule", string="Credit rules", compute="_compute_credit_rule_ids",
        help="What a late or risky payer means for the next order.",
    )
    payer_count = fields.Integer(string="Payers", compute="_compute_payer_count")
    fault_text = fields.Text(string="To mend", compute="_compute_fault_text")

    _points = models.Constraint(
        "CHECK(score_condition <> 'points' OR 0 <= points_from AND points_from < points_to AND points_to <= 100)",
        "A score lies between 0 and 100, and a range begins below its end.",
    )

    # -- compute ----------------------------------------------------------------------------------------------------------

    @api.depends("fixed_only", "score_condition", "points_from", "points_to", "payer_kind", "payer_size")
    @api.depends_context("lang")
    def _compute_condition_text(self):
        for profile in self:
            profile.condition_text = profile._condition()

    @api.depends_context("company")
    def _compute_credit_rule_ids(self):
        """The rules that meet a payer of this profile: its own and those of every payer."""
        Rule = self.env["credit.rule"]
        rules = Rule.search(Rule._rules_domain(self.env.company))
        for profile in self:
            profile.credit_rule_ids = rules.filtered(lambda rule: rule._meets(profile._origin))  # noqa: B023

    @api.depends_context("company")
    def _compute_payer_count(self):
        root = self.env.company.root_id
        counts = dict(
            self.env["res.partner"].with_company(root).with_context(active_test=False)
            ._read_group([("payer_profile_id", "in", self.ids)], ["payer_profile_id"], ["__count"])
        )
        for profile in self:
            profile.payer_count = counts.get(profile, 0)

    @api.depends_context("company", "lang", "tz")
    def _compute_fault_text(self):
        company = self.env.company
        sentences = self._fault_sentences(company, fields.Date.context_today(self))
        for profile in self:
            own = [text for profiles, text in sentences if not profiles or profile.id in profiles]
            profile.fault_text = "\n".join(own)

    def _condition(self):
        """When the profile applies, in words."""
        self.ensure_one()
        if self.fixed_only:
            return self.env._("given by hand only")
        parts = [
            dict(self._fields["payer_kind"]._description_selection(self.env)).get(self.payer_kind),
            dict(self._fields["payer_size"]._description_selection(self.env)).get(self.payer_size),
            self._score_condition(),
        ]
        return ", ".join(filter(None, parts)) or self.env._("every payer")

    def _score_condition(self):
        if self.score_condition == "new":
            return self.env._("too little history for a score")
        if self.score_condition == "points":
            return self.env._("%(low)s to %(high)s points", low=self.points_from, high=self._highest(self.points_to))
        return ""

    @staticmethod
    def _highest(points_to):
        """The highest whole number inside a range that ends below ``points_to``; 100 belongs to it."""
        return points_to if points_to == rules.HIGHEST else points_to - 1

    # -- unlink -----------------------------------------------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_in_use(self):
        count = self._count_in_all_companies()
        if count:
            raise UserError(self.env._("In use by %(count)s payers. Archive it instead.", count=count))

    def _count_in_all_companies(self):
        # sudo: a profile in use in a company that the user may not enter is in use all the same
        roots = self.env["res.company"].sudo().search([("parent_id", "=", False)])
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        return sum(Partner.with_company(root).search_count([("payer_profile_id", "in", self.ids)]) for root in roots)

    # -- actions ----------------------------------------------------------------------------------------------------------

    def action_which_payers(self):
        """The payers who fall into this profile by its rule today, fixed ones included."""
        self.ensure_one()
        self._check_reader()
        found = self._assignments(self.env.company, fields.Date.context_today(self))
        payers = [one.payer for one in found if (one.now if one.fixed else one.choice.profile) == self.id]
        return self._open_payers(payers, self.env._("Payers of %(profile)s", profile=self.name))

    def action_what_would_change(self):
        """The payers whose profile would be another one tonight, with the rules as they stand now."""
        self._check_reader()
        found = self._assignments(self.env.company, fields.Date.context_today(self))
        payers = [one.payer for one in found if not one.fixed and one.choice.profile != one.now]
        return self._open_payers(payers, self.env._("What would change"))

    def action_payers(self):
        """The payers who have this profile."""
        self.ensure_one()
        self._check_reader()
        return self._open_payers(None, self.name) | {"domain": [("payer_profile_id", "=", self.id)]}

    def _check_reader(self):
        self.check_access("read")

    def _open_payers(self, payers, name):
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "res.partner", "view_mode": "list,form",
            "domain": [("id", "in", payers)], "context": {"active_test": False},
        }

    # -- the rules --------------------------------------------------------------------------------------------------------

    @api.model
    def _rules(self, company):
        """The company's profiles as pure rules, in order of precedence."""
        # sudo: rules are applied to everybody alike, whoever asks
        profiles = self.sudo().search([("company_id", "in", [False, company.root_id.id])])
        return [profile._as_rule() for profile in profiles]

    def _as_rule(self):
        self.ensure_one()
        return rules.Rule(
            self.id, self.score_condition, self.points_from, self.points_to, self.payer_kind or "", self.payer_size or "",
            self.fixed_only,
        )

    @api.model
    def _fault_sentences(self, company, date):
        """Holes and overlaps of the rules, in words: ``[(profile ids, sentence)]``; no ids = it concerns all of them."""
        faults = rules.faults(self._rules(company))
        points = self._points(company, date) if faults else {}
        return [(fault.profiles, self._fault_sentence(fault, points)) for fault in faults]

    def _fault_sentence(self, fault, points):
        names = [profile.display_name for profile in self.browse(fault.profiles)]
        low, high = fault.points_from, self._highest(fault.points_to)
        if fault.code == "overlap":
            return self.env._(
                "%(first)s and %(second)s both apply between %(low)s and %(high)s points: the first one wins.",
                first=names[0], second=names[1], low=low, high=high,
            )
        if fault.code == "empty":
            return self.env._("%(profile)s applies to no score: its range is empty.", profile=names[0])
        if fault.code == "new_hole":
            count = sum(value is None for value in points.values())
            return self.env._("Without a score no profile applies: %(count)s payers.", count=count)
        count = sum(value is not None and low <= value < fault.points_to for value in points.values())
        return self.env._(
            "Between %(low)s and %(high)s points no profile applies: %(count)s payers.", low=low, high=high, count=count
        )

    # -- assignment -------------------------------------------------------------------------------------------------------

    @api.model
    def _assign(self, company, date, payer_ids=None):
        """Give each payer the profile of the day, with the reason; what is fixed by hand stays until its end date.

        Answers the payers whose profile changed.
        """
        self = self.with_context(lang=company.partner_id.lang or self.env.lang)
        changes = defaultdict(list)
        expired = []
        for one in self._assignments(company, date, payer_ids):
            expired += [one.payer] if one.expired else []
            reason = self._reason(one.choice)
            if not one.fixed and (one.choice.profile, reason) != (one.now, one.reason):
                changes[one.choice.profile, reason].append(one)
        Partner = self.env["res.partner"].sudo().with_company(company.root_id)  # sudo: the night writes for everybody
        Partner.browse(expired).write({"payer_profile_fixed_until": False, "payer_profile_fixed_reason": False})
        for (profile, reason), group in changes.items():
            payers = Partner.browse([one.payer for one in group])
            payers.write({"payer_profile_id": profile, "payer_profile_reason": reason})
        moved = [one for group in changes.values() for one in group if one.now and one.now != one.choice.profile]
        self._tell(moved)
        return [one.payer for group in changes.values() for one in group if one.now != one.choice.profile]

    @api.model
    def _assignments(self, company, date, payer_ids=None):
        """What the rules say of each payer on a day, beside what they have: ``[Assignment]``. A constant number of queries."""
        points = self._points(company, date, payer_ids)
        chosen = self._rules(company)
        # sudo: the rules look at kind, size and profile only, of payers in any state
        Partner = self.env["res.partner"].sudo().with_company(company.root_id).with_context(active_test=False)
        return [
            self._assignment(payer, rules.choose(chosen, rules.Subject(
                points[payer.id], payer.payer_kind or "company", payer.payer_size or ""
            )), date)
            for payer in Partner.browse(points)
        ]

    def _assignment(self, payer, choice, date):
        by_hand = bool(payer.payer_profile_fixed_reason)
        expired = by_hand and bool(payer.payer_profile_fixed_until) and payer.payer_profile_fixed_until < date
        return Assignment(
            payer.id, choice, payer.payer_profile_id.id or 0, payer.payer_profile_reason or "", by_hand and not expired, expired
        )

    @api.model
    def _points(self, company, date, payer_ids=None):
        """The score that counts on a day, of everybody who has one: ``{payer: points or None}``; asked payers always."""
        self.env["payer.score"].flush_model(["company_id", "date", "grade", "partner_id", "points"])
        among = SQL("TRUE") if payer_ids is None else SQL("p.commercial_partner_id = ANY(%s)", list(payer_ids))
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT ON (p.commercial_partner_id) p.commercial_partner_id, CASE WHEN s.grade <> 'N' THEN s.points END
                 FROM payer_score s JOIN res_partner p ON p.id = s.partner_id
                WHERE s.company_id = %s AND s.date <= %s AND %s
                ORDER BY 1, s.date DESC, s.id DESC""",
            company.root_id.id, date, among,
        ))
        return dict.fromkeys(payer_ids or ()) | dict(rows)

    def _reason(self, choice):
        """Why this profile, in words that change with the rule and not with every point."""
        if not choice.profile:
            return self.env._("No profile applies.")
        return self.env._("Automatic: %(condition)s.", condition=self.browse(choice.profile).sudo().condition_text)

    def _tell(self, moved):
        """One line on the timeline of each payer whose profile changed."""
        names = {profile.id: profile.name for profile in self.sudo().search([("active", "in", (True, False))])}
        bodies = {
            one.payer: self.env._(
                "Profile changed from %(old)s to %(new)s. %(reason)s",
                old=names.get(one.now, ""), new=names.get(one.choice.profile, self.env._("none")), reason=self._reason(one.choice),
            )
            for one in moved
        }
        # sudo: the night writes on every payer's timeline
        self.env["res.partner"].sudo().browse(bodies)._message_log_batch(bodies=bodies)
