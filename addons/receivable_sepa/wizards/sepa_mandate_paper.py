import base64

from odoo import fields, models


class SepaMandatePaper(models.TransientModel):
    """A mandate came back signed on paper."""

    _name = "sepa.mandate.paper"
    _description = "Mandate signed on paper"

    sepa_mandate_id = fields.Many2one("sepa.mandate", required=True, ondelete="cascade")
    iban_masked = fields.Char(related="sepa_mandate_id.iban_masked", related_sudo=False)
    scheme = fields.Selection(related="sepa_mandate_id.scheme", related_sudo=False)
    iban_entry = fields.Char(string="IBAN on the paper", help="Checked at once; afterwards the screen shows its ends only.")
    signed_on = fields.Date(string="Signed on", required=True, default=fields.Date.context_today)
    place = fields.Char()
    signer_name = fields.Char(string="Signed by", help="First and last name, as on the paper.")
    scan = fields.Binary(attachment=False, help="PDF, JPEG or PNG. Kept with the mandate, as proof.")
    scan_name = fields.Char()
    used_elsewhere_on = fields.Date(string="Last used elsewhere", help="Of a mandate taken over from another system.")
    b2b_registered = fields.Boolean(string="Registered with their bank")

    def action_confirm(self):
        """The account may be debited from now on."""
        self.ensure_one()
        mandate = self.sepa_mandate_id
        mandate._check_manager()
        if self.iban_entry:
            mandate._enter_account(self.iban_entry)
        mandate._record_paper(self.signed_on, self.place or "", self.signer_name or "", base64.b64decode(self.scan or b""))
        mandate.write({"used_elsewhere_on": self.used_elsewhere_on, "b2b_registered": self.b2b_registered})
        self.unlink()  # the number typed here is not kept
        return {"type": "ir.actions.act_window_close"}
