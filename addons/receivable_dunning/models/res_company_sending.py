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
    dunning_start_date = fields.Date(
        string="Started from", readonly=True, copy=False,
        help="Steps whose day lies before are not caught up, in this company alone: shared scenarios stay as they are.",
    )
    dunning_last_live_id = fields.Integer(
        readonly=True, copy=False, groups="base.group_system",
        help="The last message written before test mode: what follows was written in test mode.",
    )

    def action_dunning_go_live(self, mode="manual"):
        """Let messages leave: first those that a person approves, then automatic ones too.

        Nothing leaves at the click: what was written in test mode is cancelled and decided again at night. What a person
        approved before test mode is kept.
        """
        self._check_dunning_manager()
        if mode not in ("manual", "auto"):
            raise UserError(self.env._("Choose whether a person approves each message or automatic steps leave by themselves."))
        for company in self:
            if mode == "auto" and company.dunning_mode != "manual":
                raise UserError(self.env._("Send what a person approves first; automatic steps come second."))
        self._dunning_go_live(mode, fields.Datetime.now())

    def action_dunning_back_to_test(self):
        """Stop at once: nothing leaves any more. What was approved waits, and leaves when sending is switched on again."""
        self._check_dunning_manager()
        last = self.env["dunning.action"].sudo().search([], order="id desc", limit=1).id  # sudo: a number, no data
        # sudo: companies are written by administrators; this switch is the credit manager's
        self.sudo().write({"dunning_mode": "test", "dunning_live_since": False})
        live = self.sudo().filtered(lambda company: company.dunning_live_database == self._dunning_database())
        live.dunning_last_live_id = last

    def action_dunning_default_scenario(self, scenario_id):
        """The scenario of payers whose profile names none, from the next night on."""
        self._check_dunning_manager()
        self.sudo().dunning_scenario_id = scenario_id  # sudo: as above

    def _check_dunning_manager(self):
        if not self.env.user.has_group("receivable.group_receivable_manager"):
            raise AccessError(self.env._("Only a credit manager may switch sending on or off, or choose the default scenario."))
        self.check_access("read")  # of the companies that they work for

    def _dunning_go_live(self, mode, moment):
        """Throw the switch, and remember on which database."""
        for company in self:
            company._dunning_written_in_test()._set_state("cancelled", reason=self.env._("Written in test mode."))
        for company in self.filtered(lambda company: not company.payer_collector_id and not self.env.user._is_superuser()):
            company.sudo().payer_collector_id = self.env.user  # somebody has to sign: whoever switches sending on
        self.sudo().write({"dunning_mode": mode, "dunning_live_since": moment, "dunning_live_database": self._dunning_database()})

    def _dunning_database(self):
        # sudo: the identity of the database is nobody's secret
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def _dunning_waiting(self):
        """What has not left yet, whoever it waits for."""
        # sudo: every message of the company, for a switch that a credit manager throws
        return self.env["dunning.action"].sudo().search(
            [("company_id", "in", self.ids), ("state", "in", ("planned", "approved", "failed"))]
        )

    def _dunning_written_in_test(self):
        """What waits and was written in test mode; on a copy of the database, everything that waits."""
        self.ensure_one()
        if self.sudo().dunning_live_database != self._dunning_database():
            return self._dunning_waiting()
        if self.dunning_mode != "test":
            return self.env["dunning.action"]
        last = self.sudo().dunning_last_live_id
        return self._dunning_waiting().filtered(lambda action: action.id > last)

    def _dunning_why_nothing_leaves(self, date=None):
        """One sentence when no message of this company may leave on that day, today if none is given; nothing when they may."""
        self.ensure_one()
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: two facts about this database, told as a sentence
        if self.dunning_mode == "test":
            return self.env._("Test mode: written, not sent.")
        if str2bool(parameters.get_param("database.is_neutralized"), False):
            return self.env._("This is a neutralised copy of a database: nothing is sent.")
        if self.sudo().dunning_live_database != self._dunning_database():
            return self.env._("This database is a copy: nothing is sent until a credit manager switches sending on again.")
        return ""
