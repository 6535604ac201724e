from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import COLLECTOR, RANKS, READER, Door, RightsCase

SALESPERSON = "sales_team.group_sale_salesman"
DOORS = {
    "credit.answer.action_answer": Door(COLLECTOR),
    "credit.refusal.action_ask": Door(SALESPERSON),
    "credit.release.wizard.action_release": Door(COLLECTOR),
    "sale.order.action_confirm": Door(SALESPERSON),
    "sale.order.action_receivable_apply_offer": Door(SALESPERSON, ("deposit",)),
    "sale.order.action_receivable_ask_documents": Door(COLLECTOR, ("The order of the town hall",)),
    "sale.order.action_receivable_ask_release": Door(SALESPERSON),
    "sale.order.action_receivable_confirm": Door(SALESPERSON),
    "sale.order.action_receivable_hold": Door("nobody"),
    "sale.order.action_receivable_payer": Door(READER),
    "sale.order.action_receivable_refuse": Door(COLLECTOR, ("Two notices unanswered",)),
    "sale.order.action_receivable_release": Door(COLLECTOR, ("once", 0, False, "Their bank confirmed")),
    "sale.week.action_mine": Door(SALESPERSON, own_company=True),
    "sale.week.word.action_say": Door(SALESPERSON),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Who may do what with an order that waits."""

    ranks = (*RANKS[:1], SALESPERSON, *RANKS[1:])

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("sales_team.group_sale_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everybody = [*cls.people.values(), *cls.strangers.values()]
        sells = cls.env.ref("sales_team.group_sale_salesman_all_leads")
        for user in everybody:
            if not user.share:
                user.group_ids = [Command.link(sells.id)]
        cls.people["employee"] = cls.person("employee", "base.group_user")
        cls.company.write({"account_use_credit_limit": True, "receivable_release_collector": 5000})
        cls.garage.with_company(cls.company).credit_limit = 1500
        product = cls.env["product.product"].create({"name": "Shelves", "type": "service", "taxes_id": False})
        cls.order = cls.env["sale.order"].create({
            "partner_id": cls.garage.id, "company_id": cls.company.id,
            "order_line": [Command.create({"product_id": product.id, "price_unit": 2000, "tax_ids": False})],
        })  # fmt: skip
        cls.env.flush_all()

    def traced(self):
        return super().traced() | {
            "sale_order": "id, state, receivable_credit_state, require_payment", "credit_release": "id, state", "sale_week": "id",
        }  # fmt: skip

    def records(self):
        env = self.env(su=True)
        order = {"order_id": self.order.id}
        week = env["sale.week"].create({"user_id": self.people["salesperson"].id, "company_id": self.company.id, "date": "2026-06-29"})
        line = env["sale.week.line"].create({"week_id": week.id, "partner_id": self.garage.id, "badge": "late"})
        return {
            "credit.answer": env["credit.answer"].create(order | {"answer": "refuse", "words": "Two notices unanswered"}),
            "credit.refusal": env["credit.refusal"].create(order),
            "credit.release.wizard": env["credit.release.wizard"].create(order | {"reason": "Their bank confirmed"}),
            "sale.order": self.order,
            "sale.week": week,
            "sale.week.word": env["sale.week.word"].create({"line_id": line.id, "words": "I saw them on Tuesday"}),
        }

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("sale_receivable", DOORS, self.records())

    def test_what_belongs_to_a_company_is_not_seen_from_another(self):
        self.order.with_user(self.people["manager"]).action_receivable_release("once", reason="Their bank confirmed")
        self.check_nothing_crosses("credit.release", self.order.receivable_release_ids.sudo())

    def test_nobody_writes_a_decision_past_its_buttons(self):
        for who in ("salesperson", "collector", "manager"):
            release = self.env["credit.release"].with_user(self.people[who])
            for operation in ("create", "write", "unlink"):
                self.assertFalse(release.has_access(operation), (who, operation))

    def test_own_documents_only_means_own_releases_only(self):
        self.order.user_id = self.people["manager"]
        self.order.with_user(self.people["manager"]).action_receivable_release("once", reason="Their bank confirmed")
        seller = self.person("own_only", SALESPERSON)
        with self.assertRaises(AccessError):
            self.order.receivable_release_ids.with_user(seller).read(["reason"])

    def test_who_follows_payers_up_reads_every_order_also_as_a_salesperson_with_own_documents_only(self):
        self.order.user_id = self.people["manager"]
        both = self.person("sells_and_reads", f"{SALESPERSON},{READER}")
        self.assertTrue(self.order.with_user(both).has_access("read"))
        self.assertFalse(self.order.with_user(both).has_access("write"))
