from collections import defaultdict
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, html2plaintext

from odoo.addons.sale_receivable.logic import week

PAID_DAYS = 7
LINES = 20  # a mail that is longer is not read


class SaleWeek(models.Model):
    """Monday's mail to a salesperson: their customers who are late or wait, and where a word of theirs helps.

    Kept, so that answers find the customers it spoke of.
    """

    _name = "sale.week"
    _description = "Salesperson's week"
    _inherit = ["mail.thread"]
    _order = "date DESC, id DESC"
    _mail_post_access = "read"

    user_id = fields.Many2one("res.users", string="Salesperson", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date = fields.Date(string="Day", required=True, readonly=True)
    line_ids = fields.One2many("sale.week.line", "week_id", readonly=True)
    asks = fields.Json(readonly=True)
    paid_names = fields.Char(string="Paid last week", readonly=True)
    told = fields.Boolean(string="Mail sent", readonly=True)

    _one_a_day = models.Constraint("UNIQUE(user_id, company_id, date)", "A salesperson has one such mail a day.")

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._("Your customers, %(day)s", day=format_date(self.env, record.date))

    # -- Monday ---------------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_monday(self):
        """One mail for each salesperson with at least one line, in every company that wants it."""
        companies = self.env["res.company"].search([("parent_id", "=", False), ("receivable_weekly_mail", "=", True)])
        for company in companies:
            date = fields.Date.context_today(self)
            for user in self._salespeople(company):
                record = self._refresh(company, user, date)
                if record.line_ids:
                    record._tell()
                self.env["ir.cron"]._commit_progress(1)

    def _salespeople(self, company):
        """Those who have customers, and work for the company; who already got today's mail is left out."""
        groups = self.env["res.partner"]._read_group([("user_id", "!=", False), ("parent_id", "=", False)], ["user_id"])
        today = fields.Date.context_today(self)
        told = self.search([("company_id", "=", company.id), ("date", "=", today), ("told", "=", True)]).user_id
        return [user for (user,) in groups if user.active and company in user.company_ids and user not in told]

    @api.model
    def _refresh(self, company, user, date):
        """The week of a salesperson, as it stands now, in their language."""
        self = self.with_company(company).with_context(lang=user.lang, tz=user.tz)
        key = {"user_id": user.id, "company_id": company.id, "date": date}
        record = self.search([(name, "=", value) for name, value in key.items()]) or self.create(key)
        lines = self._lines(company, user)
        names = {line.payer: self.env["res.partner"].browse(line.payer).name for line in lines}
        record.write({
            "line_ids": [Command.clear(), *(Command.create(self._line_values(company, date, line)) for line in lines)],
            "asks": [self._ask_sentence(ask, names[ask.payer]) for ask in week.asks(lines)],
            "paid_names": ", ".join(self._paid(company, user, date).mapped("name")),
        })
        return record

    def _lines(self, company, user):
        """Late customers, and those with an order that waits: most late first."""
        accounts = self.env["payer.account"].search(
            [("user_id", "=", user.id), ("company_id", "=", company.id), ("overdue", ">", 0)], order="overdue DESC", limit=LINES
        )
        late = {account.partner_id.id: account for account in accounts}
        held = self._held(company, user)
        today = fields.Date.context_today(self)
        lines = [
            week.Line(
                payer,
                "order" if held[payer] else "late",
                Decimal(str(late[payer].overdue)) if payer in late else Decimal(0),
                fields.Date.subtract(today, days=late[payer].oldest_days) if payer in late
                else min(held[payer].mapped("receivable_held_since")).date(),
                held[payer].filtered(lambda order: order.receivable_credit_state == "documents")[:1].name or "",
                held[payer][:1].name or "",
            )
            for payer in dict.fromkeys([*late, *held])
        ]
        return lines[:LINES]

    def _held(self, company, user):
        """``{payer: orders that wait for a decision}``."""
        held = defaultdict(self.env["sale.order"].browse)
        domain = [
            ("user_id", "=", user.id), ("company_id", "child_of", company.id), ("receivable_credit_state", "in", ("held", "documents")),
        ]
        for order in self.env["sale.order"].search(domain, order="receivable_held_since"):
            held[order.partner_invoice_id.commercial_partner_id.id] += order
        return held

    def _line_values(self, company, date, line):
        payer = self.env["res.partner"].browse(line.payer)
        standing = payer._receivable_standing(company, date)
        coming = next((one for one in standing if one.word == "next"), None)
        under_way = next((one for one in standing if one.word != "next"), coming)
        return {
            "partner_id": line.payer, "badge": line.badge, "late": float(line.late), "since": line.since,
            "under_way": under_way.text if under_way else False,
            "next_text": coming.text if coming and coming != under_way else False,
        }  # fmt: skip

    def _ask_sentence(self, ask, name):
        if ask.code == "documents":
            return self.env._("%(customer)s: get the documents asked for with order %(order)s", customer=name, order=ask.order)
        if ask.code == "order":
            return self.env._("%(customer)s: agree on what would let order %(order)s pass", customer=name, order=ask.order)
        return self.env._("%(customer)s: ask when the late invoices will be paid, and what is in the way", customer=name)

    def _paid(self, company, user, date):
        """Customers who paid in the past seven days and have nothing late left."""
        late = self.env["payer.account"].search([("user_id", "=", user.id), ("company_id", "=", company.id), ("overdue", ">", 0)])
        customers = self.env["res.partner"].search([("user_id", "=", user.id), ("parent_id", "=", False)]) - late.partner_id
        since = fields.Date.subtract(date, days=PAID_DAYS)
        settled = self.env["receivable.event"]._settlements(company, since, date, customers.ids)
        return self.env["res.partner"].browse(dict.fromkeys(row[0] for row in settled))

    # -- the mail and its answers ---------------------------------------------------------------------------------------------

    def _tell(self):
        """The mail, on this record's conversation: an answer comes back here."""
        self.ensure_one()
        record = self.with_context(lang=self.user_id.lang or "en_US")
        body = self.env["ir.qweb"]._render("sale_receivable.mail_sale_week", record._mail_values(), lang=record.env.lang)
        record.message_notify(
            partner_ids=self.user_id.partner_id.ids, body=body, email_layout_xmlid="mail.mail_notification_light",
            subject=record.env._("Your customers this week: where a word from you helps"),
        )
        record.told = True

    def _mail_values(self):
        collector = self.company_id.payer_collector_id
        return {
            "week": self,
            "hello": self.env._("Hello %(name)s,", name=self.user_id.name),
            "good_news": self.paid_names and self.env._("Good news: %(names)s paid last week.", names=self.paid_names),
            "signature": ", ".join(filter(None, [collector.name, collector.phone])),
            "url": f"{self.get_base_url()}/odoo/sale.week/{self.id}",
        }

    def _message_post_after_hook(self, message, msg_vals):
        """An answer to the mail goes to the record of each customer that it names, and to the collector."""
        if message.message_type == "email":
            self._pass_on(message)
        return super()._message_post_after_hook(message, msg_vals)

    def _pass_on(self, message):
        names = [(payer.id, payer.name) for payer in self.line_ids.partner_id]
        payers = self.env["res.partner"].browse(week.named(names, html2plaintext(message.body)))
        for payer in payers:
            payer._message_log(body=message.body, author_id=message.author_id.id, email_from=message.email_from)

    # -- on screen ------------------------------------------------------------------------------------------------------------

    @api.model
    def action_mine(self):
        """The week of whoever asks, as it stands now."""
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(self.env._("Only salespeople have customers to look after here."))
        company, today = self.env.company.root_id, fields.Date.context_today(self)
        # sudo: their own customers' standing, in words; they may not read the ledger
        record = self.sudo()._refresh(company, self.env.user, today)
        action = self.env["ir.actions.actions"]._for_xml_id("sale_receivable.sale_week_action")
        return action | {"res_id": record.id, "views": [(False, "form")]}
