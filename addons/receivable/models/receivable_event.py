from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL, ormcache

from odoo.addons.receivable.logic import delay

KINDS = [
    ("opened", "Opened"),  # first seen by us, or with another due date or amount
    ("part", "Paid in part"),
    ("settled", "Settled"),
    ("reopened", "Reopened"),
    ("withdrawn", "Withdrawn"),  # the invoice went back to draft or was cancelled or deleted
]

# Tables that every recording statement reads: one receivable line that may be a debt, and what it says.
DEBT_TABLES = SQL("""
         account_move_line l
    JOIN account_account a ON a.id = l.account_id
    JOIN account_move m ON m.id = l.move_id
    JOIN account_journal j ON j.id = m.journal_id
    JOIN res_partner p ON p.id = l.partner_id""")
DEBT_CONDITION = SQL("""
        l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND a.non_trade IS NOT TRUE
    AND l.amount_currency > 0
    AND (m.move_type IN ('out_invoice', 'out_receipt')
         OR m.move_type = 'entry' AND j.receivable_opening AND m.origin_payment_id IS NULL AND m.statement_line_id IS NULL)""")
COPIES = SQL("company_id, partner_id, move_line_id, item, number, issued, due, original, currency_id")
DEBT_COPIES = SQL("""
    l.company_id, p.commercial_partner_id AS partner_id, l.id AS move_line_id, l.id AS item,
    CASE WHEN m.move_type = 'entry' THEN COALESCE(l.name, m.name) ELSE m.name END AS number,
    COALESCE(m.invoice_date, l.date) AS issued, COALESCE(l.date_maturity, l.date) AS due, l.amount_currency AS original, l.currency_id""")
STAMPS = SQL("create_uid, create_date")
MANY = 5_000  # events written at once that make the statistics of the table worthless


class ItemState(NamedTuple):
    """One item as the events known on a day tell it."""

    item: int
    payer: int
    issued: object
    due: object
    original: Decimal
    currency: int
    settled: bool
    paid_on: object  # date of the last money, None when no money came
    money: Decimal  # paid by money, item's currency
    withdrawn: bool


