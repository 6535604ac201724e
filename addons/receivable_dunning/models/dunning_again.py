from typing import NamedTuple

from odoo import api, fields, models

from odoo.addons.receivable_dunning.logic.receipts import CHASING

WAITING = ("planned", "approved")  # what has not left and nobody holds


class Between(NamedTuple):
    """A decision between two nights: receipts are written as a night writes them, but belong to no run."""

    company_id: models.Model
    date: object  # the day on which it is decided again
    id: None = None


class DunningAgain(models.AbstractModel):
    """A person changed what a decision rests on: what is under way and the receipts follow at once.

    Nobody is written to because of it: new messages are the night's work.
    """

    _name = "dunning.again"
    _description = "Decisions between two nights"

    @api.model
    def _decide(self, company, payers, date):
        """Messages under way meet the gate; the receipts tell what the next night would do.

        Nothing where no night has decided yet: there the first night will.
        """
        run = self.env["dunning.run"]._as_engine(company)
        latest = run.search([("company_id", "=", company.id), ("state", "=", "done")], limit=1)
        if not latest or not payers:
            return
        self._gate(company, payers, date)
        night = fields.Date.add(date, days=1) if latest.date >= date else date
        plan = run._preview(company, night, payers.ids)
        run.env["dunning.writer"]._insert_receipts(Between(company, date), self._foreseen(plan, night), payers.ids)

    def _foreseen(self, plan, night):
        """Receipts of messages that the night will write: they are still to come. The night writes its own receipts over them."""
        steps = {step.payer: step for step in plan.steps if step.kind in CHASING}
        return [
            receipt._replace(next_level=steps[receipt.payer].level, next_date=night, fingerprint=f"foreseen {receipt.fingerprint}")
            if receipt.payer in steps
            else receipt
            for receipt in plan.receipts
        ]

    def _gate(self, company, payers, date):
        """What has not left loses what is paid or held by now. A message of a later day is asked for that day.

        A letter that is printed already is left to the person who holds it.
        """
        waiting = self.env["dunning.action"].sudo().search([  # sudo: the gate is the engine's, whoever paused
            ("company_id", "=", company.id), ("partner_id", "in", payers.ids), ("state", "in", WAITING),
            ("letter_batch_id", "=", False),
        ])  # fmt: skip
        for day, actions in waiting.grouped(lambda action: max(action.date, date)).items():
            actions._gate(day)
