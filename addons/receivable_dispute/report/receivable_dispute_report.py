from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.receivable_dispute.models.receivable_dispute import OPEN, OUTCOMES, SOURCES, STATES


class ReceivableDisputeReport(models.Model):
    """What customers contest and how long an answer takes: one row per dispute, amounts in company currency at the rate of its day."""

    _name = "receivable.dispute.report"
    _description = "Dispute analysis"
    _auto = False
    _order = "opened_on desc, id desc"
    _rec_name = "dispute_id"
    _depends = {
        "receivable.dispute": [
            "accepted_amount", "amount", "company_id", "currency_id", "deadline", "opened_on", "outcome_wanted", "owner_id", "partner_id",
            "product_id", "reason_id", "resolved_on", "salesperson_id", "source", "state",
        ],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["currency_id", "parent_path"],
        "res.currency.rate": ["company_id", "currency_id", "name", "rate"],
    }  # fmt: skip

    dispute_id = fields.Many2one("receivable.dispute", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True)
    reason_id = fields.Many2one("receivable.dispute.reason", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, help="The product that weighs most in the invoice.")
    categ_id = fields.Many2one("product.category", string="Product category", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True, help="Who answers.")
    state = fields.Selection(STATES, readonly=True)
    outcome_wanted = fields.Selection(OUTCOMES, string="Asked for", readonly=True)
    source = fields.Selection(SOURCES, readonly=True)
    opened_on = fields.Date(readonly=True)
    resolved_on = fields.Date(readonly=True)
    amount = fields.Monetary(string="Amount contested", readonly=True)
    accepted_amount = fields.Monetary(string="Accepted", readonly=True)
    days_to_resolve = fields.Float(
        string="Days to resolve", readonly=True, aggregator="avg", digits=(6, 1),
        help="From its opening until it was answered, withdrawn or paid; disputes that are still open do not count.",
    )  # fmt: skip
    late = fields.Integer(string="Answered late", readonly=True, help="After the day that the customer was told, or still not.")

    @property
    def _table_query(self):
        return SQL(
            """SELECT d.id, d.id AS dispute_id, d.company_id, c.currency_id, d.partner_id, d.reason_id, d.product_id, t.categ_id,
                      d.salesperson_id, d.owner_id, d.state, d.outcome_wanted, d.source, d.opened_on, d.resolved_on,
                      d.amount * rate.value AS amount, d.accepted_amount * rate.value AS accepted_amount,
                      d.resolved_on - d.opened_on AS days_to_resolve,
                      (COALESCE(d.resolved_on, CASE WHEN d.state = ANY(%(open)s) THEN %(today)s END) > d.deadline)::int AS late
                 FROM receivable_dispute d
                 JOIN res_company c ON c.id = d.company_id
                 LEFT JOIN product_product p ON p.id = d.product_id
                 LEFT JOIN product_template t ON t.id = p.product_tmpl_id
                 CROSS JOIN LATERAL (SELECT CASE WHEN d.currency_id = c.currency_id THEN 1 ELSE %(company)s / %(own)s END AS value) rate""",
            open=list(OPEN), today=fields.Date.context_today(self), company=self._rate("c"), own=self._rate("d"),
        )

    def _rate(self, table):
        """The rate of a currency on the day of the dispute, as core takes it."""
        return SQL(
            """COALESCE((SELECT r.rate FROM res_currency_rate r
                          WHERE r.currency_id = %s AND r.name <= d.opened_on
                            AND (r.company_id IS NULL OR r.company_id = split_part(c.parent_path, '/', 1)::int)
                          ORDER BY r.company_id, r.name DESC LIMIT 1), 1)""",
            SQL.identifier(table, "currency_id"),
        )

    def action_open(self):
        """The dispute behind a row."""
        self.ensure_one()
        return self.dispute_id._get_records_action()
