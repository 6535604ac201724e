"""The account page, and the statement to take away."""

from typing import NamedTuple

from odoo import fields, http
from odoo.http import request

from odoo.addons.receivable.controllers.statement import XLSX
from odoo.addons.receivable.report.statement_workbook import StatementWorkbook
from odoo.addons.receivable_dispute.logic.balance import Debt

from .visitor import BalanceVisit, pages

PAID_SHOWN = 10


class Shown(NamedTuple):
    """A debt with the words that the page says about it."""

    debt: Debt
    when: str  # 10 days late, due today, due in 3 days
    notes: tuple[str, ...]


class BalancePage(BalanceVisit):

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "receivable_balance_count" in counters:
            values["receivable_balance_count"] = self._balance_in_words()
        if "receivable_account_count" in counters:
            values["receivable_account_count"] = 0 if self._balance_in_words() else 1
        return values

    def _balance_in_words(self):
        """What the card on the portal's first page says, one sentence per company and currency; 0 when nothing is to pay."""
        visitor = self._find_visitor()
        due = [block for _company, block in self._blocks(visitor) if block.now] if visitor else []
        return " · ".join(map(self._block_in_words, due)) or 0

    def _block_in_words(self, block):
        currency = request.env["res.currency"].browse(block.currency)
        now, late = currency.format(float(block.now)), currency.format(float(block.late))
        if block.late == block.now:
            return request.env._("%(late)s late", late=late)
        if block.late:
            return request.env._("%(now)s to pay, %(late)s late", now=now, late=late)
        return request.env._("%(now)s to pay", now=now)

    @http.route(pages(), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def balance(self, access_id=None, **_kwargs):
        visitor = self._visitor(access_id)
        return self._show(visitor, "receivable_dispute.portal_balance", self._balance_values(visitor))

    def _balance_values(self, visitor):
        return super()._balance_values(visitor) | {
            "blocks": [self._block_values(visitor, company, block) for company, block in self._blocks(visitor)],
            "several_companies": len(visitor.companies) > 1,
            "paid": self._paid(visitor),
            "contact": self._our_contact(visitor),
            "pay_online": self._pays_online(),
            "language": request.env["res.lang"]._get_data(code=request.env.lang or "en_US"),
        }

    def _block_values(self, visitor, company, block):
        under_way = request.env["payment.transaction"].sudo()._receivable_under_way(visitor.payer, company)
        currency = request.env["res.currency"].browse(block.currency)
        return {
            "company": company,
            "currency": currency,
            "block": block,
            "debts": [Shown(debt, self._when(debt.days_late), debt.notes) for debt in block.debts],
            "under_way": [
                request.env._("Payment of %(amount)s received, being recorded.", amount=currency.format(payment.amount))
                for payment in under_way if payment.currency_id == currency
            ],
            "next": block.next and request.env._(
                "Next: %(amount)s on %(day)s.", amount=currency.format(float(block.next.asked)), day=self._day(block.next.item.due),
            ),
            "bank": self._bank(visitor, company),
        }  # fmt: skip

    def _when(self, days_late):
        _ = request.env._
        if days_late == 0:
            return _("due today")
        if days_late > 0:
            return _("1 day late") if days_late == 1 else _("%(days)s days late", days=days_late)
        return _("due tomorrow") if days_late == -1 else _("due in %(days)s days", days=-days_late)

    def _bank(self, visitor, company):
        """Our account, for persons signed in only: a mail can be forwarded, and a changed account number costs the customer dear."""
        return company.partner_id.bank_ids[:1] if visitor.signed_in else company.partner_id.bank_ids.browse()

    def _paid(self, visitor):
        """What was paid last."""
        # sudo: portal users may not read events; these are the payer's own
        return request.env["receivable.event"].sudo().search([
            ("partner_id", "=", visitor.payer.id), ("company_id", "in", visitor.companies.ids), ("by_money", "=", True), ("amount", ">", 0),
        ], limit=PAID_SHOWN)  # fmt: skip

    def _our_contact(self, visitor):
        """Whom the customer may call: their collector, else the company."""
        company = visitor.companies[:1]
        return visitor.payer.with_company(company.root_id).payer_collector_id.partner_id or company.partner_id

    # -- statement --------------------------------------------------------------------------------------------------------

    @http.route(pages("/statement.pdf"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def statement_pdf(self, access_id=None, company="", **_kwargs):
        visitor = self._visitor(access_id)
        payer, _company = self._statement_of(visitor, company)
        # sudo: the report is for those who follow payers up; this one is about the visitor alone
        report = request.env["ir.actions.report"].sudo().with_context(**payer.env.context)
        content, _kind = report._render_qweb_pdf("receivable.report_statement", payer.ids)
        return self._file(content, "application/pdf", f"{payer._receivable_statement_file_name()}.pdf")

    @http.route(pages("/statement.xlsx"), type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def statement_xlsx(self, access_id=None, company="", **_kwargs):
        visitor = self._visitor(access_id)
        payer, company = self._statement_of(visitor, company)
        statement = payer._receivable_statement(company, fields.Date.context_today(payer))
        content = StatementWorkbook(payer.env, [statement]).build()
        return self._file(content, XLSX, f"{payer._receivable_statement_file_name()}.xlsx")

    def _statement_of(self, visitor, company):
        """The payer as that company sees it; the first company of the visit when another one is asked for."""
        company = visitor.companies.filtered(lambda own: str(own.id) == company) or visitor.companies[:1]
        context = {"allowed_company_ids": company.ids, "receivable_without_bank": not visitor.signed_in}
        return visitor.payer.with_context(**context), company
