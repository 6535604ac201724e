from datetime import timedelta

from odoo import Command, fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user

from odoo.addons.receivable.tests.common import ReceivableCase


class PortalCase(ReceivableCase, HttpCase):
    """Two customers of company A and one of company B; Paul signs in for the first, or opens the link of a mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_data_2 = cls.setup_other_company(name="Company B")
        cls.other_company = cls.company_data_2["company"]
        cls.today = fields.Date.context_today(cls.env.user)
        cls.papyrus = cls.payer("Imprimerie Papyrus Têtu", email="compta@papyrus.example")
        cls.garage = cls.payer("Garage Tourneboulon", email="compta@tourneboulon.example")
        cls.late = cls.invoice(cls.papyrus, cls.today - timedelta(days=10), 890)
        cls.soon = cls.invoice(cls.papyrus, cls.today + timedelta(days=3), 1240)
        cls.coming = cls.invoice(cls.papyrus, cls.today + timedelta(days=27), 3400)
        cls.theirs = cls.invoice(cls.garage, cls.today - timedelta(days=5), 2460)
        cls.elsewhere = cls.invoice(cls.papyrus, cls.today - timedelta(days=5), 777, company=cls.other_company)
        cls.paul = cls.visitor("paul", cls.papyrus)
        cls.stranger = cls.visitor("stranger", cls.garage)
        cls.link = cls.new_link(cls.papyrus)
        cls.link_of_other = cls.new_link(cls.garage)
        cls.env["ir.config_parameter"].sudo().set_param("account_payment.enable_portal_payment", "True")

    @classmethod
    def visitor(cls, login, payer):
        user = new_test_user(
            cls.env, login, groups="base.group_portal", name=login.title(),
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)],
        )  # fmt: skip
        user.partner_id.parent_id = payer
        return user

    @classmethod
    def new_link(cls, payer, company=None):
        """The path of a private link."""
        url = cls.env["receivable.access"]._issue(payer, company or cls.company)
        return "/my/balance/" + url.rpartition("/")[2]

    def access(self, link=None):
        return self.env["receivable.access"]._find((link or self.link).rpartition("/")[2])

    def sign_in(self, user=None):
        login = (user or self.paul).login
        self.authenticate(login, login)
        return "/my/balance"

    def open_link(self, link=None):
        """Opens a private link in a fresh browser; where its pages begin."""
        self.authenticate(None, None)
        page = self.url_open(link or self.link)
        self.assertEqual(page.status_code, 200)
        return f"/my/balance/link/{self.access(link).id}"

    def own_visits(self):
        """Where the pages begin: for Paul signed in, then behind his company's link."""
        yield self.sign_in()
        yield self.open_link()

    def strange_visits(self):
        """The same for another customer."""
        yield self.sign_in(self.stranger)
        yield self.open_link(self.link_of_other)

    def get(self, path, **options):
        return self.url_open(path, **options)

    def post(self, path, **values):
        files = values.pop("files", None)
        return self.url_open(path, data={"csrf_token": Request.csrf_token(self), **values}, files=files)

    def line(self, move):
        return self.item(move)[:1]
