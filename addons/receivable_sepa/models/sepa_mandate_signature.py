import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

LINK_DAYS = 30


class SepaMandate(models.Model):
    """How a mandate is asked for and signed: a personal link, a drawn or typed name, or a paper."""

    _inherit = "sepa.mandate"

    sign_hash = fields.Char(copy=False, groups=NO_ACCESS, index="btree_not_null")
    sign_until = fields.Date(string="Link valid until", readonly=True, copy=False)
    signature_kind = fields.Selection(
        [("paper", "On paper"), ("drawn", "Drawn on screen"), ("typed", "Typed name")], string="Signed", readonly=True, copy=False
    )
    signature = fields.Binary(readonly=True, copy=False, attachment=True)
    signer_name = fields.Char(string="Signed by", readonly=True, copy=False)
    signed_place = fields.Char(string="Place", readonly=True, copy=False)
    signed_at = fields.Datetime(string="Signed at", readonly=True, copy=False)
    signed_ip = fields.Char(string="From the address", readonly=True, copy=False)
    signed_text = fields.Text(string="The very text that was signed", copy=False, groups=NO_ACCESS)
    signing_salt = fields.Char(copy=False, groups=NO_ACCESS, default=lambda self: secrets.token_hex(16))
    text_hash = fields.Char(string="Fingerprint of the text", readonly=True, copy=False, help="SHA-256 of the text that was signed.")
    document = fields.Binary(string="Signed document", copy=False, attachment=True, groups=NO_ACCESS)
    document_name = fields.Char(readonly=True, copy=False)

    # -- the link -------------------------------------------------------------------------------------------------------------

    def _sign_link(self, days=LINK_DAYS):
        """A new personal link to sign this mandate; the one before opens nothing any more."""
        self.ensure_one()
        secret = secrets.token_urlsafe(32)
        # sudo: the secret is told once, in the link; the database keeps its fingerprint
        self.sudo().write({"sign_hash": self._fingerprint(secret), "sign_until": self._today() + timedelta(days=days)})
        return f"{self.company_id.get_base_url()}/mandate/sign/{secret}"

    @api.model
    def _find_signing(self, secret):
        """The mandate that a link opens, as long as it may be signed; empty for any other secret."""
        # sudo: visitors have no right on mandates; the secret is what they show
        found = self.sudo().search([("sign_hash", "=", self._fingerprint(secret)), ("state", "=", "sent")], limit=1)
        return found.filtered(lambda mandate: mandate._may_be_signed())

    def _may_be_signed(self):
        """The link that was sent is still valid, and the payer still exists for us."""
        self.ensure_one()
        return self.state == "sent" and bool(self.sign_until) and self.sign_until >= self._today() and self.partner_id.active

    @staticmethod
    def _fingerprint(text):
        return hashlib.sha256(text.encode()).hexdigest()

    # -- signing --------------------------------------------------------------------------------------------------------------

    def _enter_account(self, iban, **values):
        """What the customer fills in before signing: account, holder, address."""
        self.ensure_one()
        self._check_state("draft", "sent")
        # sudo: the customer writes these fields through this method only
        self.sudo().write(values | {"iban": self._checked_iban(iban)})

    def _sign(self, name, kind="typed", signature=False, ip="", place="", text_hash=None):
        """The customer agrees to the text that they have read; the mandate is active at once.

        :param text_hash: of the text they read; another one is refused
        """
        self.ensure_one()
        self._check_state("draft", "sent")
        if not (name or "").strip():
            raise UserError(self.env._("Write the first and last name of the person who signs."))
        text = self._signing_text()
        if text_hash not in (None, self._fingerprint(text)):
            raise UserError(self.env._("The mandate has changed meanwhile. Read it again."))
        # sudo: written by the customer's signature only
        self.sudo().write({
            "signer_name": name.strip(), "signature_kind": kind, "signature": signature, "signed_ip": ip, "signed_place": place,
            "signed_at": fields.Datetime.now(), "signed_text": text, "text_hash": self._fingerprint(text),
        })  # fmt: skip
        self._activate(self._today())
        self._keep_document()
        self.sudo()._message_log(body=self.env._("Signed by %(name)s.", name=self.signer_name))

    def _requested(self, url):
        """A mandate was sent to be signed at this address. Bridges write to the payer."""
