from odoo import fields, models
from odoo.tools import SQL

KINDS = [
    ("approve", "To approve"),
    ("call", "Call"),
    ("letter", "Letter"),
    ("reply", "Reply"),
    ("broken_promise", "Broken promise"),
    ("paid", "Is it paid?"),
    ("undelivered", "Undelivered"),
    ("doubtful", "In doubt"),
    ("hand_over", "Hand-over"),
    ("error", "Error"),
    ("dispute", "Dispute"),
    ("plan", "Payment plan"),
    ("debit_return", "Returned debit"),
    ("mandate", "Mandate to renew"),
]
COLUMNS = {
    "kind": "varchar", "partner_id": "int", "company_id": "int", "why": "text", "amount": "numeric", "currency_id": "int",
    "days_late": "int", "level_name": "varchar", "date": "date", "user_id": "int", "rank": "int", "rank_why": "text",
    "res_model": "varchar", "res_id": "int",
}
# how a language writes a day -> how the database does
FIGURES = {
    "%d": "DD", "%m": "MM", "%Y": "YYYY", "%y": "YY", "%b": "Mon", "%B": "FMMonth", "%-d": "FMDD", "%-m": "FMMM", "%a": "Dy", "%A": "FMDay",
}  # fmt: skip


class ReceivableTodo(models.Model):
    """What waits for a person, most worth doing first: one read-only row per thing to do, whoever contributes it."""

    _name = "receivable.todo"
    _description = "To do"
    _auto = False
    _depends = {"res.company": ["currency_id", "parent_path"], "res.currency.rate": ["company_id", "currency_id", "name", "rate"]}
    _order = "rank DESC, date, id"
    _rec_name = "partner_id"

    kind = fields.Selection(KINDS, string="To do", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    why = fields.Char(string="Why now", readonly=True)
    amount = fields.Monetary(string="At stake", readonly=True, help="In the company's currency, at today's rate, so that rows compare.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    days_late = fields.Integer(string="Late", readonly=True, aggregator="max")
    level_name = fields.Char(string="Level", readonly=True)
    date = fields.Date(string="Day", readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    rank = fields.Integer(string="Rank points", readonly=True, aggregator="max")
    rank_why = fields.Char(string="Why this rank", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", readonly=True)

    @property
    def _table_query(self):
        """The rows of all contributors; the id is made of the record, its model and the kind, so that it stays the same."""
        own = {"amount": self._todo_in_company_currency(), "currency_id": SQL("company.currency_id")}
        columns = SQL(", ").join(
            SQL("%s::%s AS %s", own.get(name, SQL.identifier("row", name)), SQL(kind), SQL.identifier(name))
            for name, kind in COLUMNS.items()
        )
        rows = SQL(" UNION ALL ").join(SQL("(%s)", query) for query in [self._todo_nothing(), *self._todo_queries()])
        # 16 bits of the model and the kind: below the 53 bits that a browser counts with
        return SQL(
            """SELECT (row.res_id::bigint << 16) | (hashtext(row.res_model || row.kind) & 65535) AS id, %s
                 FROM (%s) row JOIN res_company company ON company.id = row.company_id""",
            columns, rows,
        )

    def _todo_in_company_currency(self):
        """What is at stake in the currency of the row's company; contributors give the currency that people agreed in."""
        return SQL(
            "CASE WHEN row.currency_id = company.currency_id THEN row.amount ELSE round(row.amount * %s / %s, 2) END",
            self._todo_rate("company"), self._todo_rate("row"),
        )

    def _todo_rate(self, table):
        """Today's rate of a currency for the root company of the row, as core takes it."""
        return SQL(
            """COALESCE((SELECT r.rate FROM res_currency_rate r
                          WHERE r.currency_id = %s AND r.name <= %s
                            AND (r.company_id IS NULL OR r.company_id = split_part(company.parent_path, '/', 1)::int)
                          ORDER BY r.company_id, r.name DESC LIMIT 1), 1)""",
            SQL.identifier(table, "currency_id"), fields.Date.context_today(self),
        )

    def _todo_queries(self):
        """``[SQL]``: one SELECT per contributor with the columns of ``COLUMNS``, in that order. Add-ons extend ``super()``."""
        return []

    def _todo_nothing(self):
        """Names and types of the columns, for a suite without contributors."""
        columns = SQL(", ").join(SQL("NULL::%s AS %s", SQL(kind), SQL.identifier(name)) for name, kind in COLUMNS.items())
        return SQL("SELECT %s WHERE FALSE", columns)

    def action_open(self):
        """The record that waits."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "views": [(False, "form")]}

    def action_open_payer(self):
        self.ensure_one()
        return self.partner_id.action_receivable_form()

    # -- sentences written by the database ------------------------------------------------------------------------------------

    def _todo_words(self, sentence, values):
        """A translated sentence with SQL in the place of its values: ``format()`` of the database, values by position."""
        pattern, given = sentence.replace("%", "%%"), []
        for name, value in sorted(values.items(), key=lambda pair: sentence.find(f"%({pair[0]})s")):
            if f"%%({name})s" in pattern:
                pattern = pattern.replace(f"%%({name})s", "%s")
                given.append(value)
        return SQL("format(%s, %s)", pattern, SQL(", ").join(given))

    def _todo_figure(self, amount, currency):
        """An amount as the reader's language writes it, with the code of its currency."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return SQL(
            "translate(to_char(COALESCE(%s, 0), 'FM999,999,999,990.00'), '.,', %s) || E'\\u00a0' || %s",
            amount, (lang.decimal_point or ".") + (lang.thousands_sep or ""), currency,
        )

    def _todo_day(self, day):
        """A day as the reader's language writes it."""
        pattern = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").date_format or "%m/%d/%Y"
        for python, postgres in FIGURES.items():
            pattern = pattern.replace(python, postgres)
        return SQL("to_char(%s, %s)", day, pattern)
