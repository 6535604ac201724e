import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID
from odoo.addons.receivable_dunning.models.dunning_run import LOCK_CLASS

_logger = logging.getLogger(__name__)

SLICE = 2_000  # payers of one job, unless the settings say otherwise
SLICE_PARAMETER = "receivable_dunning_queue.slice"
ENDED = ("done", "failed", "cancelled")  # states of a job that nobody takes any more
PATIENCE = timedelta(minutes=30)  # without any slice begun or ended, the workers are taken for gone
IN_THIS_PROCESS = "dunning_in_this_process"  # context: the caller needs the result at once


class DunningRun(models.Model):
    """A run in slices of payers, one job each: the same decisions, on as many workers and hosts as there are.

    The run is *running* while its slices are decided, and that row is the lock that outlives a transaction.
    """

    _inherit = "dunning.run"

    job_ids = fields.One2many("queue.job", "dunning_run_id", string="Jobs", groups="queue_job.group_queue_job_manager")
    background = fields.Char(compute="_compute_background", string="In the background", help="How far the slices of payers are.")

    _one_running = models.UniqueIndex("(company_id) WHERE state = 'running'", "A run of this company is under way already.")

    @api.depends("state", "job_ids.state")
    def _compute_background(self):
        for run in self:
            slices = run.sudo()._slice_jobs()  # sudo: whoever reads the run may know how far it is, not what the queue holds
            decided = len(slices.filtered(lambda job: job.state == "done"))
            run.background = bool(slices) and self.env._(
                "Under way in the background: %(decided)s of %(all)s slices of payers are decided.", decided=decided, all=len(slices)
            )

    def _slice_jobs(self):
        return self.job_ids.filtered(lambda job: job.method_name == "_plan_slice_as_job").sorted("id")

    # -- from one process to many -----------------------------------------------------------------------------------------------

    def _plan_slices(self, payers, started):
        """One job a slice when there is more than one, and workers that take them; else as without this add-on."""
        size = self._slice_size()
        if len(payers) <= size or self.env.context.get(IN_THIS_PROCESS) or not self._workers_are_there():
            super()._plan_slices(payers, started)
            return
        for number, some in enumerate(split_every(size, payers, list), 1):
            title = self.env._("%(run)s of %(company)s, slice %(number)s", run=self.name, company=self.company_id.name, number=number)
            self.with_delay(description=title)._plan_slice_as_job(some)

    @api.model
    def _slice_size(self):
        return int(self.env["ir.config_parameter"].sudo().get_param(SLICE_PARAMETER) or SLICE)  # sudo: a number, no secret

    @api.model
    def _workers_are_there(self):
        """Is a job runner at work for this database, on whatever host? It holds a lock of the database as long as it lives."""
        (row,) = self.env.execute_query(SQL(
            """SELECT EXISTS (SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 1
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (classid::bigint << 32) | objid::bigint = %s)""",
            PG_ADVISORY_LOCK_ID,
        ))
        return row[0]

    @api.model
    def _night(self, date):
        """The night of ``setup/run`` sends right after it has planned: it cannot wait for others."""
        return super(DunningRun, self.with_context(**{IN_THIS_PROCESS: True}))._night(date)

    def _job_store_values(self, job):
        return super()._job_store_values(job) | {"dunning_run_id": job.recordset.id}

    # -- one slice, one job -------------------------------------------------------------------------------------------------------

    def _plan_slice_as_job(self, payers):
        """Decide and record for some payers of a run; done again after a crash it adds nothing."""
        if self.state != "running":
            return self.env._("The run had ended: the next one decides for these payers.")
        self._share_lock()
        self.with_context(dunning_slice=self.env.context.get("job_uuid"))._plan_slice(payers)
        self.with_delay()._end_when_decided()
        return self.env._("Payers decided: %(count)s", count=len(payers))

    def _share_lock(self):
        """Slices of a run work side by side; as long as one is at work no other run of the company begins."""
        (row,) = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock_shared(%s, %s)", LOCK_CLASS, self.company_id.id))
        if not row[0]:
            raise RetryableJobError(str(self._under_way(self.company_id)), seconds=5, ignore_retry=True)

    def _note_fault(self, line):  # pylint: disable=missing-return
        job = self.env["queue.job"].search([("uuid", "=", self.env.context.get("dunning_slice"))])
        if job:
            job.dunning_faults = [*(job.dunning_faults or []), line]
        else:
            super()._note_fault(line)

    def _slice_failed(self, **_exception):
        """The queue has given a slice up: the run does not wait for it."""
        self.with_delay()._end_when_decided()

    # -- the end ------------------------------------------------------------------------------------------------------------------

    def _end_when_decided(self):
        """Asked after each slice, when its outcome is there for everybody to see: the last one closes the run."""
        slices = self._slice_jobs()
        if self.state == "running" and all(job.state in ENDED for job in slices):
            self._close_alone()
            self._close_with(slices, "done" if all(job.state == "done" for job in slices) else "stopped")

    def _close_alone(self):
        """Two slices that end at the same moment both close the run: the second collides here, and is tried again in vain."""
        self.env.cr.execute("SELECT FROM dunning_run WHERE id = %s FOR NO KEY UPDATE", [self.id], log_exceptions=False)

    def _close_with(self, slices, state):
        """Figures, then who could not be prepared: payers of the slices that were decided, and the slices that were not."""
        self._close((fields.Datetime.now() - self.started_at).total_seconds())
        self.state = state
        for job in slices:
            for line in job.dunning_faults or ():
                self._note_fault(line)
            if job.state != "done":
                self._note_fault(self._what_became_of(job))

    def _what_became_of(self, job):
        return self.env._(
            "Payers not decided: %(count)s. %(reason)s",
            count=len(job.args[0]), reason=job.exc_message or job.exc_name or self.env._("Nobody took the job."),
        )  # fmt: skip

    # -- one run at a time, and none for ever -------------------------------------------------------------------------------------

    def _lock(self, company):  # pylint: disable=missing-return
        """A run whose slices wait or are at work refuses another; one that came to a halt is ended and makes room."""
        super()._lock(company)
        for run in self.search([("company_id", "=", company.id), ("state", "=", "running")]):
            run._end_when_decided()
            if run.state == "running" and not run._has_halted():
                raise self._under_way(company)
            if run.state == "running":
                run._give_up()

    @api.model_create_multi
    def create(self, vals_list):
        """A run that began meanwhile is invisible to this transaction; the index sees it."""
        try:
            with self.env.cr.savepoint():
                return super().create(vals_list)
        except UniqueViolation as error:
            raise self._under_way(self.env.company) from error

    def _has_halted(self):
        """No job runner any more, or one that moved nothing for half an hour. No slice is at work: the lock was ours to take."""
        moments = self._slice_jobs().mapped("date_started") + self._slice_jobs().mapped("date_done") + [self.started_at]
        return not self._workers_are_there() or max(filter(None, moments)) + PATIENCE < fields.Datetime.now()

    def _give_up(self):
        """End with what the slices have recorded; a slice that is taken later finds the run ended and does nothing."""
        waiting = self._slice_jobs().filtered(lambda job: job.state not in ENDED)
        waiting.filtered(lambda job: job.state != "started").button_cancelled()
        self._close_with(self._slice_jobs(), "stopped")

    @api.model
    def _cron_watch(self):
        """No night is lost: what the workers left lying is decided here, in this process."""
        for run in self.search([("state", "=", "running")]):
            try:
                run._watch()
            except UserError as error:
                _logger.info("Run %s goes on: %s", run.id, error)
            self.env["ir.cron"]._commit_progress(1)

    def _watch(self):
        run = self._as_engine(self.company_id)
        run._end_when_decided()
        if run.state == "running":
            run.with_context(**{IN_THIS_PROCESS: True})._plan(self.company_id, self._today(self.company_id))
