from odoo import api, fields, models
from odoo.tools import SQL

from .account_payment_method import SEPA_DEBIT
from .sepa_record import READER

EVER = 3650  # days ahead


class AccountMoveLine(models.Model):
    """Open items that are paid by direct debit: when each can be debited, and what speaks against it."""

    _inherit = "account.move.line"

    sepa_debit_item_ids = fields.One2many("sepa.debit.item", "move_line_id", string="Direct debits", readonly=True, groups=READER)
    sepa_to_debit = fields.Boolean(
        string="Paid by direct debit", compute="_compute_sepa_to_debit", search="_search_sepa_to_debit", groups=READER
    )
    sepa_in_collection = fields.Boolean(
        string="In a collection", compute="_compute_sepa_to_debit", search="_search_sepa_in_collection", groups=READER
    )
    sepa_debit_on = fields.Date(string="Debit date", compute="_compute_sepa_debit", groups=READER)
    sepa_hold = fields.Char(string="Collection, or what stands against it", compute="_compute_sepa_debit", groups=READER)

    def _compute_sepa_to_debit(self):
        found = set(self.search([("id", "in", self.ids), ("sepa_to_debit", "=", True)]).ids)
        for line in self:
            line.sepa_to_debit = line.id in found
            line.sepa_in_collection = any(line.sepa_debit_item_ids.mapped("waits"))

    def _search_sepa_to_debit(self, operator, value):
        """Open debts in euros of payers who signed a mandate that is not over, unless the invoice or the profile says otherwise; and
        those whose invoices say direct debit, mandate or not."""
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        query = SQL(
            """SELECT l.id FROM %(tables)s
                WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND l.amount_residual_currency > 0
                  AND l.account_id IN (SELECT id FROM account_account WHERE account_type = 'asset_receivable' AND non_trade IS NOT TRUE)
                  AND l.display_type = 'payment_term' AND l.currency_id = %(euro)s AND %(means)s IN ('debit', 'open')
                  AND (means.code = %(debit)s OR EXISTS (
                       SELECT 1 FROM sepa_mandate g
                        WHERE g.partner_id = payer.id AND g.company_id = l.company_id AND g.state IN ('active', 'suspended')))""",
            tables=self._sepa_means_tables(), euro=self.env.ref("base.EUR").id, means=self._sepa_means(), debit=SEPA_DEBIT,
        )
        return [("id", "in", query)]

    def _search_sepa_in_collection(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("sepa_debit_item_ids.waits", "=", True)]

    @api.depends_context("lang", "tz", "uid")
    def _compute_sepa_debit(self):
        self.sepa_debit_on = self.sepa_hold = False
        today = fields.Date.context_today(self)
        for company, lines in self.filtered("partner_id").grouped("company_id").items():
            # sudo: a date and a reason are told to whoever sees the item
            found = lines.sudo()._sepa_foreseen(company, today)
            for line in lines:
                line.sepa_debit_on, line.sepa_hold = found[line.id]

    def _sepa_foreseen(self, company, today):
        """The debit under way, or the one that would be chosen today if every day were near, and what stands against it: ``{line: …}``."""
        Collection = self.env["sepa.collection"]
        items = self._receivable_open_items(company, self.partner_id.commercial_partner_id.ids)
        policy = Collection._policy(company, Collection._debit_journals(company)[:1])._replace(horizon_days=EVER)
        facts = Collection._facts(company, items, today)
        choice = Collection._choice([item for item in items if item.kind == "debt"], facts, policy, today)
        dates = {item: debit.date for debit in choice.debits for item, _amount in debit.parts}
        against = {left.item: left for left in reversed(choice.left_out)}
        found = {}
        for line in self:
            left, waiting = against.get(line.id), line.sepa_debit_item_ids.filtered("waits").debit_id
            why = left and Collection._why_left_out(left, line.partner_id.commercial_partner_id.id, facts)
            found[line.id] = (waiting.date or dates.get(line.id), waiting.collection_id.name or why)
        return found

    def action_sepa_prepare(self):
        """Prepare what falls due in the days ahead."""
        return self.env["sepa.collection"].action_propose()
