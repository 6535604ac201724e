import hashlib

from odoo import models


class ReceivablePaymentPlan(models.Model):
    """The text that the payer agrees to, and the copy that is kept of it."""

    _inherit = "receivable.payment.plan"

    def _agreement_text(self):
        """The acknowledgement in the payer's language: what is owed, the schedule, the rules. Plain text, so that it can be proved."""
        self.ensure_one()
        plan = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return "\n\n".join([plan._agreement_head(), plan._agreement_owed(), plan._agreement_schedule(), plan._agreement_rules()])

    def _agreement_head(self):
        return self.env._(
            "%(payer)s acknowledges owing %(total)s to %(company)s, and undertakes to pay it on the days below.",
            payer=self.partner_id.name, total=self._money(self.total), company=self.company_id.name,
        )  # fmt: skip

    def _agreement_owed(self):
        rows = [
            self.env._(
                "%(invoice)s, due on %(day)s: %(amount)s", invoice=line.move_id.name,
                day=self._day(line.date_maturity or line.date), amount=self._money(line.amount_residual_currency),
            )
            for line in self.move_line_ids.sorted(lambda line: (line.date_maturity or line.date, line.id))
        ]  # fmt: skip
        return "\n".join([self.env._("What is owed:"), *rows])

    def _agreement_schedule(self):
        lines = self.line_ids.sorted("date")
        rows = [
            self.env._("%(number)s. %(day)s: %(amount)s", number=number, day=self._day(line.date), amount=self._money(line.amount))
            for number, line in enumerate(lines, 1)
        ]
        return "\n".join([self.env._("What will be paid:"), *rows])

    def _agreement_rules(self):
        """The four rules; interest is said as it was agreed."""
        _, days = self.env._, self.company_id.receivable_plan_cure_days
        if self.partner_id.payer_kind == "person":
            interest = _("No fee or penalty is added to these instalments; the plan does not replace the invoices.")
        elif self.interest == "waived":
            interest = _("If the plan is kept to the end, late-payment penalties are waived; the plan does not replace the invoices.")
        else:
            interest = _("Late-payment penalties follow the original due dates of the invoices; the plan does not replace the invoices.")
        return "\n".join([
            _("By signing, you confirm that you owe the listed invoices and undertake to pay on these dates."),
            _("As long as each instalment arrives on its date, reminders about these invoices are suspended."),
            _("An instalment not received %(days)s days after our warning makes the balance payable at once.", days=days),
            interest,
        ])

    def _fingerprint(self, text):
        return hashlib.sha256(text.encode()).hexdigest()

    def _keep_signed_copy(self):
        """The text as it was accepted, by whom, when and from where: a PDF beside the plan."""
        self.ensure_one()
        # sudo: the report is printed for a customer who may not print reports
        report = self.env["ir.actions.report"].sudo().with_context(lang=self.partner_id.lang or self.env.lang)
        content, kind = report._render_qweb_pdf("receivable_dispute.report_payment_plan", self.ids)
        self.signed_attachment_id = self.env["ir.attachment"].create({
            "name": f"{self.name.replace('/', '-')}.{kind}",
            "raw": content,
            "res_model": self._name,
            "res_id": self.id,
            "mimetype": "application/pdf" if kind == "pdf" else "text/html",
        })
