from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import str2bool


class ResCompany(models.Model):
    """Going live, and everything that keeps messages inside."""

    _inherit = "res.company"

    dunning_trouble = fields.Char(
        string="Why messages wait", readonly=True, copy=False, groups="base.group_user",
        help="What the mail server said last; empty once it works.",
    )

    def action_dunning_go_live(self, mode="manual"):
        """Let messages leave: first those that a person approves, then automatic ones too.

        Nothing leaves at the click: what was written in test mode is cancelled and decided again at night.
        """
        self._check_dunning_manager()
        if mode not in ("manual", "auto"):
            raise UserError(self.env._("Choose whether a person approves each message or automatic steps leave by themselves."))
        for company in self:
            if mode == "auto" and company.dunning_mode != "manual":
                raise UserError(self.env._("Send what a person approves first; automatic steps come second."))
        self._dunning_go_live(mode, fields.Datetime.now())

    def action_dunning_back_to_test(self):
        """Stop at once: nothing leaves any more. What was approved waits."""
        self._check_dunning_manager()
        # sudo: companies are written by administrators; this switch is the credit manager's
        self.sudo().write({"dunning_mode": "test", "dunning_live_since": False, "dunning_live_database": False})

    def _check_dunning_manager(self):
        if not self.env.user.has_group("receivable.group_receivable_manager"):
            raise AccessError(self.env._("Only a credit manager may switch sending on or off."))
        self.check_access("read")  # of the companies that they work for

    def _dunning_go_live(self, mode, moment):
        """Throw the switch, and remember on which database."""
        tests = self.filtered(lambda company: company.dunning_mode == "test")
        written = self.env["dunning.action"].sudo().search(  # sudo: every message of these companies
            [("company_id", "in", tests.ids), ("state", "in", ("planned", "approved", "failed"))]
        )
        written._set_state("cancelled", reason=self.env._("Written in test mode."))
        # sudo: as above; the identity of the database is nobody's secret
        identity = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        for company in self.filtered(lambda company: not company.payer_collector_id and not self.env.user._is_superuser()):
            company.sudo().payer_collector_id = self.env.user  # somebody has to sign: whoever switches sending on
        self.sudo().write({"dunning_mode": mode, "dunning_live_since": moment, "dunning_live_database": identity})

    def _dunning_why_nothing_leaves(self):
        """One sentence when no message of this company may leave; nothing when they may."""
        self.ensure_one()
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: two facts about this database, told as a sentence
        if self.dunning_mode == "test":
            return self.env._("Test mode: written, not sent.")
        if str2bool(parameters.get_param("database.is_neutralized"), False):
            return self.env._("This is a neutralised copy of a database: nothing is sent.")
        if self.sudo().dunning_live_database != parameters.get_param("database.uuid"):
            return self.env._("This database is a copy: nothing is sent until a credit manager switches sending on again.")
        return ""
