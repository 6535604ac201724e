import csv
import json
from pathlib import Path
from unittest import SkipTest

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable_sepa.logic import bank_file
from odoo.addons.receivable_sepa.tests.return_common import ReturnCase

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "sepa"
READ = ("oca_test-sepa-camt-unpaid.xml", "oca_test-sepa-pain-unpaid.xml")
# what the table of reasons makes of each code: mandate, presented again, fault
EFFECTS = {
    "AC01": ("suspend", False, 0), "MS02": ("suspend", False, 0), "MD06": ("suspend", False, 0), "AM04": ("keep", True, 1),
    "AC06": ("suspend", False, 1),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestReturnSamples(ReturnCase):
    """Files that banks and other programs publish: each gives the effect that is listed for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not SAMPLES.is_dir():
            raise SkipTest("the samples are not beside the project")
        with (SAMPLES / "expected.csv").open(encoding="utf-8") as rows:
            cls.expected = {row["file"]: row for row in csv.DictReader(rows)}

    def test_a_notice_of_debits_that_came_back(self):
        self.assertEqual(self._states("oca_test-sepa-camt-unpaid.xml"), {"returned"})

    def test_a_report_of_rejects(self):
        self.assertEqual(self._states("oca_test-sepa-pain-unpaid.xml"), {"rejected"})

    def _states(self, name):
        """A sample read and applied, each of its returns with the effect listed for it; what became of the debits."""
        wanted = json.loads(self.expected[name]["rejects_or_returns"])
        with self.on("2016-10-10"):
            debits, data = self._debits(wanted, name), (SAMPLES / "samples" / name).read_bytes()
            self.bank.bank_account_id = self.env["res.partner.bank"].create({
                "acc_number": bank_file.read(data).accounts[0], "partner_id": self.company.partner_id.id,
            })  # fmt: skip
            rows = self.read_file(data).return_ids.sorted("reference")
            self.assertEqual([(one.debit_id, one.match) for one in rows], [(debit, "end_to_end") for debit in debits])
            self.assertEqual([one.reason_code for one in rows], [one["reason"] for one in wanted])
            rows.file_id.action_apply()
        effects = [(one.mandate_effect, bool(one.represent_on), one.fault) for one in rows]
        self.assertEqual(effects, [EFFECTS[one["reason"]] for one in wanted])
        return set(debits.mapped("state"))

    def test_all_other_samples_are_refused_or_hold_no_return_and_change_nothing(self):
        for path in sorted((SAMPLES / "samples").glob("*.xml")):
            if path.name not in READ:
                with self.subTest(path.name), self.assertRaisesRegex(UserError, "Nothing was changed"):
                    self.read_file(path.read_bytes())
        self.assertFalse(self.File.search([]) or self.Return.search([]))

    def _debits(self, wanted, name):
        """A payer, a mandate and a debit for each return of a sample."""
        collection, debits = self.collection("2016-10-07", name[:20]), self.env["sepa.debit"]
        for one in wanted:
            payer = self.debtor(f"{name} {one['end_to_end']}")
            mandate = self.mandate(payer, signed_on="2016-01-15", reference=f"{one['mandate']}-{payer.id}")
            bill = self.invoice(payer, "2016-10-01", float(one.get("amount") or one["tx_amount"]))
            debits |= self.debit(bill, collection, mandate, end_to_end=one["end_to_end"])
        return debits
