from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date

READER = "receivable.group_receivable_reader"
COLLECTOR = "receivable.group_receivable_user"


class ReceivableAgreement(models.AbstractModel):
    """What a dispute, a promise and a plan have in common: open items of one payer, one company and one currency."""

    _name = "receivable.agreement"
    _description = "Agreement about open items"
    _check_company_auto = True
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    move_line_ids = fields.Many2many("account.move.line", string="Items", check_company=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)

    _by_engine = frozenset()  # fields that no person writes: the buttons and the payments do

    def write(self, vals):
        if not self.env.su and self._by_engine & set(vals):
            raise UserError(self.env._("That is kept as it was agreed. Use the buttons."))
        return super().write(vals)

    # -- what it is about -----------------------------------------------------------------------------------------------------

    @api.model
    def _lines_of(self, vals):
        """The items chosen in the values of a new record: open debts of one payer, company and currency, oldest first."""
        lines = self.new({"move_line_ids": vals.get("move_line_ids") or []}).move_line_ids._origin
        lines.check_access("read")
        if not lines:
            raise UserError(self.env._("Choose the invoices that it is about."))
        for line in lines:
            if not self._is_open_debt(line):
                raise UserError(self.env._("%(invoice)s is paid, or no invoice. Nothing was recorded.", invoice=line.move_id.name))
        payers = lines.partner_id.commercial_partner_id
        if len(payers) > 1 or len(lines.company_id) > 1 or len(lines.currency_id) > 1:
            raise UserError(self.env._("Choose invoices of one payer, one company and one currency."))
        return lines.sorted(lambda line: (line.date_maturity or line.date, line.id))

    @api.model
    def _is_open_debt(self, line):
        """An open receivable item that is owed to us."""
        account = line.account_id
        return (
            line.parent_state == "posted" and account.account_type == "asset_receivable" and not account.non_trade
            and line.partner_id and line.currency_id.compare_amounts(line.amount_residual_currency, 0) > 0
        )

    @api.model
    def _common(self, lines):
        return {
            "company_id": lines.company_id.id,
            "partner_id": lines.partner_id.commercial_partner_id.id,
            "currency_id": lines.currency_id.id,
        }

    @api.model
    def _left_of(self, lines):
        """``{line id: what is left}``, in the order of the items."""
        return {line.id: Decimal(str(line.amount_residual_currency)) for line in lines}

    # -- who, and words -------------------------------------------------------------------------------------------------------

    def _check_collector(self):
        """Buttons are for those who follow payers up, about records that they may see."""
        self.check_access("read")
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(self.env._("Only those who follow payers up may decide this."))

    def _collector(self, payer, company):
        # sudo: who follows a payer up is decided by the settings, whoever asks
        payer = payer.sudo().with_company(company.root_id)
        return payer.payer_collector_id or company.root_id.sudo().payer_collector_id

    def _ask_again(self):
        """What was decided about these payers is decided again."""
        for company, records in self.grouped("company_id").items():
            records.partner_id._receivable_ask_again(company)

    def _money(self, amount):
        return format_amount(self.env, float(amount), self.currency_id)

    def _day(self, day):
        return format_date(self.env, day)

    def _today(self):
        return fields.Date.context_today(self)
