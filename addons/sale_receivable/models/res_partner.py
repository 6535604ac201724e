from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.receivable.logic import credit, exposure

from .sale_order import EMPLOYEE, VERDICTS

# What is left to invoice of an order ``o``, tax included, in its own currency: the quantities not on an invoice or a draft,
# less the down payments already invoiced.
LEFT_TO_INVOICE = SQL("""
    COALESCE((SELECT SUM(l.price_total * GREATEST(0, 1 - l.qty_invoiced / l.product_uom_qty)) FROM sale_order_line l
               WHERE l.order_id = o.id AND l.is_downpayment IS NOT TRUE AND l.product_uom_qty <> 0), 0)
    - COALESCE((SELECT SUM(CASE WHEN m.move_type = 'out_refund' THEN -i.price_total ELSE i.price_total END)
                  FROM sale_order_line l
                  JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
                  JOIN account_move_line i ON i.id = r.invoice_line_id
                  JOIN account_move m ON m.id = i.move_id
                 WHERE l.order_id = o.id AND l.is_downpayment AND m.state <> 'cancel'), 0)""")


class ResPartner(models.Model):
    """What salespeople see of the risk of a customer; and confirmed orders, a part of what a payer is about to owe."""

    _inherit = "res.partner"

    receivable_verdict = fields.Selection(
        VERDICTS, string="Risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_reason = fields.Char(
        string="Reason of the risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_panel = fields.Json(
        string="Exposure for salespeople", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )

    # -- the badge ------------------------------------------------------------------------------------------------------------

    @api.depends_context("company", "lang", "tz")
    def _compute_receivable_verdict(self):
        """May they have more in the present company? Before anything is asked for."""
        company, today, asked = self.env.company, fields.Date.context_today(self), credit.Order()
        payers = self.commercial_partner_id._origin  # nothing is known of a contact that is being written down
        positions, parts = payers._receivable_positions(company, today), payers._receivable_exposure_shared(company)
        rules, alerts = self.env["credit.rule"]._rules(company), company._credit_alerts()
        self.update({"receivable_verdict": False, "receivable_reason": False, "receivable_panel": False})
        for partner in self.filtered(lambda partner: partner.commercial_partner_id._origin):
            payer = partner.commercial_partner_id._origin
            verdict = credit.verdict(positions[payer.id], asked, rules, alerts)
            sentences = self._receivable_verdict_sentences(verdict, company)
            partner.receivable_verdict = verdict.state
            partner.receivable_reason = next(iter(sentences), payer._receivable_room_sentence(company, positions[payer.id], asked))
            partner.receivable_panel = payer._receivable_credit_panel(company, today, positions[payer.id], parts[payer.id], asked)

    def _receivable_room_sentence(self, company, position, asked):
        """Nothing stands against more: what they would owe, and the limit or that there is none."""
        return self._receivable_exposure_sentence(max(credit.after(position, asked), Decimal(0)), position.limit, company)

    # -- the popover ----------------------------------------------------------------------------------------------------------

    def _receivable_credit_panel(self, company, today, position, parts, asked):
        """What is used, what is asked for, the limit, what is late, what comes next: words only, no journals or accounts."""
        money = self._receivable_money(company)
        most = position.limit.amount if position.limit else None
        owed = max(credit.after(position, asked), Decimal(0))
        scale = max(owed, exposure.total(parts), most or 0, Decimal(1))
        return {
            "parts": [
                {key: part[key] for key in ("label", "pattern", "sign", "amount", "share")}
                for part in self._receivable_exposure_parts(parts, scale, money)
            ],
            "order": {"label": self.env._("This order"), "amount": money(asked.adds), "share": float(max(asked.adds, 0) * 100 / scale)},
            "over": most is not None and owed > most,
            "sentence": self._receivable_room_sentence(company, position, asked),
            "late": self._receivable_late_sentence(position, money),
            "next": next((line.text for line in self._receivable_standing(company, today) if line.word == "next"), ""),
            "ask": "",
            "converted": self._receivable_rates_sentence() if any(part.converted for part in parts) else "",
        }

    def _receivable_late_sentence(self, position, money):
        late = [fact for fact in position.facts if fact.cause == "overdue"]
        if not late:
            return ""
        amount = sum(fact.amount for fact in late)
        return self.env._("%(amount)s late, by %(days)s days at most.", amount=money(amount), days=max(fact.days for fact in late))

    # -- the exposure ---------------------------------------------------------------------------------------------------------

    def _receivable_exposure_selects(self, members, payers):
        self.env["sale.order"].flush_model(["company_id", "currency_id", "invoice_status", "partner_invoice_id", "state"])
        self.env["sale.order.line"].flush_model(["is_downpayment", "order_id", "price_total", "product_uom_qty", "qty_invoiced"])
        self.env["account.move.line"].flush_model(["move_id", "price_total"])
        orders = SQL(
            """SELECT p.commercial_partner_id, 'orders', o.currency_id, SUM(GREATEST(0, %s))
                 FROM sale_order o JOIN res_partner p ON p.id = o.partner_invoice_id
                WHERE o.state = 'sale' AND o.invoice_status <> 'invoiced' AND o.company_id = ANY(%s)
                  AND o.partner_invoice_id IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))
                GROUP BY 1, 3""",
            LEFT_TO_INVOICE, members, payers,
        )  # fmt: skip
        return [*super()._receivable_exposure_selects(members, payers), orders]

    def _receivable_exposure_records(self, code, payer, company):
        if code != "orders":
            return super()._receivable_exposure_records(code, payer, company)
        return "sale.order", (
            ("partner_invoice_id.commercial_partner_id", "=", payer), ("state", "=", "sale"), ("invoice_status", "!=", "invoiced"),
            ("company_id", "child_of", company.root_id.id),
        )  # fmt: skip

    def _receivable_exposure_labels(self):
        return super()._receivable_exposure_labels() | {"orders": self.env._("Orders to invoice")}
