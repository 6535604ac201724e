from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, format_amount, format_date

from odoo.addons.receivable.logic import credit, exposure, holds
from odoo.addons.receivable.logic.checklist import checklist
from odoo.addons.receivable.logic.credit import Fact, Limit, Order, Position
from odoo.addons.receivable.logic.set_off import set_off

EMPLOYEE = "base.group_user"
BY_MANAGERS = {"payer_limit_extra", "payer_limit_until", "payer_limit_reason", "payer_group_id"}


class ResPartner(models.Model):
    """May they have more on credit? Limits, the facts that rules look at, and the verdict in words."""

    _inherit = "res.partner"

    payer_no_credit = fields.Boolean(
        string="No credit", company_dependent=True, copy=False, groups=EMPLOYEE,
        help="Nothing more on credit: a limit of zero, whatever the credit limit says.",
    )
    payer_limit_extra = fields.Float(
        string="Temporary increase", company_dependent=True, copy=False, groups=EMPLOYEE,
        help="On top of the credit limit, until a date.",
    )
    payer_limit_until = fields.Date(string="Increase until", company_dependent=True, copy=False, groups=EMPLOYEE)
    payer_limit_reason = fields.Char(string="Reason for the increase", company_dependent=True, copy=False, groups=EMPLOYEE)
    payer_group_id = fields.Many2one(
        "res.partner", string="Shares the limit of", company_dependent=True, copy=False, groups=EMPLOYEE,
        domain="[('id', '!=', id), ('parent_id', '=', False)]",
        help="The limit of that payer counts for all who share it, and for what they owe together.",
    )
    payer_register_date = fields.Date(
        string="Register extract of", copy=False, groups=EMPLOYEE, help="Day of the extract of the company register (K-bis) on file.",
    )
    payer_rating = fields.Char(string="Outside rating", copy=False, groups=EMPLOYEE, help="What a bank or an agency says of them.")
    receivable_checklist = fields.Json(
        string="Checks of a new customer", compute="_compute_receivable_checklist", groups="receivable.group_receivable_reader"
    )

    @api.depends_context("company", "lang", "tz")
    def _compute_receivable_checklist(self):
        company, today = self.env.company, fields.Date.context_today(self)
        panels = self.commercial_partner_id._receivable_checklist_panels(company, today)
        for partner in self:
            partner.receivable_checklist = panels[partner.commercial_partner_id.id]

    def write(self, vals):
        done = super().write(vals)
        if BY_MANAGERS & set(vals):
            self._receivable_trace_limit()
        return done

    def _receivable_by_collectors(self):
        return super()._receivable_by_collectors() | {"payer_no_credit", "payer_register_date", "payer_rating"}

    def _check_collector(self, names):
        if not self.env.su and BY_MANAGERS & set(names) and not self.env.user.has_group("receivable.group_receivable_manager"):
            raise AccessError(self.env._("Only a credit manager may raise a limit or let payers share one."))
        return super()._check_collector(names)

    @api.constrains("payer_limit_extra", "payer_limit_until", "payer_limit_reason")
    def _check_limit_increase(self):
        for payer in self:
            if payer.payer_limit_extra < 0:
                raise ValidationError(self.env._("An increase is not negative. Lower the credit limit instead."))
            if payer.payer_limit_extra and not (payer.payer_limit_until and payer.payer_limit_reason):
                raise ValidationError(self.env._("Say until when the limit is raised, and why."))

    @api.constrains("payer_group_id")
    def _check_payer_group(self):
        for payer in self.filtered("payer_group_id"):
            head = payer.payer_group_id
            # sudo: members are looked for whoever writes
            members = payer.sudo().with_context(active_test=False).search_count([("payer_group_id", "=", payer.id)], limit=1)
            if head == payer or head.payer_group_id or members:
                raise ValidationError(self.env._(
                    "%(payer)s cannot share the limit of %(head)s: one of them belongs to another group already.",
                    payer=payer.display_name, head=head.display_name,
                ))

    def _receivable_trace_limit(self):
        """Who raised which limit until when, on the payer's timeline."""
        for payer in self:
            if payer.payer_group_id:
                payer._message_log(body=self.env._("Shares the credit limit of %(head)s.", head=payer.payer_group_id.display_name))
            if payer.payer_limit_extra:
                money = payer._receivable_money(self.env.company)
                payer._message_log(body=self.env._(
                    "Credit limit raised by %(amount)s until %(day)s: %(reason)s",
                    amount=money(payer.payer_limit_extra), day=format_date(self.env, payer.payer_limit_until),
                    reason=payer.payer_limit_reason,
                ))

    # -- the verdict ------------------------------------------------------------------------------------------------------

    def _receivable_verdict(self, company, amount=0, date=None):
        """May these payers take ``amount`` more on credit? ``{payer: credit.Verdict}``; a constant number of queries.

        :param amount: company currency, the same for all, or ``{payer: amount}``
        """
        payers = self.commercial_partner_id
        positions = payers._receivable_positions(company, date or fields.Date.context_today(self))
        rules, alerts = self.env["credit.rule"]._rules(company), company._credit_alerts()
        amounts = amount if isinstance(amount, dict) else dict.fromkeys(payers.ids, amount)
        return {
            payer: credit.verdict(position, Order(Decimal(str(amounts.get(payer, 0)))), rules, alerts)
            for payer, position in positions.items()
        }

    def _receivable_positions(self, company, date):
        """What is known of these payers on a day: ``{payer: credit.Position}``; a constant number of queries."""
        # sudo: the verdict is asked by salespeople, who may not read limits and profiles
        payers = self.commercial_partner_id.sudo().with_company(company.root_id)
        groups = payers._receivable_groups()
        limits = payers._receivable_limits(company, date, groups)
        exposures = payers._receivable_exposure_shared(company, groups)
        facts = payers._receivable_credit_facts(company, date, limits, self._receivable_causes(company, payers.payer_profile_id.ids))
        return {
            payer.id: Position(
                sum((part.amount for part in exposures[payer.id]), Decimal(0)), limits[payer.id], tuple(facts[payer.id]),
                payer.payer_kind or "company", payer.payer_profile_id.id or 0,
            )
            for payer in payers
        }

    @api.model
    def _receivable_causes(self, company, profiles):
        """What some rule asks about payers of these profiles: nothing else is looked up."""
        rules = self.env["credit.rule"]._rules(company)
        return {rule.cause for rule in rules if not rule.profiles or not rule.profiles.isdisjoint(profiles)}

    # -- limits and groups ------------------------------------------------------------------------------------------------

    def _receivable_limits(self, company, date=None, groups=None):
        """The limit that counts for each payer on a day: ``{payer: credit.Limit or None}``; None = no limit."""
        root, date = company.root_id, date or fields.Date.context_today(self)
        # sudo: core shows the limit to accountants only; the verdict needs it whoever asks
        payers = self.sudo().with_company(root)
        groups = payers._receivable_groups() if groups is None else groups
        return {payer.id: payer._receivable_limit(payer in groups, root, date) for payer in payers}

    def _receivable_limit(self, shared, root, date):
        """The limit of the group's head counts for each member; no credit is each one's own."""
        if self.payer_no_credit:
            return Limit(Decimal(0), "no_credit", self.id)
        limit = (self.payer_group_id or self)._receivable_own_limit(root, date)
        return limit._replace(source="group") if shared and limit and limit.amount else limit

    def _receivable_own_limit(self, root, date):
        """Core's own credit limit, with an increase as long as it lasts."""
        if self.payer_no_credit:
            return Limit(Decimal(0), "no_credit", self.id)
        if not (root.account_use_credit_limit and self.credit_limit):
            return None
        amount = Decimal(str(self.credit_limit))
        if self.payer_limit_extra and self.payer_limit_until and date <= self.payer_limit_until:
            return Limit(amount + Decimal(str(self.payer_limit_extra)), "increased", self.id, self.payer_limit_until)
        return Limit(amount, "own", self.id)

    def _receivable_groups(self):
        """Who shares a limit with whom: ``{payer: all members with their head}``, of those who share one."""
        # sudo: a limit is shared with payers that the person who asks may not read
        payers = self.sudo().with_context(active_test=False)
        heads = payers.payer_group_id | payers
        found = payers.search([("payer_group_id", "in", heads.ids)]).grouped("payer_group_id")
        return {payer: head | found[head] for payer in self if (head := payer.sudo().payer_group_id or payer.sudo()) in found}

    def _receivable_exposure_shared(self, company, groups=None):
        """The exposure that meets the limit: the payer's own parts, and one for the others who share it."""
        payers = self.commercial_partner_id.sudo().with_company(company.root_id)  # sudo: as for the limits
        groups = payers._receivable_groups() if groups is None else groups
        parts = payers.union(*groups.values())._receivable_exposure(company)
        shared = {}
        for payer in payers:
            others = groups.get(payer, payer) - payer
            amount = sum((part.amount for other in others for part in parts[other.id]), Decimal(0))
            shared[payer.id] = [*parts[payer.id], *([exposure.Part("group", amount)] if amount else [])]
        return shared

    # -- facts ------------------------------------------------------------------------------------------------------------

    def _receivable_credit_facts(self, company, date, limits, causes):
        """What rules may look at: ``{payer: [credit.Fact]}``; add-ons add what they know to what ``super()`` answers.

        :param causes: those that some rule asks about
        """
        facts = {payer.id: [] for payer in self}
        for payer, found in self._receivable_item_facts(company, date).items():
            facts[payer] += found
        grades = self._receivable_grades(company, date) if causes & {"grade", "verification"} else {}
        for payer, grade in grades.items():
            facts[payer].append(Fact("grade", text=grade))
        if "verification" in causes:
            for payer, points in self._receivable_checklist(company, date, limits, grades).items():
                facts[payer] += [Fact("verification", text=point.code) for point in points if not point.done]
        return facts

    def _receivable_item_facts(self, company, date):
        """Open debts less credits, oldest first: late or not, contested, promised, or stopped altogether."""
        Line = self.env["account.move.line"]
        members = self.env["res.company"].browse(self.env["receivable.event"]._members(company))
        items = [item for member in members for item in Line._receivable_open_items(member, self.ids)]
        debts = sorted((item for item in items if item.kind == "debt"), key=lambda item: (item.due, item.id))
        held = Line.browse([item.id for item in debts])._receivable_holds("order", date)
        nets = set_off(items, {item.id: holds.held(held.get(item.id, ()), item.residual) for item in debts})
        facts = defaultdict(list)
        for item in debts:
            facts[item.payer] += self._receivable_facts_of(item, nets[item.id], held.get(item.id, ()), date)
        return {payer: list(dict.fromkeys(found)) for payer, found in facts.items()}

    @staticmethod
    def _receivable_facts_of(item, net, found, date):
        rate = item.residual_company / item.residual
        if net > 0:
            yield Fact("unpaid", net * rate, None, item.id)
            if item.due < date:
                yield Fact("overdue", net * rate, (date - item.due).days, item.id)
        for hold in found:
            if hold.code in ("dispute", "promise", "broken_promise"):
                held = item.residual if hold.amount is None else min(hold.amount, item.residual)
                days = (date - hold.since).days if hold.code == "broken_promise" else None
                yield Fact(hold.code, held * rate, days, item.id)
        if stop := holds.stopped(found):
            yield Fact("stopped", text=stop.why_public)

    def _receivable_grades(self, company, date):
        """The grade that stands on a day: ``{payer: grade}``, of those who have a score."""
        self.env["payer.score"].flush_model(["company_id", "date", "grade", "partner_id"])
        return dict(self.env.execute_query(SQL(
            """SELECT DISTINCT ON (partner_id) partner_id, grade FROM payer_score
                WHERE company_id = %s AND partner_id = ANY(%s) AND date <= %s ORDER BY partner_id, date DESC, id DESC""",
            company.root_id.id, self.ids, date,
        )))

    # -- checks of a new customer -----------------------------------------------------------------------------------------

    def _receivable_checklist(self, company, date, limits, grades):
        """What is on file of these payers, point by point: ``{payer: [checklist.Point]}``."""
        # sudo: terms are not everybody's to read, whether they are set may be told
        payers = self.sudo().with_company(company.root_id)
        return {
            payer.id: checklist(payer.payer_kind or "company", {
                "identity": bool(payer.vat or payer.company_registry),
                "rating": bool(payer.payer_rating) or grades.get(payer.id, "N") != "N",
                "limit": limits[payer.id] is not None,
                "terms": bool(payer.property_payment_term_id),
            }, payer.payer_register_date or None, date)
            for payer in payers
        }

    def _receivable_checklist_panels(self, company, date):
        """The checklist in words, for the screens: ``{payer: [{code, label, done}]}``."""
        words = self._receivable_checklist_words()
        limits, grades = self._receivable_limits(company, date), self._receivable_grades(company, date)
        return {
            payer: [{"code": point.code, "label": words[point.code], "done": point.done} for point in points]
            for payer, points in self._receivable_checklist(company, date, limits, grades).items()
        }

    @api.model
    def _receivable_checklist_words(self):
        return {
            "identity": self.env._("Identity: tax number or registration number"),
            "register": self.env._("Register extract (K-bis) of the last three months"),
            "rating": self.env._("Rating, or a score of ours"),
            "limit": self.env._("Credit limit set"),
            "terms": self.env._("Payment terms set"),
        }

    # -- words ------------------------------------------------------------------------------------------------------------

    @api.model
    def _receivable_verdict_sentences(self, verdict, company):
        """The reasons of a verdict, in words that a salesperson may read and repeat."""
        money = self._receivable_money(company)
        return [self._receivable_verdict_sentence(reason, money) for reason in verdict.reasons]

    def _receivable_money(self, company):
        currency = company.root_id.currency_id

        def money(amount):
            return format_amount(self.env, float(amount), currency)

        return money

    def _receivable_verdict_sentence(self, reason, money):
        values = dict(reason.values)
        if "limit" in values:
            return self._receivable_limit_sentence(reason.code, values, money)
        if reason.code in ("stopped", "grade", "profile", "verification", "advice_only"):
            return self._receivable_fact_sentence(reason.code, values)
        return self._receivable_debt_sentence(reason.code, values, money)

    def _receivable_limit_sentence(self, code, values, money):
        limit = self._receivable_limit_words(values["limit"], money)
        if code == "no_credit":
            return self.env._("No credit: payment before delivery (%(amount)s).", amount=money(values["amount"]))
        if code == "over_limit":
            return self.env._("%(over)s over %(limit)s.", over=money(values["over"]), limit=limit)
        return self.env._("%(share)s %% of %(limit)s used.", share=round(values["share"] * 100), limit=limit)

    def _receivable_limit_words(self, limit, money):
        """A limit and where it comes from: ``the group's limit of 50,000.00 €``."""
        if limit.source == "group":
            return self.env._("the group's limit of %(limit)s", limit=money(limit.amount))
        if limit.source == "increased":
            until = format_date(self.env, limit.until)
            return self.env._("the limit of %(limit)s, raised until %(day)s", limit=money(limit.amount), day=until)
        return self.env._("the limit of %(limit)s", limit=money(limit.amount))

    def _receivable_debt_sentence(self, code, values, money):
        amount = money(values["amount"])
        if code == "overdue":
            return self.env._("%(amount)s overdue, the oldest by %(days)s days.", amount=amount, days=values["days"])
        if code == "unpaid":
            return self.env._("Earlier invoices are not paid yet: %(amount)s.", amount=amount)
        if code == "dispute":
            return self.env._("An open dispute of %(amount)s.", amount=amount)
        if code == "promise":
            return self.env._("%(amount)s promised and not paid yet.", amount=amount)
        return self.env._("A promise of %(amount)s was not kept.", amount=amount)

    def _receivable_fact_sentence(self, code, values):
        if code == "stopped":
            return " ".join(values["texts"]) or self.env._("Everything is stopped for this payer.")
        if code == "grade":
            return self.env._("Score %(grade)s.", grade=values["grade"])
        if code == "profile":
            return self.env._("Their profile asks for a look.")
        if code == "verification":
            words = self._receivable_checklist_words()
            missing = ", ".join(words[point] for point in values["texts"])
            return self.env._("Checks of a new customer missing: %(missing)s.", missing=missing)
        return self.env._("A private person: advice only, a person decides.")
