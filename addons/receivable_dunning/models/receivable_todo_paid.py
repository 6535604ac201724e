from odoo import models
from odoo.tools import SQL


class ReceivableTodo(models.Model):
    """Money in sight that may be the payer's: a person looks at both and says whether it is paid."""

    _inherit = "receivable.todo"
    _depends = {"dunning.action": ["hold_code"]}

    def _todo_kind(self):
        """Before anything else is done with a message: is it paid?"""
        return SQL(
            "CASE WHEN a.state = 'planned' AND a.hold_code = 'money' AND a.origin <> 'companion' THEN 'paid' ELSE %s END",
            super()._todo_kind(),
        )

    def _rank_points(self):
        return [*super()._rank_points(), (self.env._("is it paid?"), SQL("CASE w.kind WHEN 'paid' THEN 20 ELSE 0 END"))]
