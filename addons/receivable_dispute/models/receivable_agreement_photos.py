from odoo import api, fields, models

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURES_SHOWN = 8


class ReceivableAgreementPhotos(models.AbstractModel):
    """The pictures that a customer sent, small on the screen of whoever answers."""

    _name = "receivable.agreement.photos"
    _description = "Pictures sent by a customer"

    photos = fields.Json(compute="_compute_photos", help="Pictures sent by the customer: each is shown small and opens large.")

    @api.depends("message_ids")
    def _compute_photos(self):
        for record in self:
            # sudo: whoever reads the record reads its files
            files = self.env["ir.attachment"].sudo().search(
                [("res_model", "=", self._name), ("res_id", "in", record._origin.ids), ("mimetype", "in", PICTURES)], limit=PICTURES_SHOWN
            )
            record.photos = [{"id": file.id, "name": file.name, "mimetype": file.mimetype} for file in files]
