from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.receivable.logic.numbers import masked, possible_numbers, squeezed
from odoo.addons.receivable.logic.side_by_side import marked
from odoo.addons.receivable.models.receivable_sight_answer import SEEN_MODELS

ASKED = ("asked", "listed", "coming")
IBAN_END = 4  # of an account number, what tells it apart


class DunningAction(models.Model):
    """Is it paid? The money that was seen beside the items that it may pay; one question at a time."""

    _inherit = "dunning.action"

    sight = fields.Json(compute="_compute_sight", help="The payment and the items that it may pay, side by side.")
    has_sight = fields.Boolean(compute="_compute_sight")

    @api.depends("waits_for", "line_ids.left_reason")
    @api.depends_context("lang")
    def _compute_sight(self):
        today = fields.Date.context_today(self)
        for action in self:
            questions = action._questions(today) if action.waits_for == "paid" else []
            action.has_sight = bool(questions)
            action.sight = questions and action._side_by_side(questions[0]) | {"more": len(questions) - 1}

    def _questions(self, date):
        """The money that may pay something in this message, the oldest first: ``[[Covered]]``, all items of one money together."""
        self.ensure_one()
        Line = self.env["account.move.line"]
        items = Line._receivable_open_items(self.company_id, self.partner_id.ids)
        covered = Line.browse(item.id for item in items if item.kind == "debt")._receivable_sight(date)
        by_money = {}
        for one in (one for item in items for one in covered.get(item.id, ()) if not one.match.certain):
            by_money.setdefault(one.match.seen, []).append(one)
        inside = set(self.line_ids.filtered(lambda line: line.role in ASKED and not line.left_reason).move_line_id.ids)
        return [
            by_money[seen]
            for seen in sorted(by_money, key=lambda seen: (seen.date, seen.source, seen.id))
            if inside & {one.item.id for one in by_money[seen]}
        ]

    # -- the two cards --------------------------------------------------------------------------------------------------------

    def _side_by_side(self, covered):
        """One money and its items as the widget draws them; what they have in common is marked."""
        figure, seen = self.env["res.partner"]._receivable_figure, covered[0].match.seen
        whole = all(one.match.amount == one.item.residual for one in covered)
        total = sum(one.match.amount for one in covered)
        fits = seen.currency == covered[0].item.currency and seen.amount == total
        numbers = set(possible_numbers(seen.label))
        return {
            "money": self._money_card(seen, [one.item.number for one in covered]) | {"fits": fits},
            "items": [
                {
                    "id": one.item.id,
                    "number": one.item.number,
                    "named": squeezed(one.item.number) in numbers,
                    "due": format_date(self.env, one.item.due),
                    "left": figure(one.item.residual, one.item.currency),
                    "covered": figure(one.match.amount, one.item.currency),
                    "part": one.match.amount != one.item.residual,
                }
                for one in covered
            ],
            "total": figure(total, covered[0].item.currency),
            "fits": fits and whole,
            "payer": self.partner_id.display_name,
        }

    def _money_card(self, seen, numbers):
        words = {
            "bank": self.env._("Bank statement"),
            "payment": self.env._("Registered payment"),
            "transaction": self.env._("Online payment") if seen.sure else self.env._("Transfer announced on the portal"),
        }
        # sudo: of the money, what whoever follows up may see of it: where it came in and how its account ends
        record = self.env[SEEN_MODELS[seen.source]].sudo().browse(seen.id)
        account = (seen.source == "bank" and record.account_number) or ""
        name, label = masked(seen.name), masked(seen.label)
        return {
            "title": words[seen.source],
            "place": record.journal_id.name if seen.source != "transaction" else record.provider_id.name,
            "day": format_date(self.env, seen.date),
            "amount": self.env["res.partner"]._receivable_figure(seen.amount, seen.currency),
            "name": marked(name, self.partner_id.name),
            "label": marked(label, self.partner_id.name, numbers) if label != name else [],
            "account": account and f"…{account[-IBAN_END:]}",
            "account_known": bool(account) and seen.iban_payer == self.partner_id.id,
        }

    # -- what a person answers --------------------------------------------------------------------------------------------------

    def action_is_paid(self):
        """It is this payment: its items leave until it is matched; without any item the message is cancelled."""
        return self._answer(True)

    def action_is_not_paid(self):
        """It is not: this money holds these items no more, and the message goes on."""
        return self._answer(False)

    def _answer(self, paid):
        self.ensure_one()
        action, today = self._decider(), fields.Date.context_today(self)
        question = next(iter(action._only(("planned",))._questions(today)), None)
        if not question:
            raise UserError(self.env._("This payment is no longer in sight. Ask again."))
        self.env["receivable.sight.answer"]._say(question, paid, today)
        return self._go_on(action)

    def action_ask_whether_paid(self):
        """What was in sight is there no more: the message goes on, or waits for something else."""
        self.ensure_one()
        return self._go_on(self._decider()._only(("planned",)))

    def _go_on(self, action):
        """The gate is asked at once, and the person told what becomes of the message."""
        action._gate(max(action.date, fields.Date.context_today(self)))
        if action.state == "cancelled":
            return self._told(action.reason, "success")
        if action.waits_for == "paid":
            return False  # the next payment slides in
        if action.waits_for:
            return self._told(self.env._("The message waits for approval again."), "info")
        return self._told(self.env._("The message goes on: it leaves by itself on its day."), "info")

    def action_open_sight(self):
        """The payment, where it is matched, by the rights of whoever looks."""
        self.ensure_one()
        question = next(iter(self._questions(fields.Date.context_today(self))), None)
        if not question:
            raise UserError(self.env._("This payment is no longer in sight. Ask again."))
        seen = question[0].match.seen
        return self.env["receivable.sight.answer"]._open(seen.source, seen.id)
