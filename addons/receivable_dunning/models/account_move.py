from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    dunning_line_ids = fields.One2many("dunning.action.line", compute="_compute_dunning_line_ids", string="Messages")

    def _compute_dunning_line_ids(self):
        """The messages that named this invoice, newest first: one query for the page."""
        Line = self.env["dunning.action.line"]
        found = Line.search([("move_line_id.move_id", "in", self.ids)]).grouped(lambda line: line.move_line_id.move_id)
        for move in self:
            move.dunning_line_ids = found.get(move, Line).sorted(lambda line: (line.action_id.date, line.id), reverse=True)