class ReceivableEvent(models.Model):
    """What happened to a debt, and when we knew. Appended, never changed: a past day can be told again.

    Un-reconciling deletes the ledger's own traces, and entries are back-dated; these rows stay. One row per partial
    reconciliation (``partial`` is its id, kept when it is gone), so that the sum of the amounts of an item is what is paid.
    """

    _name = "receivable.event"
    _description = "Event of an open item"
    _order = "date desc, id desc"
    _rec_name = "number"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, readonly=True, index=True, ondelete="restrict")
    move_line_id = fields.Many2one("account.move.line", string="Item", readonly=True, index="btree_not_null", ondelete="set null")
    item = fields.Integer(string="Item number", required=True, readonly=True, index=True, help="Kept when the journal item is deleted.")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="Day of the money, or of the event.")
    known_on = fields.Date(required=True, readonly=True, help="Day on which we learned it.")
    amount = fields.Monetary(required=True, readonly=True, help="Change of what is paid; negative when reopened.")
    by_money = fields.Boolean(readonly=True, help="A payment or bank entry, not a credit note or write-off.")
    partial = fields.Integer(readonly=True, index="btree_not_null", help="Reconciliation that this event tells of.")
    number = fields.Char(readonly=True)
    issued = fields.Date(readonly=True)
    due = fields.Date(readonly=True)
    original = fields.Monetary(string="Original amount", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)

    _partial_once = models.UniqueIndex("(item, partial, (kind = 'reopened')) WHERE partial IS NOT NULL")
    _company_date_idx = models.Index("(company_id, date) WHERE kind = 'settled'")

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What happened is kept as it happened: events cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What happened is kept as it happened: events cannot be deleted."))

    # -- recording --------------------------------------------------------------------------------------------------------

    @api.model
    def _record_settlements(self, partials, known_on):
        """Payments that these new reconciliations bring to debts: one INSERT … SELECT; the ledger is flushed already."""
        self._insert_settlements(SQL("l.id = ANY(%s)", partials.debit_move_id.ids), SQL("%s::date", known_on))

    @api.model
    def _record_reopenings(self, partial_ids, known_on):
        """Reconciliations about to be undone: what they had paid is open again."""
        self._insert_reopenings(SQL("e.partial = ANY(%s)", list(partial_ids)), known_on)

    @api.model
    def _record_difference(self, company, known_on):
        """What went past the hooks (imports by SQL, other programs), once a night: the ledger compared with the events.

        Answers how many events were missing.
        """
        self._flush_ledger()
        # a fresh import has no statistics yet: without them the comparison may take minutes in place of a second
        self.env.cr.execute("ANALYZE account_move, account_move_line, account_partial_reconcile, receivable_event")
        members = self._members(company)
        here = SQL("l.company_id = ANY(%s)", members)
        gone = SQL(
            """e.company_id = ANY(%s) AND NOT EXISTS (
               SELECT 1 FROM account_partial_reconcile r WHERE r.id = e.partial)""", members
        )
        return (
            self._insert_withdrawals(members, known_on)
            + self._insert_openings(here, SQL("%s::date", known_on))
            + self._insert_reopenings(gone, known_on)
            + self._insert_settlements(here, SQL("%s::date", known_on))
        )

    @api.model
    def _record_history(self, company):
        """History that the ledger already holds, imported or from before the installation: known on its own date."""
        self._flush_ledger()
        here = SQL("l.company_id = ANY(%s)", self._members(company))
        return self._insert_openings(here, SQL("COALESCE(m.invoice_date, l.date)")) + self._insert_settlements(
            here, SQL("c.date")
        )

    def _insert_settlements(self, condition, known_on):
        """Reconciliations without an event. Of those that bring a debt to nothing, the last one settles it."""
        return self._run(SQL(
            """WITH paid AS (
                  SELECT %(debt)s, r.id AS partial, c.date, %(known_on)s AS known_on, r.debit_amount_currency AS amount,
                         cm.origin_payment_id IS NOT NULL OR cm.statement_line_id IS NOT NULL
                            OR cj.type IN ('bank', 'cash', 'credit') AS by_money,
                         SUM(r.debit_amount_currency) OVER (PARTITION BY l.id) AS total
                    FROM %(tables)s
                    JOIN account_partial_reconcile r ON r.debit_move_id = l.id AND r.debit_amount_currency <> 0
                    JOIN account_move_line c ON c.id = r.credit_move_id
                    JOIN account_move cm ON cm.id = c.move_id
                    JOIN account_journal cj ON cj.id = cm.journal_id
                   WHERE %(condition)s AND %(debts)s),
               missing AS (
                  SELECT paid.*, ROW_NUMBER() OVER (PARTITION BY item ORDER BY date DESC, partial DESC) AS rank
                    FROM paid WHERE NOT EXISTS (SELECT 1 FROM receivable_event e WHERE e.item = paid.item AND e.partial = paid.partial))
               INSERT INTO receivable_event (%(copies)s, partial, kind, date, known_on, amount, by_money, %(stamps)s)
               SELECT %(copies)s, partial, CASE WHEN rank = 1 AND total >= original THEN 'settled' ELSE 'part' END,
                      date, GREATEST(known_on, date), amount, by_money, %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM missing ORDER BY date, partial""",
            condition=condition, known_on=known_on, **self._pieces(),
        ))

    def _insert_reopenings(self, condition, known_on):
        return self._run(SQL(
            """INSERT INTO receivable_event (%(copies)s, partial, kind, date, known_on, amount, by_money, %(stamps)s)
               SELECT %(copied)s, e.partial, 'reopened', GREATEST(%(known_on)s::date, e.date), GREATEST(%(known_on)s::date, e.known_on),
                      -e.amount, e.by_money, %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM receivable_event e
                WHERE %(condition)s AND e.kind IN ('part', 'settled')
                  AND NOT EXISTS (SELECT 1 FROM receivable_event o
                                   WHERE o.item = e.item AND o.partial = e.partial AND o.kind = 'reopened')""",
            condition=condition, known_on=known_on, **self._pieces(),
        ))

    def _insert_openings(self, condition, known_on):
        """Debts not seen before, withdrawn before, or whose due date or amount has changed since."""
        return self._run(SQL(
            """INSERT INTO receivable_event (%(copies)s, kind, date, known_on, amount, by_money, %(stamps)s)
               SELECT %(debt)s, 'opened', COALESCE(m.invoice_date, l.date), %(known_on)s, 0, FALSE, %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM %(tables)s
                 LEFT JOIN (
                      SELECT DISTINCT ON (item) item, kind, due, original FROM receivable_event
                       WHERE kind IN ('opened', 'withdrawn') ORDER BY item, id DESC) last ON last.item = l.id
                WHERE %(condition)s AND %(debts)s
                  AND (last.kind IS NULL OR last.kind = 'withdrawn'
                       OR last.due <> COALESCE(l.date_maturity, l.date) OR last.original <> l.amount_currency)""",
            condition=condition, known_on=known_on, **self._pieces(),
        ))

    def _insert_withdrawals(self, members, known_on):
        """Items opened before that are no longer a posted debt."""
        return self._run(SQL(
            """INSERT INTO receivable_event (%(copies)s, kind, date, known_on, amount, by_money, %(stamps)s)
               SELECT %(copied)s, 'withdrawn', GREATEST(%(known_on)s::date, e.date), GREATEST(%(known_on)s::date, e.known_on), 0, FALSE,
                      %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM (SELECT DISTINCT ON (item) * FROM receivable_event
                        WHERE company_id = ANY(%(members)s) AND kind IN ('opened', 'withdrawn') ORDER BY item, id DESC) e
                WHERE e.kind = 'opened' AND NOT EXISTS (SELECT 1 FROM %(tables)s WHERE l.id = e.item AND %(debts)s)""",
            members=members, known_on=known_on, **self._pieces(),
        ))

    def _pieces(self):
        """The parts that the recording statements share."""
        copied = SQL(
            "e.company_id, e.partner_id, (SELECT l.id FROM account_move_line l WHERE l.id = e.item), e.item, e.number, e.issued,"
            " e.due, e.original, e.currency_id"
        )
        return {
            "copies": COPIES, "debt": DEBT_COPIES, "copied": copied, "tables": DEBT_TABLES, "debts": DEBT_CONDITION,
            "stamps": STAMPS, "uid": self.env.uid,
        }

    def _run(self, statement):
        """How many events a recording statement wrote; after many, fresh statistics, or the next comparison takes minutes."""
        self.env.cr.execute(statement)
        written = self.env.cr.rowcount
        self.invalidate_model()
        if written > MANY:
            self.env.cr.execute("ANALYZE receivable_event")
        return written

    def _flush_ledger(self):
        """What the recording statements read must be in the database."""
        self.env["account.move.line"].flush_model([
            "account_id", "amount_currency", "company_id", "currency_id", "date", "date_maturity", "move_id", "name", "parent_state",
            "partner_id",
        ])
        self.env["account.move"].flush_model(
            ["invoice_date", "journal_id", "move_type", "name", "origin_payment_id", "statement_line_id"]
        )
        self.env["account.partial.reconcile"].flush_model(["credit_move_id", "debit_amount_currency", "debit_move_id"])
        self.env["account.account"].flush_model(["account_type", "non_trade"])
        self.env["account.journal"].flush_model(["receivable_opening", "type"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])

    def _members(self, company):
        """The company and its branches: behaviour is the root company's business."""
        return list(self._members_of(company.root_id.id))

    @ormcache("root_id")
    def _members_of(self, root_id):
        # sudo: a branch that the user may not enter is still part of the payer's history
        return tuple(self.env["res.company"].sudo().search([("id", "child_of", root_id)]).ids)

    # -- reading ----------------------------------------------------------------------------------------------------------

    @api.model
    def _items_as_of(self, company, date, since, payer_ids=None):
        """Each item of the company's payers, from the events known by ``date`` and dated by then: ``[ItemState]``.

        What was settled before ``since`` is left out. One query.
        """
        payers = SQL("TRUE") if payer_ids is None else SQL(
            "e.partner_id IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))", list(payer_ids)
        )
        rows = self.env.execute_query(SQL(
            """WITH undone AS (
                  SELECT item, partial FROM receivable_event
                   WHERE kind = 'reopened' AND company_id = ANY(%(members)s) AND date <= %(date)s AND known_on <= %(date)s),
               total AS (
                  SELECT e.item, MAX(e.id) AS last, SUM(e.amount) AS amount, SUM(e.amount) FILTER (WHERE e.by_money) AS money,
                         MAX(e.date) FILTER (WHERE e.kind IN ('part', 'settled') AND u.item IS NULL AND e.by_money) AS paid_on,
                         MAX(e.date) FILTER (WHERE e.kind IN ('part', 'settled') AND u.item IS NULL) AS ended_on,
                         COALESCE(MAX(e.id) FILTER (WHERE e.kind = 'withdrawn') > MAX(e.id) FILTER (WHERE e.kind = 'opened'), FALSE)
                            AS withdrawn
                    FROM receivable_event e LEFT JOIN undone u ON u.item = e.item AND u.partial = e.partial
                   WHERE e.company_id = ANY(%(members)s) AND e.date <= %(date)s AND e.known_on <= %(date)s AND %(payers)s
                   GROUP BY e.item)
               SELECT t.item, p.commercial_partner_id, e.issued, e.due, e.original::text, e.currency_id, t.amount >= e.original, t.paid_on,
                      COALESCE(t.money, 0)::text, t.withdrawn
                 FROM total t JOIN receivable_event e ON e.id = t.last JOIN res_partner p ON p.id = e.partner_id
                WHERE t.amount < e.original OR t.ended_on >= %(since)s
                ORDER BY p.commercial_partner_id, t.item""",
            members=self._members(company), date=date, since=since, payers=payers,
        ))
        return [ItemState(*row[:4], Decimal(row[4]), *row[5:8], Decimal(row[8]), row[9]) for row in rows]

    @api.model
    def _settled(self, company, date, payer_ids=None):
        """Items paid by money before a day, as the delay model reads them: ``[delay.Settled]``."""
        states = self._items_as_of(
            company, date - timedelta(days=1), date - timedelta(days=delay.LEDGER_WINDOW_DAYS), payer_ids
        )
        return [
            delay.Settled(one.payer, one.issued, one.due, one.paid_on, float(one.money))
            for one in states
            if one.settled and one.money > 0
        ]

    @api.model
    def _fitted_ledger(self, company, date):
        """What the whole ledger says of delays on a day, fitted once until an event is added."""
        [[newest]] = self.env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM receivable_event"))
        return self._fit_ledger(company.root_id.id, date, newest)

    @tools.ormcache("root_id", "date", "newest")
    def _fit_ledger(self, root_id, date, newest):
        company = self.env["res.company"].browse(root_id)
        return delay.fit_ledger(self._settled(company, date), date, company._bank_holidays(date))

    @api.model
    def _settlements(self, company, since, until, payer_ids=None):
        """Items settled between two days and not reopened since, as ``receivable_dunning.logic.escalation.Settlement``:

        ``[(payer, item, n-th settlement, due, paid on, amount, currency, by money, proven)]``. Proven: a bank line is matched, or the
        money was booked straight into a bank or cash journal (imported payments are); a payment merely registered is not.
        """
        rows = self.env.execute_query(SQL(
            """SELECT p.commercial_partner_id, e.item,
                      (SELECT count(*) FROM receivable_event n WHERE n.item = e.item AND n.kind = 'settled' AND n.id <= e.id),
                      e.due, e.date, e.original::text, e.currency_id, e.by_money,
                      cm.statement_line_id IS NOT NULL OR COALESCE(pay.is_matched, FALSE)
                      OR cm.origin_payment_id IS NULL AND COALESCE(cj.type IN ('bank', 'cash', 'credit'), FALSE)
                 FROM receivable_event e
                 JOIN res_partner p ON p.id = e.partner_id
                 LEFT JOIN account_partial_reconcile r ON r.id = e.partial
                 LEFT JOIN account_move_line c ON c.id = r.credit_move_id
                 LEFT JOIN account_move cm ON cm.id = c.move_id
                 LEFT JOIN account_payment pay ON pay.id = cm.origin_payment_id
                 LEFT JOIN account_journal cj ON cj.id = cm.journal_id
                WHERE e.company_id = %(company)s AND e.kind = 'settled' AND e.date BETWEEN %(since)s AND %(until)s
                  AND e.known_on <= %(until)s AND e.move_line_id IS NOT NULL AND %(payers)s
                  AND NOT EXISTS (SELECT 1 FROM receivable_event o
                                   WHERE o.item = e.item AND o.id > e.id AND o.kind = 'reopened' AND o.known_on <= %(until)s)
                ORDER BY 1, e.date, e.item""",
            company=company.id, since=since, until=until, payers=self._among("p.commercial_partner_id", payer_ids),
        ))
        return [(*row[:5], Decimal(row[5]), *row[6:]) for row in rows]

    @staticmethod
    def _among(column, payer_ids):
        """A condition on the payers asked for; every payer of the company when none is named."""
        if payer_ids is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", SQL.identifier(*column.split(".")), list(payer_ids))
