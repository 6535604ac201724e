import hashlib
import json
import logging
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.receivable.logic import holds, scoring

_logger = logging.getLogger(__name__)

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D"), ("E", "E"), ("N", "New")]


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
        before = self._hashes(company, date, payer_ids)
        rows = [(payer, *row) for payer, row in judged.items() if before.get(payer) != row[-1]]
        self._upsert(company, date, rows)
        return [row[0] for row in rows]

    @api.model
    def _assess(self, company, date, payer_ids=None):
        """What every payer is worth on a day, nothing stored: ``{payer: (points, grade, factors, version, hash)}``."""
        parameters = company.root_id._score_parameters()
        since = date - timedelta(days=parameters.window_days)
        states = self.env["receivable.event"]._items_as_of(company, date, since, payer_ids)
        disputed = self._disputed(states, date)
        by_payer = {}
        for state in states:
            by_payer.setdefault(state.payer, []).append(state)
        return {payer: self._judge(own, disputed, date, parameters) for payer, own in by_payer.items()}

    def _disputed(self, states, date):
        """Open items in dispute that day: a delay that the payer does not accept is not held against them."""
        residuals = {one.item: Decimal(str(one.original)) for one in states if not one.settled and not one.withdrawn}
        lines = self.env["account.move.line"].browse(residuals).exists()
        return set(holds.disputed(lines._receivable_holds("remind", date), residuals))

    def _hashes(self, company, date, payer_ids=None):
        """Fingerprint of the score that stands before this day, by payer."""
        among = SQL("TRUE") if payer_ids is None else SQL("partner_id = ANY(%s)", list(payer_ids))
        return dict(self.env.execute_query(SQL(
            """SELECT DISTINCT ON (partner_id) partner_id, inputs_hash FROM payer_score
                WHERE company_id = %s AND date <= %s AND %s ORDER BY partner_id, date DESC""",
            company.root_id.id, date, among,
        )))

    def _upsert(self, company, date, rows):
        """One statement for all payers; a second judgement of the same day replaces the first."""
        if not rows:
            return
        payers, points, grades, factors, versions, hashes = zip(*rows, strict=True)
        self.env.cr.execute(SQL(
            """INSERT INTO payer_score (company_id, date, partner_id, points, grade, factors, model_version, inputs_hash,
                                        create_uid, create_date, write_uid, write_date)
               SELECT %(company)s, %(date)s, t.*, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM unnest(%(payers)s::int[], %(points)s::numeric[], %(grades)s::varchar[], %(factors)s::jsonb[],
                             %(versions)s::varchar[], %(hashes)s::varchar[]) t
               ON CONFLICT (company_id, partner_id, date) DO UPDATE
                  SET points = EXCLUDED.points, grade = EXCLUDED.grade, factors = EXCLUDED.factors,
                      model_version = EXCLUDED.model_version, inputs_hash = EXCLUDED.inputs_hash,
                      write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date""",
            company=company.root_id.id, date=date, uid=self.env.uid, payers=list(payers), points=list(points), grades=list(grades),
            factors=[json.dumps(one) for one in factors], versions=list(versions), hashes=list(hashes),
        ))
        self.invalidate_model()
