from odoo import api, fields, models

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable_sepa.logic import life

from .sepa_debit import PRESENTED, UNCARRIED


class SepaMandate(models.Model):
    """How a mandate was used, told by its debits alone: when a collection is cancelled, its use is undone with it."""

    _inherit = "sepa.mandate"

    debit_ids = fields.One2many("sepa.debit", "sepa_mandate_id", string="Debits made", readonly=True)
    debit_count = fields.Integer(compute="_compute_debit_count", string="Number of debits")
    used_elsewhere_on = fields.Date(
        string="Last used elsewhere", copy=False, tracking=True,
        help="Of a mandate taken over from another system: date of its last debit there.",
    )
    last_collected_on = fields.Date(
        string="Last used", compute="_compute_usage", store=True, compute_sudo=True, help="Date of the latest debit presented to a bank."
    )
    expires_on = fields.Date(
        string="Expires on", compute="_compute_usage", store=True, compute_sudo=True, index=True,
        help="Last possible debit date: 36 months after the latest debit, or after the signature.",
    )
    warn_on = fields.Date(compute="_compute_usage", store=True, compute_sudo=True, help="From then on, a new mandate is worth asking for.")

    @api.depends("signed_on", "used_elsewhere_on", "debit_ids.state", "debit_ids.date")
    def _compute_usage(self):
        for mandate in self:
            dates = mandate.debit_ids.filtered(lambda debit: debit.state in PRESENTED).mapped("date")
            elsewhere = [mandate.used_elsewhere_on] if mandate.used_elsewhere_on else []
            last, signed = max(dates + elsewhere, default=False), mandate.signed_on
            mandate.last_collected_on = last
            mandate.expires_on = signed and life.expires_on(signed, last or None)
            mandate.warn_on = signed and life.warn_on(signed, last or None)

    @api.depends("debit_ids")
    def _compute_debit_count(self):
        for mandate in self:
            mandate.debit_count = len(mandate.debit_ids)

    # -- may it be used? ------------------------------------------------------------------------------------------------------

    @api.model
    def _usable(self, company, payer_ids, day):
        """The mandate by which each payer may be debited on a day: ``{payer id: mandate}``; the latest signed one, if several."""
        found = self._signed_by(company, payer_ids, ("active",))
        return {mandate.partner_id.id: mandate for mandate in found if not mandate._fault_on(day)}

    @api.model
    def _unusable(self, company, payer_ids, day):
        """Payers who signed a mandate that is not over, and why none debits them that day: ``{payer id: sentence}``."""
        found = self._signed_by(company, payer_ids, ("active", "suspended"))
        return {mandate.partner_id.id: mandate._fault_on(day) for mandate in found}

    @api.model
    def _signed_by(self, company, payer_ids, states):
        """The mandates of these payers, the latest signed last."""
        # sudo: the engine chooses whom to debit with its own rights
        return self.sudo().search(
            [("company_id", "=", company.id), ("partner_id", "in", list(payer_ids)), ("state", "in", states)], order="signed_on, id"
        )

    def _wants_another_account(self):
        """Suspended because its account takes no debit: the customer may sign for another one by themselves, as the letter asks."""
        self.ensure_one()
        returns = self.debit_ids.return_ids.filtered(lambda one: one.state == "applied").sorted(lambda one: (one.applied_on, one.id))
        return self.state == "suspended" and returns[-1:].reason_id.message == "account"

    def _fault_on(self, day):
        """Why this mandate allows no debit on a day, in one sentence; '' when it does."""
        self.ensure_one()
        _, reference = self.env._, self.reference
        if self.state == "suspended" and self.suspended_why:
            why = self.suspended_why.rstrip(".")
            return _("The mandate %(reference)s is suspended: %(why)s.", reference=reference, why=why)
        if self.state != "active":
            return _("The mandate %(reference)s is: %(state)s.", reference=reference, state=self._state_in_words())
        if self.signed_on > day:
            return _(
                "The mandate %(reference)s was signed on %(day)s, after the debit date.", reference=reference, day=self._day(self.signed_on)
            )
        if self.expires_on < day:
            day = self._day(self.expires_on)
            return _("The mandate %(reference)s lapses on %(day)s: 36 months without a debit.", reference=reference, day=day)
        if self._is_closed_to_consumer():
            return self._consumer_sentence()
        if self.scheme == "B2B" and not self.b2b_registered:
            return _("The mandate %(reference)s is not registered with the customer's bank.", reference=reference)
        if self.recurrence == "one_off" and self._is_used():
            return _("The mandate %(reference)s was for one debit, which was made.", reference=reference)
        return ""

    def _is_used(self):
        """A debit was presented and not rejected before it settled."""
        carried_out = any(debit.state in PRESENTED and debit.state not in UNCARRIED for debit in self.debit_ids)
        return carried_out or bool(self.used_elsewhere_on)

    def _hold(self, row, _purpose):
        """What will be debited is announced by the notice of the debit, and not before the due date as well."""
        return Hold(
            "mandate", "leave", since=row.since,
            why=self.env._(
                "Paid by direct debit (mandate %(reference)s): the debit is announced by its own notice.", reference=self.reference
            ),
            lifted_by=self.env._("whoever manages direct debits, by closing the mandate"), evidence=("sepa.mandate", (self.id,)),
        )

    def _next_sequences(self, count, first_as_frst=False):
        """FRST, RCUR, FNAL or OOFF: what each of the next debits is to the bank."""
        self.ensure_one()
        return life.sequences(count, self.recurrence, self._is_used(), first_as_frst, self.final_next)
