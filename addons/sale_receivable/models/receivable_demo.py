from datetime import datetime, time

from odoo import Command, api, fields, models

from odoo.addons.receivable.demo import story as tale
from odoo.addons.sale_receivable.demo.quotes import QUOTES


class ReceivableDemo(models.AbstractModel):
    """The orders of the demo company: quotations clear, watched and held, and what waits for a decision."""

    _inherit = "receivable.demo"

    @api.model
    def _tell_quotes(self, today=None):
        company = self.env.ref("receivable.demo_company")
        self._load_words(company, "sale_receivable")
        self = self.with_company(company).with_context(
            tracking_disable=True, mail_notrack=True, allowed_company_ids=company.ids, lang=company.partner_id.lang
        )
        today = today or fields.Date.context_today(self)
        day = tale.day_of_the_story(today, self._closed(today))
        company.write({"receivable_decider_id": self.env.ref("receivable.demo_gerard").id, "receivable_weekly_mail": True})
        self.env.ref("receivable.demo_victor").group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman").id)]
        for quote in QUOTES:
            self._quote(day, quote)

    def _quote(self, day, quote):
        """One quotation, and what became of it, by the buttons that people use."""
        order = self._keep(f"order_{quote.payer}", self._quotation(day, quote))
        if quote.then == "order":
            order.action_confirm()
        elif quote.then != "quote":
            told = self._quote_words()
            order.with_user(order.user_id).action_receivable_ask_release(told[quote.note])
            if quote.then == "documents":
                order.with_user(self.env.ref("receivable.demo_gerard")).action_receivable_ask_documents(told["documents"])
            order.receivable_held_since = datetime.combine(order.date_order.date(), time(10))

    def _quotation(self, day, quote):
        payer = self.env.ref(f"receivable.demo_{quote.payer.replace('-', '_')}")
        when = tale.due_day(day, quote.day, self._closed(day))
        product = self.env.ref("receivable.demo_furniture", raise_if_not_found=False) or self._keep("furniture", self._furniture())
        return self.env["sale.order"].create({
            "partner_id": payer.id,
            "user_id": self.env.ref("receivable.demo_victor").id,
            "date_order": datetime.combine(when, time(9)),
            "validity_date": fields.Date.add(day, days=30),
            "order_line": [
                Command.create({"product_id": product.id, "name": name, "price_unit": amount, "tax_ids": [Command.clear()]})
                for name, amount in quote.lines
            ],
        })  # fmt: skip

    def _furniture(self):
        return self.env["product.product"].create({
            "name": self.env._("Made-to-measure furniture"), "type": "service", "invoice_policy": "order", "taxes_id": [Command.clear()],
        })  # fmt: skip

    def _quote_words(self):
        """What Victor and Gérard wrote, in the language of the company."""
        return {
            "popcorn": self.env._("They reopen on Friday and would pay the deposit in cash."),
            "escargot": self.env._("New depot from next month on; the promised payment is on its way, they say."),
            "louche": self.env._("The plan is kept so far; they need the tables before the season."),
            "documents": self.env._("The last balance sheet, and the bank's confirmation of the season's credit line."),
        }
