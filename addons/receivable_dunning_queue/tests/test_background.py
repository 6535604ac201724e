from contextlib import closing
from unittest.mock import patch

import psycopg2.errors

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job
from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID
from odoo.addons.receivable_dunning.models.dunning_run import LOCK_CLASS
from odoo.addons.receivable_dunning.tests.common import DUE, DunningCase, after

RUN_MODULE = "odoo.addons.receivable_dunning.models.dunning_run"
NIGHT = after(5)


@tagged("post_install", "-at_install")
class TestBackground(DunningCase):
    """Five payers, two a job; the jobs are taken by hand, as a worker would."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Run = cls.env["dunning.run"].sudo()
        cls.env["ir.config_parameter"].set_param("receivable_dunning_queue.slice", 2)
        cls.debtors = cls.garage
        for name in ("Quincaillerie", "Imprimerie", "Fleuriste", "Boulangerie"):
            cls.debtors |= cls.payer(f"{name} des Tilleuls", email=f"{name.lower()}@tilleuls.example")
        for amount, payer in enumerate(cls.debtors, 500):
            cls.invoice(payer, DUE, amount)

    def setUp(self):
        super().setUp()
        self.runner = patch.object(type(self.Run), "_workers_are_there", return_value=True)
        self.workers_are_there = self.runner.start()
        self.addCleanup(self.runner.stop)

    # -- a worker -------------------------------------------------------------------------------------------------------------

    def run_of(self, day=NIGHT, **context):
        with self.on(day):
            return self.Run.with_context(**context)._plan(self.company, day)

    def take(self, record):
        """One job, as a worker of the queue does it."""
        job = Job.load(self.env, record.uuid)
        job.set_started()
        job.store()
        job.perform()
        job.set_done()
        job.store()
        self.env.flush_all()

    def take_all(self, run):
        """Every job of a run, those that come to it meanwhile included."""
        with self.on(run.date):
            while waiting := run.job_ids.filtered(lambda job: job.state == "pending").sorted("id")[:1]:
                self.take(waiting)

    def give_up(self, record, message="The worker was out of memory"):
        """The queue gives a job up."""
        job = Job.load(self.env, record.uuid)
        values = {"exc_name": "MemoryError", "exc_message": message, "exc_info": "…"}
        job.set_failed(**values)
        job.store()
        job.on_fail(values)

    def written(self, run):
        """What a run has written, without its numbers."""
        self.env.invalidate_all()
        actions = sorted(
            (action.partner_id.name, action.level_name, action.channel, action.state, action.date, action.amount_company, action.why)
            for action in run.action_ids
        )
        lines = sorted((line.partner_id.name, line.number, line.level_id.name, line.amount, line.alive) for line in run.action_ids.line_ids)
        receipts = sorted((row.partner_id.name, row.decision, row.why, row.fingerprint) for row in run.receipt_ids)
        figures = (run.state, run.planned_count, run.overdue_count, run.chased_count, run.waiting_count, run.explained_count)
        return actions, lines, receipts, figures

    # -- one process or many --------------------------------------------------------------------------------------------------

    def test_a_large_run_becomes_one_job_a_slice_and_every_payer_is_in_one(self):
        run = self.run_of()
        self.assertEqual(run.state, "running")
        self.assertFalse(run.action_ids, "nothing is decided by whoever asked")
        slices = [job.args[0] for job in run._slice_jobs()]
        self.assertEqual([len(some) for some in slices], [2, 2, 1])
        self.assertEqual([payer for some in slices for payer in some], run._payers(None))
        self.assertEqual(set(run.job_ids.mapped("channel")), {"root.dunning"})

    def test_the_slices_write_what_one_process_writes(self):
        savepoint = self.env.cr.savepoint()
        alone = self.written(self.run_of(dunning_in_this_process=True))
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        run = self.run_of()
        self.take_all(run)
        self.assertEqual(self.written(run), alone)
        self.assertEqual(run.planned_count, 5)

    def test_the_last_slice_closes_the_run_whatever_their_order(self):
        run = self.run_of()
        with self.on(NIGHT):
            for record in reversed(run._slice_jobs()):
                self.assertEqual(run.state, "running")
                self.take(record)
        self.take_all(run)
        self.assertEqual((run.state, run.planned_count), ("done", 5))

    def test_few_payers_are_decided_at_once(self):
        self.env["ir.config_parameter"].set_param("receivable_dunning_queue.slice", 5)
        self.assertEqual(self.run_of().state, "done")

    def test_without_workers_the_run_is_decided_at_once(self):
        self.workers_are_there.return_value = False
        run = self.run_of()
        self.assertEqual((run.state, run.planned_count), ("done", 5))
        self.assertFalse(run.job_ids)

    def test_the_job_runner_is_known_by_the_lock_it_holds(self):
        self.runner.stop()
        ours = PG_ADVISORY_LOCK_ID + 1  # a runner may well be at work beside this test
        with patch("odoo.addons.receivable_dunning_queue.models.dunning_run.PG_ADVISORY_LOCK_ID", ours):
            self.assertFalse(self.Run._workers_are_there())
            self.env.cr.execute("SELECT pg_advisory_lock(%s)", [ours])
            self.assertTrue(self.Run._workers_are_there())
            self.env.cr.execute("SELECT pg_advisory_unlock(%s)", [ours])
            self.assertFalse(self.Run._workers_are_there())

    def test_a_night_that_sends_at_once_does_not_wait_for_workers(self):
        self.company.search([("id", "!=", self.company.id)]).dunning_scenario_id = False
        with self.on(NIGHT):
            rows = self.Run._night(NIGHT)
        self.assertEqual(sum(row["count"] for row in rows if row["company"] == self.company.name), 5)

    # -- again, and side by side ----------------------------------------------------------------------------------------------

    def test_a_slice_that_is_done_twice_adds_nothing(self):
        run = self.run_of()
        self.take_all(run)
        messages, lines, _receipts, _figures = self.written(run)
        run.state = "running"
        with self.on(NIGHT):
            run._plan_slice_as_job(run._slice_jobs()[0].args[0])
        self.assertEqual(self.written(run)[:2], (messages, lines))

    def test_a_second_run_is_refused_while_slices_wait(self):
        run = self.run_of()
        with self.assertRaisesRegex(UserError, "is under way. Try again when it has ended"):
            self.run_of()
        self.take_all(run)
        self.assertEqual(self.run_of().planned_count, 0, "everything is prepared already")

    def test_a_second_run_is_refused_while_a_slice_is_at_work_whoever_looks_after_the_queue(self):
        self.workers_are_there.return_value = False
        with closing(db_connect(self.env.cr.dbname).cursor()) as worker:
            worker.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK_CLASS, self.company.id])
            with self.assertRaisesRegex(UserError, "is under way"):
                self.run_of()

    def test_a_slice_waits_while_a_run_begins(self):
        run = self.Run.create({"company_id": self.company.id, "date": NIGHT})
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, self.company.id])
            with self.assertRaises(RetryableJobError):
                run._plan_slice_as_job(self.debtors.ids)

    @mute_logger("odoo.sql_db")
    def test_a_run_that_this_transaction_cannot_see_refuses_all_the_same(self):
        self.run_of()
        with patch.object(type(self.Run), "_lock"), self.assertRaisesRegex(UserError, "is under way"):
            self.run_of()
        self.assertEqual(self.Run.search_count([("company_id", "=", self.company.id)]), 1, "the transaction goes on")

    def test_a_collision_of_two_transactions_is_tried_again_by_the_queue(self):
        run = self.run_of()
        collision = psycopg2.errors.SerializationFailure()
        with patch.object(type(self.Run), "_select", side_effect=collision), self.assertRaises(psycopg2.OperationalError):
            run._plan_slice_as_job(self.debtors.ids)

    # -- faults ---------------------------------------------------------------------------------------------------------------

    @mute_logger(RUN_MODULE)
    def test_a_payer_who_cannot_be_prepared_is_named_on_the_run_and_the_others_go_on(self):
        select = type(self.Run)._select

        def stumble(run, company, date, payers):
            if self.debtors[2].id in payers:
                raise ValueError("an amount without a currency")
            return select(run, company, date, payers)

        run = self.run_of()
        with patch.object(type(self.Run), "_select", stumble):
            self.take_all(run)
        self.assertEqual((run.state, run.planned_count, run.fault_count), ("done", 4, 1))
        self.assertIn("Imprimerie des Tilleuls could not be prepared: an amount without a currency", run.fault_text)

    def test_a_slice_that_the_queue_gives_up_stops_the_run_and_says_why(self):
        run = self.run_of()
        self.give_up(run._slice_jobs()[1])
        self.take_all(run)
        self.assertEqual((run.state, run.planned_count, run.fault_count), ("stopped", 3, 1))
        self.assertEqual(run.fault_text, "Payers not decided: 2. The worker was out of memory")
        self.assertEqual(self.run_of(dunning_in_this_process=True).planned_count, 2, "the next run decides for them")

    def test_a_slice_of_a_run_that_has_ended_does_nothing(self):
        run = self.run_of()
        slices = run._slice_jobs()
        run.state = "stopped"
        self.take(slices[0])
        self.assertFalse(run.action_ids)
        self.assertIn("had ended", slices[0].result)

    # -- no night is lost -----------------------------------------------------------------------------------------------------

    def watch(self, moment):
        with self.on(moment):
            self.Run._cron_watch()

    def test_what_dead_workers_left_lying_is_decided_in_this_process(self):
        run = self.run_of()
        with self.on(NIGHT):
            self.take(run._slice_jobs()[0])
        self.workers_are_there.return_value = False
        self.watch(NIGHT)
        again = self.Run.search([("company_id", "=", self.company.id), ("id", "!=", run.id)])
        self.assertEqual((run.state, again.state), ("stopped", "done"))
        self.assertEqual((len(run.action_ids), again.planned_count), (2, 3))
        self.assertEqual(run.fault_text.splitlines(), [
            "Payers not decided: 2. Nobody took the job.", "Payers not decided: 1. Nobody took the job.",
        ])  # fmt: skip
        self.assertEqual(set(run._slice_jobs().mapped("state")), {"done", "cancelled"})

    def test_workers_that_move_nothing_for_half_an_hour_are_not_waited_for(self):
        run = self.run_of()
        self.watch(f"{NIGHT} 00:29:00")
        self.assertEqual(run.state, "running")
        self.watch(f"{NIGHT} 00:31:00")
        self.assertEqual(run.state, "stopped")
        self.assertEqual(sum(self.Run.search([("company_id", "=", self.company.id)]).mapped("planned_count")), 5)

    def test_workers_that_are_slow_are_waited_for(self):
        run = self.run_of()
        with self.on(f"{NIGHT} 00:25:00"):
            self.take(run._slice_jobs()[0])
        self.watch(f"{NIGHT} 00:40:00")
        self.assertEqual(run.state, "running")

    def test_a_run_whose_last_job_was_lost_is_closed(self):
        run = self.run_of()
        with self.on(NIGHT):
            for record in run._slice_jobs():
                self.take(record)
        (run.job_ids - run._slice_jobs()).unlink()
        self.watch(NIGHT)
        self.assertEqual((run.state, run.planned_count), ("done", 5))

    # -- what people see ------------------------------------------------------------------------------------------------------

    def test_whoever_presses_prepare_sees_that_it_goes_on_in_the_background(self):
        with self.on(NIGHT):
            action = self.env["dunning.preview"].with_user(self.collector).with_company(self.company).create({}).action_prepare()
            run = self.env["dunning.run"].with_user(self.collector).browse(action["res_id"])
            self.assertEqual(run.background, "Under way in the background: 0 of 3 slices of payers are decided.")
            self.take(run.sudo()._slice_jobs()[0])
        run.invalidate_recordset()
        self.assertEqual(run.background, "Under way in the background: 1 of 3 slices of payers are decided.")

    def test_the_preview_is_the_same(self):
        with self.on(NIGHT):
            steps = self.Run._preview(self.company, NIGHT).steps
        self.assertEqual({step.payer for step in steps}, set(self.debtors.ids))

    def test_the_settings_say_whether_workers_are_there(self):
        self.assertIn("A job runner is at work", self.env["res.config.settings"].create({}).dunning_workers)
        self.workers_are_there.return_value = False
        self.assertIn("decided in one process", self.env["res.config.settings"].create({}).dunning_workers)

    def test_a_job_holds_one_payer_at_least(self):
        with self.assertRaisesRegex(ValidationError, "one payer at least"):
            self.env["res.config.settings"].create({"dunning_slice": 0})

    def test_every_other_company_may_run_meanwhile(self):
        self.run_of()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self.on(NIGHT):
            self.assertEqual(self.Run._plan(other, fields.Date.to_date(NIGHT)).state, "done")
