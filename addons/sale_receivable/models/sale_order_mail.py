from markupsafe import Markup

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
            payer, readers = order._receivable_payer(), order.user_id.partner_id | order._receivable_decider().partner_id
            offers = [offer["title"] for offer in order.receivable_offers["offers"]]
            order._receivable_notify(
                order.env._("%(payer)s: order %(quote)s awaiting approval", payer=payer.name, quote=order.name), readers, [
                    order._receivable_recorded_sentence(),
                    [reason["text"] for reason in order.receivable_reasons or []],
                    *([order.env._("What would let it through at once:"), offers] if offers else []),
                    order._receivable_answer_sentence(),
                    order.env._("To tell the customer: “Your order is recorded; we will come back to you about the payment terms.”"),
                    payer.payer_kind == "person" and order.env._("Decided by a person; reviewed by another on request."),
                ],
            )  # fmt: skip

    def _receivable_tell_release(self, release):
        """The order may go: by whom, until when, how far."""
        for order in self._receivable_for_salesperson():
            subject = order.env._("%(payer)s: order %(quote)s approved", payer=order._receivable_payer().name, quote=order.name)
            words = [order._receivable_approved_sentence(release), order.env._("Please let the customer know.")]
            order._receivable_notify(subject, order.user_id.partner_id, words)

    def _receivable_tell_answer(self, subject, words):
        """A refusal or a question, in the words of the person who decides."""
        decider = self.env.user.name
        for order in self._receivable_for_salesperson():
            title = order.env._("%(payer)s: order %(quote)s", payer=order._receivable_payer().name, quote=order.name)
            order._receivable_notify(title, order.user_id.partner_id, [
                order.env._("%(subject)s: %(words)s", subject=subject, words=words), decider,
            ])

    # -- sentences ------------------------------------------------------------------------------------------------------------

    def _receivable_recorded_sentence(self):
        return self.env._(
            "Order %(quote)s for %(amount)s is recorded and awaits a decision. Why:", quote=self.name, amount=self._receivable_amount_text()
        )

    def _receivable_answer_sentence(self):
        day = format_date(self.env, self._receivable_answer_date(), date_format="EEEE d MMMM")
        return self.env._(
            "%(decider)s decides and will answer you by %(day)s. Something to add? Write it on the order.",
            decider=self._receivable_decider_name(), day=day,
        )  # fmt: skip

    def _receivable_approved_sentence(self, release):
        limit = self.partner_id._receivable_money(self.company_id)(release.amount) if release.amount else self._receivable_amount_text()
        values = {"quote": self.name, "decider": release.user_id.name, "limit": limit}
        if release.until:
            return self.env._(
                "Order %(quote)s is approved by %(decider)s, until %(until)s and up to %(limit)s. Beyond that it needs a new decision.",
                until=format_date(self.env, release.until), **values,
            )  # fmt: skip
        return self.env._("Order %(quote)s is approved by %(decider)s, up to %(limit)s. Beyond that it needs a new decision.", **values)

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

    def _receivable_notify(self, subject, partners, blocks):
        """A note to some people on the order's own conversation; customers never get it. A block is a sentence or a list of them."""
        blocks = [self.env._("Hello %(name)s,", name=self.user_id.name), *blocks]
        body = Markup().join(self._receivable_block(block) for block in blocks if block)
        self.message_notify(
            partner_ids=partners.ids, subject=subject, body=body, email_layout_xmlid="mail.mail_notification_light", notify_author=True
        )

    @staticmethod
    def _receivable_block(block):
        if isinstance(block, list):
            return Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % one for one in block)
        return Markup("<p>%s</p>") % block
