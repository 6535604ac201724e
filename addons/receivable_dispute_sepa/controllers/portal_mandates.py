from odoo.http import request

from odoo.addons.receivable_sepa.controllers.portal_mandates import MandatePages


class ContestPages(MandatePages):
    """A debit that is not right is a problem with an invoice: the page leads to the form for it, as long as the invoice is owed."""

    def _contest(self, visitor, debit):
        page = super()._contest(visitor, debit)
        page.qcontext["problem_url"] = self._problem_url(debit)
        return page

    @staticmethod
    def _problem_url(debit):
        """The form of the one invoice, or the account where the customer chooses one."""
        lines = request.env["receivable.dispute"].sudo()._contestable(debit)  # sudo: visitors have no right on items; these are their own
        if not lines:
            return ""
        return f"/my/balance/problem/new/{lines.id}" if len(lines) == 1 else "/my/balance"
