from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .payer_score import GRADES

TREND_DAYS = 30  # the score of today beside the one of a month ago
TREND_POINTS = 3  # less than that is steady


class PayerAccount(models.Model):
    """One row per payer and root company that has an open item or a score: what the lists of payers show.

    Read-only: one SQL statement at each reading, so that it can never disagree with the ledger; amounts in company currency.
    Add-ons add columns with ``_account_columns``, parts of the exposure with ``_account_exposure`` and the tables that both
    need with ``_account_joins``. A column written as a scalar sub-select is computed for the rows of the page only.
    """

    _name = "payer.account"
    _description = "Payer's account"
    _auto = False
    _rec_name = "partner_id"
    _order = "overdue DESC, owed DESC, id"
    _depends = {
        "account.move.line": [
            "account_id", "amount_residual", "company_id", "currency_id", "date", "date_maturity", "display_type", "journal_id",
            "parent_state", "partner_id", "payment_id", "reconciled", "statement_line_id",
        ],
        "account.move": [
            "amount_total_signed", "commercial_partner_id", "company_id", "move_type", "state",
        ],
        "account.account": ["account_type", "non_trade"],
        "account.journal": ["receivable_opening"],
        "payer.score": ["company_id", "date", "grade", "partner_id", "points"],
        "receivable.pause": ["company_id", "date_from", "date_until", "partner_id", "resumed_on", "scope", "stop_messages"],
        "res.company": ["account_use_credit_limit", "currency_id", "parent_path", "payer_collector_id"],
        "res.partner": [
            "active", "commercial_partner_id", "country_id", "credit_limit", "email", "payer_collector_id", "payer_contact_id",
            "payer_group_id", "payer_limit_extra", "payer_limit_until", "payer_no_credit", "payer_profile_id",
            "property_payment_term_id", "type", "user_id",
        ],
    }

    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    profile_id = fields.Many2one("payer.profile", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    payment_term_id = fields.Many2one("account.payment.term", string="Payment terms", readonly=True)
    grade = fields.Selection(GRADES, readonly=True)
    points = fields.Integer(readonly=True, aggregator="avg")
    trend = fields.Selection([("up", "Rising"), ("flat", "Steady"), ("down", "Falling")], readonly=True)
    overdue = fields.Monetary(readonly=True)
    oldest_days = fields.Integer(string="Oldest, days late", readonly=True, aggregator="max")
    owed = fields.Monetary(string="Owed in all", readonly=True, help="Open items less credits.")
    credits = fields.Monetary(readonly=True, help="Credit notes and payments not yet allocated.")
    exposure = fields.Monetary(readonly=True, help="All that they owe or are about to owe.")
    credit_limit = fields.Monetary(readonly=True)
    limit_state = fields.Selection([("none", "No limit"), ("zero", "No credit"), ("limit", "Limit")], readonly=True)
    used = fields.Float(string="Used of limit (%)", readonly=True, aggregator="avg")
    expected_date = fields.Date(
        string="Expected", compute="_compute_expected_date", help="When this payer's habits let us expect the next money."
    )
    several_currencies = fields.Boolean(readonly=True)
    no_email = fields.Boolean(string="No e-mail", readonly=True)
    paused = fields.Boolean(readonly=True)
    lateness = fields.Selection(
        [("on_time", "Not late"), ("late", "Up to 30 days late"), ("over_30", "Over 30 days late")], readonly=True
    )
    aged_0 = fields.Monetary(string="Not due", readonly=True)
    aged_30 = fields.Monetary(string="1–30 days late", readonly=True)
    aged_60 = fields.Monetary(string="31–60 days late", readonly=True)
    aged_90 = fields.Monetary(string="61–90 days late", readonly=True)
    aged_over = fields.Monetary(string="Over 90 days late", readonly=True)

    # -- the table --------------------------------------------------------------------------------------------------------

    @property
    def _table_query(self):
        columns = {"id": SQL("(p.id::bigint << 16) | root.id"), **self._account_columns()}
        return SQL(
            """SELECT %(columns)s
                 FROM res_partner p
                 JOIN res_company root ON root.parent_id IS NULL
                 LEFT JOIN (%(ledger)s) ledger ON ledger.payer = p.id AND ledger.root = root.id
                 %(joins)s
                WHERE p.commercial_partner_id = p.id
                  AND (ledger.payer IS NOT NULL OR EXISTS (
                       SELECT 1 FROM payer_score s WHERE s.company_id = root.id AND s.partner_id = p.id))""",
            columns=SQL(", ").join(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()),
            ledger=self._account_ledger(),
            joins=self._account_joins(),
        )

    def _account_columns(self):
        """``{field: SQL}``; tables at hand: ``p`` the payer, ``root`` the root company, ``ledger`` the open items summed."""
        limit, exposure = self._account_limit(), self._account_exposure()
        ledger = ("overdue", "owed", "credits", "aged_0", "aged_30", "aged_60", "aged_90", "aged_over")
        return {
            "partner_id": SQL("p.id"),
            "company_id": SQL("root.id"),
            "currency_id": SQL("root.currency_id"),
            "profile_id": self._account_of_company("payer_profile_id"),
            "collector_id": SQL("COALESCE(%s, root.payer_collector_id)", self._account_of_company("payer_collector_id")),
            "user_id": SQL("p.user_id"),
            "country_id": SQL("p.country_id"),
            "payment_term_id": self._account_of_company("property_payment_term_id"),
            "grade": self._account_score("s.grade"),
            "points": self._account_score("round(s.points)::int"),
            "trend": self._account_trend(),
            **{name: SQL("COALESCE(ledger.%s, 0)", SQL.identifier(name)) for name in ledger},
            "oldest_days": SQL("COALESCE(%s - ledger.oldest, 0)", fields.Date.context_today(self)),
            "lateness": SQL(
                "CASE WHEN ledger.oldest < %(month)s THEN 'over_30' WHEN ledger.overdue > 0 THEN 'late' ELSE 'on_time' END",
                month=fields.Date.context_today(self) - timedelta(days=30),
            ),
            "exposure": exposure,
            "credit_limit": limit,
            "limit_state": SQL("CASE WHEN %(l)s IS NULL THEN 'none' WHEN %(l)s = 0 THEN 'zero' ELSE 'limit' END", l=limit),
            "used": SQL("100 * (%s) / NULLIF(%s, 0)", self._account_shared(exposure), limit),
            "several_currencies": SQL("COALESCE(ledger.several_currencies, FALSE)"),
            "no_email": self._account_no_email(),
            "paused": self._account_paused(),
        }

    def _account_joins(self):
        """Tables that the columns of an add-on need, joined to ``p`` and ``root``, at most one row each."""
        return SQL()

    def _account_exposure(self):
        """All that a payer owes or is about to owe, as one SQL expression; add-ons add their part to ``super()``."""
        return SQL(
            """COALESCE(ledger.owed, 0) + COALESCE((
                SELECT SUM(d.amount_total_signed) FROM account_move d JOIN res_company c ON c.id = d.company_id
                 WHERE d.commercial_partner_id = p.id AND d.state = 'draft' AND d.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
                   AND split_part(c.parent_path, '/', 1)::int = root.id), 0)"""
        )

    def _account_ledger(self):
        """Open items summed by payer and root company."""
        today = fields.Date.context_today(self)
        due = SQL("COALESCE(l.date_maturity, l.date)")
        debt = SQL("l.amount_residual > 0 AND (%s)", self._account_debt())
        bounds = [("aged_30", 0, 30), ("aged_60", 30, 60), ("aged_90", 60, 90), ("aged_over", 90, 100_000)]
        aged = [
            SQL(
                "SUM(l.amount_residual) FILTER (WHERE %s < %s AND %s >= %s AND %s) AS %s",
                due, today - timedelta(days=low), due, today - timedelta(days=high), debt, SQL.identifier(name),
            )
            for name, low, high in bounds
        ]
        return SQL(
            """SELECT p.commercial_partner_id AS payer, split_part(c.parent_path, '/', 1)::int AS root,
                      SUM(l.amount_residual) AS owed,
                      SUM(l.amount_residual) FILTER (WHERE %(due)s < %(today)s AND %(debt)s) AS overdue,
                      MIN(%(due)s) FILTER (WHERE %(due)s < %(today)s AND %(debt)s) AS oldest,
                      -SUM(l.amount_residual) FILTER (WHERE l.amount_residual < 0) AS credits,
                      SUM(l.amount_residual) FILTER (WHERE %(due)s >= %(today)s AND %(debt)s) AS aged_0,
                      %(aged)s,
                      bool_or(l.currency_id <> c.currency_id) AS several_currencies
                 FROM account_move_line l
                 JOIN res_partner p ON p.id = l.partner_id
                 JOIN res_company c ON c.id = l.company_id
                WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND l.account_id = ANY(%(accounts)s)
                GROUP BY 1, 2""",
            due=due, today=today, debt=debt, aged=SQL(", ").join(aged), accounts=self._account_receivables(),
        )

    def _account_debt(self):
        """What is a debt, said of the line alone: joining the moves would cost three quarters of the list's time.

        The same lines as ``receivable_event.DEBT_CONDITION``: core marks the receivable lines of invoices and receipts with
        ``payment_term``, and copies the payment and the bank line of an entry to its lines.
        """
        # sudo: the rows are filtered by the rules of this model
        opening = self.env["account.journal"].sudo().with_context(active_test=False).search([("receivable_opening", "=", True)])
        return SQL(
            """l.display_type = 'payment_term'
               OR l.journal_id = ANY(%s) AND l.payment_id IS NULL AND l.statement_line_id IS NULL""",
            opening.ids,
        )

    def _account_receivables(self):
        """The receivable accounts by their ids: only so can the database walk its index of open lines."""
        # sudo: the rows are filtered by the rules of this model
        domain = [("account_type", "=", "asset_receivable"), ("non_trade", "=", False)]
        return self.env["account.account"].sudo().with_context(active_test=False).search(domain).ids

    def _account_of_company(self, name):
        """A company-dependent many2one of the payer, as its root company sees it."""
        return SQL("(p.%s ->> root.id::text)::int", SQL.identifier(name))

    def _account_shared(self, exposure):
        """The exposure that meets the limit: of all who share it. Nobody pays for groups where there are none."""
        # sudo: the rows are filtered by the rules of this model
        if not self.env["res.partner"].sudo().with_context(active_test=False).search_count([("payer_group_id", "!=", False)], limit=1):
            return exposure
        return SQL("SUM(%s) OVER (PARTITION BY root.id, COALESCE(%s, p.id))", exposure, self._account_of_company("payer_group_id"))

    def _account_limit(self):
        """As ``res.partner._receivable_limits``: NULL without a limit, 0 without credit, the head's for those who share it."""
        return SQL(
            """CASE WHEN (p.payer_no_credit ->> root.id::text)::boolean THEN 0
                    WHEN p.payer_group_id ->> root.id::text IS NULL THEN %(own)s
                    ELSE (SELECT %(head)s FROM res_partner h WHERE h.id = %(group)s) END""",
            own=self._account_own_limit(SQL("p")), head=self._account_own_limit(SQL("h")), group=self._account_of_company("payer_group_id"),
        )

    def _account_own_limit(self, payer):
        """Core's credit limit of a payer, with an increase as long as it lasts."""
        return SQL(
            """CASE WHEN (%(payer)s.payer_no_credit ->> root.id::text)::boolean THEN 0
                    WHEN root.account_use_credit_limit
                    THEN NULLIF(COALESCE((%(payer)s.credit_limit ->> root.id::text)::numeric, (%(default)s)::numeric), 0)
                         + CASE WHEN (%(payer)s.payer_limit_until ->> root.id::text)::date >= %(today)s
                                THEN COALESCE((%(payer)s.payer_limit_extra ->> root.id::text)::numeric, 0) ELSE 0 END END""",
            payer=payer, default=self._account_default_limit(), today=fields.Date.context_today(self),
        )

    def _account_default_limit(self):
        # sudo: which companies exist, and their defaults, are no secret to this query: its rows are filtered by the rules
        Partner = self.env["res.partner"].sudo()
        default = SQL("0.0")
        for root in self.env["res.company"].sudo().search([("parent_id", "=", False), ("account_use_credit_limit", "=", True)]):
            amount = Partner._fields["credit_limit"].get_company_dependent_fallback(Partner.with_company(root)) or 0.0
            default = SQL("CASE WHEN root.id = %s THEN %s ELSE %s END", root.id, amount, default)
        return default

    def _account_score(self, what, until=None):
        """One value of the score that stands on a day."""
        return SQL(
            """(SELECT %s FROM payer_score s WHERE s.company_id = root.id AND s.partner_id = p.id AND s.date <= %s
                 ORDER BY s.date DESC LIMIT 1)""",
            SQL(what), until or fields.Date.context_today(self),
        )

    def _account_trend(self):
        month_ago = fields.Date.context_today(self) - timedelta(days=TREND_DAYS)
        known = "CASE WHEN s.grade <> 'N' THEN s.points END"
        now, before = self._account_score(known), self._account_score(known, month_ago)
        return SQL(
            "CASE WHEN %(now)s - %(before)s >= %(step)s THEN 'up' WHEN %(before)s - %(now)s >= %(step)s THEN 'down' ELSE 'flat' END",
            now=now, before=before, step=TREND_POINTS,
        )

    def _account_no_email(self):
        """Nobody to write to by e-mail: the same order as ``res.partner._receivable_contact``."""
        return SQL(
            """COALESCE((SELECT r.email FROM res_partner r WHERE r.id = COALESCE(p.payer_contact_id, (
                  SELECT MIN(i.id) FROM res_partner i
                   WHERE i.commercial_partner_id = p.id AND i.type = 'invoice' AND i.id <> p.id AND i.active), p.id)), '') = ''"""
        )

    def _account_paused(self):
        return SQL(
            """EXISTS (SELECT 1 FROM receivable_pause h JOIN res_company c ON c.id = h.company_id
                        WHERE h.partner_id = p.id AND h.scope = 'payer' AND h.stop_messages
                          AND split_part(c.parent_path, '/', 1)::int = root.id AND h.date_from <= %(today)s
                          AND (h.date_until IS NULL OR h.date_until >= %(today)s)
                          AND (h.resumed_on IS NULL OR h.resumed_on > %(today)s))""",
            today=fields.Date.context_today(self),
        )

    # -- compute ----------------------------------------------------------------------------------------------------------

    @api.depends_context("tz")
    def _compute_expected_date(self):
        """The next money: the earliest forecast of the page's payers, one forecast per company."""
        self.expected_date = False
        today = fields.Date.context_today(self)
        for company, accounts in self.grouped("company_id").items():
            payers = accounts.partner_id
            payer_of = {item.id: item.payer for item in self.env["account.move.line"]._receivable_open_items(company, payers.ids)}
            soonest = {}
            for line, forecast in payers._receivable_expected_dates(company, today).items():
                payer = payer_of[line]
                soonest[payer] = min(soonest.get(payer, forecast.expected_date), forecast.expected_date)
            for account in accounts:
                account.expected_date = soonest.get(account.partner_id.id)

    # -- actions ----------------------------------------------------------------------------------------------------------

    def action_open_payer(self):
        """The payer's form."""
        self.ensure_one()
        return self.partner_id._receivable_form_action()

    def action_open_overdue(self):
        """The items that make up the overdue figure."""
        self.ensure_one()
        today = fields.Date.to_string(fields.Date.context_today(self))
        domain = [*self._open_domain(), ("amount_residual", ">", 0), ("date_maturity", "<", today)]
        return self.partner_id._receivable_evidence(self.env._("Overdue: %(payer)s", payer=self._payer_name()), "account.move.line", domain)

    def action_open_items(self):
        """The items that make up what is owed in all."""
        self.ensure_one()
        title = self.env._("Open items: %(payer)s", payer=self._payer_name())
        return self.partner_id._receivable_evidence(title, "account.move.line", self._open_domain())

    def action_send_statement(self):
        return self.partner_id.action_receivable_send_statement()

    def action_statement_pdf(self):
        return self.partner_id.action_receivable_statement_pdf()

    def action_statement_xlsx(self):
        return self.partner_id.action_receivable_statement_xlsx()

    def action_pause(self):
        return self.partner_id.action_receivable_pause()

    def action_change_collector(self):
        return self.partner_id.action_receivable_collector()

    def action_recompute_score(self):
        """Judge these payers again, now."""
        for company, accounts in self.grouped("company_id").items():
            accounts.partner_id._receivable_recompute(company)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _open_domain(self):
        return self.partner_id._receivable_open_domain(self.company_id)

    def _payer_name(self):
        return self.partner_id.display_name
