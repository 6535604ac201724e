from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    dunning_mode = fields.Selection(
        [("test", "Test mode: nothing leaves"), ("manual", "Send what a person approves"), ("auto", "Send automatic steps by itself")],
        default="test",
        required=True,
        help="Encaisse starts in test mode. Going live takes two steps, manual first, automatic second.",
    )
    dunning_live_since = fields.Datetime(readonly=True, copy=False, help="When sending was switched on.")
    dunning_live_database = fields.Char(
        readonly=True, copy=False, help="Identity of the database on which sending was switched on: a copy restored elsewhere does not send."
    )
    dunning_scenario_id = fields.Many2one("dunning.scenario", string="Default scenario", ondelete="restrict")
    dunning_legal_line = fields.Char(
        string="Legal line of letters",
        help="Form, capital, registration, VAT number and address, at the foot of every message. Empty: made of the company's fields.",
    )
    receivable_privacy_url = fields.Char(
        string="Privacy page", help="Where a payer reads about personal data and its rights. Empty: the company's e-mail address."
    )
    dunning_mediator = fields.Char(
        string="Consumer mediator", help="Name and address of the mediator; a formal notice to a private person must name it."
    )
