"""Is it paid? A payment that may be the payer's beside the items that it may pay: a person answers, the message goes on or not."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DunningCase, after


@tagged("post_install", "-at_install")
class TestIsPaid(DunningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage.name = "Garage Tourneboulon"

    def money(self, amount=1000, **values):
        """A transfer under another name."""
        line = self.bank_line(amount, after(4), "REGLEMENT FACTURES")
        line.write({"partner_name": "M. ANDRE TOURNEBOULON"} | values)
        return line

    def asked(self, *amounts, money=None):
        """A reminder that waits because of that money."""
        line = self.money(money or sum(amounts or (1000,)))
        action, bills = self.reminder(*amounts)
        return action, bills, line

    def answer(self, action, paid, day=5, user=None):
        with self.on(after(day)):
            method = "action_is_paid" if paid else "action_is_not_paid"
            return getattr(action.with_user(user or self.collector), method)()

    def seen(self, action, day=5):
        with self.on(after(day)):
            action.invalidate_recordset()
            return action.sight

    # -- the queue ------------------------------------------------------------------------------------------------------------

    def test_the_message_waits_as_is_it_paid_and_not_to_approve(self):
        action, _bills, _line = self.asked()
        self.assertEqual((action.release, action.hold_code, action.waits_for), ("approve", "money", "paid"))
        todo = self.env["receivable.todo"].search([("res_model", "=", "dunning.action"), ("res_id", "=", action.id)])
        self.assertEqual(todo.kind, "paid")
        self.assertIn("is it paid? 20", todo.rank_why)
        with self.on(after(5)):
            kinds = {one["kind"]: one["count"] for one in self.env["receivable.todo"].with_user(self.collector).summary()["kinds"]}
        self.assertEqual(kinds, {"paid": 1})
        self.assertIn("is it paid?", action._standing_text())
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("planned", []))

    def test_many_at_once_are_not_sent_over_the_question(self):
        action, _bills, _line = self.asked()
        with self.on(after(5)):
            wizard = self.env["dunning.send"].with_user(self.collector).create({"action_ids": [(6, 0, action.ids)]})
            self.assertEqual((wizard.leave_ids, wizard.left_out_ids), (action.browse(), action))

    # -- two cards ------------------------------------------------------------------------------------------------------------

    def test_the_two_cards_say_what_matches(self):
        action, bills, _line = self.asked(600, 400)
        sight = self.seen(action)
        self.assertEqual(sight["money"]["title"], "Bank statement")
        self.assertIn("1,000.00", sight["money"]["amount"])
        self.assertEqual(sight["money"]["name"], [["M. ANDRE ", False], ["TOURNEBOULON", True]])
        self.assertEqual([item["number"] for item in sight["items"]], bills[0].mapped("name") + bills[1].mapped("name"))
        self.assertTrue(sight["fits"])
        self.assertEqual(sight["more"], 0)

    def test_of_the_account_only_the_end_is_shown(self):
        action, _bills, line = self.asked()
        line.account_number = "FR7630006000011234567890189"
        self.assertEqual(self.seen(action)["money"]["account"], "…0189")
        self.assertFalse(self.seen(action)["money"]["account_known"])
        self.assertNotIn("30006000", str(self.seen(action)))

    def test_the_account_of_the_payer_and_an_invoice_named_in_another_currency_are_marked(self):
        bill = self.invoice(self.garage, after(0), 1000)
        self.env["res.partner.bank"].create({"acc_number": "FR7630006000011234567890189", "partner_id": self.garage.id})
        franc = self.setup_other_currency("CHF")
        line = self.bank_line(900, after(4), f"VIR {bill.name.lower().replace('/', ' ')}")
        line.write({"account_number": "FR7630006000011234567890189", "foreign_currency_id": franc.id, "amount_currency": 950})
        action = self.plan(after(5)).filtered(lambda action: action.partner_id == self.garage)
        sight = self.seen(action)
        self.assertTrue(sight["money"]["account_known"])
        self.assertTrue(sight["items"][0]["named"])
        self.assertIn([bill.name.lower().replace("/", " "), True], sight["money"]["label"])
        self.assertFalse(sight["money"]["fits"], "francs are no euros")

    # -- it is ----------------------------------------------------------------------------------------------------------------

    def test_it_is_this_payment_and_the_message_is_cancelled(self):
        action, _bills, _line = self.asked(600, 400)
        told = self.answer(action, True)
        self.assertEqual(action.state, "cancelled")
        self.assertIn("Colette Rappel says that this payment is for", action.reason)
        self.assertEqual(told["params"]["message"], action.reason)
        self.assertFalse(self.plan(after(6)), "nothing is asked until the payment is matched")
        self.send(after(6))
        self.assertFalse(self.server.kept)

    def test_a_part_is_paid_and_the_message_asks_for_the_rest(self):
        self.garage.property_payment_term_id = False
        action, (paid, _other), _line = self.asked(600, 400, money=600)
        self.assertEqual(action.waits_for, "paid")
        self.answer(action, True)
        self.assertEqual((action.state, action.waits_for, action.amount_company), ("planned", False, 400))
        self.assertEqual(action.line_ids.filtered("left_reason").number, paid.name)
        self.send(after(5))
        self.assertEqual(action.state, "sent")
        self.assertNotIn(paid.name, self.words(self.mails()[0]))
        self.assertIn("400.00", self.words(self.mails()[0]))

    # -- it is not ------------------------------------------------------------------------------------------------------------

    def test_it_is_not_and_an_automatic_message_leaves_by_itself(self):
        action, _bills, _line = self.asked()
        self.answer(action, False)
        self.assertEqual((action.state, action.release, action.hold_reason, action.hold_code), ("planned", "auto", False, False))
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_it_is_not_and_a_message_to_approve_waits_for_approval(self):
        self.scenario.level_ids.filtered(lambda level: level.severity == 1).release = "approve"
        action, _bills, _line = self.asked()
        self.answer(action, False)
        self.assertEqual((action.state, action.release, action.waits_for), ("planned", "approve", "approve"))

    def test_the_next_payment_slides_in(self):
        self.money(400, partner_name="TOURNEBOULON")
        action, _bills, _line = self.asked(600, 400, money=600)
        self.assertEqual(self.seen(action)["more"], 1)
        self.answer(action, False)
        self.assertEqual(action.waits_for, "paid")
        self.assertEqual(self.seen(action)["more"], 0)
        self.answer(action, True)
        self.assertEqual(action.waits_for, False)

    def test_an_answer_taken_back_holds_the_message_again(self):
        action, _bills, _line = self.asked()
        self.answer(action, False)
        with self.on(after(5)):
            self.env["receivable.sight.answer"].search([]).with_user(self.collector).action_take_back()
        self.send(after(5))
        self.assertEqual((action.waits_for, self.server.kept), ("paid", []))

    # -- meanwhile ------------------------------------------------------------------------------------------------------------

    def test_what_is_matched_meanwhile_lets_the_message_go_on(self):
        action, _bills, line = self.asked()
        other = self.invoice(self.payer("Menuiserie Copeaux"), after(-40), 1000)
        _liquidity, suspense, _other = line.with_context(skip_account_move_synchronization=True)._seek_for_lines()
        suspense.write({"account_id": self.item(other).account_id.id, "partner_id": other.partner_id.id})
        (suspense + self.item(other)).reconcile()
        self.assertFalse(self.seen(action))
        with self.on(after(5)):
            with self.assertRaisesRegex(UserError, "no longer in sight"):
                action.with_user(self.collector).action_is_paid()
            action.with_user(self.collector).action_ask_whether_paid()
        self.assertEqual((action.state, action.release, action.waits_for), ("planned", "auto", False))

    def test_the_sender_asks_by_itself_whether_it_still_has_to_wait(self):
        action, _bills, line = self.asked()
        line.unlink()
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_money_that_arrives_after_the_plan_puts_the_message_under_the_question(self):
        action, _bills = self.reminder(1000)
        self.money()
        self.send(after(5))
        self.assertEqual((action.waits_for, self.server.kept), ("paid", []))

    def test_see_the_payment(self):
        action, _bills, line = self.asked()
        with self.on(after(5)):
            window = action.with_user(self.collector).action_open_sight()
        self.assertEqual((window["res_model"], window["res_id"]), ("account.move", line.move_id.id))

    def test_a_reader_does_not_answer(self):
        action, _bills, _line = self.asked()
        for paid in (True, False):
            with self.assertRaises(AccessError):
                self.answer(action, paid, user=self.reader)
