from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import RightsCase


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    def test_nothing_here_is_called_from_outside(self):
        self.check_the_doors("receivable_dunning_queue", {}, {})

    def test_a_reader_sees_how_far_a_run_is_and_nothing_of_the_queue(self):
        run = self.env["dunning.run"].sudo().create({"company_id": self.company.id, "date": "2026-03-21"})
        theirs = run.with_user(self.people["reader"])
        self.assertFalse(theirs.background)
        self.assertNotIn("job_ids", theirs.fields_get())
        self.check_nothing_crosses("dunning.run", run)
