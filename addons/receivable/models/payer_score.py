import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.receivable.logic import holds, scoring

_logger = logging.getLogger(__name__)

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D"), ("E", "E"), ("N", "New")]


class Judgement(NamedTuple):
    """A score with the fingerprint of what it was computed from."""

    score: scoring.Score
    inputs_hash: str

    def differs_from(self, standing):
        """Worth a new row: other facts, another grade, or another whole point (an item that grows old costs some every day)."""
        if not standing:
            return True
        points, grade, capped, inputs_hash = standing
        whole = [None if value is None else round(value) for value in (points, self.score.points)]
        return (grade, capped, inputs_hash) != (self.score.grade, self.score.capped, self.inputs_hash) or whole[0] != whole[1]


class Inputs(NamedTuple):
    """What add-ons know beside invoices and payments, by payer or item."""

    promises: Mapping[int, Sequence[scoring.Promise]] = {}
    rejects: Mapping[int, Sequence[scoring.Reject]] = {}  # payers by direct debit, also those without a reject
    circumstances: Mapping[int, Collection[str]] = {}
    disputed_days: Mapping[int, int] = {}  # of an item, after its due date


class PayerScore(models.Model):
    """How a payer pays, as judged on a day: one row per payer, root company and day on which the judgement changed."""

    _name = "payer.score"
    _description = "Payer score"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Payer", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade", help="The root company.")
    date = fields.Date(required=True, readonly=True)
    points = fields.Float(digits=(5, 2), readonly=True, aggregator="avg", help="0 to 100; means nothing while the grade is N.")
    grade = fields.Selection(GRADES, required=True, readonly=True)
    capped = fields.Char(readonly=True, help="Why the grade is lower than the points say: 'overdue' …")
    factors = fields.Json(readonly=True, help="Each factor: raw value, points, weight, points lost, and the items it rests on.")
    model_version = fields.Char(readonly=True)
    inputs_hash = fields.Char(readonly=True, help="Fingerprint of what the score was computed from.")

    _payer_company_date_uniq = models.Constraint(
        "UNIQUE(company_id, partner_id, date)", "There is one score per payer, company and day."
    )

    # -- actions ----------------------------------------------------------------------------------------------------------

    def action_open_factor(self, code):
        """The items that a factor of this score rests on."""
        self.ensure_one()
        self.check_access("read")
        factor = next((one for one in self.factors or [] if one["code"] == code), None)
        if not factor:
            raise UserError(self.env._("This score does not look at that."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the score rests on: %(payer)s", payer=self.partner_id.display_name),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [("id", "in", factor["items"])],
        }

    # -- engine -----------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_recompute(self):
        """Every night and company: what went past the hooks, then scores, then profiles."""
        commit = self.env["ir.cron"]._commit_progress
        roots = self.env["res.company"].search([("parent_id", "=", False)])
        commit(remaining=len(roots))
        for root in roots:
            date = fields.Date.context_today(self.with_context(tz=root.partner_id.tz or "Europe/Paris"))
            missed = self.env["receivable.event"]._record_difference(root, date)
            changed = self._recompute(root, date)
            moved = self.env["payer.profile"]._assign(root, date)
            _logger.info("%s: %s events found, %s scores changed, %s profiles changed", root.name, missed, len(changed), len(moved))
            if not commit(1):
                break

    @api.model
    def _recompute(self, company, date, payer_ids=None):
        """Judge the payers of a company on a day and keep what changed. Answers the payers whose score changed.

        Only events known by that day are read, so a past day gives again what was stored then.
        """
        judged = self._assess(company, date, payer_ids)
        before = self._standing(company, date, payer_ids)
        changed = {payer: row for payer, row in judged.items() if row.differs_from(before.get(payer))}
        self._upsert(company, date, changed)
        return list(changed)

    @api.model
    def _assess(self, company, date, payer_ids=None):
        """What every payer is worth on a day, nothing stored: ``{payer: Judgement}``."""
        root = company.root_id
        parameters = root._score_parameters()
        states = self.env["receivable.event"]._items_as_of(root, date, date - timedelta(days=parameters.window_days), payer_ids)
        closed = root._bank_holidays(date)
        disputed = self._disputed(states, date)
        rates = self._rates(root, states, date)
        inputs = self._inputs(root, date, payer_ids)
        return {
            payer: self._judge(payer, list(own), disputed, rates, date, parameters, closed, inputs)
            for payer, own in groupby(states, key=lambda state: state.payer)
        }

    @api.model
    def _inputs(self, root, date, payer_ids=None):
        """What add-ons know of the payers of a company on a day (promises, returned debits …); they extend ``super()``."""
        return Inputs()

    def _judge(self, payer, states, disputed, rates, date, parameters, closed, inputs):
        """One payer: their settled and open items in the scoring's own words, and the judgement with its fingerprint."""
        mixed = len({one.currency for one in states}) > 1  # in one currency nothing is converted: only proportions count
        settled = [
            scoring.Settled(
                one.item, one.money * rates[one.currency] if mixed else one.money, one.due, one.paid_on,
                inputs.disputed_days.get(one.item, 0),
            )
            for one in states
            if one.settled and one.money > 0
        ]
        waiting = [
            scoring.Open(one.item, one.due, one.item in disputed) for one in states if not one.settled and not one.withdrawn
        ]
        known = {
            "promises": inputs.promises.get(payer, ()), "rejects": inputs.rejects.get(payer),
            "circumstances": inputs.circumstances.get(payer, ()),
        }
        score = scoring.assess(settled, waiting, date, **known, parameters=parameters, closed=closed)
        return Judgement(score, scoring.inputs_hash(settled, waiting, **known, parameters=parameters))

    def _rates(self, root, states, date):
        """From each currency to the company's, at the rates of the day: amounts weigh in a mean, they are not added up."""
        currencies = self.env["res.currency"].browse({state.currency for state in states})
        return {
            currency.id: Decimal(1) if currency == root.currency_id
            else Decimal(str(currency._get_conversion_rate(currency, root.currency_id, root, date)))
            for currency in currencies
        }

    def _disputed(self, states, date):
        """Open items in dispute that day: a delay that the payer does not accept is not held against them."""
        residuals = {one.item: Decimal(str(one.original)) for one in states if not one.settled and not one.withdrawn}
        lines = self.env["account.move.line"].browse(residuals).exists()
        return set(holds.disputed(lines._receivable_holds("remind", date), residuals))

    def _standing(self, company, date, payer_ids=None):
        """The judgement that stands on this day, by payer: ``{payer: (points, grade, capped, fingerprint)}``."""
        self.flush_model()
        among = SQL("TRUE") if payer_ids is None else SQL("partner_id = ANY(%s)", list(payer_ids))
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT ON (partner_id) partner_id, points, grade, COALESCE(capped, ''), inputs_hash FROM payer_score
                WHERE company_id = %s AND date <= %s AND %s ORDER BY partner_id, date DESC""",
            company.root_id.id, date, among,
        ))
        return {payer: standing for payer, *standing in rows}

    def _upsert(self, company, date, judged):
        """One statement for all payers; a second judgement of the same day replaces the first."""
        scores = [one.score for one in judged.values()]
        self.env.cr.execute(SQL(
            """INSERT INTO payer_score (company_id, date, model_version, partner_id, points, grade, capped, factors, inputs_hash,
                                        create_uid, create_date, write_uid, write_date)
               SELECT %(company)s, %(date)s, %(version)s, t.*, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM unnest(%(payers)s::int[], %(points)s::numeric[], %(grades)s::varchar[], %(capped)s::varchar[],
                             %(factors)s::jsonb[], %(prints)s::varchar[]) t
               ON CONFLICT (company_id, partner_id, date) DO UPDATE
                  SET points = EXCLUDED.points, grade = EXCLUDED.grade, capped = EXCLUDED.capped, factors = EXCLUDED.factors,
                      model_version = EXCLUDED.model_version, inputs_hash = EXCLUDED.inputs_hash,
                      write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date""",
            company=company.root_id.id, date=date, version=scoring.MODEL_VERSION, uid=self.env.uid,
            payers=list(judged), points=[score.points for score in scores], grades=[score.grade for score in scores],
            capped=[score.capped for score in scores],
            factors=[json.dumps([factor._asdict() for factor in score.factors]) for score in scores],
            prints=[one.inputs_hash for one in judged.values()],
        ))
        self.invalidate_model()
