from collections import Counter, defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.receivable.logic import delay, exposure

from .payer_profile import KINDS, SIZES


class ResPartner(models.Model):
    """A payer is a commercial partner; what depends on the company is always read with its root company."""

    _inherit = "res.partner"

    # Customers read their own contact in their space: how we judge them is for our own people.
    payer_profile_id = fields.Many2one(
        "payer.profile", string="Payer profile", company_dependent=True, copy=False, groups="base.group_user"
    )
    payer_profile_reason = fields.Char(string="Why this profile", company_dependent=True, copy=False, groups="base.group_user")
    payer_profile_fixed_until = fields.Date(
        string="Profile fixed until", company_dependent=True, copy=False, groups="base.group_user",
        help="From the day after on, the rules decide again."
    )
    payer_profile_fixed_reason = fields.Char(
        string="Profile fixed because", company_dependent=True, copy=False, groups="base.group_user",
        help="Filled: the profile was fixed by hand."
    )
    payer_collector_id = fields.Many2one(
        "res.users", string="Collector", company_dependent=True, domain="[('share', '=', False)]", groups="base.group_user",
        help="Empty: the company's default collector.",
    )
    payer_contact_id = fields.Many2one(
        "res.partner", string="Contact for reminders", domain="[('commercial_partner_id', '=', commercial_partner_id)]",
        help="Empty: the invoice address, else the contact of the invoices.",
    )
    payer_kind = fields.Selection(
        KINDS, string="Kind of payer", compute="_compute_payer_kind", store=True, readonly=False,
        help="A natural person is never blocked automatically and is written to in other words.",
    )
    payer_size = fields.Selection(SIZES, string="Size of payer", groups="base.group_user")
    payer_score_ids = fields.One2many("payer.score", "partner_id", groups="receivable.group_receivable_reader")
    receivable_pause_ids = fields.One2many("receivable.pause", "partner_id", groups="receivable.group_receivable_reader")

    @api.depends("is_company")
    def _compute_payer_kind(self):
        """Companies and people by core's own tick; a public body is said by hand and stays."""
        for partner in self:
            if partner.payer_kind != "public":
                partner.payer_kind = "company" if partner.is_company else "person"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_collector(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._check_collector(vals)
        return super().write(vals)

    def _check_collector(self, names):
        """Contacts are edited by many; how a payer is followed is decided by those who follow."""
        decided = not self.env.su and self._receivable_by_collectors() & set(names)
        if decided and not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may change their profile, collector or credit."))

    def _receivable_by_collectors(self):
        """Fields that those who follow payers up write; add-ons add theirs."""
        return {
            "payer_profile_id", "payer_profile_reason", "payer_profile_fixed_until", "payer_profile_fixed_reason",
            "payer_collector_id",
        }

    @api.constrains("payer_profile_fixed_reason", "payer_profile_fixed_until")
    def _check_profile_end(self):
        """Constraints run as superuser: the person is asked."""
        endless = self.filtered(lambda payer: payer.payer_profile_fixed_reason and not payer.payer_profile_fixed_until)
        if endless and not self.env.user.has_group("receivable.group_receivable_manager"):
            raise ValidationError(self.env._("Say until when. Only a credit manager may fix a profile without an end."))

    # -- profile by hand --------------------------------------------------------------------------------------------------

    def action_fix_profile(self, profile_id, reason, until=False):
        """Give these payers a profile by hand, with a reason, until a day; the rules decide again afterwards."""
        self._check_collector({"payer_profile_id"})
        if not reason:
            raise UserError(self.env._("Say why the profile is fixed."))
        self._payer_fix_profile(self.env["payer.profile"].browse(profile_id), reason, until)

    def action_release_profile(self):
        """Let the rules decide again, at once."""
        self._check_collector({"payer_profile_id"})
        payers = self.commercial_partner_id.with_company(self.env.company.root_id)
        payers.write({"payer_profile_fixed_reason": False, "payer_profile_fixed_until": False})
        self.env["payer.profile"]._assign(self.env.company, fields.Date.context_today(self), payers.ids)
        payers._receivable_ask_again(self.env.company)

    def _payer_fix_profile(self, profile, reason, until=False):
        """The profile given by hand in the company of the environment, and a line on the timeline."""
        payers = self.commercial_partner_id.with_company(self.env.company.root_id)
        payers.write({
            "payer_profile_id": profile.id,
            "payer_profile_fixed_reason": reason,
            "payer_profile_fixed_until": until,
            "payer_profile_reason": self.env._("Fixed by %(user)s: %(reason)s", user=self.env.user.name, reason=reason),
        })
        body = self.env._("Profile fixed to %(profile)s: %(reason)s", profile=profile.name, reason=reason)
        payers._message_log_batch(bodies=dict.fromkeys(payers.ids, body))
        payers._receivable_ask_again(self.env.company)

    # -- what do they owe in all? -----------------------------------------------------------------------------------------

    def _receivable_exposure(self, company):
        """What do these payers owe the company and its branches in all? ``{payer: [Part]}``, company currency.

        Add-ons override this and add parts to what ``super()`` answers. Foreign currencies are converted once, today.
        """
        parts = defaultdict(list)
        payers = self.commercial_partner_id
        if payers:
            own = company.root_id.currency_id
            for payer, code, amounts in self._receivable_exposure_rows(company, payers):
                total = sum((self._receivable_in(own, currency, amount, company) for currency, amount in amounts), Decimal(0))
                converted = any(currency != own.id for currency, _amount in amounts)
                parts[payer].append(exposure.Part(code, total, *self._receivable_exposure_records(code, payer, company), converted))
        return {payer: parts.get(payer, []) for payer in payers.ids}

    def _receivable_exposure_rows(self, company, payers):
        """``[(payer, code of the part, [(currency, amount)])]``: one grouped query, whoever adds a part to it."""
        self.env["account.move.line"]._receivable_flush()
        self.env["account.move"].flush_model(["amount_total", "commercial_partner_id", "company_id", "currency_id", "state"])
        members = self.env["receivable.event"]._members(company)
        rows = self.env.execute_query(SQL(
            """SELECT payer, code, json_agg(json_build_array(currency, amount::text)) FROM (%s) parts (payer, code, currency, amount)
                WHERE amount <> 0 GROUP BY 1, 2 ORDER BY 1, array_position(ARRAY['open', 'drafts'], code), 2""",
            SQL(" UNION ALL ").join(self._receivable_exposure_selects(members, payers.ids)),
        ))
        return [(payer, code, [(currency, Decimal(amount)) for currency, amount in amounts]) for payer, code, amounts in rows]

    def _receivable_exposure_selects(self, members, payers):
        """The parts as SELECTs of payer, code, currency and amount; add-ons add theirs. Open items net of credits, drafts net of notes."""
        return [
            SQL(
                """SELECT p.commercial_partner_id, 'open', l.currency_id, SUM(l.amount_residual_currency)
                     FROM account_move_line l JOIN account_account a ON a.id = l.account_id JOIN res_partner p ON p.id = l.partner_id
                    WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND a.account_type = 'asset_receivable'
                      AND a.non_trade IS NOT TRUE AND l.company_id = ANY(%s) AND p.commercial_partner_id = ANY(%s)
                    GROUP BY 1, 3""",
                members, payers,
            ),
            SQL(
                """SELECT p.commercial_partner_id, 'drafts', m.currency_id,
                          SUM(CASE WHEN m.move_type = 'out_refund' THEN -m.amount_total ELSE m.amount_total END)
                     FROM account_move m JOIN res_partner p ON p.id = m.commercial_partner_id
                    WHERE m.state = 'draft' AND m.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
                      AND m.company_id = ANY(%s) AND p.commercial_partner_id = ANY(%s)
                    GROUP BY 1, 3""",
                members, payers,
            ),
        ]

    def _receivable_in(self, own, currency, amount, company):
        if currency == own.id:
            return amount
        other = self.env["res.currency"].browse(currency)
        return Decimal(str(other._convert(float(amount), own, company, fields.Date.context_today(self))))

    def _receivable_exposure_records(self, code, payer, company):
        """Model and domain that open the records of a part."""
        family = (("company_id", "child_of", company.root_id.id),)
        if code == "drafts":
            return "account.move", (
                ("commercial_partner_id", "=", payer), ("state", "=", "draft"),
                ("move_type", "in", ("out_invoice", "out_receipt", "out_refund")), *family,
            )
        return "account.move.line", (
            ("partner_id.commercial_partner_id", "=", payer), ("parent_state", "=", "posted"), ("reconciled", "=", False),
            ("account_id.account_type", "=", "asset_receivable"), ("account_id.non_trade", "=", False), *family,
        )

    # -- what a person changes --------------------------------------------------------------------------------------------

    def _receivable_ask_again(self, company):
        """A person changed what decisions about these payers rest on (a pause, an exclusion, a profile).

        Add-ons that keep decisions decide again; nobody is written to because of it.
        """

    # -- when will the money come? ----------------------------------------------------------------------------------------

    def _receivable_expected_dates(self, company, date):
        """When is each open debt of these payers expected to be paid? ``{line: delay.Forecast}``."""
        payers = self.commercial_partner_id
        items = self.env["account.move.line"]._receivable_open_items(company, payers.ids) if payers else []
        debts = [item for item in items if item.kind == "debt"]
        if not debts:
            return {}
        Event = self.env["receivable.event"]
        ledger = Event._fitted_ledger(company, date)
        settled = defaultdict(list)
        for one in Event._settled(company, date, [item.payer for item in debts]):
            settled[one.payer].append(one)
        habits = {payer: delay.habits(settled[payer], ledger, date) for payer in {item.payer for item in debts}}
        return {
            item.id: delay.forecast(
                habits[item.payer], ledger, issued=item.issued, due=item.due, as_of=date, amount=float(item.residual),
                still_unpaid_on=date,
            )
            for item in debts
        }

    @api.model
    def _receivable_basis(self, forecast):
        """What an expected date rests on, in words."""
        if forecast.basis == "payer":
            return self.env._("from %(count)s payments", count=forecast.payments)
        if forecast.basis == "ledger":
            return self.env._("the ledger's own habits")
        return self.env._("the due date: no payment known yet")

    # -- who is written to? -----------------------------------------------------------------------------------------------

    def _receivable_contact(self, company, items):
        """Whom to write to about these items: ``{payer: contact id}``.

        The contact chosen on the payer, else its invoice address, else the contact that most of its items name, else itself.
        """
        named = defaultdict(Counter)
        for item in items:
            named[item.payer][item.contact] += 1
        # whatever the access rules: an address is needed to write to, also when the collector may not read that contact
        self.flush_model(["active", "commercial_partner_id", "payer_contact_id", "type"])
        rows = self.env.execute_query(SQL(
            """SELECT p.id, COALESCE(p.payer_contact_id, (
                      SELECT min(i.id) FROM res_partner i
                       WHERE i.commercial_partner_id = p.id AND i.id <> p.id AND i.type = 'invoice' AND i.active))
                 FROM res_partner p WHERE p.id = ANY(%s)""",
            self.ids,
        ))
        return {payer: chosen or self._receivable_named(named[payer]) or payer for payer, chosen in rows}

    @staticmethod
    def _receivable_named(contacts):
        """The contact named most often; the lowest id among equals, so that two runs agree."""
        return min(contacts, key=lambda contact: (-contacts[contact], contact), default=0)
