from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_amount, format_date

from odoo.addons.receivable_dunning.logic import forewarning

SHOWN = 25  # payers of each table


class DunningForewarningMail(models.AbstractModel):
    """The evening mail: what leaves tomorrow, what is held back and why, and the link that stops it."""

    _name = "dunning.forewarning.mail"
    _description = "Evening mail of what leaves tomorrow"

    @api.model
    def _send(self, reader, days):
        """One mail to one reader, about the companies where something leaves or waits: ``days`` is ``{company: day}``."""
        self = self.with_context(lang=reader.lang or self.env.lang)
        told = {company: self.env["dunning.forewarning"]._tomorrow(company, day, self.env.lang) for company, day in days.items()}
        told = {company: answer for company, answer in told.items() if answer[0].leaving or answer[0].waiting}
        if not told:
            return
        shares = [share for share, _held in told.values()]
        companies = [self._company(reader, company, days[company], *answer) for company, answer in told.items()]
        # sudo: an internal mail of the engine, by core's ordinary mail
        self.env["mail.mail"].sudo().create({
            "subject": self.env._(
                "Tomorrow: %(messages)s messages planned, %(approve)s to approve",
                messages=sum(len(share.leaving) for share in shares), approve=sum(len(share.waiting) for share in shares),
            ),
            "body_html": self._body(companies),
            "email_to": reader.email_formatted,
            "email_from": next(iter(told)).email_formatted or reader.email_formatted,
            "auto_delete": True,  # the link in it is a secret
        })  # fmt: skip

    @api.model
    def _send_list(self, reader, company, day):
        """What the preview of a day shows, to whoever looks at it: the same list without the link that stops; also in test mode."""
        self = self.with_context(lang=reader.lang or self.env.lang)
        share, held = self.env["dunning.forewarning"]._tomorrow(company, day, self.env.lang)
        shown = format_date(self.env, day)
        by_itself = self._messages(company, self.env._("Leaves by itself on %(day)s:", day=shown), share.leaving)
        trouble = company._dunning_why_nothing_leaves(day)
        why = trouble and {"title": trouble, "rows": [], "rest": ""}
        parts = [why, by_itself, self._waiting(company, share), self._held(company, held)]
        # sudo: an internal mail of the engine, by core's ordinary mail
        self.env["mail.mail"].sudo().create({
            "subject": self.env._("%(company)s: preview of %(day)s", company=company.name, day=shown),
            "body_html": self._body([{"name": company.name, "parts": [part for part in parts if part], "bank": self._bank(company, day)}]),
            "email_to": reader.email_formatted,
            "email_from": company.email_formatted or reader.email_formatted,
            "auto_delete": True,
        }).send()  # fmt: skip

    def _body(self, companies):
        todo = f"{self.get_base_url()}/odoo/follow-up"
        return self.env["ir.qweb"]._render("receivable_dunning.dunning_forewarning_mail", {
            "lang": self.env.lang.replace("_", "-"),
            "hello": self.env._("Hello,"),
            "companies": companies,
            "see_all": self.env._(
                "See all, stop a message, approve: %(link)s. What is not approved does not leave.",
                link=Markup('<a href="%s">%s</a>') % (todo, todo),
            ),
        })  # fmt: skip

    def _company(self, reader, company, day, share, held):
        return {
            "name": company.name,
            "parts": [part for part in (self._planned(company, share), self._waiting(company, share), self._held(company, held)) if part],
            "bank": self._bank(company, day),
            "stop": self.env["dunning.forewarning"]._new_link(reader, company, day),
            "stop_label": self.env._("Stop what would leave on %(day)s", day=format_date(self.env, day)),
        }

    def _planned(self, company, share):
        title = self.env._("Planned for tomorrow at %(hour)s:", hour=forewarning.in_hours(share.hour))
        return self._messages(company, title, share.leaving)

    def _waiting(self, company, share):
        return self._messages(company, self.env._("To approve:"), share.waiting)

    def _messages(self, company, title, messages):
        names = self._names(message.payer for message in messages)
        channels = dict(self.env["dunning.level"]._fields["channel"]._description_selection(self.env))
        rows = [
            (
                names[one.payer], one.step, channels[one.channel],
                format_amount(self.env, float(one.amount), company.currency_id) if one.amount else "",
            )
            for one in messages
        ]
        return self._part(title, rows)

    def _held(self, company, receipts):
        """Who hears nothing though something is overdue, and why: the reasons say neither scores nor accounts."""
        names, words = self._names(receipt.payer for receipt in receipts), self.env["dunning.receipt"].with_company(company)
        rows = [
            (names[one.payer], words._sentence(one.reasons[0]), format_amount(self.env, float(one.overdue_company), company.currency_id))
            for one in receipts
        ]
        return self._part(self.env._("Held back, and why:"), rows)

    def _part(self, title, rows):
        more = len(rows) - SHOWN
        rest = self.env._("and %(count)s others", count=more) if more > 0 else ""
        return {"title": title, "rows": rows[:SHOWN], "rest": rest} if rows else None

    def _names(self, payers):
        # sudo: payers of a company that the reader follows
        return {payer.id: payer.display_name for payer in self.env["res.partner"].sudo().browse(payers)}

    def _bank(self, company, day):
        """Until when payments are known; nothing where no bank is read."""
        company = company.sudo()  # sudo: a date
        banks = company._dunning_bank_read(day)
        if not banks:
            return ""
        text = self.env._("Bank statements read up to %(day)s.", day=format_date(self.env, banks[0].read))
        if company._dunning_stale_bank(day):
            return self.env._("%(text)s This is old: without a more recent one, reminders will wait.", text=text)
        return text
