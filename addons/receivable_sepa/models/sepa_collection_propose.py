from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from odoo.addons.receivable.logic.holds import disputed
from odoo.addons.receivable.logic.set_off import set_off
from odoo.addons.receivable_sepa.logic import choosing

from .account_payment_method import SEPA_DEBIT


class Facts(NamedTuple):
    """What is known of open items before it is chosen which are debited."""

    means: dict[int, tuple]  # item: by which means it is paid, and into which journal the invoice says so
    mandates: dict[int, choosing.Mandate]  # by payer
    unusable: dict[int, str]  # payers who signed and cannot be debited, with the sentence that says why
    holds: dict[int, list]
    nets: dict[int, Decimal]
    again: dict[int, tuple]  # item that came back: first day, debit


class SepaCollection(models.Model):
    """What falls due and may be debited becomes collections, one for each bank and day."""

    _inherit = "sepa.collection"

    # -- who asks -------------------------------------------------------------------------------------------------------------

    def action_propose(self):
        """Prepare what falls due in the days ahead, for the company of whoever asks."""
        self.browse()._check_manager()  # whatever the list shows
        company = self.env.company
        found = self.sudo()._propose(company, self._today())  # sudo: the button checks who pressed it, the engine chooses
        if not found:
            self.sudo()._refuse_nothing(company, self._today())  # sudo: as above
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_sepa.sepa_collection_action")
        return action | ({"res_id": found.id, "views": [(False, "form")]} if len(found) == 1 else {"domain": [("id", "in", found.ids)]})

    def _refuse_nothing(self, company, date):
        """Nothing can be debited: says so, and where it is told why when something was left out."""
        if not self._debit_journals(company):
            raise RedirectWarning(
                self.env._("No bank is set up for direct debits. Open its journal, and create the account of debits under way."),
                self.env.ref("account.action_account_journal_form").id, self.env._("Open the journals"),
            )  # fmt: skip
        left = {one.item for _journal, _items, _facts, choice in self._choices(company, date) for one in choice.left_out}
        last = self._day(date + self._horizon(company))
        if not left:
            raise UserError(self.env._("Nothing to debit before %(day)s.", day=last))
        raise RedirectWarning(
            self.env._("Nothing to debit before %(day)s. Left out, each for a reason: %(count)s.", day=last, count=len(left)),
            self.env.ref("receivable_sepa.account_move_line_action_to_debit").id, self.env._("See the reasons"),
        )  # fmt: skip

    @api.model
    def _cron_propose(self):
        """Each night, for the companies that want it."""
        commit = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].search([("sepa_propose", "=", True)])
        commit(remaining=len(companies))
        for company in companies:
            self.with_context(lang=company.partner_id.lang or self.env.lang)._propose(company, self._today())
            if not commit(1):
                break

    # -- choosing -------------------------------------------------------------------------------------------------------------

    @api.model
    def _propose(self, company, date):
        """The collections of what may be debited, new ones; what is in a collection already is left alone."""
        collections = self.browse()
        for journal, items, facts, choice in self._choices(company, date):
            collections |= self._collect(company, journal, choice, {item.id: item for item in items}, facts)
        collections._check_again(date)
        return collections

    @api.model
    def _choices(self, company, date):
        """What each bank would debit, and what would be left out: ``(journal, items, facts, choice)``."""
        journals = self._debit_journals(company)
        if not journals:
            return
        items = self._items_to_debit(company)
        facts = self._facts(company, items, date)
        for journal, wanted in self._by_journal(items, facts.means, journals).items():
            yield journal, wanted, facts, self._choice(wanted, facts, self._policy(company, journal), date)

    @api.model
    def _facts(self, company, items, date):
        """What is known of these items on a day: ``Facts``, a constant number of queries."""
        Line = self.env["account.move.line"]
        lines = Line.browse(item.id for item in items if item.kind == "debt")
        holds = lines._receivable_holds("debit", date)
        payers = {item.payer for item in items}
        mandates = self.env["sepa.mandate"]._usable(company, payers, date)
        unusable = self.env["sepa.mandate"]._unusable(company, payers - set(mandates), date)
        return Facts(
            means=self._means(items, lines._sepa_means_of(), unusable),
            unusable=unusable,
            mandates={payer: self._limits(mandate) for payer, mandate in mandates.items()},
            holds=holds,
            nets=set_off(items, disputed(holds, {item.id: item.residual for item in items})),
            again={line: (day, debit.id) for line, (day, debit) in Line._sepa_presented_again(company).items()},
        )

    @staticmethod
    def _means(items, means, unusable):
        """Whoever signed is to be debited, and is told of when the mandate cannot be used."""
        asked = {item.id for item in items if item.payer in unusable and means.get(item.id, ("", None))[0] == "open"}
        return means | dict.fromkeys(asked, ("debit", None))

    @staticmethod
    def _choice(items, facts, policy, date):
        means = {item.id: facts.means[item.id][0] for item in items}
        return choosing.choose(items, facts.holds, facts.nets, facts.mandates, policy, date, means, facts.again)

    @api.model
    def _items_to_debit(self, company):
        """Open items in euros of payers who signed a mandate, and of those whose invoices say direct debit; credits with them."""
        Mandate, Move = self.env["sepa.mandate"], self.env["account.move"]
        signed = Mandate.search([("company_id", "=", company.id), ("state", "in", ("active", "suspended"))]).partner_id
        said = Move._read_group(
            [("company_id", "=", company.id), ("state", "=", "posted"), ("payment_state", "in", ("not_paid", "partial")),
             ("preferred_payment_method_line_id.payment_method_id.code", "=", SEPA_DEBIT)], ["commercial_partner_id"],
        )  # fmt: skip
        payers = set(signed.commercial_partner_id.ids) | {payer.id for payer, in said}
        items = self.env["account.move.line"]._receivable_open_items(company, payers) if payers else []
        waiting = self._items_waiting(company)
        return [item for item in items if item.id not in waiting]

    @api.model
    def _items_waiting(self, company):
        """Items that are in a collection already."""
        rows = self.env["sepa.debit.item"].search_fetch([("company_id", "=", company.id), ("waits", "=", True)], ["item"])
        return set(rows.mapped("item"))

    @api.model
    def _by_journal(self, items, means, journals):
        """The debts by the bank that collects them: the one that the invoice names, else the first one."""
        found = defaultdict(list)
        for item in items:
            if item.kind == "debt":
                named = self.env["account.journal"].browse(means[item.id][1] or ())
                found[named if named in journals else journals[0]].append(item)
        return found

    @staticmethod
    def _limits(mandate):
        return choosing.Mandate(
            mandate.id, mandate.scheme, mandate.recurrence, Decimal(str(mandate.max_amount)), mandate.notice_days, mandate._is_used(),
            mandate.final_next,
        )  # fmt: skip

    @api.model
    def _policy(self, company, journal):
        return choosing.Policy(
            company.sepa_notice_days, journal.sepa_cutoff_days, company.sepa_horizon_days, company.sepa_grouping,
            Decimal(str(company.sepa_max_amount)), journal.sepa_first_sequence == "frst", self.env.ref("base.EUR").id,
        )  # fmt: skip

    # -- writing down ---------------------------------------------------------------------------------------------------------

    @api.model
    def _collect(self, company, journal, choice, items, facts):
        """A collection for each date; what is left out stands in the first one."""
        planned = defaultdict(list)
        for debit in choice.debits:
            planned[debit.date].append(debit)
        if not planned:
            return self.browse()
        collections = self.create([
            {"name": self._next_name(), "company_id": company.id, "journal_id": journal.id, "date": day} for day in sorted(planned)
        ])  # fmt: skip
        for collection in collections:
            collection._add_debits(planned[collection.date], items)
        collections[0]._add_left_out(choice.left_out, items, facts)
        return collections

    def _next_name(self):
        return self.env["ir.sequence"].sudo().next_by_code("sepa.collection")  # sudo: a number

    def _add_debits(self, planned, items):
        debits = self.env["sepa.debit"].create([
            {
                "collection_id": self.id, "sepa_mandate_id": debit.mandate, "partner_id": debit.payer, "date": debit.date,
                "amount": float(debit.amount), "scheme": debit.scheme, "sequence": debit.sequence, "again_of_id": debit.again_of or False,
                "end_to_end": f"{self._message()}-{number:05d}",
                "item_ids": [Command.create(self._item_values(items[item]) | {"amount": float(part)}) for item, part in debit.parts],
            } for number, debit in enumerate(planned, start=1)
        ])  # fmt: skip
        debits.partner_id._receivable_ask_again(self.company_id)

    def _item_values(self, item):
        return {"move_line_id": item.id, "item": item.id, "number": item.number, "due": item.due}

    def _add_left_out(self, left_out, items, facts):
        self.env["sepa.left.out"].create([
            {
                "collection_id": self.id, "move_line_id": left.item, "partner_id": items[left.item].payer,
                "number": items[left.item].number, "due": items[left.item].due, "amount": float(left.amount),
                "code": left.hold.code if left.hold else left.code, "why": self._why_left_out(left, items[left.item].payer, facts),
            } for left in left_out
        ])  # fmt: skip

    def _why_left_out(self, left, payer, facts):
        """In one sentence: what holds the item, what is wrong with the mandate, or the rule."""
        if left.hold:
            return left.hold.why
        unusable = facts.unusable.get(payer) if left.code == "no_mandate" else None
        return unusable or self._left_out_words()[left.code]

    def _left_out_words(self):
        _ = self.env._
        return {
            "other_means": _("Paid by another means."),
            "no_mandate": _("To be paid by direct debit, but there is no mandate that may be used."),
            "credit": _("Covered by credits in their favour."),
            "over_max": _("More than may be debited at once."),
            "one_off": _("The mandate is good for one more debit only."),
            "currency": _("Direct debits are in euros only."),
        }
