from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang

from odoo.addons.receivable.logic import statement


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_receivable_statement_pdf(self):
        """Prints the statement of account as of today."""
        self._check_receivable_reader()
        return self.env.ref("receivable.action_report_statement").report_action(self.commercial_partner_id)

    def action_receivable_statement_xlsx(self):
        """Downloads the statement of account as a workbook."""
        self._check_receivable_reader()
        payers = ",".join(map(str, self.commercial_partner_id.ids))
        url = f"/receivable/statement.xlsx?payers={payers}&company={self.env.company.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_receivable_send_statement(self):
        """Opens core's composer with the covering text and the statement attached; one message per payer."""
        self._check_receivable_reader()
        payers = self.commercial_partner_id
        template = self.env.ref("receivable.mail_template_statement")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send statement"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "res.partner",
                "default_res_ids": payers.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment" if len(payers) == 1 else "mass_mail",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "force_email": True,
            },
        }

    def _receivable_statement(self, company, date):
        """The statement of one payer."""
        self.ensure_one()
        return self._receivable_statements(company, date)[self.id]

    def _receivable_statements(self, company, date):
        """``{payer id: Statement}``, in a constant number of queries."""
        items = defaultdict(list)
        lines = self.env["account.move.line"]
        for item in lines._receivable_items_on(company, date, self.ids):
            items[item.payer].append(item)
        holds = lines.browse(item.id for group in items.values() for item in group if item.residual > 0)
        holds = holds._receivable_holds("remind", date)
        return {payer: statement.build(payer, company.id, date, items[payer], holds) for payer in self.ids}

    def _receivable_statement_contacts(self, company):
        """``{payer id: whom the statement is for}``."""
        items = self.env["account.move.line"]._receivable_open_items(company, self.ids)
        contacts = self._receivable_contact(company, items)
        return {payer.id: self.browse(contacts.get(payer.id) or payer.id) for payer in self}

    def _receivable_statement_contact(self):
        """Whom the statement of this payer is for (the covering mail asks)."""
        return self._receivable_statement_contacts(self.env.company)[self.id]

    def _receivable_statement_balances(self):
        """The figures of the covering mail, one set per currency, in words of the reader's language."""
        today = fields.Date.context_today(self)
        figures = ("not_due", "overdue", "credits", "balance")
        return [
            {name: self._receivable_figure(getattr(section, name), section.currency) for name in figures}
            for section in self._receivable_statement(self.env.company, today).sections
        ]

    def _receivable_figure(self, amount, currency):
        """An amount with the code of its currency: what a reader of several currencies cannot mistake."""
        currency = self.env["res.currency"].browse(currency)
        return f"{formatLang(self.env, float(amount), digits=currency.decimal_places)}\N{NO-BREAK SPACE}{currency.name}"

    def _receivable_statement_file_name(self):
        day = fields.Date.to_string(fields.Date.context_today(self))
        if len(self) > 1:
            return self.env._("Statements %(date)s", date=day)
        return self.env._("Statement %(payer)s %(date)s", payer=self.display_name.replace("/", "-"), date=day)

    def _check_receivable_reader(self):
        """Reading partners is not enough to read what they owe."""
        if not self.env.su and not self.env.user.has_group("receivable.group_receivable_reader"):
            raise AccessError(self.env._("Statements are for those who follow payers up."))
        self.check_access("read")
