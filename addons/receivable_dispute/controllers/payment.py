"""Paying chosen items online: core's payment form, one company and currency at a time."""

from odoo import http
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.http import request

from .visitor import BalanceVisit, pages


def item_ids(text):
    """The items named in an address: ``12-15``; what is no number is left out.

    >>> item_ids("12-15-x"), item_ids("")
    ([12, 15], [])
    """
    return [int(word) for word in text.split("-") if word.isdecimal()]


class BalancePayment(BalanceVisit):

    @http.route(pages("/pay"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def pay(self, access_id=None, **_kwargs):
        """What will be paid, and how; nothing is recorded before the customer chooses a means of payment."""
        visitor = self._visitor(access_id)
        company, block, debts = self._items_of(visitor, self._ticked())
        debts = [debt for debt in debts if debt.payable]
        if not debts or not self._pays_online():
            return request.redirect(f"{visitor.base}?said=changed")
        currency = request.env["res.currency"].browse(block.currency)
        amount = self._amount(debts, currency)
        values = {"company": company, "currency": currency, "debts": debts, "amount": amount}
        return self._show(visitor, "receivable_dispute.portal_pay", values | self._payment_form(visitor, company, currency, amount, debts))

    @staticmethod
    def _amount(debts, currency):
        return currency.round(float(sum(debt.asked for debt in debts)))

    def _payment_form(self, visitor, company, currency, amount, debts):
        """What core's payment form wants to know. Saved cards are for their owner signed in, never behind a link."""
        partner, report = visitor.contact, {}
        providers = self._providers(visitor, company, currency, amount, report)
        methods = request.env["payment.method"].sudo()._get_compatible_payment_methods(
            providers.ids, partner.id, currency_id=currency.id, report=report,
        )  # fmt: skip
        tokens = request.env["payment.token"].sudo()
        chosen = "-".join(str(debt.item.id) for debt in debts)
        return {
            "partner_id": partner.id,
            "providers_sudo": providers,
            "payment_methods_sudo": methods,
            "tokens_sudo": tokens._get_available_tokens(providers.ids, partner.id) if visitor.signed_in else tokens,
            "show_tokenize_input_mapping": {
                provider: shown and visitor.signed_in
                for provider, shown in self._compute_show_tokenize_input_mapping(providers).items()
            },
            "availability_report": report,
            "company_mismatch": not self._can_partner_pay_in_company(partner, company),
            "expected_company": company,
            "transaction_route": f"{visitor.base}/transaction/{chosen}",
            "landing_route": f"{visitor.base}?said=paid",
            "access_token": "",
        }  # fmt: skip

    @http.route(pages("/transaction/<string:items>"), type="jsonrpc", auth="public", website=True)
    def transaction(self, items, access_id=None, amount=None, **kwargs):
        """Begins the payment, if what is asked is still what the customer saw."""
        visitor = self._visitor_or_refusal(access_id)
        if not self._within_limit(visitor):
            raise ValidationError(request.env._("That was a lot at once: nothing was paid. Please try again in an hour, or call us."))
        company, block, debts = self._items_of(visitor, item_ids(items))
        currency = request.env["res.currency"].browse(block and block.currency)
        if not debts or not all(debt.payable for debt in debts) or not self._pays_online() or not self._same(amount, debts, currency):
            raise ValidationError(request.env._("One of these invoices has just been paid or changed. Please look at your account again."))
        self._validate_transaction_kwargs(kwargs, additional_allowed_keys=("access_token",))
        self._check_means(visitor, company, currency, amount, kwargs)
        kwargs.update(landing_route=f"{visitor.base}?said=paid", currency_id=currency.id, partner_id=visitor.contact.id)
        kwargs.pop("access_token", None)
        # sudo: visitors may not read moves; these are the payer's own
        lines = request.env["account.move.line"].sudo().browse(debt.item.id for debt in debts)
        transaction = self._create_transaction(
            amount=self._amount(debts, currency), is_validation=False, custom_create_values={
                "invoice_ids": [Command.set(lines.move_id.ids)], "receivable_line_ids": [Command.set(lines.ids)],
            }, **kwargs,
        )  # fmt: skip
        return transaction._get_processing_values()

    def _same(self, amount, debts, currency):
        return isinstance(amount, int | float) and not currency.compare_amounts(amount, self._amount(debts, currency))

    def _check_means(self, visitor, company, currency, amount, asked):
        """Only a provider that this page offers; behind a link, no saved card and none to save."""
        asked.pop("is_validation", None)
        offered = self._providers(visitor, company, currency, amount)
        saved = asked.get("flow") == "token" or asked.get("tokenization_requested")
        if asked.get("provider_id") not in offered.ids or (saved and not visitor.signed_in):
            raise ValidationError(request.env._("This way of paying is not available here. Nothing was paid."))

    def _providers(self, visitor, company, currency, amount, report=None):
        # sudo: visitors may not read providers; core shows them the same way
        return request.env["payment.provider"].sudo()._get_compatible_providers(
            company.id, visitor.contact.id, amount, currency_id=currency.id, report=report,
        )  # fmt: skip
