import io

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

EVIDENCE_FROM = 7  # from a formal notice on, each letter is kept as the very bytes that were printed


class DunningLetterBatch(models.Model):
    """Letters printed together: one file in the order of the postcodes, given again unchanged; posted when a person says so."""

    _name = "dunning.letter.batch"
    _description = "Letters to post"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True)
    date = fields.Date(string="Printed on", required=True)
    posted_on = fields.Date(string="Posted on", readonly=True)
    user_id = fields.Many2one("res.users", string="Printed by", required=True, default=lambda self: self.env.user)
    attachment_id = fields.Many2one("ir.attachment", string="File", readonly=True, ondelete="restrict")
    action_ids = fields.One2many("dunning.action", "letter_batch_id", string="Letters")

    @api.depends("date", "action_ids")
    def _compute_name(self):
        for batch in self:
            batch.name = self.env._("%(count)s letters of %(date)s", count=len(batch.action_ids), date=format_date(self.env, batch.date))

    # -- printing -------------------------------------------------------------------------------------------------------------

    @api.model
    def action_print_letters(self, action_ids=None):
        """Print the approved letters of the current company, or those given: the gate is asked again, then one file is made."""
        self._check_collector()
        chosen = [("id", "in", action_ids)] if action_ids else []
        letters = self.env["dunning.action"].search(self._to_print_domain() + chosen)
        batch = self.sudo()._print(letters.sudo(), fields.Date.context_today(self))  # sudo: checked above
        return batch.action_open_file()

    def action_print_waiting(self):
        """The button above the list: every letter that waits, whatever is ticked."""
        return self.action_print_letters()

    @api.model
    def _to_print_domain(self):
        """Letters to print: approved, not in a file yet."""
        return [
            ("company_id", "=", self.env.company.id), ("channel", "=", "letter"), ("state", "=", "approved"),
            ("letter_batch_id", "=", False),
        ]  # fmt: skip

    @api.model
    def _print(self, letters, date):
        """One file for these letters of one company."""
        ready, _changed = letters.filtered(lambda action: action.date <= date)._gate(date)
        texts = self.env["dunning.channel.letter"]._prepare(ready, date)
        ready = ready.browse(texts).sorted(lambda action: (action._postcode(), action.id))
        printed = ready._take_contacts(date)
        if not printed:
            raise UserError(letters[:1]._contacts_text() or self.env._("No letter can be printed."))
        ready = printed
        batch = self.create({"company_id": ready.company_id.id, "date": date})
        ready.letter_batch_id = batch
        batch.attachment_id = self.env["ir.attachment"].create({
            "name": f"{batch.name}.pdf",
            "raw": batch._file(ready),
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": batch.id,
        })  # fmt: skip
        return batch

    def _file(self, letters):
        """Sheets in order; neighbours are rendered together, evidence and enclosures apart."""
        parts, sheets = [], []
        Template = self.env["dunning.template"]
        for letter in letters:
            enclosed = letter._enclosed_files(self.date)
            if letter.severity < EVIDENCE_FROM and not enclosed:
                sheets.append(letter.body_html)
                continue
            if sheets:
                parts.append(Template._letters_pdf(sheets))
                sheets = []
            own = Template._letters_pdf([letter.body_html])
            if letter.severity >= EVIDENCE_FROM:
                letter._keep_bytes("pdf", own)
            parts += [own, *enclosed]
        return merged([*parts, *([Template._letters_pdf(sheets)] if sheets else [])])

    def action_open_file(self):
        """The same file again, as it was printed: beside this page, which is read again."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().attachment_id.id}",  # sudo: only the number of the file
            "target": "new",
            "close": True,
        }

    # -- posting --------------------------------------------------------------------------------------------------------------

    def action_mark_posted(self, date=None):
        """The letters went to the post on that day: they are sent, and their announcements may leave."""
        self._check_collector()
        self.check_access("read")
        day = fields.Date.to_date(date) if date else fields.Date.context_today(self)
        for batch in self.sudo():  # sudo: checked above
            if batch.posted_on:
                raise UserError(self.env._("These letters were posted on %(day)s.", day=format_date(self.env, batch.posted_on)))
            batch._mark_posted(day)

    def _mark_posted(self, day):
        self.posted_on = day
        letters = self.action_ids.filtered(lambda action: action.state == "approved")
        letters._write_on_timeline({letter.id: letter._letter_note() for letter in letters})
        letters._set_state("sent", sent_at=fields.Datetime.now(), date=day)

    def _check_collector(self):
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may print and post letters."))


def merged(files):
    """Several PDF files as one."""
    if len(files) == 1:
        return files[0]
    writer, stream = PdfFileWriter(), io.BytesIO()
    for file in files:
        writer.appendPagesFromReader(PdfFileReader(io.BytesIO(file), strict=False))
    writer.write(stream)
    return stream.getvalue()
