from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS

from odoo.addons.receivable_sepa.logic import references

SCHEMES = [("CORE", "CORE"), ("B2B", "B2B")]
RECURRENCES = [("recurrent", "Recurrent"), ("one_off", "One-off")]
STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("closed", "Closed"),
    ("expired", "Expired"),
]
LANGUAGES = [("fr", "French"), ("en", "English"), ("de", "German"), ("es", "Spanish"), ("it", "Italian")]


class SepaMandate(models.Model):
    """A customer allows us to debit their account; the mandate says which one, within which limits, and since when.

    The account number is read by the engine alone (``_iban``); people see it masked, and a look at it is written down.
    """

    _name = "sepa.mandate"
    _description = "Direct debit mandate"
    _inherit = ["sepa.record", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "reference"
    _rec_names_search = ["reference", "partner_id"]
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, default=lambda self: self.env.ref("base.EUR"))
    partner_id = fields.Many2one(
        "res.partner", string="Payer", required=True, index=True, ondelete="restrict", tracking=True, domain="[('parent_id', '=', False)]"
    )
    reference = fields.Char(
        required=True, copy=False, default="/", tracking=True,
        help="Unique mandate reference (RUM). The bank and the customer know the mandate by it.",
    )
    scheme = fields.Selection(
        SCHEMES, required=True, default="CORE", tracking=True, help="B2B: between companies, without a refund; their bank has to know it."
    )
    recurrence = fields.Selection(RECURRENCES, string="Debits", required=True, default="recurrent", tracking=True)
    state = fields.Selection(STATES, required=True, readonly=True, copy=False, default="draft", tracking=True, index=True)
    lang = fields.Selection(
        LANGUAGES, string="Language", required=True, compute="_compute_lang", store=True, readonly=False, precompute=True,
        help="Of the mandate form: its sentences are prescribed in each language.",
    )

    iban = fields.Char(string="Whole account number", copy=False, groups=NO_ACCESS)
    iban_masked = fields.Char(string="IBAN", compute="_compute_iban_masked", store=True, compute_sudo=True)
    bic = fields.Char(string="BIC", copy=False, help="Only for banks outside the European Economic Area.")
    holder = fields.Char(string="Account holder", copy=False, help="If it is not the payer.")
    street = fields.Char(compute="_compute_address", store=True, readonly=False, precompute=True)
    zip = fields.Char(compute="_compute_address", store=True, readonly=False, precompute=True)
    city = fields.Char(compute="_compute_address", store=True, readonly=False, precompute=True)
    country_id = fields.Many2one("res.country", compute="_compute_address", store=True, readonly=False, precompute=True)

    creditor_name = fields.Char(required=True, readonly=True, copy=False)
    creditor_identifier = fields.Char(required=True, readonly=True, copy=False)
    max_amount = fields.Monetary(string="At most per debit", tracking=True, help="0: no limit of this mandate.")
    notice_days = fields.Integer(
        string="Notice agreed", tracking=True, help="Days between the notice and the debit. 0: those of the company."
    )
    b2b_registered = fields.Boolean(
        string="Registered with their bank", tracking=True, copy=False,
        help="The customer has given a copy to their bank. A business-to-business debit is rejected without it.",
    )
    final_next = fields.Boolean(string="The next debit is the last", tracking=True, copy=False)

    signed_on = fields.Date(string="Signed on", readonly=True, copy=False, tracking=True)
    suspended_why = fields.Char(string="Suspended because", readonly=True, copy=False)
    closed_on = fields.Date(string="Closed on", readonly=True, copy=False)
    closed_why = fields.Char(string="Closed because", readonly=True, copy=False)
    amendment_ids = fields.One2many("sepa.mandate.amendment", "sepa_mandate_id", string="Amendments", readonly=True)

    _reference_uniq = models.UniqueIndex(
        "(creditor_identifier, lower(reference))", "This mandate reference was given before. A reference is never used twice."
    )
    _payer_idx = models.Index("(company_id, partner_id) WHERE state = 'active'")

    # what no person writes: the buttons and the customer's signature do
    _by_engine = frozenset({
        "company_id", "creditor_identifier", "creditor_name", "currency_id", "state", "suspended_why", "closed_on", "closed_why",
        "signed_on", "signed_at", "signed_ip", "signed_place", "signer_name", "signature", "signature_kind", "text_hash", "document_name",
        "sign_until", "iban_masked", "last_collected_on", "expires_on", "warn_on",
    })  # fmt: skip
    _signed_terms = frozenset({"partner_id", "reference", "scheme", "recurrence", "holder", "lang"})
    _account_terms = frozenset({"iban_entry", "bic"})

    # -- defaults of a new one ------------------------------------------------------------------------------------------------

    @api.depends("partner_id")
    def _compute_lang(self):
        known = dict(LANGUAGES)
        for mandate in self:
            spoken = [(lang or "").split("_")[0] for lang in (mandate.partner_id.lang, mandate.company_id.partner_id.lang)]
            mandate.lang = next((code for code in spoken if code in known), "en")

    @api.depends("partner_id")
    def _compute_address(self):
        """The payer's address when the mandate is made; the mandate keeps its own."""
        for mandate in self:
            payer = mandate.partner_id
            mandate.street = ", ".join(part for part in (payer.street, payer.street2) if part)
            mandate.zip, mandate.city, mandate.country_id = payer.zip, payer.city, payer.country_id

    @api.depends("reference", "partner_id")
    def _compute_display_name(self):
        for mandate in self:
            mandate.display_name = f"{mandate.reference}, {mandate.partner_id.name}" if mandate.partner_id else mandate.reference

    # -- writing --------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """With ``signed_on``, as a list of mandates from another system has it, the mandate is active at once."""
        mandates = super().create([self._completed({name: vals[name] for name in vals if name != "signed_on"}) for vals in vals_list])
        for mandate, vals in zip(mandates, vals_list, strict=True):
            if vals.get("signed_on"):
                mandate._check_manager()
                mandate._record_paper(vals["signed_on"])
        return mandates

    def _completed(self, vals):
        """Who the creditor is comes from the company; the reference is proposed."""
        by_default = {key.removeprefix("default_") for key in self.env.context if key.startswith("default_")}
        self._refuse_engine_fields((set(vals) | by_default) - {"company_id"})
        company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
        if not company.sepa_ics:
            raise UserError(self.env._("Enter the creditor identifier of %(company)s in the settings first.", company=company.name))
        reference = (vals.get("reference") or "/").strip()
        if reference == "/":
            # sudo: a number
            reference = self.env["ir.sequence"].sudo().with_company(company).next_by_code("sepa.mandate")
        payer = self.env["res.partner"].browse(vals.get("partner_id")).commercial_partner_id
        return vals | {
            "company_id": company.id,
            "partner_id": payer.id,
            "reference": reference,
            "creditor_name": vals.get("creditor_name") or company._sepa_creditor_name(),
            "creditor_identifier": vals.get("creditor_identifier") or company.sepa_ics,
        }

    def write(self, vals):
        self._refuse_engine_fields(set(vals))
        self._refuse_empty(vals)
        if not self.env.su and any(mandate.state != "draft" for mandate in self):
            if self._account_terms & set(vals):
                raise UserError(self.env._("To change the account, amend the mandate."))
            if self._signed_terms & set(vals):
                raise UserError(self.env._("What was sent or signed is not changed. Amend the mandate, or make a new one."))
        if vals.get("partner_id"):
            vals = vals | {"partner_id": self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id.id}
        return super().write(vals)

    def _refuse_engine_fields(self, names):
        if not self.env.su and self._by_engine & names:
            raise UserError(self.env._("That is kept as it was signed. Use the buttons."))

    def _refuse_empty(self, vals):
        """Asked before the database is: its own refusal repeats the whole row, and the account number with it."""
        for name, value in vals.items():
            if not value and self._fields[name].required:
                label = self._fields[name]._description_string(self.env)
                raise ValidationError(self.env._("A mandate cannot do without: %(field)s. Nothing was changed.", field=label))

    @api.constrains("max_amount", "notice_days")
    def _check_limits(self):
        if any(mandate.max_amount < 0 or mandate.notice_days < 0 for mandate in self):
            raise ValidationError(self.env._("The limit and the days of notice cannot be negative."))

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if any(mandate.state != "draft" for mandate in self):
            raise UserError(self.env._("A mandate that was sent or signed is kept. Close it instead."))

    @api.constrains("reference")
    def _check_reference(self):
        for mandate in self:
            if references.umr_fault(mandate.reference):
                raise ValidationError(self.env._(
                    "%(reference)s cannot be a mandate reference: 1 to 35 letters without accents, digits or + ? / - : ( ) . , ', "
                    "no blank, no / at either end, no two / in a row.", reference=mandate.reference,
                ))  # fmt: skip

    @api.constrains("scheme", "partner_id")
    def _check_scheme(self):
        """The scheme between companies is closed to consumers."""
        for mandate in self:
            if mandate._is_closed_to_consumer():
                raise ValidationError(mandate._consumer_sentence())

    def _is_closed_to_consumer(self):
        return self.scheme == "B2B" and self.partner_id.payer_kind == "person"

    def _consumer_sentence(self):
        payer = self.partner_id.name
        return self.env._("%(payer)s is a private person: a business-to-business mandate is for companies only.", payer=payer)

    # -- words ---------------------------------------------------------------------------------------------------------------

    def _check_state(self, *states):
        if self.state not in states:
            raise UserError(self.env._(
                "The mandate %(reference)s is: %(state)s. Nothing was changed.", reference=self.reference, state=self._state_in_words()
            ))  # fmt: skip

    def _debtor_name(self):
        """Who is debited: the holder of the account."""
        return self.holder or self.partner_id.name
