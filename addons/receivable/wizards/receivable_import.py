import base64
import logging
import time
from typing import NamedTuple

import psycopg2

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.receivable.logic import ledger_columns, ledger_file, ledger_rows
from odoo.addons.receivable.logic.ledger_customers import Match
from odoo.addons.receivable.logic.ledger_reasons import SENTENCES, LedgerFileError, Reason
from odoo.addons.receivable.logic.ledger_values import DATE_FORMATS
from odoo.addons.receivable.wizards.ledger_books import INVOICE_JOURNAL, QUIET, Invoice, LedgerBooks, Payment
from odoo.addons.receivable.wizards.ledger_plan import Plan, make_plan, unique_names

_logger = logging.getLogger(__name__)
# Up to here a person waits for the answer; beyond, the scheduled action does it and the screen shows its progress.
LINES_IN_THE_REQUEST = 2000
ADVISORY_LOCK = 7431
NOBODY = Match(0, "")


class ImportReport(NamedTuple):
    """What an import did, or why it did nothing; for scripts and tests."""

    id: int
    state: str
    lines: int
    created: int
    paid: int
    known: int
    customers: int
    refused: tuple[tuple[int, str], ...]
    seconds: float
    message: str


class ImportStopped(Exception):
    """A person pressed Stop; the savepoint takes everything back."""


