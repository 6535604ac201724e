from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

from odoo.addons.receivable.demo import story as tale

PLAN_BEGAN, PLAN_DAYS = -60, (-57, -27, 3, 33, 63, 93)  # T + days


class ReceivableDemo(models.AbstractModel):
    """One payer of the demo company broke a promise, one contests a part of an invoice, one keeps a payment plan."""

    _inherit = "receivable.demo"

    @api.model
    def _tell_agreements(self, today=None):
        today = today or fields.Date.context_today(self)
        company = self.env.ref("receivable.demo_company")
        self._load_words(company, "receivable_dispute")
        self = self.with_company(company).with_context(
            allowed_company_ids=company.ids, lang=company.partner_id.lang, tracking_disable=True, mail_notrack=True
        )
        day = tale.day_of_the_story(today, self._closed(today))
        company.receivable_logistics_id = self.env.ref("receivable.demo_victor")
        company.receivable_accounts_id = self.env.ref("receivable.demo_gerard")
        self._tell_promise(company, day)
        self._tell_dispute(company, day)
        self._tell_plan(company, day)

    def _lines(self, invoice):
        """The items of an invoice of the story."""
        move = self.env.ref(f"receivable.demo_invoice_{invoice}").with_env(self.env)
        return move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    def _on(self, day, offset):
        return tale.due_day(day, offset, self._closed(day))

    def _tell_promise(self, company, day):
        """Transports Escargot Express said on the phone that everything would be paid; a part came."""
        promise = self.env["receivable.promise"].with_user(self.env.ref("receivable.demo_colette")).create({
            "partner_id": self.env.ref("receivable.demo_escargot").id,
            "move_line_ids": [Command.set(self._lines("escargot_0").ids)],
            "amount": 3600,
            "made_on": self._on(day, -8),
            "promised_on": self._on(day, -4),
            "source": "call",
            "note": self.env._("The truck is sold, the money comes this week"),
        })  # fmt: skip
        self._keep("promise_escargot", promise)
        promise._refresh(day)

    def _tell_dispute(self, company, day):
        """Imprimerie Papyrus Têtu contests a part of an invoice on the portal, with a photo."""
        payer = self.env.ref("receivable.demo_papyrus")
        opened = self._on(day, -10)
        dispute = self.env["receivable.dispute"].with_context(tracking_disable=False).create({
            "partner_id": payer.id,
            "move_line_ids": [Command.set(self._lines("papyrus_0").ids)],
            "amount": 1300,
            "reason_id": self.env.ref("receivable_dispute.reason_qualite_err").id,
            "outcome_wanted": "credit_note",
            "source": "portal",
            "opened_on": opened,
            "deadline": self._on(day, 3),
            "text": self.env._("A shelf of the display unit arrived cracked. We keep the rest; please send a credit note for the shelf."),
        })  # fmt: skip
        self._keep("dispute_papyrus", dispute)
        dispute.message_post(
            body=self.env._("Here is a photo."), author_id=payer.id, date=datetime.combine(opened, time(10, 12)),
            message_type="comment", subtype_xmlid="mail.mt_comment",
            attachments=[("photo.png", file_open("receivable_dispute/demo/broken_shelf.png", "rb").read())],
        )  # fmt: skip

    def _tell_plan(self, company, day):
        """Restaurant La Louche d'Argent pays in six instalments: two came in time. The plan takes the place of the pause."""
        payer, lines = self.env.ref("receivable.demo_louche"), self._lines("louche_0")
        payer.with_env(self.env).receivable_pause_ids.unlink()
        began = self._on(day, PLAN_BEGAN)
        plan = self.env["receivable.payment.plan"].create({
            "partner_id": payer.id,
            "move_line_ids": [Command.set(lines.ids)],
            "count": len(PLAN_DAYS),
            "first_date": fields.Date.add(day, days=PLAN_DAYS[0]),
            "line_ids": [Command.create({"date": fields.Date.add(day, days=offset), "amount": 800}) for offset in PLAN_DAYS],
            "user_id": self.env.ref("receivable.demo_colette").id,
            "valid_until": fields.Date.add(began, days=company.receivable_plan_valid_days),
        })
        copies = self.env["receivable.payment.plan.item"]._copies_of(dict.fromkeys(lines, lines.move_id.amount_total), began)
        plan.total = lines.move_id.amount_total
        text = plan._agreement_text()
        plan.write({
            "state": "accepted", "proposed_on": began, "accepted_on": began, "accepted_at": datetime.combine(began, time(9, 40)),
            "accepted_name": "Louise Argent", "agreement": text, "agreement_hash": plan._fingerprint(text),
            "item_ids": [Command.create(copy) for copy in copies],
        })  # fmt: skip
        self._keep("plan_louche", plan)
        plan._refresh(day)
