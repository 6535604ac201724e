from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL, format_amount

from odoo.addons.receivable.logic import holds as kernel_holds
from odoo.addons.receivable_dunning.logic import escalation, gate


class DunningAction(models.Model):
    """The gate, asked again: what was paid or held since the plan leaves the message before the message leaves."""

    _inherit = "dunning.action"

    def _gate(self, date):
        """Compare these messages with the ledger as it is now, and write what changed.

        Amounts only go down; an empty message is cancelled with its reason; a hold that asks for a person puts an automatic
        message back into the queue. The number of queries does not grow with the messages.
        Answers ``(ready, changed)``: those that may leave, and those whose amounts are no longer as they were.
        """
        ready = changed = self.browse()
        for company, actions in self.grouped("company_id").items():
            asking = actions.filtered(lambda action: action.kind in gate.MAIN)
            events = actions._events()
            thanks = actions - asking - events
            if asking:
                one_ready, one_changed = asking._gate_asking(company, date)
                ready, changed = ready | one_ready, changed | one_changed
            if thanks:
                ready |= thanks._gate_thanks(company, date)
            ready |= events._gate_events()
        return ready, changed

    # -- prevenance and reminders ---------------------------------------------------------------------------------------------

    def _gate_asking(self, company, date):
        rows, debts = self._gate_rows(), self._debts_now(company, date)
        changes = {action.id: gate.again(rows[action.id], debts) for action in self}
        gone = self.filtered(lambda action: gate.is_empty(action.kind, rows[action.id], changes[action.id]))
        for reason, actions in gone.grouped(lambda action: action._why_empty(rows[action.id], changes[action.id], debts)).items():
            actions._set_state("cancelled", reason=reason)
        self._write_changes([change for action in self - gone for change in changes[action.id]])
        left = self - gone
        changed = left.filtered(lambda action: changes[action.id])
        ready = left - changed._gate_small(rows, changes, debts)
        return ready._gate_review(rows, changes, debts), changed & ready

    def _gate_rows(self):
        """The lines that are still in these messages, as plain tuples: one query."""
        self.env["dunning.action.line"].flush_model()
        rows = defaultdict(list)
        for action, line, item, role, currency, net, remaining in self.env.execute_query(SQL(
            """SELECT action_id, id, COALESCE(move_line_id, 0), role, currency_id, COALESCE(amount, 0)::text,
                      COALESCE(amount_remaining, amount, 0)::text
                 FROM dunning_action_line WHERE action_id = ANY(%s) AND left_reason IS NULL ORDER BY action_id, date_due, id""",
            self.ids,
        )):
            rows[action].append(gate.Row(line, item, role, currency, Decimal(net), Decimal(remaining)))
        return rows

    def _debts_now(self, company, date):
        """What these payers owe at this moment, holds and credits taken off: ``{item: escalation.Debt}``."""
        Line = self.env["account.move.line"]
        items = Line._receivable_open_items(company, self.partner_id.ids)
        debts = [item for item in items if item.kind == "debt"]
        late = Line.browse(item.id for item in debts if item.due < date)
        coming = Line.browse(item.id for item in debts if item.due >= date)
        holds = {
            "remind": late._receivable_holds("remind", date) if late else {},
            "announce": coming._receivable_holds("announce", date) if coming else {},
        }
        return {debt.item.id: debt for debt in escalation.owed(items, holds, date)}

    def _why_empty(self, rows, changes, debts):
        """Why nothing is left to ask, in one sentence."""
        main = {row.id: row.item for row in rows if row.role == gate.MAIN[self.kind]}
        left = {change.left for change in changes if change.id in main}
        if left == {"paid"}:
            return self.env._("Nothing left to ask: everything was paid.")
        if "held" in left:
            held = (debts[main[change.id]].holds for change in changes if change.left == "held" and change.id in main)
            return self.env._("Nothing left to ask: %(why)s", why=next((hold.why for found in held for hold in found), ""))
        return self.env._("Nothing left to ask: credits cover it.")

    def _write_changes(self, changes):
        """The lines as they are now: one statement."""
        if not changes:
            return
        self.env.cr.execute(SQL(
            """UPDATE dunning_action_line l
                  SET amount = c.net, amount_remaining = c.remaining, left_reason = c.reason, alive = l.alive AND c.reason IS NULL
                 FROM unnest(%s::int[], %s::numeric[], %s::numeric[], %s::text[]) AS c(id, net, remaining, reason) WHERE c.id = l.id""",
            [change.id for change in changes],
            [change.net for change in changes],
            [change.remaining for change in changes],
            [change.left or None for change in changes],
        ))
        self.env["dunning.action.line"].invalidate_model(["amount", "amount_remaining", "left_reason", "alive"])

    def _gate_small(self, rows, changes, debts):
        """Messages whose rest is not worth writing for, cancelled; the others get their new amount. Answers the cancelled ones."""
        small = self.browse()
        for action in self:
            amount = action._amount_now(rows[action.id], changes[action.id], debts)
            action.amount_company = amount
            if amount < escalation.money(action.level_id.minimum):
                small |= action
                action._set_state("cancelled", reason=self.env._(
                    "Only %(amount)s is left, below the minimum of this step.",
                    amount=format_amount(self.env, float(amount), action.company_currency_id),
                ))  # fmt: skip
        return small

    def _amount_now(self, rows, changes, debts):
        """What the message asks for now, in company currency: overdue items, or those that come in a prevenance."""
        net = {row.id: row.net for row in rows} | {change.id: change.net for change in changes}
        roles = ("asked", "listed") if self.kind == "reminder" else ("coming",)
        parts = (escalation.in_company(net[row.id], debts[row.item].item) for row in rows if row.role in roles and row.item in debts)
        return sum(parts, Decimal(0))

    def _gate_review(self, rows, changes, debts):
        """An automatic message that meets a hold for a person waits. One that waited for a hold follows what holds it now.

        Answers those that may leave: what only a person lets leave is among them, whatever it waits for.
        """
        holds = {action: self._review_now(rows[action.id], changes[action.id], debts) for action in self}
        met = self.filtered(lambda action: action.release == "auto" and holds[action])
        for action in met | self.filtered(lambda action: action.state == "planned" and action.hold_code):
            action._wait_for(holds[action])
        return self - met

    @staticmethod
    def _review_now(rows, changes, debts):
        """The hold that asks for a person: a doubt about these items before what stops the whole company."""
        left = {change.id for change in changes if change.left}
        holds = [hold for row in rows if row.id not in left and row.item in debts for hold in debts[row.item].holds]
        return kernel_holds.to_review(holds) or kernel_holds.stopped(holds)

    # -- thanks ---------------------------------------------------------------------------------------------------------------

    def _gate_thanks(self, company, date):
        """Thanks leave only while everything they thank for is still paid, and nothing is overdue here or in a sister company."""
        payers = self.partner_id.ids
        late = {debt.item.payer for debt in self._debts_now(company, date).values() if debt.item.due < date and debt.net > 0}
        late |= self.env["dunning.ledger"]._overdue_elsewhere(company, date, payers)
        reopened, held = self._reopened(), self._held_thanks(date)
        for action in self:
            if action.partner_id.id in late:
                action._set_state("cancelled", reason=self.env._("Something else is overdue: no thanks today."))
            elif action.id in reopened:
                action._set_state("cancelled", reason=self.env._("The payment was taken back."))
            elif action.id in held:
                action._set_state("cancelled", reason=held[action.id])
        return self.filtered(lambda action: action.state == "approved" or action.state == "planned")

    def _reopened(self):
        """Thanks for an item that is open again, or gone."""
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT l.action_id FROM dunning_action_line l LEFT JOIN account_move_line m ON m.id = l.move_line_id
                WHERE l.action_id = ANY(%s) AND l.role = 'paid' AND m.reconciled IS NOT TRUE""",
            self.ids,
        ))
        return {action for (action,) in rows}

    def _held_thanks(self, date):
        lines = self.line_ids.filtered(lambda line: line.role == "paid")
        holds = lines.move_line_id._receivable_holds("thank", date)
        return {line.action_id.id: holds[line.move_line_id.id][0].why for line in lines if line.move_line_id.id in holds}
