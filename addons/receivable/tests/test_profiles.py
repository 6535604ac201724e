from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ReceivableCase

DAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestProfiles(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Profile, cls.Score = cls.env["payer.profile"], cls.env["payer.score"]
        names = ("key_account", "public", "person", "new", "prompt", "late", "risky")
        cls.delivered = {name: cls.env.ref(f"receivable.payer_profile_{name}") for name in names}
        cls.garage = cls.payer("Garage Tourneboulon").with_company(cls.company)

    def score(self, payer, points, day=DAY):
        grade = "N" if points is None else "A"
        self.Score.sudo().create(
            {"partner_id": payer.id, "company_id": self.company.id, "date": day, "points": points, "grade": grade}
        )

    def assign(self, payer=None, day=DAY):
        payer = payer or self.garage
        self.Profile._assign(self.company, day, payer.ids)
        return payer.with_company(self.company).payer_profile_id

    def test_the_score_decides(self):
        for month, (points, name) in enumerate([(95, "prompt"), (69.9, "late"), (12, "risky"), (None, "new")], start=1):
            self.score(self.garage, points, date(2026, month, 1))
            self.assertEqual(self.assign(day=date(2026, month, 1)), self.delivered[name])

    def test_without_any_score_a_payer_is_new(self):
        self.assertEqual(self.assign(), self.delivered["new"])

    def test_kind_and_size_go_before_the_score(self):
        for values, name in (
            ({"payer_size": "large"}, "key_account"), ({"payer_kind": "public"}, "public"), ({"is_company": False}, "person"),
        ):
            payer = self.payer("X", **values)
            self.score(payer, 12)
            self.assertEqual(self.assign(payer), self.delivered[name])

    def test_the_reason_is_written_down_and_speaks_of_the_rule(self):
        self.score(self.garage, 61)
        self.assign()
        self.assertEqual(self.garage.payer_profile_reason, "Automatic: 50 to 69 points.")

    def test_a_change_is_told_on_the_timeline_the_first_profile_is_not(self):
        self.score(self.garage, 95, date(2026, 1, 1))
        self.assign(day=date(2026, 1, 1))
        told = len(self.garage.message_ids)
        self.score(self.garage, 40)
        self.assign()
        self.assertEqual(len(self.garage.message_ids), told + 1)
        self.assertIn("from Prompt to Risky", self.garage.message_ids[0].body)
        self.assign()
        self.assertEqual(len(self.garage.message_ids), told + 1)

    def test_fixed_by_hand_stays_until_its_end_date_and_expires_by_itself(self):
        self.score(self.garage, 95)
        self.garage.action_fix_profile(self.delivered["risky"].id, "insolvency feared", "2026-07-31")
        self.assertEqual(self.assign(day=date(2026, 7, 31)), self.delivered["risky"])
        self.assertIn("insolvency feared", self.garage.payer_profile_reason)
        self.assertEqual(self.assign(day=date(2026, 8, 1)), self.delivered["prompt"])
        self.assertFalse(self.garage.payer_profile_fixed_reason)

    def test_fixing_asks_a_reason_and_of_a_collector_an_end_date(self):
        risky = self.delivered["risky"].id
        with self.assertRaises(UserError):
            self.garage.action_fix_profile(risky, "")
        collector = new_test_user(
            self.env, "colette", groups="receivable.group_receivable_user", company_id=self.company.id, company_ids=self.company.ids
        )
        with self.assertRaises(UserError):
            self.garage.with_user(collector).action_fix_profile(risky, "because")
        self.garage.with_user(collector).action_fix_profile(risky, "because", "2026-12-31")
        self.assertEqual(self.garage.payer_profile_id, self.delivered["risky"])

    def test_the_profile_is_not_for_everybody_who_edits_contacts(self):
        seller = new_test_user(
            self.env, "victor", groups="base.group_partner_manager", company_id=self.company.id, company_ids=self.company.ids
        )
        garage = self.garage.with_user(seller)
        garage.write({"name": "Garage T."})
        with self.assertRaises(AccessError):
            garage.write({"payer_profile_id": self.delivered["prompt"].id})
        with self.assertRaises(AccessError):
            garage.action_fix_profile(self.delivered["prompt"].id, "friend", "2026-12-31")
        with self.assertRaises(AccessError):
            garage.action_release_profile()

    def test_each_company_has_its_own_profile_of_a_payer(self):
        other = self.setup_other_company()["company"]
        self.score(self.garage, 95)
        self.assign()
        self.assertFalse(self.garage.with_company(other).payer_profile_id)

    def test_which_payers_and_what_would_change(self):
        self.score(self.garage, 65)
        self.assign()
        with self.on("2026-06-30"):
            found = self.env["res.partner"].search(self.delivered["late"].action_which_payers()["domain"])
            self.assertIn(self.garage, found)
            self.delivered["late"].points_from = 67
            self.delivered["risky"].points_to = 67
            changing = self.env["res.partner"].search(self.Profile.action_what_would_change()["domain"])
        self.assertIn(self.garage, changing)
        self.assertEqual(self.garage.payer_profile_id, self.delivered["late"], "nothing is written before the night")

    def test_a_profile_in_use_is_archived_never_deleted(self):
        self.assign()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.delivered["new"].unlink()
        self.delivered["new"].active = False
        self.delivered["risky"].unlink()

    def test_a_hole_between_two_ranges_is_said_with_the_payers_in_it(self):
        self.score(self.garage, 55)
        self.delivered["late"].points_from = 60
        with self.on("2026-06-30"):
            self.assertIn("Between 50 and 59 points no profile applies: 1 payers.", self.delivered["late"].fault_text)

    def test_the_delivered_set_has_no_fault(self):
        self.assertEqual(self.Profile._fault_sentences(self.company, DAY), [])

    def test_conditions_read_as_a_sentence(self):
        self.assertEqual(self.delivered["late"].condition_text, "50 to 69 points")
        self.assertEqual(self.delivered["prompt"].condition_text, "70 to 100 points")
        self.assertEqual(self.delivered["key_account"].condition_text, "Company, Large")
