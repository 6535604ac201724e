import logging
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.receivable.logic import credit

_logger = logging.getLogger(__name__)
NOTHING_TO_DECIDE = {
    "receivable_credit_state": "none", "receivable_held_since": False, "receivable_held_cause": False, "receivable_over_by": 0,
}  # fmt: skip
AUDIT_BATCH = 200


class SaleOrder(models.Model):
    """The gate: every way to confirm an order is decided by the same check. Who cannot be told no is looked at afterwards.

    A person is told and may ask for a release; a signature is kept and the order waits; what a payment or other code confirms
    goes through, and is looked at again.
    """

    _inherit = "sale.order"

    # -- the ways through -------------------------------------------------------------------------------------------------

    def action_confirm(self):
        """A person is told why an order waits; of several, the good ones go. Whoever else confirms is never stopped."""
        if self.env.su and not self.env.context.get("receivable_gate_passed"):
            done = super().action_confirm()
            self._receivable_look_behind_the_gate()
            return done
        self.check_access("write")  # before anything is told of the customer
        verdicts = self._receivable_quotations()._receivable_decide(seal=True)
        held = self.browse().union(*(order for order, verdict in verdicts.items() if not order._receivable_passes(verdict)))
        if held and len(self) == 1:
            return held._receivable_refuse_confirmation(verdicts[held])
        going = self - held
        done = super(SaleOrder, going).action_confirm() if going else True
        going._receivable_confirmed(verdicts)
        return done

    def _validate_order(self):
        """The customer has signed: the signature is kept; an order that the rules hold waits for a decision, and somebody is told."""
        verdicts = self._receivable_quotations()._receivable_decide(seal=True)
        held = self.browse().union(*(order for order, verdict in verdicts.items() if not order._receivable_passes(verdict)))
        held._receivable_hold(verdicts)
        going = self - held
        return super(SaleOrder, going.with_context(receivable_gate_passed=True))._validate_order() if going else None

    def _receivable_look_behind_the_gate(self):
        """What nobody can be told no for, other code and payments, is looked at once it is done, and never undone by it."""
        paid = self.env.context.get("receivable_paid")
        self.env.flush_all()  # what the confirmation itself has written is no fault of the check
        try:
            with self.env.cr.savepoint():
                self._receivable_look_again("paid_check" if paid else "recheck")
        except Exception:
            # the nightly audit looks again at what has no decision
            _logger.exception("The credit of orders %s could not be looked at", self.ids)

    def _receivable_refuse_confirmation(self, verdict):
        """Why this order waits: as a window for a person, as a sentence for code."""
        if self.env.context.get("receivable_dialog"):
            return self._receivable_refusal_window()
        sentences = self.env["res.partner"]._receivable_verdict_sentences(verdict, self.company_id)
        raise UserError(self.env._(
            "%(order)s cannot be confirmed yet: %(reasons)s", order=self.name, reasons=" ".join(sentences)
        ))  # fmt: skip

    # -- the decision -----------------------------------------------------------------------------------------------------

    def _receivable_quotations(self):
        """Of these, what a verdict is asked for: something is to be paid, and it is not confirmed yet."""
        return self.filtered(lambda order: order.state in ("draft", "sent") and order.amount_total > 0 and order.partner_invoice_id)

    def _receivable_decide(self, seal=False):
        """What the rules say, one order after the other: the second one of a payer meets what the first has taken.

        :param seal: of two transactions that decide on one limit, the second is taken again; only where somebody takes it again
        """
        verdicts = {}
        # sudo: a salesperson may read neither limits nor other people's orders and payments; branches share the limits of their root
        for company, orders in self.sudo().grouped(lambda order: order.company_id.root_id).items():
            verdicts |= orders._receivable_decide_in(company, seal)
        return {order: verdicts[order.id] for order in self}

    def _receivable_decide_in(self, company, seal):
        positions, rules, alerts = self._receivable_credit_file(company)
        if seal and not self.env.context.get("ir_cron_progress_id"):
            self.env["receivable.seal"]._break(company, [one.limit.head for one in positions.values() if one.limit])
        verdicts = {}
        for order in self:
            payer, asked = order._receivable_payer().id, order._receivable_asked()
            verdicts[order.id] = verdict = credit.verdict(positions[payer], asked, rules, alerts)
            if order._receivable_passes(verdict):
                positions |= self._receivable_taken(positions, payer, asked)
        return verdicts

    @staticmethod
    def _receivable_taken(positions, payer, asked):
        """What the order takes, of everybody who shares the payer's limit."""
        limit = positions[payer].limit
        sharing = [
            other for other, position in positions.items()
            if other == payer or (limit and limit.source == "group" and position.limit == limit)
        ]  # fmt: skip
        return {other: credit.taken(positions[other], asked) for other in sharing}

    def _receivable_passes(self, verdict):
        """Not held, or somebody took it upon themselves."""
        return verdict.state != "hold" or bool(self.sudo()._receivable_release_in_force())  # sudo: a release counts whoever confirms

    # -- what is noted ----------------------------------------------------------------------------------------------------

    def _receivable_confirmed(self, verdicts):
        """The decision, on each confirmed order."""
        for order in self.sudo():  # sudo: decisions are written by the engine
            release = order._receivable_release_in_force()
            release._use()
            released = release and order in verdicts and verdicts[order].state == "hold"
            order.write(NOTHING_TO_DECIDE | {"receivable_credit_state": "released" if released else "none"} | order._receivable_decided())

    def _receivable_hold(self, verdicts):
        """These orders wait for a decision; whoever has to know is told."""
        for order in self.sudo():  # sudo: decisions are written by the engine
            order.write(order._receivable_held_values("held", verdicts[order]))
            order._message_log(body=order.env._("Credit hold: %(why)s", why=order._receivable_why(verdicts[order])))
        self._receivable_tell_hold()

    def _receivable_look_again(self, state):
        """Confirmed already: the delivery of what the rules hold is to be checked."""
        confirmed = self.filtered(lambda order: order.state == "sale").sudo()  # sudo: decisions are written by the engine
        verdicts = confirmed._receivable_decide()
        for order, verdict in verdicts.items():
            if verdict.state == "hold" and not order._receivable_release_in_force():
                order.write(order._receivable_held_values(state, verdict) | order._receivable_decided())
                order._message_log(body=order._receivable_look_again_sentence(state, verdict))
            else:
                order.write(order._receivable_decided())

    def _receivable_look_again_sentence(self, state, verdict):
        why = self._receivable_why(verdict)
        if state == "paid_check":
            return self.env._("Paid, check before delivery: %(why)s", why=why)
        return self.env._("Credit to check again: %(why)s", why=why)

    def _receivable_decided(self):
        return {"receivable_decided_on": fields.Datetime.now(), "receivable_decided_amount": self.amount_total}

    def _receivable_held_values(self, state, verdict):
        """Why the order waits, as it is shown in the list of those that wait."""
        reason = next(reason for reason in verdict.reasons if reason.state == "hold")
        return {
            "receivable_credit_state": state,
            "receivable_held_since": fields.Datetime.now(),
            "receivable_held_cause": reason.code,
            "receivable_over_by": float(dict(reason.values).get("over", Decimal(0))),
        }

    def _receivable_why(self, verdict):
        return " ".join(self.env["res.partner"]._receivable_verdict_sentences(verdict, self.company_id))

    # -- afterwards -------------------------------------------------------------------------------------------------------

    def write(self, vals):
        """A cancelled order waits for nothing."""
        if vals.get("state") == "cancel":
            vals = NOTHING_TO_DECIDE | vals
        return super().write(vals)

    def _receivable_grown(self):
        """Orders that may have grown: a release that they outgrow lapses, and confirmed ones are decided again. Never stops the change."""
        orders = self.sudo()  # sudo: decisions are written by the engine
        released = orders.filtered(lambda order: order.receivable_credit_state == "released")
        released._receivable_lapse_outgrown()
        grown = orders.filtered(
            lambda order: order.state == "sale" and order.receivable_decided_on
            and order.currency_id.compare_amounts(order.amount_total, order.receivable_decided_amount) > 0
        )  # fmt: skip
        if grown:
            grown._receivable_look_again("recheck")

    @api.model
    def _cron_receivable_audit(self):
        """Every night: orders confirmed past the gate, by whatever way, are decided on after all; releases end."""
        self.env["credit.release"]._lapse_ended()
        domain = Domain("state", "=", "sale") & Domain("receivable_decided_on", "=", False)
        while orders := self.search(domain, limit=AUDIT_BATCH):
            orders._receivable_look_again("recheck")
            self.env["ir.cron"]._commit_progress(len(orders))