class ReceivableImport(models.Model):
    """A ledger of another program, on its way into the books.

    A stored model, not a transient one: the refused lines are worked on for days, the next file of the same program
    finds its customers decided, and each imported invoice tells which file it came from.

    All or nothing is the database's own: a whole file is written in one transaction, inside one savepoint. The bulk
    writer (``ledger_books``) makes that possible: the largest ledger we know, 31,667 invoices with 30,028 payments, takes
    a minute on a busy machine, so there are no slices to undo when it is stopped or fails. Progress and the wish to stop
    travel beside that transaction, on rows of their own (``receivable.import.progress``). A server that kills scheduled
    actions sooner (``limit_time_real_cron``) loses nothing: the transaction is rolled back, and the screen says so.
    """

    _name = "receivable.import"
    _description = "Import of a ledger"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("File", required=True, default="ledger.csv")
    data = fields.Binary("Content", attachment=True, required=True)
    state = fields.Selection(
        [("file", "File"), ("columns", "Columns"), ("check", "Check"), ("running", "Importing"), ("done", "Done")],
        default="file", required=True, readonly=True, copy=False,
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date = fields.Date(
        "Ledger of", required=True, default=fields.Date.context_today,
        help="The day the ledger was exported. A part paid without a date counts as paid on this day.",
    )
    account_id = fields.Many2one(
        "account.account", "Transition account", check_company=True, default=lambda self: self._default_account(),
        domain="[('account_type', 'not in', ('asset_receivable', 'liability_payable', 'off_balance'))]",
        help="Counterpart of the imported invoices and payments; what remains on it is the sum of the open items. "
        "Leave it empty to have the account \"Imported ledger\" made.",
    )
    description = fields.Char("Read as", readonly=True)
    date_format = fields.Selection([(name, name) for name in DATE_FORMATS], "Dates written as")
    decimal_mark = fields.Selection([(".", "1234.50 (point)"), (",", "1234,50 (comma)")], "Decimals written as")
    leave_out = fields.Boolean("Leave out the refused lines", readonly=True)
    column_ids = fields.One2many("receivable.import.column", "import_id", "Columns")
    customer_ids = fields.One2many("receivable.import.customer", "import_id", "Customers not found")
    refusal_ids = fields.One2many("receivable.import.refusal", "import_id", "Refused lines", readonly=True)
    line_count = fields.Integer("Lines", readonly=True)
    ready_count = fields.Integer("Ready", readonly=True)
    new_count = fields.Integer("Invoices to create", readonly=True)
    payment_count = fields.Integer("Payments to book", readonly=True)
    known_count = fields.Integer("Already here", readonly=True)
    refused_count = fields.Integer("Refused", readonly=True)
    partner_ids = fields.Many2many("res.partner", string="Customers created", readonly=True, copy=False)
    customer_count = fields.Integer("New customers", compute="_compute_customer_count")
    seconds = fields.Float(readonly=True)
    message = fields.Char(readonly=True)
    percent = fields.Float("Progress", compute="_compute_progress")
    speed = fields.Integer("Lines per second", compute="_compute_progress")
    summary = fields.Char(compute="_compute_summary")
    aftermath = fields.Char("What follows", compute="_compute_aftermath", help="What the next night does with what was imported.")

    def _default_account(self):
        journal = self.env["account.journal"].search(
            [("code", "=", INVOICE_JOURNAL), ("company_id", "=", self.env.company.id)], limit=1
        )
        return journal.default_account_id

    def _compute_progress(self):
        progress = self.env["receivable.import.progress"]._read(self.ids)
        for record in self:
            done, total, seconds = progress.get(record.id, (0, 0, 0))
            record.percent = 100.0 * done / total if total else 0.0
            record.speed = done / seconds if seconds else 0

    @api.depends("partner_ids")
    def _compute_customer_count(self):
        for record in self:
            record.customer_count = len(record.partner_ids)

    @api.depends("state", "line_count", "ready_count", "refused_count", "known_count", "new_count", "payment_count")
    @api.depends_context("lang")
    def _compute_summary(self):
        for record in self:
            record.summary = record._summary()

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_aftermath(self):
        for record in self:
            record.aftermath = record.state == "done" and record._aftermath()

    def _aftermath(self):
        """What follows from a ledger in the books, in one sentence; add-ons that write to payers say it."""
        self.ensure_one()
        return False

    def _summary(self):
        if self.state not in ("check", "done"):
            return ""
        if self.known_count and self.known_count == self.line_count:
            return self.env._("All %(lines)s lines are already here. Nothing to do.", lines=_figure(self, self.line_count))
        if self.state == "done":
            return self.env._(
                "All is in the books. Invoices: %(invoices)s · Payments: %(payments)s",
                invoices=_figure(self, self.new_count), payments=_figure(self, self.payment_count),
            )
        if not self.refused_count:
            return self.env._("All %(lines)s lines are ready.", lines=_figure(self, self.ready_count))
        if self.known_count and self.known_count == self.ready_count:
            return self.env._(
                "%(known)s already here · %(refused)s refused. Nothing new to import: correct the refused lines, then read the file again.",
                known=_figure(self, self.known_count), refused=_figure(self, self.refused_count),
            )
        return self.env._(
            "%(ready)s ready · %(refused)s refused. "
            "Nothing is imported until all lines are ready, or you choose to leave out the %(refused)s.",
            ready=_figure(self, self.ready_count), refused=_figure(self, self.refused_count),
        )

    # Steps

    def action_read(self):
        """File → Columns."""
        self._check_rights()
        try:
            self._read_columns()
        except LedgerFileError as error:
            raise UserError(self._sentence(error.reason)) from error

    def action_check(self):
        """Columns → Check: the dry run, always."""
        self._check_rights()
        try:
            self._check()
        except LedgerFileError as error:
            raise UserError(self._sentence(error.reason)) from error

    def action_import(self):
        """Check → Done, when every line is ready."""
        self._check_rights()
        if self.refused_count:
            raise UserError(self.env._(
                "%(count)s lines are refused, so nothing was imported. Correct the file, or leave these lines out.",
                count=self.refused_count,
            ))
        self._start(leave_out=False)

    def action_import_ready(self):
        """Check → Done without the refused lines: the second, explicit choice."""
        self._check_rights()
        self._start(leave_out=True)

    def action_back(self):
        self._check_rights()
        previous = {"columns": "file", "check": "columns"}
        for record in self:
            record.state = previous.get(record.state, record.state)

    def action_stop(self):
        self._check_rights()
        self.env["receivable.import.progress"]._ask_to_stop(self.ids)

    def action_open_invoices(self):
        name = self.env._("Imported invoices")
        return self._open(name, "account.move", [*self._own_moves(), ("move_type", "!=", "entry")])

    def action_open_payments(self):
        name = self.env._("Imported payments")
        return self._open(name, "account.move", [*self._own_moves(), ("move_type", "=", "entry")])

    def action_open_customers(self):
        name = self.env._("New customers")
        return self._open(name, "res.partner", [("id", "in", self.partner_ids.ids)])

    def action_refused_file(self):
        self._check_rights()
        return {"type": "ir.actions.act_url", "url": f"/receivable/import/{self.id}/refused.xlsx", "target": "download"}

    def _own_moves(self):
        return [("receivable_import_id", "=", self.id)]

    def _open(self, name, model, domain):
        return {"type": "ir.actions.act_window", "name": name, "res_model": model, "view_mode": "list,form", "domain": domain}

    def _check_rights(self):
        """Only a credit manager who may also write invoices."""
        self.check_access("write")
        if self.env.su:
            return
        user = self.env.user
        if not user.has_group("receivable.group_receivable_manager") or not user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._(
                "Importing a ledger is for credit managers with accounting rights. Ask an administrator for them."
            ))

    # Reading

    def _read_columns(self):
        self.ensure_one()
        file = self._file()
        guess = ledger_columns.guess(file.header, file.lines)
        field_by_column = {index: field for field, index in guess.columns.items()}
        self.column_ids.unlink()
        self.write({
            "state": "columns",
            "line_count": len(file.lines),
            "date_format": False,
            "decimal_mark": False,
            "message": False,
            "column_ids": [
                Command.create({
                    "position": index,
                    "name": name or self.env._("Column %(number)s", number=index + 1),
                    "sample": " · ".join(str(cell) for cell in ledger_columns.first_cells(file.lines, index)),
                    "field": field_by_column.get(index, False),
                    "unsure": field_by_column.get(index) in guess.unsure,
                })
                for index, name in enumerate(file.header)
            ],
        })
        if not guess.missing:
            self._note_conventions(file, guess.columns)

    def _note_conventions(self, file, columns):
        """Say how the file is read, and keep it so that the next step reads it the same way."""
        style = ledger_rows.conventions(file, columns, self.date_format or "", self.decimal_mark or "")
        delimiters = {
            ",": self.env._("comma"), ";": self.env._("semicolon"), "\t": self.env._("tab"), "|": self.env._("bar"),
        }
        how = [delimiters[file.delimiter], file.encoding] if file.kind == "csv" else ["XLSX"]
        date_format = dict(self._fields["date_format"]._description_selection(self.env))[style.date_format]
        if not style.date_sure:
            date_format = self.env._("%(format)s (assumed)", format=date_format)
        self.write({
            "description": " · ".join([
                self.env._("%(lines)s lines", lines=_figure(self, len(file.lines))), *how, date_format,
            ]),
            "date_format": style.date_format,
            "decimal_mark": style.decimal_mark,
        })
        return style

    def _file(self) -> ledger_file.LedgerFile:
        return ledger_file.read(base64.b64decode(self.with_context(bin_size=False).data or b""))

    def _columns(self) -> dict[str, int]:
        return {column.field: column.position for column in self.column_ids if column.field}

    def _plan(self) -> Plan:
        """What the import would do now; the dry run and the import ask the same question."""
        columns = self._columns()
        for reason in ledger_columns.missing(columns):
            raise LedgerFileError(reason.code)
        file = self._file()
        style = self._note_conventions(file, columns)
        reading = ledger_rows.read_rows(file, columns, style, self.date)
        choices = {
            customer.key: customer.partner_id.id or 0
            for customer in self.customer_ids
            if customer.partner_id or customer.how != "several"
        }
        return make_plan(self.company_id.sudo(), reading.rows, reading.refusals, choices)

    # Check

    def _check(self) -> Plan:
        self.ensure_one()
        plan = self._plan()
        self._show(plan)
        return plan

    def _show(self, plan: Plan):
        """Keep the outcome of the dry run: figures, refused lines, customers to decide about."""
        self.refusal_ids.unlink()
        self.customer_ids.filtered(lambda customer: plan.matches.get(customer.key, NOBODY).sure).unlink()
        decided = {customer.key for customer in self.customer_ids}
        to_decide = {row.customer for row in plan.new} | {
            key for key, match in plan.matches.items() if match.how == "several"
        }
        self.write({
            "state": "check",
            "ready_count": plan.ready,
            "new_count": len(plan.new),
            "payment_count": len(plan.updates) + sum(1 for row in plan.new if row.paid),
            "known_count": plan.known,
            "refused_count": len(plan.refusals),
            "refusal_ids": [
                Command.create({"line": refusal.line, "reason": self._sentence(refusal.reason)})
                for refusal in plan.refusals
            ],
            "customer_ids": [
                Command.create({
                    "key": key,
                    "name": plan.customers[key].name or key,
                    "lines": plan.customers[key].lines,
                    "partner_id": match.contact,
                    "how": match.how or "nobody",
                })
                for key, match in plan.matches.items()
                if key not in decided and key in to_decide and not match.sure
            ],
        })

    def _refused_rows(self) -> list[list]:
        """The refused lines as they stand in the file, each with its number and its reason, under the file's names."""
        file = self._file()
        cells = {line.number: [str(cell) for cell in line.cells] for line in file.lines}
        return [
            [self.env._("Line"), self.env._("Reason"), *file.header],
            *([refusal.line, refusal.reason, *cells[refusal.line]] for refusal in self.refusal_ids),
        ]

    def _sentence(self, reason: Reason) -> str:
        """The reason in the language of the person, with its dates as they write them."""
        values = {
            name: format_date(self.env, value) if hasattr(value, "isoformat") else value
            for name, value in reason.values.items()
        }
        return self.env._(SENTENCES[reason.code], **values)

    # Import

    def _start(self, leave_out):
        self.ensure_one()
        if self.state != "check":
            raise UserError(self.env._("Check the lines first; nothing was imported."))
        self.leave_out = leave_out
        if self.line_count <= LINES_IN_THE_REQUEST:
            self._run()
            return
        self.write({"state": "running", "message": False})
        self.env["receivable.import.progress"]._begin(self.ids)
        self.env.ref("receivable.ir_cron_import").sudo()._trigger()

    def _run(self, progress=lambda done, total: None):
        """Write the file into the books, all of it or nothing."""
        self.ensure_one()
        started = time.monotonic()
        self._lock_company()
        with self.env.cr.savepoint():
            plan = self._plan()
            if plan.refusals and not self.leave_out:
                self._show(plan)
                self.message = self.env._("The books have changed since the check: nothing was imported. Look at the refused lines.")
                return
            self._write(plan, progress)
            self._show(plan)
        self.write({
            "state": "done",
            "seconds": time.monotonic() - started,
            "message": False,
        })

    def _lock_company(self):
        """One import at a time in a company: two would not see each other's numbers."""
        [[free]] = self.env.execute_query(SQL(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", ADVISORY_LOCK, self.company_id.id
        ))
        if not free:
            raise UserError(self.env._("Another ledger is being imported for this company. Try again when it is done."))

    def _write(self, plan: Plan, progress):
        company = self.company_id.sudo()
        partners = self._customers(plan)
        books = LedgerBooks(company, self._account(), self.id)
        payments = [Payment(update.line, update.amount, update.row.paid_on) for update in plan.updates]
        invoices = [
            Invoice(
                name=name,
                number=row.number,
                kind=row.kind,
                partner=partners[row.customer],
                issued=row.issued,
                due=row.due,
                amount=row.amount,
                currency=plan.currencies[row.currency],
                reference=row.reference,
                salesperson=plan.salespeople.get(row.salesperson, 0),
            )
            for row, name in zip(plan.new, unique_names(plan.new), strict=True)
        ]
        total = len(invoices) + len(payments) + sum(1 for row in plan.new if row.paid)
        done = 0
        lines = []
        progress(done, total)
        for ids in books.write_invoices(invoices):
            lines += ids
            done += len(ids)
            progress(done, total)
        payments += [Payment(line, row.paid, row.paid_on) for line, row in zip(lines, plan.new, strict=True) if row.paid]
        for count in books.write_payments(payments):
            done += count
            progress(done, total)
        self._record_events()

    def _record_events(self):
        """An imported past was known when it happened: otherwise no score could be told for a day before today."""
        event = self.env["receivable.event"].sudo()
        event._insert_openings(SQL("m.receivable_import_id = %s", self.id), SQL("COALESCE(m.invoice_date, l.date)"))
        event._insert_settlements(SQL("cm.receivable_import_id = %s", self.id), SQL("c.date"))

    def _account(self):
        """The transition account, made when nobody chose one."""
        if not self.account_id:
            company = self.company_id
            Account = self.env["account.account"].sudo().with_company(company)
            self.account_id = self.with_company(company)._default_account() or Account.create({
                "name": self.env._("Imported ledger"),
                "code": Account._search_new_account_code("999001"),
                "account_type": "asset_current",
                "company_ids": [Command.link(company.id)],
            })
        return self.account_id.sudo()

    def _customers(self, plan: Plan) -> dict[str, int]:
        """The contact of each customer with new lines; who is not found is created."""
        partners = {key: match.contact for key, match in plan.matches.items() if match.sure or match.how == "chosen"}
        unknown = [key for key in dict.fromkeys(row.customer for row in plan.new) if not partners.get(key)]
        created = self.env["res.partner"].sudo().with_context(**QUIET).create([
            {
                "name": customer.name or customer.key,
                "ref": customer.key,
                "is_company": True,
                "email": customer.email or False,
                "vat": customer.vat or False,
                "company_registry": customer.siren or False,
            }
            for customer in (plan.customers[key] for key in unknown)
        ])
        partners.update(zip(unknown, created.ids, strict=True))
        self.sudo().partner_ids = created
        return partners

    # In the background

    @api.model
    def _cron_import(self):
        """Import the files that wait, one transaction each."""
        waiting = self.search([("state", "=", "running")], order="id")
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(waiting))
        for record in waiting:
            record._run_or_say_why()
            if not commit(1):
                break

    def _run_or_say_why(self):
        user = self.create_uid
        if self.env["receivable.import.progress"]._read(self.ids):
            self.write({"state": "check", "message": self.with_context(lang=user.lang).env._(
                "The server interrupted the import and nothing was imported. Start it again, or split the file."
            )})
            return
        record = self.with_user(user).sudo().with_context(lang=user.lang, tz=user.tz).with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                self.with_user(user)._check_rights()  # a state written by other means than the buttons starts nothing
                record._run(record._tell_progress)
        except ImportStopped:
            record.write({"state": "check", "message": record.env._("Stopped: nothing was imported.")})
        except LedgerFileError as error:
            record.write({"state": "check", "message": record._sentence(error.reason)})
        except UserError as error:
            record.write({"state": "check", "message": str(error)})
        except psycopg2.OperationalError:
            raise  # the transaction is lost: the scheduled action fails and is run again
        except Exception:
            _logger.exception("import %s of %s failed", self.id, self.name)
            record.write({
                "state": "check",
                "message": record.env._("The import failed and nothing was imported. The server's log tells the cause."),
            })

    def _tell_progress(self, done, total):
        if self.env["receivable.import.progress"]._tell(self.id, done, total):
            raise ImportStopped()

    # For scripts

    @api.model
    def _import_file(self, company, name, data: bytes, options=None) -> ImportReport:
        """Import a ledger without a screen, by the same steps.

        :param options: ``date`` (day of the ledger), ``leave_out`` (the refused lines; else any refusal stops all),
            ``account`` (transition account), ``columns`` (field -> index, where the guess would be wrong),
            ``date_format``, ``decimal_mark``, ``customers`` (key -> contact), ``progress`` (function of done, total)
        """
        options = dict(options or {})
        record = self.with_company(company).create({
            "name": name,
            "data": base64.b64encode(data),
            "company_id": company.id,
            **({"date": options["date"]} if "date" in options else {}),
            **({"account_id": options["account"].id} if "account" in options else {}),
        })
        record._check_rights()
        try:
            record._read_columns()
            record._apply(options)
            plan = record._check()
            if not plan.refusals or options.get("leave_out"):
                record.leave_out = bool(options.get("leave_out"))
                record._run(options.get("progress") or (lambda done, total: None))
        except LedgerFileError as error:
            record.message = record._sentence(error.reason)
        return record._report()

    def _apply(self, options):
        """What a script knows better than the guess."""
        for field, index in options.get("columns", {}).items():
            self.column_ids.filtered(lambda column, field=field: column.field == field).field = False
            self.column_ids.filtered(lambda column, index=index: column.position == index).field = field
        self.write({name: options[name] for name in ("date_format", "decimal_mark") if name in options})
        self.write({
            "customer_ids": [
                Command.create({"key": key, "name": key, "partner_id": contact, "how": "chosen"})
                for key, contact in options.get("customers", {}).items()
            ]
        })

    def _report(self) -> ImportReport:
        done = self.state == "done"
        return ImportReport(
            id=self.id,
            state=self.state,
            lines=self.line_count,
            created=self.new_count if done else 0,
            paid=self.payment_count if done else 0,
            known=self.known_count,
            customers=self.customer_count,
            refused=tuple((refusal.line, refusal.reason) for refusal in self.refusal_ids),
            seconds=self.seconds,
            message=self.message or "",
        )


def _figure(record, number) -> str:
    """A whole number as the reader's language groups it."""
    return record.env["ir.qweb.field.integer"].value_to_html(number, {})
