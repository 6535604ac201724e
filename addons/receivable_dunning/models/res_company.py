from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date

BANK_OLD_DAYS = 3  # from then on the screens say how old the bank is
ON_TRIAL = timedelta(days=1)  # of sending by hand, before automatic steps may follow


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
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Identity of the database on which sending was switched on: a copy restored elsewhere does not send.",
    )
    dunning_scenario_id = fields.Many2one(
        "dunning.scenario",
        string="Default scenario",
        ondelete="restrict",
        default=lambda self: self.env.ref("receivable_dunning.dunning_scenario_standard", raise_if_not_found=False),
        help="For payers whose profile names no scenario.",
    )
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

    def _dunning_faults(self, date):
        """What a person should know before anything leaves, for core's ``actionable_errors``."""
        self.ensure_one()
        faults = {}
        for bank in self._dunning_bank_read(date):
            if (date - bank.read).days > BANK_OLD_DAYS:
                message = self.env._(
                    "%(bank)s: last statement line of %(day)s, %(days)s days ago. Payments since then are not known.",
                    bank=bank.name, day=format_date(self.env, bank.read), days=(date - bank.read).days,
                )  # fmt: skip
                if self._dunning_is_stale(bank, date):
                    message = self._dunning_stale_sentence(bank, date)
                faults[f"bank_{bank.journal}"] = {"level": "warning", "message": message}
        for name in self._other_reminder_engines().values():
            message = self.env._("%(name)s also sends reminders. Switch one of the two off before going live.", name=name)
            faults["other_engine"] = {"level": "danger", "message": message}
        return faults

    def _dunning_banner(self):
        """The one line above the follow-up screens while something is not as usual; False when all is normal."""
        self.ensure_one()
        if self.dunning_mode != "test":
            return False
        written = [("company_id", "=", self.id), ("state", "in", ("planned", "approved")), ("channel", "in", ("email", "letter"))]
        links = [{
            "label": self.env._("Read them"),
            "action": {
                "type": "ir.actions.act_window",
                "name": self.env._("Messages"),
                "res_model": "dunning.action",
                "views": [(False, "list"), (False, "form")],
                "domain": written,
            },
        }]  # fmt: skip
        if self.env.user.has_group("receivable.group_receivable_manager"):
            links.append({"label": self.env._("Go live…"), "action": self._dunning_live_action("manual")})
        return {
            "level": "warning",
            "title": self.env._("TEST MODE"),
            "message": self._dunning_written_in_words(self.env["dunning.action"].search_count(written)),
            "links": links,
        }

    def _dunning_written_in_words(self, count):
        if count == 1:
            return self.env._("Nothing leaves. 1 message is written, 0 sent.")
        return self.env._("Nothing leaves. %(count)s messages are written, 0 sent.", count=count)

    def _dunning_live_action(self, mode):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What would leave"),
            "res_model": "dunning.live",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_company_id": self.id, "default_mode": mode, "default_start": self._dunning_start()},
        }

    def _dunning_start(self):
        """Where the switch stands when it is shown: whoever was live before goes on, whoever was not starts from today."""
        return "catch_up" if self.sudo().dunning_last_live_id else "today"  # sudo: whether, not what

    def _dunning_why_not_auto(self):
        """The automatic switch comes second: after a day of sending by hand, with at least one message sent."""
        self.ensure_one()
        if self.dunning_mode == "auto":
            return False
        since = self.dunning_live_since
        by_hand = self.dunning_mode == "manual" and since and fields.Datetime.now() - since >= ON_TRIAL
        sent = by_hand and self.env["dunning.action"].search_count(
            [("company_id", "=", self.id), ("state", "=", "sent"), ("sent_at", ">=", since)], limit=1
        )
        return not sent and self.env._("First send by hand for a day, at least one message: then automatic steps may follow.")
