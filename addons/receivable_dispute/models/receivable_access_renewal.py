from odoo import fields, models


class ReceivableAccess(models.Model):
    _inherit = "receivable.access"

    def _renew(self):
        """Sends a new link to the address that we know of the payer; nothing when this one was revoked, or the payer is gone."""
        self.ensure_one()
        payer, company = self.partner_id, self.company_id
        address = self._renewal_contact()
        if self.revoked_on or not payer.active or not address.email:
            return
        link = self._issue(payer, company)
        expires_on = fields.Date.add(fields.Date.context_today(self), days=company.receivable_access_days)
        words = self.with_context(lang=address.lang or payer.lang)
        day = words.env["ir.qweb.field.date"].value_to_html(expires_on, {"format": "d MMMM y"})
        body = words.env["ir.qweb"]._render("receivable_dispute.mail_new_link", {
            "company": company,
            "link": link,
            "intro": words.env._(
                "Here is the new link to your account with %(company)s, valid until %(day)s:", company=company.name, day=day,
            ),
        }, lang=words.env.context["lang"])  # fmt: skip
        # the link lives in this message only, and the message is gone once it has left
        self.env["mail.mail"].create({
            "subject": words.env._("Your account with %(company)s", company=company.name),
            "body_html": body,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "email_to": address.email_formatted,
            "auto_delete": True,
        })

    def _renewal_contact(self):
        """Whom we write to about this account."""
        items = self.env["account.move.line"]._receivable_open_items(self.company_id, self.partner_id.ids)
        contact = self.partner_id._receivable_contact(self.company_id, items)[self.partner_id.id]
        return self.partner_id.browse(contact)
