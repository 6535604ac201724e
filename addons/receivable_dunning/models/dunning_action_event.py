from odoo import api, fields, models


class DunningAction(models.Model):
    """An answer to a customer about one record: a dispute, a promise, a plan, a debit. It leaves like every other message, but what
    holds the items of the scenario does not hold it, and it keeps no step of the scenario from leaving."""

    _inherit = "dunning.action"

    event_model = fields.Char(index="btree_not_null")
    event_id = fields.Many2oneReference(string="About", model_field="event_model", index="btree_not_null")

    # -- writing --------------------------------------------------------------------------------------------------------------

    @api.model
    def _create_event(self, record, template, contact, channel, date, release, person):
        """One message about one record, with the items that it names."""
        company = record.company_id
        action = self.create({
            "company_id": company.id,
            "partner_id": record.partner_id.id,
            "contact_id": contact.id,
            "collector_id": (record.partner_id.with_company(company.root_id).payer_collector_id or company.payer_collector_id).id,
            "level_name": record._event_name(template.with_context(lang=company.partner_id.lang or self.env.lang)),
            "kind": "event",
            "origin": "event",
            "event_model": record._name,
            "event_id": record.id,
            "channel": channel,
            "release": release,
            "date": date,
            "deadline": record._event_deadline(template.code, date),
            "template_id": template.id,
            "lang": contact.lang or record.partner_id.lang or company.partner_id.lang,
        })  # fmt: skip
        self.env["dunning.action.line"].create([action._event_line(*row) for row in record._event_rows(template.code)])
        if person:
            action._set_state("approved", decided_by_id=person.id)
        return action

    def _event_line(self, line, role, amount):
        """An item that is named, not asked for: whatever is paid meanwhile, the message stays true."""
        move = line.move_id
        return {
            "action_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "move_line_id": line.id,
            "role": role,
            "alive": False,
            "amount": 0,
            "amount_remaining": amount,
            "amount_original": line.amount_currency,
            "currency_id": line.currency_id.id,
            "number": move.name,
            "reference": move.ref,
            "date_issued": move.invoice_date or line.date,
            "date_due": line.date_maturity,
        }

    def _event(self):
        """The record that the message is about; nothing when it is an ordinary message, or the record is gone."""
        return self.env[self.event_model].browse(self.event_id).exists() if self.event_model else None

    def _own_page(self):
        """The page of what the message is about, behind a login, where it has one."""
        event = self._event()
        page = event._event_page(self.template_id.code) if event else ""
        return page and f"{self.company_id.get_base_url()}{page}"

    def _own_live_page(self):
        """That page without a login, where the record lets it: ``{login address: personal address}``."""
        url = self._own_page() and self._event()._event_live_page(self.template_id.code)
        return {self._own_page(): url} if url else {}

    # -- what goes with it ----------------------------------------------------------------------------------------------------

    def _event_files(self):
        """The files of the record that go with this message."""
        event = self._event()
        # sudo: whoever may send the message sends what belongs to it
        return event.sudo()._event_files(self.template_id.code) if event else self.env["ir.attachment"]

    # -- acting ---------------------------------------------------------------------------------------------------------------

    def _events(self):
        return self.filtered(lambda action: action.origin == "event")

    def _gate_events(self):
        """An answer leaves as long as it is true; holds and credits are about asking."""
        for action in self:
            event = action._event()
            over = event._event_over(action.template_id.code) if event else self.env._("What it was about is gone.")
            if over:
                action._set_state("cancelled", reason=over)
        return self.filtered(lambda action: action.state != "cancelled")

    def _join_event(self):
        """What is said about one record is one conversation."""
        for action in self:
            first = self.search([
                ("event_model", "=", action.event_model), ("event_id", "=", action.event_id), ("message_id", "!=", False),
                ("state", "in", ("sent", "doubtful")), ("subject", "=", action.subject), ("email_to", "=", action.email_to),
            ], order="id", limit=1)  # fmt: skip
            action.thread_message_id = first.thread_message_id or first.message_id or action.message_id

    def action_open_event(self):
        """What the message is about."""
        self.ensure_one()
        return self._event()._get_records_action()
