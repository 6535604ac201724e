from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import RightsCase

AGREED = ("receivable.dispute", "receivable.promise", "receivable.payment.plan")
BY_THE_ENGINE = ("receivable.dispute.item", "receivable.promise.item", "receivable.payment.plan.item", "receivable.access")


@tagged("post_install", "-at_install")
class TestBorders(RightsCase):
    """What stays on its own side: of the engine, of the company, of the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env(su=True)
        cls.reason = env.ref("receivable_dispute.reason_qualite_err")
        bills = [cls.invoice(cls.garage, "2026-03-16", 1000) for _number in range(3)]
        contested, promised, planned = ({"move_line_ids": [Command.set(cls.item(bill).ids)]} for bill in bills)
        with cls.on("2026-04-01"):
            cls.dispute = env["receivable.dispute"].create(contested | {"amount": 400, "reason_id": cls.reason.id})
            cls.promise = env["receivable.promise"].create(promised | {"promised_on": "2026-04-10"})
            cls.plan = env["receivable.payment.plan"].create(planned | {"first_date": "2026-05-01", "count": 2})
            cls.plan.action_compute_schedule()
            cls.plan.action_propose()
            cls.plan._accept("Paul Pressé")
        cls.env.flush_all()

    def test_nobody_writes_what_is_left_alone_by_hand(self):
        for model in BY_THE_ENGINE:
            for who in ("reader", "collector", "manager"):
                records = self.env[model].with_user(self.people[who])
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(records.has_access(operation), (model, who, operation))

    def test_the_parts_of_an_agreement_stay_in_its_company(self):
        for records in (self.dispute.item_ids, self.promise.item_ids, self.plan.line_ids, self.plan.item_ids):
            self.check_nothing_crosses(records._name, records)

    def test_customers_reach_nothing_past_their_pages(self):
        for model in (*AGREED, *BY_THE_ENGINE, "receivable.dispute.reason", "receivable.payment.plan.line"):
            self.assertFalse(self.env[model].with_user(self.people["portal"]).has_access("read"), model)

    def test_who_answers_sees_the_disputes_that_wait_for_them_and_writes_none(self):
        seller = self.people["salesperson"]
        with self.assertRaises(AccessError):
            self.dispute.with_user(seller).read(["text"])
        self.dispute.owner_id = seller
        self.env.flush_all()
        self.assertEqual(self.dispute.with_user(seller).read(["amount"])[0]["amount"], 400)
        with self.assertRaises(AccessError):
            self.dispute.with_user(seller).write({"text": "Mine."})

    def test_an_item_that_one_may_not_read_is_neither_contested_nor_promised_nor_planned(self):
        items = {"move_line_ids": [Command.set(self.item(self.bill).ids)]}
        values = ({"reason_id": self.reason.id, "amount": 10}, {"promised_on": "2026-04-10"}, {"first_date": "2026-05-01"})
        for model, more in zip(AGREED, values, strict=True):
            with self.subTest(model=model), self.on("2026-04-02"), self.assertRaises(AccessError):
                self.env[model].with_user(self.strangers["collector of B"]).create(items | more)

    def test_a_reader_records_nothing(self):
        items = {"move_line_ids": [Command.set(self.item(self.bill).ids)]}
        with self.on("2026-04-02"), self.assertRaises(AccessError):
            self.env["receivable.promise"].with_user(self.people["reader"]).create(items | {"promised_on": "2026-04-10"})
        with self.on("2026-04-02"), self.assertRaises(AccessError):
            self.env["receivable.dispute"].with_user(self.people["reader"]).create(items | {"reason_id": self.reason.id, "amount": 10})
