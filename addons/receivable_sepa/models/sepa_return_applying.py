from collections import defaultdict
from datetime import timedelta

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from odoo.addons.receivable_sepa.logic import returns

from .sepa_return_matching import AT_BANK

UNKNOWN = returns.Reason("")  # a code that is not in the table: kept as it came, a person decides


class SepaReturn(models.Model):
    """What follows from a return: the invoices are open again, the mandate and the payer are treated as the table of reasons says."""

    _inherit = "sepa.return"

    def _apply(self):
        """Everything that follows, at once or not at all."""
        waiting = self.filtered(lambda one: one.state == "to_apply").sorted(lambda one: (one.booked_on, one.id))
        waiting._check_found()
        waiting.debit_id.lock_for_update()
        gone = waiting.filtered(lambda one: one.debit_id.state not in AT_BANK)
        gone.state = "duplicate"
        fresh = waiting - gone
        fresh._plan()
        fresh._book()
        fresh._end_debits()
        fresh._treat_mandates()
        fresh._stop_payers()
        fresh.write({"state": "applied", "applied_on": self._today(), "applied_by_id": self.env.uid})
        fresh._tell()
        fresh._applied()

    def _applied(self):
        """Everything has followed; add-ons write to the customer or open a dispute."""

    def _announce(self, day):
        """The customer was told what came back, and of the new debit with its date: that is its notice."""
        self.write({"announced_on": day})
        self.debit_id.again_ids.filtered(lambda debit: debit.state == "planned")._notified_by_return()

    def _check_found(self):
        lost = self.filtered(lambda one: not one.debit_id)
        if lost:
            raise UserError(self.env._("Say first which debit came back: %(reference)s.", reference=lost[0].display_name))

    # -- what will follow -----------------------------------------------------------------------------------------------------

    def _plan(self):
        """Writes what each return leads to; those of the same payer count as one after the other."""
        earlier = self._earlier()
        for one in self.filtered("debit_id").sorted(lambda one: (one.booked_on, one.id)):
            before = earlier[one.company_id.id, one.partner_id.id]
            effect = one._effect(tuple(before))
            one.write({
                "mandate_effect": effect.mandate, "represent_on": effect.represent, "why_not": effect.why_not, "fault": effect.fault,
                "message": effect.message, "dispute": effect.dispute,
            })  # fmt: skip
            before.append((one.reason_code, one.booked_on))

    def _effect(self, earlier):
        reason = self.reason_id._as_rule() if self.reason_id else UNKNOWN
        return returns.effect(
            reason, scheme=self.debit_id.scheme, earlier=earlier, settled=self.settled, on=self.booked_on, today=self._today()
        )

    def _earlier(self):
        """What came back of the same payers lately: ``{(company, payer): [(code, day)]}``."""
        found = defaultdict(list)
        since = min(self.mapped("booked_on"), default=self._today()) - timedelta(days=returns.WINDOW_DAYS)
        rows = self.search([
            ("partner_id", "in", self.partner_id.ids), ("state", "=", "applied"), ("booked_on", ">=", since), ("id", "not in", self.ids),
        ], order="booked_on, id")  # fmt: skip
        for row in rows:
            found[row.company_id.id, row.partner_id.id].append((row.reason_code, row.booked_on))
        return found

    # -- what follows ---------------------------------------------------------------------------------------------------------

    def _end_debits(self):
        for one in self:
            one.debit_id._end("returned" if one.settled else "rejected", one.booked_on)

    def _treat_mandates(self):
        """Suspended or closed as the reason says, unless somebody has done more already."""
        for one in self:
            mandate, why = one.sepa_mandate_id, one._why()
            if one.mandate_effect == "suspend" and mandate.state == "active":
                mandate._suspend(why)
            if one.mandate_effect == "close" and mandate.state in ("active", "suspended"):
                mandate._close(why)

    def _stop_payers(self):
        """A customer who died is left alone from now on, in every way; who settles the estate is for a person to find out."""
        Pause = self.env["receivable.pause"].with_user(SUPERUSER_ID)
        for one in self.filtered(lambda one: one.reason_id.kind == "stop"):
            Pause.create({
                "company_id": one.company_id.id, "partner_id": one.partner_id.id, "reason": one._why(), "date_from": self._today(),
                "stop_messages": True, "stop_debits": True, "stop_charges": True, "stop_order_blocks": True,
            })  # fmt: skip

    def _tell(self):
        """A line on each payer's timeline, in the company's language."""
        for company, rows in self.grouped("company_id").items():
            told = rows.with_context(lang=company.partner_id.lang or self.env.lang)
            payers = told.grouped("partner_id").items()
            rows.partner_id._message_log_batch({payer.id: " ".join(one._sentence() for one in own) for payer, own in payers})
