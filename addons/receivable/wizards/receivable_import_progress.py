from odoo import api, fields, models
from odoo.tools import SQL


class ReceivableImportProgress(models.Model):
    """How far an import is, and whether somebody wants it to stop: told beside its one long transaction.

    Rows are only added, by cursors of their own, so that neither the import nor the person waits for the other.
    """

    _name = "receivable.import.progress"
    _description = "Progress of an import"
    _log_access = False

    import_id = fields.Many2one("receivable.import", required=True, index=True, ondelete="cascade")
    at = fields.Datetime(required=True)
    done = fields.Integer()
    total = fields.Integer()
    stop = fields.Boolean()

    @api.model
    def _begin(self, import_ids):
        self.sudo().search([("import_id", "in", import_ids)]).unlink()

    @api.model
    def _tell(self, import_id, done, total) -> bool:
        """Say how far the import is, visibly at once; True when it shall stop."""
        with self.env.registry.cursor() as cr:
            cr.execute(SQL(
                "INSERT INTO receivable_import_progress (import_id, at, done, total, stop) "
                "VALUES (%s, clock_timestamp() AT TIME ZONE 'UTC', %s, %s, false)",
                import_id, done, total,
            ))
            cr.execute(SQL("SELECT 1 FROM receivable_import_progress WHERE import_id = %s AND stop", import_id))
            return bool(cr.fetchone())

    @api.model
    def _ask_to_stop(self, import_ids):
        self.sudo().create([{"import_id": import_id, "at": fields.Datetime.now(), "stop": True} for import_id in import_ids])
        self.flush_model()

    @api.model
    def _read(self, import_ids) -> dict[int, tuple[int, int, float]]:
        """Lines done, lines in all and seconds so far."""
        self.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT import_id, max(done), max(total), EXTRACT(EPOCH FROM max(at) - min(at))
                 FROM receivable_import_progress WHERE import_id = ANY(%s) AND stop IS NOT TRUE GROUP BY import_id""",
            list(import_ids),
        ))
        return {import_id: (done, total, float(seconds)) for import_id, done, total, seconds in rows}

    @api.autovacuum
    def _gc_progress(self):
        self.sudo().search([("import_id.state", "!=", "running")]).unlink()
