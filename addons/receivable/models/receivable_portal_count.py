import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEPT_DAYS = 2


class ReceivablePortalCount(models.Model):
    """How often something was done on the portal by somebody within a while: what is over the limit is not done.

    Who it was is kept as a fingerprint only, and for two days.
    """

    _name = "receivable.portal.count"
    _description = "Count of what is done on the portal"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    since = fields.Datetime(required=True, readonly=True, index=True)
    used = fields.Integer(required=True, readonly=True)

    _key_uniq = models.UniqueIndex("(key, since)")

    @api.model
    def _within(self, what, who, limit, hours):
        """Counts once more, and tells whether that is still within the limit."""
        now = fields.Datetime.now()
        since = now.replace(hour=now.hour // hours * hours, minute=0, second=0, microsecond=0)
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        key = hashlib.sha256(f"{secret}:{what}:{who}".encode()).hexdigest()
        rows = self.env.execute_query(SQL(
            """INSERT INTO receivable_portal_count (key, since, used) VALUES (%s, %s, 1)
               ON CONFLICT (key, since) DO UPDATE SET used = receivable_portal_count.used + 1 RETURNING used""",
            key, since,
        ))  # fmt: skip
        return rows[0][0] <= limit

    @api.autovacuum
    def _gc_counts(self):
        self.env.execute_query(SQL(
            "DELETE FROM receivable_portal_count WHERE since < %s RETURNING id", fields.Datetime.now() - timedelta(days=KEPT_DAYS),
        ))  # fmt: skip
