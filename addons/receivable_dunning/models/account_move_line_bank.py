from odoo import models
from odoo.tools import SQL

from odoo.addons.receivable.logic.holds import Hold

BANK_STOPS = ("announce", "remind", "thank")


class AccountMoveLine(models.Model):
    """An old bank statement: whoever paid since would be chased, so that nothing leaves by itself."""

    _inherit = "account.move.line"

    def _receivable_holds(self, purpose, date):
        """Adds ``bank_stale`` to every item of a company whose bank was last read too long ago. Two queries, one more when stale."""
        holds = super()._receivable_holds(purpose, date)
        if self.ids and purpose in BANK_STOPS:
            stale = self._receivable_stale_banks(date)
            for line, company in self._receivable_companies(stale):
                holds[line] = [*holds.get(line, ()), stale[company]]
        return holds

    def _receivable_stale_banks(self, date):
        """``{company id: Hold}``: the same tuple for all its items."""
        rows = self.env.execute_query(SQL(
            """SELECT id FROM res_company
                WHERE dunning_bank_days > 0 AND id IN (SELECT company_id FROM account_move_line WHERE id = ANY(%s))""", self.ids
        ))
        companies = self.env["res.company"].browse(company for (company,) in rows).sudo()  # sudo: a day, told in a sentence
        banks = companies._dunning_banks(date) if companies else {}
        found = {
            company: next((bank for bank in banks[company.id] if company._dunning_is_stale(bank, date)), None) for company in companies
        }
        return {company.id: self._receivable_hold_bank(company, bank, date) for company, bank in found.items() if bank}

    def _receivable_companies(self, companies):
        """``[(line id, company id)]`` of the lines of these companies."""
        if not companies:
            return []
        return self.env.execute_query(SQL(
            "SELECT id, company_id FROM account_move_line WHERE id = ANY(%s) AND company_id = ANY(%s)", self.ids, list(companies)
        ))

    def _receivable_hold_bank(self, company, bank, date):
        return Hold(
            "bank_stale", "stop",
            since=bank.read,
            why=company._dunning_stale_sentence(bank, date),
            lifted_by=self.env._("whoever brings the bank statement in"),
            evidence=("account.journal", (bank.journal,)),
        )
