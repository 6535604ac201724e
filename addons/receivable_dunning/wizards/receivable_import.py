from odoo import models


class ReceivableImport(models.Model):
    """Old invoices that came in today get their first message tonight: the import says so, with the count."""

    _inherit = "receivable.import"

    def _aftermath(self):
        """Until a night has passed: the messages about imported invoices that the next one writes."""
        company, foresight = self.company_id, self.env["dunning.foresight"]
        nights = self.env["dunning.run"].sudo()  # sudo: whether a night has passed, for whoever may import
        if nights.search_count([("company_id", "=", company.id), ("create_date", ">", self.write_date)], limit=1):
            return super()._aftermath()
        steps = self._dunning_steps(company, foresight._next_night(company).date())
        if not steps:
            return self.env._("No message about these invoices leaves because of the import.")
        return " ".join((
            self._dunning_tonight(len(steps), foresight._sums((company.currency_id, step.amount_company) for step in steps)),
            *self._dunning_way_out(company),
            foresight._nothing_leaves_now(company),
        ))  # fmt: skip

    def _dunning_tonight(self, count, amount):
        if count == 1:
            return self.env._("The next night writes to a payer of these invoices: 1 message, for %(amount)s.", amount=amount)
        return self.env._(
            "The next night writes to payers of these invoices: %(count)s messages, for %(amount)s.", count=count, amount=amount
        )

    def _dunning_steps(self, company, day):
        """The messages of the next night that ask for an imported invoice."""
        moves = self.env["account.move"].search(self._own_moves())
        payers = moves.partner_id.commercial_partner_id.ids
        imported = set(moves.ids)
        plan = self.env["dunning.run"]._preview(company, day, payers)
        return [
            step for step in plan.steps
            if any(ask.role in ("asked", "coming") and ask.item.move in imported for ask in step.asks)
        ]  # fmt: skip

    def _dunning_way_out(self, company):
        """Nothing in test mode: there nothing leaves anyway."""
        if company.dunning_mode == "test":
            return []
        if company.dunning_mode == "auto":
            return [self.env._("Automatic steps leave by themselves in the morning: go back to test mode or pause payers to look first.")]
        return [self.env._("A person approves each of them first.")]
