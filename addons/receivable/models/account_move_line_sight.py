from collections import defaultdict
from typing import NamedTuple

from babel.dates import format_skeleton

from odoo import models
from odoo.tools.misc import babel_locale_parse, get_lang

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.money_in_sight import Answer, Match, concerned, in_sight
from odoo.addons.receivable.logic.numbers import masked

from .receivable_sight_answer import SEEN_MODELS

# What money in sight stops. Who has paid is not written to, not debited again and not refused an order, and the delay that a
# charge is for ends on a day that only matching tells. Thanks wait for matched money by themselves. Nothing is taken from a
# forecast: this money comes in.
SIGHT_STOPS = ("announce", "remind", "debit", "charge", "order")
FEW_LINES = 500  # of so few the own payers are looked at first, before all names of the ledger


class Covered(NamedTuple):
    """An open item, some money that covers it, and the answer of a person that it rests on (0: none)."""

    item: OpenItem
    match: Match
    answer: int


class AccountMoveLine(models.Model):
    """Money in sight: nobody who has paid is chased while the payment waits to be matched."""

    _inherit = "account.move.line"

    def _receivable_holds(self, purpose, date):
        """Adds ``money``: what arrived or is under way by that day, and is not matched today.

        Certain: the item leaves the message, or the part of it that is covered. Probable: a person decides.
        One query when nothing is in sight; else as many more whatever the number of items.
        """
        holds = super()._receivable_holds(purpose, date)
        if purpose in SIGHT_STOPS:
            for line, found in self._receivable_sight(date).items():
                holds[line] = holds.get(line, []) + [self._receivable_hold_money(one) for one in found]
        return holds

    def _receivable_sight(self, date):
        """What covers these items on a day: ``{line id: [Covered]}``; absent = nothing."""
        asked, covered = set(self.ids), defaultdict(list)
        for root, seen in self._receivable_seen(date).items() if asked else ():
            answers = self.env["receivable.sight.answer"]._in_force(root, date)
            items, matches = self._receivable_matches(root, seen, answers)
            for item in items:
                for match in matches.get(item.id, ()) if item.id in asked else ():
                    answer = answers.get(Answer(match.seen.source, match.seen.id, item.id, True), 0) if match.said else 0
                    covered[item.id].append(Covered(item, match, answer))
        return covered

    def _receivable_matches(self, root, seen, answers):
        """The items of a company and its branches that may be covered, and what covers each: ``([OpenItem], {item: [Match]})``.

        All payers whom the money may concern take part, whichever lines were asked: one amount is not promised to two of them.
        Nobody else's items are read.
        """
        if len(self) <= FEW_LINES:
            items, *facts = self._receivable_sight_facts(root, self._receivable_payer_ids())
            if not concerned(items, seen, *facts, answers):
                return [], {}
        booked = self._receivable_booked(root, seen)
        payers, names = self._receivable_sight_payers(root, seen + booked, answers)
        items, _names, references = self._receivable_sight_facts(root, payers)
        return items, in_sight(items, seen + booked, names, references, answers)

    # -- in words ---------------------------------------------------------------------------------------------------------

    def _receivable_hold_money(self, covered: Covered):
        """Leave the item alone, or the part that is covered; what is only probable waits for a person."""
        match, answer = covered.match, self.env["receivable.sight.answer"].browse(covered.answer or ())
        return Hold(
            "money",
            "leave" if match.certain else "review",
            amount=None if match.amount == covered.item.residual else match.amount,
            since=match.seen.date,
            why=answer.sudo()._sentence() if answer else self._receivable_sight_sentence(match),  # sudo: told as a sentence
            why_public=self.env._("A payment is being matched.") if match.certain else "",
            lifted_by=self.env._("whoever matches the payment"),
            evidence=(answer._name, tuple(answer.ids)) if answer else (SEEN_MODELS[match.seen.source], (match.seen.id,)),
        )

    def _receivable_sight_sentence(self, match):
        """What was seen, where and when; by which name when it is not certain whose it is."""
        seen = match.seen
        facts = {
            "amount": self.env["res.partner"]._receivable_figure(seen.amount, seen.currency),
            "day": self._receivable_short_day(seen.date),
            "name": seen.name or masked(seen.label) or self.env._("unknown"),
        }
        if seen.source == "payment":
            return self.env._("Payment of %(amount)s registered on %(day)s, not yet matched.", **facts)
        if seen.source == "transaction" and seen.sure:
            return self.env._("Online payment of %(amount)s of %(day)s under way.", **facts)
        if seen.source == "transaction":
            return self.env._("Transfer of %(amount)s announced on the portal on %(day)s, not seen at the bank yet.", **facts)
        if match.certain:
            return self.env._("Payment of %(amount)s seen on the bank statement of %(day)s, not yet matched.", **facts)
        return self.env._("Payment of %(amount)s from “%(name)s” seen on the bank statement of %(day)s: perhaps for this.", **facts)

    def _receivable_short_day(self, day):
        """Day and month in the order of the reader's language."""
        return format_skeleton("Md", day, locale=babel_locale_parse(get_lang(self.env).code))
