from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.receivable.logic import exposure
from odoo.addons.receivable.logic.set_off import set_off
from odoo.addons.receivable.logic.standing import Standing

READER = "receivable.group_receivable_reader"
PATTERNS = {"open": "solid", "orders": "dense", "drafts": "light"}


class ResPartner(models.Model):
    """What the payer's form shows: the present company's figures, each with the records it rests on."""

    _inherit = "res.partner"

    receivable_currency_id = fields.Many2one("res.currency", compute="_compute_receivable_account", groups=READER)
    receivable_overdue = fields.Monetary(
        string="Overdue", compute="_compute_receivable_account", currency_field="receivable_currency_id", groups=READER
    )
    receivable_owed = fields.Monetary(
        string="Owed", compute="_compute_receivable_account", currency_field="receivable_currency_id", groups=READER
    )
    receivable_credits = fields.Monetary(
        string="Credits", compute="_compute_receivable_account", currency_field="receivable_currency_id", groups=READER
    )
    receivable_grade = fields.Char(string="Grade", compute="_compute_receivable_account", groups=READER)
    receivable_several_currencies = fields.Boolean(compute="_compute_receivable_account", groups=READER)
    receivable_standing = fields.Json(string="Where things stand", compute="_compute_receivable_panels", groups=READER)
    receivable_exposure = fields.Json(string="Exposure", compute="_compute_receivable_panels", groups=READER)
    receivable_pause_text = fields.Char(string="Paused", compute="_compute_receivable_pause_text", groups=READER)
    receivable_item_ids = fields.One2many(
        "account.move.line", string="Open items", compute="_compute_receivable_item_ids", groups=READER
    )
    receivable_item_count = fields.Integer(compute="_compute_receivable_item_ids", groups=READER)
    receivable_company_id = fields.Many2one("res.company", compute="_compute_receivable_account", groups=READER)

    # -- compute ----------------------------------------------------------------------------------------------------------

    @api.depends_context("company", "tz")
    def _compute_receivable_account(self):
        """The same row as in the list of payers."""
        root = self.env.company.root_id
        domain = [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", root.id)]
        figures = ["partner_id", "overdue", "owed", "credits", "grade", "several_currencies"]
        accounts = self.env["payer.account"].search_fetch(domain, figures)
        by_payer = {account.partner_id: account for account in accounts}
        for partner in self:
            account = by_payer.get(partner.commercial_partner_id, accounts.browse())
            partner.receivable_company_id = root
            partner.receivable_currency_id = root.currency_id
            partner.receivable_overdue = account.overdue
            partner.receivable_owed = account.owed
            partner.receivable_credits = account.credits
            partner.receivable_grade = account.grade
            partner.receivable_several_currencies = account.several_currencies

    @api.depends_context("company", "lang", "tz")
    def _compute_receivable_panels(self):
        company, today = self.env.company, fields.Date.context_today(self)
        for partner in self:
            payer = partner.commercial_partner_id
            partner.receivable_standing = payer._receivable_standing_panel(company, today)
            partner.receivable_exposure = payer._receivable_exposure_panel(company)

    @api.depends_context("company", "lang", "tz")
    def _compute_receivable_pause_text(self):
        running = self._receivable_pauses_in_force()
        for partner in self:
            ends = [pause.date_until for pause in running.get(partner.commercial_partner_id, ())]
            if not ends:
                partner.receivable_pause_text = False
            elif all(ends):
                partner.receivable_pause_text = self.env._("Paused until %(day)s", day=format_date(self.env, max(ends)))
            else:
                partner.receivable_pause_text = self.env._("Paused without an end")

    @api.depends_context("company")
    def _compute_receivable_item_ids(self):
        for partner in self:
            payer = partner.commercial_partner_id
            items = self.env["account.move.line"].search(payer._receivable_open_domain(self.env.company), order="date_maturity, id")
            partner.receivable_item_ids = items
            partner.receivable_item_count = len(items)

    # -- actions ----------------------------------------------------------------------------------------------------------

    def action_receivable_form(self):
        """From core's contact form to the payer's form."""
        self._check_receivable_reader()
        return self.commercial_partner_id._receivable_form_action()

    def action_receivable_contact(self):
        """From the payer's form to core's contact form."""
        return {"type": "ir.actions.act_window", "res_model": "res.partner", "res_id": self.id, "views": [(False, "form")]}

    def action_receivable_checklist(self, code):
        """Where a missing check is filled in: on the contact, or on the payer's form for those who may open it."""
        if code in ("identity", "terms") or not self.env.user.has_group(READER):
            return self.action_receivable_contact()
        return self.action_receivable_form()

    def action_receivable_items(self):
        """Every open item of the payer, on a list of its own."""
        self._check_receivable_reader()
        title = self.env._("Open items: %(payer)s", payer=self.display_name)
        return self._receivable_evidence(title, "account.move.line", self._receivable_open_domain(self.env.company))

    def action_receivable_pause(self):
        """Asks until when and why."""
        payers = self.commercial_partner_id
        action = self.env["ir.actions.actions"]._for_xml_id("receivable.receivable_pause_wizard_action")
        return action | {"context": {"default_partner_ids": payers.ids, "default_company_id": self.env.company.id}}

    def action_receivable_resume(self):
        """Ends the pauses of these payers and of their items; nothing leaves before the next night."""
        pauses = self.env["receivable.pause"]
        for running in self._receivable_pauses_in_force().values():
            pauses += running
        pauses.action_resume()

    def action_receivable_fix_profile(self):
        """Asks for a profile, a reason and an end."""
        action = self.env["ir.actions.actions"]._for_xml_id("receivable.payer_profile_wizard_action")
        return action | {"context": {"default_partner_ids": self.commercial_partner_id.ids}}

    def action_receivable_collector(self):
        """Asks for the collector of these payers."""
        action = self.env["ir.actions.actions"]._for_xml_id("receivable.payer_collector_wizard_action")
        return action | {"context": {"default_partner_ids": self.commercial_partner_id.ids}}

    @api.model
    def action_receivable_evidence(self, title, model, domain):
        """Opens what a figure rests on; the rights of the reader apply to the rows, as to any list."""
        return self._receivable_evidence(title, model, domain)

    # -- where things stand -----------------------------------------------------------------------------------------------

    def _receivable_standing(self, company, date):
        """Chased, not chased, next: ``[Standing]`` of one payer. Add-ons put their lines before, between or after."""
        self.ensure_one()
        lines = self.env["account.move.line"]
        debts = [item for item in lines._receivable_open_items(company, self.ids) if item.kind != "credit"]
        found = lines.browse(item.id for item in debts)._receivable_holds("remind", date)
        standing = self._receivable_standing_holds(debts, found)
        standing += self._receivable_standing_credits(company, date, debts)
        return standing + self._receivable_standing_next(date, debts)

    def _receivable_standing_holds(self, debts, found):
        """One line per hold, however many items it holds."""
        held = defaultdict(list)
        for item in debts:
            for hold in found.get(item.id, ()):
                held[hold].append(item)
        return [
            Standing(
                "held",
                self.env._("%(amount)s: %(why)s", amount=self._receivable_amounts(
                    (item.currency, item.residual if hold.amount is None else hold.amount) for item in items
                ), why=hold.why),
                hold.until, hold.lifted_by,
                hold.evidence if hold.evidence[0] else ("account.move.line", tuple(item.id for item in items)),
            )
            for hold, items in held.items()
        ]

    def _receivable_standing_credits(self, company, date, debts):
        """Credits that cover all that is overdue."""
        items = self.env["account.move.line"]._receivable_open_items(company, self.ids)
        overdue = {item.id for item in debts if item.kind == "debt" and item.due < date}
        credits = [item for item in items if item.kind == "credit"]
        nets = set_off(items)
        if not overdue or not credits or any(nets.get(item) for item in overdue):
            return []
        amount = self._receivable_amounts((item.currency, -item.residual) for item in credits)
        text = self.env._("Credits of %(amount)s cover all that is overdue.", amount=amount)
        return [Standing("held", text, evidence=("account.move.line", tuple(item.id for item in credits)))]

    def _receivable_standing_next(self, date, debts):
        """What falls due next; or that nothing is open."""
        if not debts:
            return [Standing("next", self.env._("Nothing is open."))]
        coming = [item for item in debts if item.due >= date]
        if not coming:
            return []
        day = min(item.due for item in coming)
        due = [item for item in coming if item.due == day]
        amount = self._receivable_amounts((item.currency, item.residual) for item in due)
        text = self.env._("%(amount)s due on %(day)s.", amount=amount, day=format_date(self.env, day, date_format="EEEE d MMMM"))
        return [Standing("next", text, evidence=("account.move.line", tuple(item.id for item in due)))]

    def _receivable_standing_panel(self, company, date):
        """The lines as the widget draws them."""
        words = {"chased": self.env._("Chased"), "held": self.env._("Not chased"), "next": self.env._("Next")}
        return [
            {
                "word": line.word,
                "label": words[line.word],
                "text": line.text,
                "detail": self._receivable_standing_detail(line),
                "evidence": self._receivable_link(line.evidence),
            }
            for line in self._receivable_standing(company, date)
        ]

    def _receivable_standing_detail(self, line):
        until = line.until and self.env._("until %(day)s", day=format_date(self.env, line.until))
        lifted_by = line.lifted_by and self.env._("lifted by %(who)s", who=line.lifted_by)
        return " · ".join(filter(None, [until, lifted_by]))

    # -- exposure ---------------------------------------------------------------------------------------------------------

    def _receivable_exposure_panel(self, company):
        """The exposure as the widget draws it: parts, sum, limit, one sentence."""
        parts = self._receivable_exposure_shared(company)[self.id]
        limit = self._receivable_limits(company)[self.id]
        most = limit and limit.amount
        total = exposure.total(parts)
        money = self._receivable_money(company)
        return {
            "parts": self._receivable_exposure_parts(parts, max(total, most or 0, Decimal(1)), money),
            "total": money(total),
            "over": limit is not None and total > most,
            "alert": bool(most and total >= most * company._credit_alerts().watch),
            "sentence": self._receivable_exposure_sentence(total, limit, company),
            "converted": any(part.converted for part in parts) and self._receivable_rates_sentence(),
        }

    def _receivable_exposure_parts(self, parts, scale, money):
        """The parts of a bar: each with its word, its amount and its share."""
        labels = self._receivable_exposure_labels()
        return [
            {
                "code": part.code,
                "label": labels.get(part.code, part.code) if part.amount >= 0 else self.env._("In their favour"),
                "pattern": PATTERNS.get(part.code, "light") if part.amount >= 0 else "favour",
                "sign": "+" if part.amount >= 0 else "−",
                "amount": money(abs(part.amount)),
                "share": float(max(part.amount, 0) * 100 / scale),
                "evidence": {"model": part.model, "domain": part.domain} if part.model else False,
            }
            for part in parts
        ]

    def _receivable_rates_sentence(self):
        today = format_date(self.env, fields.Date.context_today(self))
        return self.env._("Foreign currencies are converted at the rates of %(day)s.", day=today)

    def _receivable_exposure_labels(self):
        """Words for the parts; add-ons name theirs."""
        return {
            "open": self.env._("Open items"), "drafts": self.env._("Draft invoices"),
            "group": self.env._("Others who share the limit"),
        }

    def _receivable_exposure_sentence(self, total, limit, company):
        money = self._receivable_money(company)
        if limit is None:
            return self.env._("%(total)s owed in all; no limit.", total=money(total))
        if not limit.amount:
            return self.env._("%(total)s owed in all; no credit.", total=money(total))
        words = self._receivable_limit_words(limit, money)
        if total > limit.amount:
            return self.env._("%(over)s over %(limit)s.", over=money(total - limit.amount), limit=words)
        return self.env._(
            "%(share)s %% of %(limit)s used; alert at %(alert)s %%.",
            share=round(total * 100 / limit.amount), limit=words, alert=round(company._credit_alerts().watch * 100),
        )

    # -- pieces -----------------------------------------------------------------------------------------------------------

    def _receivable_pause_forecast(self, company, lines, until):
        """What a pause would leave alone, in sentences; add-ons add the messages that it would hold."""
        if not lines:
            return [self.env._("No open item today: the pause holds what is invoiced later.")]
        amount = self._receivable_amounts((line.currency_id.id, line.amount_residual_currency) for line in lines)
        if len(lines) == 1:
            text = self.env._("Left alone: 1 item, %(amount)s.", amount=amount)
        else:
            text = self.env._("Left alone: %(count)s items, %(amount)s.", count=len(lines), amount=amount)
        if not until:
            return [text, self.env._("Without an end it stays so until somebody resumes it; it is listed as forgotten.")]
        return [text, self.env._("From the night after %(day)s they are looked at again.", day=format_date(self.env, until))]

    def _receivable_pauses_in_force(self):
        """``{payer: pauses}`` of the present company, today."""
        domain = self.env["receivable.pause"]._in_force_domain(self.env.company, fields.Date.context_today(self))
        running = self.env["receivable.pause"].search(domain & fields.Domain("partner_id", "in", self.commercial_partner_id.ids))
        return running.grouped("partner_id")

    def _receivable_open_domain(self, company):
        """The open receivable lines of these payers, with the company and its branches."""
        return [
            ("partner_id.commercial_partner_id", "in", self.ids), ("company_id", "child_of", company.root_id.id),
            ("parent_state", "=", "posted"), ("reconciled", "=", False),
            ("account_id.account_type", "=", "asset_receivable"), ("account_id.non_trade", "=", False),
        ]

    def _receivable_form_action(self):
        action = self.env["ir.actions.actions"]._for_xml_id("receivable.payer_action")
        return action | {"res_id": self.id}

    @api.model
    def _receivable_evidence(self, title, model, domain):
        """A window on records; move lines open as open items."""
        found = self.env[model].search(domain, limit=2)
        action = {"type": "ir.actions.act_window", "name": title, "res_model": model, "domain": domain}
        if model == "account.move.line":
            items = self.env.ref("receivable.account_move_line_view_list_open_items")
            search = self.env.ref("receivable.account_move_line_view_search_open_items")
            return action | {"views": [(items.id, "list")], "search_view_id": [search.id, "search"]}
        if len(found) == 1:
            return action | {"views": [(False, "form")], "res_id": found.id}
        return action | {"views": [(False, "list"), (False, "form")]}

    def _receivable_link(self, evidence):
        """A model and ids as the client asks for them."""
        model, ids = evidence
        return {"model": model, "domain": [["id", "in", list(ids)]]} if model and ids else False

    def _receivable_amounts(self, amounts):
        """``(currency, amount)`` pairs summed per currency, with codes: ``1,300.00 EUR and 40.00 CHF``; never added up across."""
        sums = defaultdict(Decimal)
        for currency, amount in amounts:
            sums[currency] += Decimal(str(amount))
        return ", ".join(self._receivable_figure(amount, currency) for currency, amount in sorted(sums.items()))
