from decimal import Decimal

from odoo import fields, models

from odoo.addons.receivable.logic.holds import disputed


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _reconcile_plan(self, reconciliation_plan):
        """Money paid on the portal for chosen items goes to them: first to what is paid whole, then to the one paid in part.

        Core would match the oldest item first, and so settle with it what the customer contests and did not pay. When several
        items are paid in part, their share stays in the payer's favour: the set-off knows for which invoices it came.
        """
        chosen = self.env.context.get("receivable_chosen_line_ids")
        if not chosen:
            return super()._reconcile_plan(reconciliation_plan)
        lines = self.with_context(receivable_chosen_line_ids=False)
        debts = lines.filtered(lambda line: line.id in chosen)
        money = lines.filtered("move_id.origin_payment_id")
        in_part = debts._receivable_contested_today()
        for share in (debts - in_part, in_part if len(in_part) == 1 else in_part.browse()):
            money = money.filtered(lambda line: not line.reconciled)
            if money and share:
                (money + share).reconcile()
        return None

    def _receivable_contested_today(self):
        """Those of these items of which a part is contested."""
        holds = self._receivable_holds("remind", fields.Date.context_today(self))
        return self.browse(disputed(holds, {line.id: Decimal(str(line.amount_residual_currency)) for line in self}))
