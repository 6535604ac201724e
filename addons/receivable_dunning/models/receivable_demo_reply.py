from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import format_date, plaintext2html

from odoo.addons.receivable.demo import story as tale

ANSWERED = -1  # T + days
PROMISED = 11


class ReceivableDemo(models.AbstractModel):
    """One payer of the demo company wrote back yesterday."""

    _inherit = "receivable.demo"

    @api.model
    def _tell_past_steps(self, today=None):
        told = super()._tell_past_steps(today)
        company = self.env.ref("receivable.demo_company")
        today = today or fields.Date.context_today(self)
        self.with_company(company).with_context(allowed_company_ids=company.ids, lang=company.partner_id.lang)._tell_reply(
            company, tale.day_of_the_story(today, self._closed(today))
        )
        return told

    def _tell_reply(self, company, day):
        """Atelier Perspective & Fuite answers the second reminder; Colette will read it this morning."""
        payer = self.env.ref("receivable.demo_perspective")
        action = self.env["dunning.action"].search([("partner_id", "=", payer.id), ("state", "=", "sent")], limit=1)
        answered = tale.due_day(day, ANSWERED, self._closed(day))
        promised = format_date(self.env, fields.Date.add(day, days=PROMISED), date_format="d MMMM")
        words = self.env._(
            "Hello Colette,\n\nThank you for your message. We will pay on %(day)s, when our own customer has paid us."
            "\n\nKind regards,\nAda Fuite",
            day=promised,
        )
        message = payer.with_context(dunning_incoming=("reply", action.id), mail_post_autofollow_author_skip=True).message_post(
            body=plaintext2html(words), subject=self.env._("Re: Your account"), message_type="email", subtype_xmlid="mail.mt_note",
            author_id=payer.id, email_from=payer.email_formatted, date=datetime.combine(answered, time(15, 40)),
        )  # fmt: skip
        reply = self.env["dunning.reply"].search([("message_id", "=", message.id)])
        reply.write({"date": answered, "frozen_until": fields.Date.add(answered, days=company.dunning_reply_days)})
