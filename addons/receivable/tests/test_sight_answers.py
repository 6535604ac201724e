"""What a person said of a payment that is not matched: it counts until it is taken back, and books nothing."""

import random
from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable.logic.money_in_sight import in_sight

from .common import ReceivableCase

DAY = date(2026, 11, 14)


@tagged("post_install", "-at_install")
class TestSightAnswers(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wood = cls.payer("Menuiserie Copeaux & Fils")
        cls.bills = cls.invoice(cls.wood, "2026-10-20", 1180) + cls.invoice(cls.wood, "2026-11-05", 820)
        cls.lines = cls.item(cls.bills)
        cls.money = cls.bank_line(2000, "2026-11-12", "REGLEMENT FACTURES")
        cls.money.partner_name = "M. ANDRE COPEAUX"
        cls.colette = new_test_user(
            cls.env, "colette", groups="receivable.group_receivable_user", name="Colette Rappel",
            company_id=cls.company.id, company_ids=cls.company.ids,
        )  # fmt: skip

    def covered(self, day=DAY, lines=None):
        found = (self.lines if lines is None else lines)._receivable_sight(day)
        return [one for line in self.lines.ids for one in found.get(line, ())]

    def say(self, paid, day=DAY, user=None, covered=None):
        with self.on(day):
            return self.env["receivable.sight.answer"].with_user(user or self.colette)._say(covered or self.covered(day), paid, day)

    def effects(self, day=DAY):
        holds = self.lines._receivable_holds("remind", day)
        effects = {line: " ".join(hold.effect for hold in found if hold.code == "money") for line, found in holds.items()}
        return {self.Line.browse(line).move_id: effect for line, effect in effects.items() if effect}

    # -- it is, it is not -----------------------------------------------------------------------------------------------------

    def test_it_is_this_payment_and_the_items_leave(self):
        self.assertEqual(self.effects(), dict.fromkeys(self.bills, "review"))
        answers = self.say(True)
        self.assertEqual(self.effects(), dict.fromkeys(self.bills, "leave"))
        hold = self.lines._receivable_holds("remind", DAY)[self.lines[0].id][0]
        self.assertIn(f"Colette Rappel says that this payment is for {self.bills[0].name}: Payment of 2,000.00", hold.why)
        first = answers.filtered(lambda answer: answer.move_line_id == self.lines[0])
        self.assertEqual(hold.evidence, ("receivable.sight.answer", tuple(first.ids)))

    def test_it_is_not_and_nothing_holds_them_any_more(self):
        self.say(False)
        self.assertEqual(self.effects(), {})

    def test_an_answer_about_one_item_leaves_the_other_as_it_is(self):
        self.say(False, covered=self.covered()[:1])
        self.assertEqual(self.effects(), {})  # 2,000.00 is not 820.00: a stranger's money no longer fits
        self.say(True, covered=self.covered_of(self.bills[1]))
        self.assertEqual(self.effects(), {self.bills[1]: "leave"})

    def covered_of(self, bill):
        """As the card showed it, before the first answer was given."""
        with patch.object(type(self.env["receivable.sight.answer"]), "_in_force", lambda self, root, date: {}):
            return self.covered(lines=self.lines)[list(self.bills).index(bill):][:1]

    def test_another_answer_takes_the_first_one_back(self):
        shown = self.covered()
        first = self.say(False)
        self.say(True, covered=shown)
        self.assertEqual(set(first.mapped("taken_back_on")), {DAY})
        self.assertEqual(self.effects(), dict.fromkeys(self.bills, "leave"))

    def test_an_answer_taken_back_is_asked_again(self):
        answers = self.say(True)
        with self.on(DAY + timedelta(days=1)):
            answers.with_user(self.colette).action_take_back()
            with self.assertRaisesRegex(UserError, "taken back already"):
                answers.with_user(self.colette).action_take_back()
        self.assertEqual(self.effects(DAY + timedelta(days=1)), dict.fromkeys(self.bills, "review"))
        self.assertEqual(self.effects(DAY), dict.fromkeys(self.bills, "leave"), "the past stays as it was")
        self.assertEqual(answers.mapped("taken_back_by_id"), self.colette)

    def test_before_it_was_said_it_was_not_known(self):
        self.say(True)
        self.assertEqual(self.effects(DAY - timedelta(days=1)), dict.fromkeys(self.bills, "review"))

    def test_what_a_person_said_is_believed_until_it_is_matched(self):
        late = DAY + timedelta(days=self.company.receivable_sight_days + 10)
        self.assertEqual(self.effects(late), {})
        self.say(True)
        self.assertEqual(self.effects(late), dict.fromkeys(self.bills, "leave"))
        _liquidity, suspense, _other = self.money.with_context(skip_account_move_synchronization=True)._seek_for_lines()
        suspense.write({"account_id": self.lines[0].account_id.id, "partner_id": self.wood.id})
        (suspense + self.lines).reconcile()
        self.assertEqual(self.effects(late), {})

    def test_nothing_is_booked(self):
        def books():
            self.env.flush_all()
            self.env.cr.execute("SELECT (SELECT count(*) FROM account_partial_reconcile), (SELECT count(*) FROM account_move_line), "
                                "(SELECT sum(amount_residual) FROM account_move_line)")
            return self.env.cr.fetchone()

        before = books()
        self.say(True).with_user(self.colette).action_take_back()
        self.assertEqual(books(), before)

    def test_the_payers_timeline_tells_it(self):
        answers = self.say(True)
        told = [one for one in self.wood._receivable_timeline(self.company) if one.evidence[0] == "receivable.sight.answer"]
        self.assertEqual({one.evidence[1] for one in told}, {(answer.id,) for answer in answers})
        self.assertTrue(all(one.text.startswith("Colette Rappel says") for one in told))
        with self.on(DAY):
            answers.with_user(self.colette).action_take_back()
        told = [one for one in self.wood._receivable_timeline(self.company) if one.evidence[0] == "receivable.sight.answer"]
        self.assertTrue(all(one.text.startswith("Taken back: Colette") for one in told))

    def test_see_the_payment(self):
        (answer, _other) = self.say(True).with_user(self.colette)
        window = answer.action_open_seen()
        self.assertEqual((window["res_model"], window["res_id"]), ("account.move", self.money.move_id.id))
        answer.sudo().seen_id = 0
        with self.assertRaisesRegex(UserError, "no longer in the books"):
            answer.action_open_seen()

    # -- rights ---------------------------------------------------------------------------------------------------------------

    def test_a_reader_does_not_answer(self):
        reader = new_test_user(self.env, "reader", groups="receivable.group_receivable_reader", company_id=self.company.id)
        with self.assertRaisesRegex(AccessError, "Only those who follow payers up"):
            self.say(True, user=reader)

    def test_nobody_answers_for_another_company(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env, "stranger", groups="receivable.group_receivable_user", company_id=other.id, company_ids=other.ids
        )
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.say(True, user=stranger)
        answers = self.say(True)
        self.assertFalse(self.env["receivable.sight.answer"].with_user(stranger).search([("id", "in", answers.ids)]))

    def test_nobody_writes_answers_by_hand(self):
        answers = self.say(True)
        for operation in ("create", "write", "unlink"):
            self.assertFalse(answers.with_user(self.colette).has_access(operation))

    # -- few payers instead of the whole ledger ---------------------------------------------------------------------------------

    def test_few_payers_read_tell_the_same_as_the_whole_ledger(self):
        """A ledger by chance: names, numbers, credits, sums, strangers. Whoever is asked, the answer is the whole ledger's."""
        chance = random.Random(11)
        payers = [self.payer(name) for name in ("Hôtel du Lac", "Hôtel des Œillets", "Garage Tourneboulon", "Sœur Lœss", "Épi d'Or", "N1")]
        bills = self.env["account.move"]
        for payer in payers:
            for _number in range(4):
                bills |= self.invoice(payer, DAY - timedelta(days=chance.randint(-20, 60)), chance.choice((100, 150, 250, 400, 700)))
        for payer in payers[:2]:
            self.credit_note(payer, "2026-11-01", 50)
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_move SET name = '№ 17#4711' WHERE id = %s", [bills[3].id])
        bills.invalidate_recordset(["name"])
        bills[5].payment_reference = "RF18 5390 0754 7034"
        for _number in range(25):
            bill = chance.choice(bills)
            label = chance.choice(("VIR", bill.name, bill.name.lower().replace("/", " "), bill.payment_reference, bill.partner_id.name))
            line = self.bank_line(chance.choice((50, 100, 200, 250, 350, 400, 500, 700)), "2026-11-10", f"SEPA {label}")
            line.partner_name = chance.choice(("", "HOTEL", "TOURNEBOULON", "M. LOESS", bill.partner_id.name))
            line.partner_id = chance.choice((False, False, chance.choice(payers)))
        lines = self.item(bills) + self.lines
        (root, seen), = lines._receivable_seen(DAY).items()
        items, names, references = self.Line._receivable_sight_facts(root, None)
        whole = in_sight(items, seen, names, references)
        self.assertGreater(len(whole), 8)
        asked_together = lines._receivable_sight(DAY)
        self.assertEqual({line: [one.match for one in found] for line, found in asked_together.items()}, whole)
        for line in lines:
            self.assertEqual([one.match for one in line._receivable_sight(DAY).get(line.id, ())], whole.get(line.id, []))
        read, _names = self.Line._receivable_sight_payers(root, seen[:1], {})
        self.assertLess(len(read), len(names), "few payers for little money")

    def test_answers_cost_the_same_queries_for_one_item_and_for_many(self):
        self.say(True)

        def queries(lines):
            lines._receivable_sight(DAY)
            before = self.env.cr.sql_log_count
            lines._receivable_sight(DAY)
            return self.env.cr.sql_log_count - before

        one = queries(self.lines[0])
        for number in range(10):
            payer = self.payer(f"Payer {number}")
            self.lines += self.item(self.invoice(payer, "2026-10-30", 300 + number))
            self.bank_line(300 + number, "2026-11-12", "VIR", payer)
        self.say(True, covered=self.covered()[2:])
        self.assertEqual(queries(self.lines), one)
