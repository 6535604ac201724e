from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.receivable_dunning.logic import sending

PARAMETER = "receivable_dunning.contact_budget"
DEFAULT = 3  # contacts per payer and week
KEPT_DAYS = 60  # a counter serves its own week; what left is told by the messages themselves


class DunningContactCount(models.Model):
    """How often a payer was contacted in a week: one counter for all levels, channels and companies of this database.

    It is counted up in the transaction that lets a message leave, in one statement: under REPEATABLE READ, of two companies that
    take the last contact of a week at the same moment one fails and asks again, so they cannot overspend it.
    """

    _name = "dunning.contact.count"
    _description = "Contacts of a payer in a week"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Payer", required=True, ondelete="cascade")
    week = fields.Date(required=True, index=True, help="Its Monday.")
    used = fields.Integer(required=True)

    _payer_week_uniq = models.Constraint("UNIQUE(partner_id, week)", "There is one counter per payer and week.")

    @api.model
    def _most(self):
        """Contacts per payer and week; 0 = as many as the scenarios want."""
        # sudo: a number that is nobody's secret
        told = self.env["ir.config_parameter"].sudo().get_param(PARAMETER, "")
        return int(told) if told.isdecimal() else DEFAULT

    @api.model
    def _set_most(self, most):
        if most < 0:
            raise ValidationError(self.env._("Contacts per week: 0 or more; 0 means no limit."))
        self.env["ir.config_parameter"].set_param(PARAMETER, str(most))

    @api.model
    def _take(self, payer, date, beyond=False):
        """Count one contact of this payer in the week of that day; False when the week is used up.

        ``beyond``: it has happened, or a person wants it; counted, never refused.
        """
        most = 0 if beyond else self._most()
        rows = self.env.execute_query(SQL(
            """INSERT INTO dunning_contact_count AS c (partner_id, week, used) VALUES (%(payer)s, %(week)s, 1)
               ON CONFLICT (partner_id, week) DO UPDATE SET used = c.used + 1 WHERE %(most)s = 0 OR c.used < %(most)s
               RETURNING used""",
            payer=payer.id, week=sending.monday(date), most=most,
        ))
        self.invalidate_model()
        return bool(rows)

    @api.model
    def _used_up(self, payers, date):
        """Those of these payers whose week is used up: one query."""
        most = self._most()
        if not most:
            return payers.browse()
        full = self.sudo().search([  # sudo: a sum over all companies, of which nothing but yes or no is told
            ("partner_id", "in", payers.ids), ("week", "=", sending.monday(date)), ("used", ">=", most),
        ])  # fmt: skip
        return full.partner_id

    @api.model
    def _merge(self, sources, target):
        """Payers that turn out to be one were contacted that often together."""
        self.env.cr.execute(SQL(
            """WITH gone AS (DELETE FROM dunning_contact_count WHERE partner_id = ANY(%s) RETURNING week, used)
               INSERT INTO dunning_contact_count AS c (partner_id, week, used) SELECT %s, week, sum(used) FROM gone GROUP BY week
               ON CONFLICT (partner_id, week) DO UPDATE SET used = c.used + excluded.used""",
            sources.ids, target.id,
        ))
        self.invalidate_model()

    @api.autovacuum
    def _forget_past_weeks(self):
        self.search([("week", "<", fields.Date.subtract(fields.Date.today(), days=KEPT_DAYS))]).unlink()
