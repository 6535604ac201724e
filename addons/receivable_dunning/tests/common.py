"""The test kit of the organ: nights that plan, a mail server of cardboard, and a clock."""

import smtplib
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.receivable.tests.common import ReceivableCase
from odoo.addons.receivable_dunning.models import dunning_action_call
from odoo.addons.receivable_dunning.models.dunning_outbox import DunningOutbox

DUE = fields.Date.to_date("2026-03-16")  # a Monday


def after(days):
    return fields.Date.add(DUE, days=days)


class CardboardServer:
    """A mail server that keeps what it gets, or does what ``behaviour`` says for each message."""

    def __init__(self):
        self.kept = []  # (envelope sender, recipients, message)
        self.behaviour = []  # exceptions or None, one a message; then everything is accepted
        self.closed = 0  # how many sessions the server has closed on us while idle
        self.sessions = 0

    def connect(self, _email_from):
        self.sessions += 1
        return CardboardSession(self)


class CardboardSession:
    from_filter = False
    smtp_from = False
    sock = None

    def __init__(self, server):
        self.server, self.number = server, server.sessions

    def noop(self):
        if self.number <= self.server.closed:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return 250, b"OK"

    def data(self, message):
        return 250, b"Kept"

    def send_message(self, message, sender, recipients):
        behaviour = self.server.behaviour.pop(0) if self.server.behaviour else None
        if isinstance(behaviour, AfterData):
            self.data(message)
            self.server.kept.append((sender, recipients, message))
            raise behaviour.error
        if behaviour:
            raise behaviour
        self.data(message)
        self.server.kept.append((sender, recipients, message))
        return {}

    def quit(self):
        pass


class AfterData:
    """The message arrived, and no answer came back."""

    def __init__(self, error):
        self.error = error


class DunningCase(ReceivableCase):
    """A company that sends for real, to a server of cardboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = new_test_user(
            cls.env, "colette", groups="receivable.group_receivable_user", name="Colette Rappel", email="colette@lunapres.example"
        )
        cls.reader = new_test_user(cls.env, "lecteur", groups="receivable.group_receivable_reader")
        cls.manager = new_test_user(cls.env, "manager", groups="receivable.group_receivable_manager", email="m@lunapres.example")
        for user in cls.collector | cls.reader | cls.manager:
            user.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        cls.collector.partner_id.phone = "+33465710010"
        cls.company.write({"email": "compta@lunapres.example", "phone": "+33465710010", "payer_collector_id": cls.collector.id})
        cls.env["res.partner.bank"].create({"acc_number": "FR7699999000011234567890189", "partner_id": cls.company.partner_id.id})
        cls.env["payer.profile"].search([]).dunning_scenario_id = False
        cls.scenario = cls._scenario()
        cls.company.dunning_scenario_id = cls.scenario
        cls.company.sudo()._dunning_go_live("auto", fields.Datetime.now())
        cls.garage = cls.payer(
            "Garage Tourneboulon", email="compta@tourneboulon.example", country_id=cls.env.ref("base.fr").id,
            street="1 rue des Bielles", zip="54990", city="Rond-Point", phone="+33300000000",
        )  # fmt: skip

    def setUp(self):
        super().setUp()
        self.server = CardboardServer()
        self.uncommitted = patch.object(type(self.env["ir.cron"]), "_commit_progress", self._flush_instead)
        for patcher in (patch.object(DunningOutbox, "_connect", self._connect), self.uncommitted):
            patcher.start()
            self.addCleanup(patcher.stop)

    def calls_alone(self):
        """Calls as this add-on knows them: what others make of a promise or a dispute is theirs to test."""
        for name in ("_call_promised", "_call_disputed"):
            self.patch(self.registry["dunning.action"], name, getattr(dunning_action_call.DunningAction, name))

    def _connect(self, email_from):
        return self.server.connect(email_from)

    @staticmethod
    def _flush_instead(cron, processed=0, *, remaining=None, deactivate=False):
        """A test may not commit; what a commit would write is written."""
        cron.env.flush_all()
        cron.env.invalidate_all()
        return float("inf")

    @classmethod
    def _scenario(cls):
        def step(name, offset, severity, template, **values):
            return Command.create({
                "name": name, "offset": offset, "severity": severity, "attach_invoices": False,
                "template_id": template and cls.env.ref(f"receivable_dunning.dunning_template_{template}").id,
            } | values)  # fmt: skip

        return cls.env["dunning.scenario"].create({
            "name": "Standard", "sat": True, "sun": True, "skip_holidays": False,
            "level_ids": [
                step("Prevenance", -7, 0, "prevenance_one"),
                step("1st reminder", 5, 1, "reminder_1_standard", minimum=15),
                step("2nd reminder", 15, 2, "reminder_2_standard"),
                step("Call", 25, 3, False, channel="call", channel_without_email="call"),
                step(
                    "Formal notice", 40, 7, "formal_notice_business", channel="letter", registered=True, release="approve", court=True,
                    announce_template_id=cls.env.ref("receivable_dunning.dunning_template_formal_notice_announce").id,
                ),
                step("Hand-over", 60, 9, False, channel="decision", channel_without_email="decision", release="approve"),
                step("Thank-you", 2, 0, "thanks_prompt", trigger="paid", channel_without_email=False),
            ],
        })  # fmt: skip

    # -- the night and the morning ----------------------------------------------------------------------------------------------

    def plan(self, day):
        """What the night decides."""
        with self.on(day):
            return self.env["dunning.run"].sudo()._plan(self.company, day).action_ids

    def send(self, day):
        """What the morning sends, whatever the hour."""
        with self.on(day):
            return self.env["dunning.action"].sudo()._send_now(self.company, day, ignore_hours=True)

    def reminder(self, *amounts, day=5, payer=None):
        """A first reminder for invoices of these amounts, planned on that day after the due date."""
        bills = [self.invoice(payer or self.garage, DUE, amount) for amount in amounts or (1000,)]
        actions = self.plan(after(day))
        return actions.filtered(lambda action: action.partner_id == (payer or self.garage) and action.origin == "run"), bills

    def mails(self):
        return [message for _sender, _recipients, message in self.server.kept]

    def words(self, message):
        """The plain words of an e-mail."""
        return message.get_body(("plain",)).get_content()
