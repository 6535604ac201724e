from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.receivable.logic.credit_offers import offers

HUNDREDTH_OF_PERCENT = Decimal("0.0001")


class Offer(NamedTuple):
    """One way for the order to pass, in words, with what it asks for in the order's currency."""

    code: str  # 'prepay' | 'deposit' | 'smaller' | 'settle' | 'shorter'
    title: str
    detail: str
    amount: Decimal = Decimal(0)
    records: tuple[int, ...] = ()  # the invoices to settle, or the payment terms to take


class SaleOrder(models.Model):
    """A refusal that helps: what would let the order pass, each one click into the order."""

    _inherit = "sale.order"

    def _receivable_offers(self):
        """What would let this held order pass; nothing for one that passes."""
        self.ensure_one()
        order = self.sudo()  # sudo: what would pass rests on what the verdict rests on
        positions, rules, alerts = order._receivable_credit_file(order.company_id)
        position = positions[order._receivable_payer().id]
        found = offers(position, order._receivable_asked(), rules, alerts)
        words = order._receivable_offer_words()
        return [offer for one in found if (offer := words[one.code](one))]

    def action_receivable_apply_offer(self, code):
        """Change the order so that it passes as soon as the customer does their part; answers the window that comes next."""
        self.ensure_one()
        self.check_access("write")
        offer = next((one for one in self._receivable_offers() if one.code == code), None)
        if offer is None:
            raise UserError(self.env._("That would not let the order pass any more. Look at it again."))
        self._message_log(body=offer.title)
        return self._receivable_offer_deeds()[code](offer)

    def _receivable_offer_words(self):
        """How each kind of offer is said: ``{code of the rules: function}``; add-ons name theirs."""
        return {
            "deposit": self._receivable_offer_deposit, "smaller": self._receivable_offer_smaller,
            "settle": self._receivable_offer_settle, "shorter": self._receivable_offer_shorter,
        }  # fmt: skip

    def _receivable_offer_deeds(self):
        """What a click on each offer does: ``{code: function}``; add-ons name theirs."""
        return {
            "prepay": self._receivable_apply_prepay, "deposit": self._receivable_apply_deposit,
            "smaller": self._receivable_apply_smaller, "settle": self._receivable_apply_settle,
            "shorter": self._receivable_apply_shorter,
        }  # fmt: skip

    # -- in words ---------------------------------------------------------------------------------------------------------

    def _receivable_offer_deposit(self, offer):
        amount = self._receivable_in_order(offer.amount, ROUND_CEILING)
        if amount >= Decimal(str(self.amount_total)) - self._receivable_in_order(self._receivable_paid(), ROUND_FLOOR):
            return Offer("prepay", self.env._("Payment of the whole order first"), self._receivable_paid_first_sentence(), amount)
        title = self.env._("Deposit of %(amount)s", amount=self._receivable_money_of_order(amount))
        return Offer("deposit", title, self._receivable_paid_first_sentence(), amount)

    def _receivable_paid_first_sentence(self):
        return self.env._("The order asks for it on line, and is confirmed once it is paid.")

    def _receivable_offer_smaller(self, offer):
        amount = self._receivable_in_order(offer.amount, ROUND_FLOOR)
        title = self.env._("Reduce the order to %(amount)s", amount=self._receivable_money_of_order(amount))
        return Offer("smaller", title, self.env._("Tax included: fewer pieces now, the rest in a later order."), amount)

    def _receivable_offer_settle(self, offer):
        moves = self.env["account.move.line"].browse(offer.items).move_id
        money = self.env["res.partner"]._receivable_money(self.company_id)
        title = self.env._("%(invoices)s paid first", invoices=", ".join(moves.mapped("name")))
        detail = self.env._("%(amount)s are still to be paid.", amount=money(offer.amount))
        return Offer("settle", title, detail, offer.amount, tuple(moves.ids))

    def _receivable_offer_shorter(self, offer):
        """Terms of ours that are short enough, the longest of them; none: no such offer."""
        terms = self.env["account.payment.term"].search([("company_id", "in", [False, self.company_id.id])])
        days = {term: self.new({"payment_term_id": term.id})._receivable_term_days() for term in terms if term.line_ids}
        short = [term for term in terms if term in days and days[term] <= offer.days]
        if not short:
            return None
        term = max(short, key=days.get)
        title = self.env._("Payment terms: %(terms)s", terms=term.name)
        return Offer("shorter", title, self.env._("Payable within %(days)s days.", days=days[term]), records=tuple(term.ids))

    def _receivable_in_order(self, amount, rounding):
        """Company currency to the order's, rounded so that the offer still passes."""
        rate = Decimal(1)
        if self.currency_id != self.company_id.currency_id:
            total = self._receivable_in_company(self.amount_total)
            rate = Decimal(str(self.amount_total)) / total
        return (amount * rate).quantize(Decimal(str(self.currency_id.rounding)), rounding)

    def _receivable_money_of_order(self, amount):
        return self.currency_id.with_env(self.env).format(float(amount))

    # -- applied ----------------------------------------------------------------------------------------------------------

    def _receivable_apply_prepay(self, _offer):
        self.write({"require_payment": True, "prepayment_percent": 1.0})
        return self._receivable_payment_link(self)

    def _receivable_apply_deposit(self, offer):
        """The share of the order to pay on line, and never less than what is needed."""
        needed = offer.amount + self._receivable_in_order(self.sudo()._receivable_paid(), ROUND_CEILING)  # sudo: payments
        share = (needed / Decimal(str(self.amount_total))).quantize(HUNDREDTH_OF_PERCENT, ROUND_CEILING)
        self.write({"require_payment": True, "prepayment_percent": float(min(share, Decimal(1)))})
        return self._receivable_payment_link(self)

    def _receivable_apply_smaller(self, _offer):
        """Which pieces wait is for people to say: the order, open on its lines."""
        return {"type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.id, "views": [(False, "form")]}

    def _receivable_apply_settle(self, offer):
        return self._receivable_payment_link(self.env["account.move"].browse(offer.records[:1]))

    def _receivable_apply_shorter(self, offer):
        self.payment_term_id = self.env["account.payment.term"].browse(offer.records)
        return False

    def _receivable_payment_link(self, document):
        """Core's window with the link to pay this document."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Payment link"), "res_model": "payment.link.wizard", "target": "new",
            "views": [(False, "form")], "context": {"active_model": document._name, "active_id": document.id},
        }  # fmt: skip
