from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.receivable.logic import calendar


class SaleOrder(models.Model):
    """What the salesperson hears of a credit decision: at once, in their language, with the way out."""

    _inherit = "sale.order"

    def _receivable_decider(self):
        """Who decides on held orders of this company: the user named in the settings, else the default collector."""
        root = self.company_id.root_id
        return root.receivable_decider_id or root.payer_collector_id

    def _receivable_tell_hold(self):
        """The order is recorded and waits: why, what would let it pass, who answers and until when."""
        for order in self._receivable_for_salesperson():
            subject = order.env._("%(payer)s: order %(quote)s awaiting approval", payer=order._receivable_payer().name, quote=order.name)
            readers = order.user_id.partner_id | order._receivable_decider().partner_id
            order._receivable_notify("sale_receivable.mail_credit_hold", subject, readers, {
                "reasons": [reason["text"] for reason in order.receivable_reasons or []],
                "offers": [offer["title"] for offer in order.receivable_offers["offers"]],
                "decider": order._receivable_decider_name(),
                "answer_date": format_date(order.env, order._receivable_answer_date(), date_format="EEEE d MMMM"),
                "natural_person": order._receivable_payer().payer_kind == "person",
            })  # fmt: skip

    def _receivable_tell_release(self, release):
        """The order may go: by whom, until when, how far."""
        for order in self._receivable_for_salesperson():
            subject = order.env._("%(payer)s: order %(quote)s approved", payer=order._receivable_payer().name, quote=order.name)
            money = order.partner_id._receivable_money(order.company_id)
            order._receivable_notify("sale_receivable.mail_credit_release", subject, order.user_id.partner_id, {
                "decider": release.user_id.name,
                "until": release.until and format_date(order.env, release.until),
                "limit": money(release.amount) if release.amount else order._receivable_amount_text(),
            })  # fmt: skip

    def _receivable_tell_answer(self, subject, words):
        """A refusal or a question, in the words of the person who decides."""
        for order in self._receivable_for_salesperson():
            values = {"subject": subject, "words": words, "decider": self.env.user.name}
            order._receivable_notify("sale_receivable.mail_credit_answer", subject, order.user_id.partner_id, values)

    # -- pieces ---------------------------------------------------------------------------------------------------------------

    def _receivable_for_salesperson(self):
        """Each order that has a salesperson, in their language."""
        for order in self:
            # sudo: the mail tells what the badge tells, also when a customer's signature sends it
            if order.user_id:
                yield order.sudo().with_context(lang=order.user_id.lang or "en_US")

    def _receivable_amount_text(self):
        return self.currency_id.with_env(self.env).format(self.amount_total)

    def _receivable_answer_date(self):
        """The next business day: what the customer is told too."""
        today = fields.Date.context_today(self)
        return calendar.next_business_day(fields.Date.add(today, days=1), self.company_id._bank_holidays(today))

    def _receivable_notify(self, template, subject, partners, values):
        """A note to some people on the order's own conversation; customers never get it."""
        values |= {"order": self, "url": f"{self.get_base_url()}/odoo/sale.order/{self.id}"}
        body = self.env["ir.qweb"]._render(template, values, lang=self.env.context["lang"])
        self.message_notify(partner_ids=partners.ids, subject=subject, body=body, email_layout_xmlid="mail.mail_notification_light")
