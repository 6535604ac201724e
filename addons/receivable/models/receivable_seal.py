from odoo import api, fields, models
from odoo.tools import SQL


class ReceivableSeal(models.Model):
    """A counter bumped before a payer's limit is read: of two simultaneous decisions, one is taken again.

    A row lock would not do: under REPEATABLE READ the second transaction still reads its old snapshot.
    """

    _name = "receivable.seal"
    _description = "Seal on a payer's limit"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", help="The root company.")
    n = fields.Integer(string="Decisions", required=True)

    _payer_company_uniq = models.Constraint("UNIQUE(partner_id, company_id)", "There is one seal per payer and company.")

    @api.model
    def _break(self, company, payer_ids):
        """Call wherever a decision rests on exposures. Always in order of id, so that nobody waits in a ring.

        Before or after reading them is the same: the transaction reads one snapshot, and fails if the seal was broken since.
        """
        self.env.cr.execute(SQL(
            """INSERT INTO receivable_seal (partner_id, company_id, n)
               SELECT payer, %s, 1 FROM unnest(%s::int[]) payer ORDER BY payer
               ON CONFLICT (partner_id, company_id) DO UPDATE SET n = receivable_seal.n + 1""",
            company.root_id.id, sorted(set(payer_ids)),
        ))
        self.invalidate_model()
