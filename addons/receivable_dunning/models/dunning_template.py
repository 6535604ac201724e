from collections.abc import Mapping

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.receivable.logic import printed_code
from odoo.addons.receivable_dunning.logic import composing, frames, letters, sample, vocabulary
from odoo.addons.receivable_dunning.logic.catalogue import Catalogue, Entry
from odoo.addons.receivable_dunning.logic.message import Collector, Composed, Message, Text

from .parties import address_key, read_parties, senders

KINDS = [
    ("prevenance", "Prevenance"),
    ("reminder", "Reminder"),
    ("last", "Last notice"),
    ("formal", "Formal notice"),
    ("announce", "Announces a letter"),
    ("thanks", "Thank-you"),
    ("statement", "Statement"),
    ("event", "Answer to a customer"),
    ("call", "Call script"),
    ("block", "Part of every message"),
]
MESSAGES = tuple(kind for kind, _label in KINDS if kind not in ("call", "block"))
REPORT = "receivable_dunning.action_report_letter"
PREVIEWS = {"en": "en_US", "fr": "fr_FR"}


class DunningTemplate(models.Model):
    """One text, in every language, written in the placeholder language of ``logic.letters``.

    It is data, never code: nothing that is typed here can run. Texts of kind *Part of every
    message* are the greeting, the ways to pay, the foot…: the others name them.
    """

    _name = "dunning.template"
    _description = "Dunning text"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(string="Short name", required=True, copy=False, help="Short name without blanks, by which the text is found.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="reminder")
    tone = fields.Selection(
        [("gentle", "Gentle"), ("standard", "Standard"), ("firm", "Firm")],
        required=True,
        default="standard",
        help="Gentle asks whether something is missing, standard by which date, firm says by this date, otherwise this.",
    )
    thread = fields.Selection(
        [
            ("case", "One conversation for the overdue period"),
            ("alone", "A conversation of its own"),
            ("record", "One conversation for each dispute, promise, plan or debit"),
        ],
        string="Conversation",
        required=True,
        default="alone",
        help="The e-mails of one conversation keep the same subject to the letter.",
    )
    subject = fields.Char(translate=True)
    body = fields.Text(string="Text", required=True, translate=True)
    outcome = fields.Char(help="Call script: the outcome to record after this answer.")
    consequence = fields.Char(translate=True, help="Call script: what follows from this outcome.")
    advice = fields.Char(compute="_compute_advice")
    vocabulary = fields.Html(compute="_compute_vocabulary", string="What a text can show")
    preview_en = fields.Html(compute="_compute_previews", string="Preview in English", sanitize=False)
    preview_fr = fields.Html(compute="_compute_previews", string="Preview in French", sanitize=False)
    preview_subject_en = fields.Char(compute="_compute_previews", string="Subject in English")
    preview_subject_fr = fields.Char(compute="_compute_previews", string="Subject in French")
    preview_missing = fields.Char(compute="_compute_previews", help="Why this text could not leave, even on the invented message.")

    _code_unique = models.Constraint("UNIQUE(code)", "Another text has this short name already.")

    # --- rules -------------------------------------------------------------------------

    @api.constrains("code", "kind", "subject", "body")
    def _check_text(self):
        """A text says only what the language knows; one sentence tells the first fault."""
        for template in self:
            if fault := template._fault():
                raise ValidationError(self.env._("%(text)s: %(fault)s", text=template.name, fault=fault))

    def _fault(self) -> str:
        """The first fault of the text in the current language, told in one sentence, else nothing."""
        self.ensure_one()
        faults = letters.check(self.body or "") + letters.check(self.subject or "", subject=True)
        if faults:
            return self.env._(vocabulary.SENTENCES[faults[0].code], **faults[0]._asdict())  # pylint: disable=translation-not-lazy,translation-contains-variable
        if self.kind in MESSAGES and not self.subject:
            return self.env._("a message needs a subject.")
        if not composing.well_formed(self.code, self.body):
            return self.env._("this text is a list of words: keep as many of them, in the same order, with “ · ” between them.")
        return ""

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """The translation dialog does not run constraints: a wrong translation is refused too."""
        res = super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)
        for lang in translations:
            self.with_context(lang=lang)._check_text()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_block(self):
        """Every message needs its parts."""
        if self.filtered(lambda template: template.kind == "block"):
            raise UserError(self.env._("Every message uses this text. Change its words instead of deleting it."))

    def copy_data(self, default=None):
        """A copy is a text of its own, with a free short name."""
        copies = super().copy_data(default)
        for template, vals in zip(self, copies, strict=True):
            vals.setdefault("code", self._free_code(template.code))
            vals["name"] = self.env._("%s (copy)", template.name)
        return copies

    @api.model
    def _free_code(self, code):
        taken = set(self.with_context(active_test=False).search([("code", "=like", f"{code}_%")]).mapped("code"))
        return next(name for number in range(2, len(taken) + 3) if (name := f"{code}_{number}") not in taken)

    # --- composing ---------------------------------------------------------------------

    @api.model
    def _compose(self, messages: list[Message], edited: Mapping[int, str] | None = None) -> dict[int, Composed]:
        """Messages in words, in the language of each reader; ``edited`` holds texts changed for one message only, by key.

        The number of queries depends on the languages of the batch, not on its size.
        """
        if not messages:
            return {}
        catalogue = self._catalogue()
        messages = [message._replace(lang=catalogue.language(message.template, message.lang)) for message in messages]
        parties = read_parties(self.env, messages)
        edited = edited or {}
        return {message.key: self._compose_one(message, catalogue, parties, edited.get(message.key)) for message in messages}

    @api.model
    def _compose_one(self, message, catalogue, parties, edited) -> Composed:
        text = catalogue.text(message.template, message.lang)
        if edited:
            text = text._replace(body=edited)
        return composing.compose(
            message,
            text,
            catalogue.blocks(message.lang),
            parties.payers[address_key(message)],
            parties.senders[message.company_id],
            parties.collectors.get(message.collector_id, Collector()),
            printed_code_of(message),
        )

    @api.model
    def _catalogue(self):
        """Every text in every language: one query."""
        self.flush_model()
        rows = self.env.execute_query(SQL("SELECT code, kind, tone, subject, body FROM dunning_template ORDER BY sequence, id"))
        return Catalogue(Entry(code, kind, tone, subject or {}, body) for code, kind, tone, subject, body in rows)

    @api.model
    def _missing_sentence(self, missing: tuple[str, ...]) -> str:
        """Why a message cannot leave, in one sentence; nothing when it can."""
        if not missing:
            return ""
        words = [self.env._(composing.meaning(name)) for name in missing]  # pylint: disable=translation-contains-variable
        return self.env._("This message cannot leave; still missing: %s.", ", ".join(words))

    @api.model
    def _call_script(self, message: Message) -> list[dict[str, str]]:
        """What to say on the phone, line by line, in the caller's order; a value not known yet is left open."""
        catalogue = self._catalogue()
        lang = catalogue.language("call_open", message.lang)
        message = message._replace(lang=lang)
        parties = read_parties(self.env, [message])
        known = composing.values(
            message,
            catalogue.blocks(lang),
            parties.payers[address_key(message)],
            parties.senders[message.company_id],
            parties.collectors.get(message.collector_id, Collector()),
        )
        script = self.with_context(lang=lang).search([("kind", "=", "call")])
        return [
            {
                "title": line.name,
                "text": letters.render(line.body, opened(line.body, known), ()).plain,
                "outcome": line.outcome or "",
                "consequence": line.consequence or "",
            }
            for line in script
        ]

    @api.model
    def _letters_pdf(self, sheets: list[Markup]) -> bytes:
        """One file to print: each sheet starts a page. ``sheets`` are ``Composed.framed`` of letters."""
        document = frames.document(sheets, self.env._("Letters"))
        return self.env["ir.actions.report"]._run_wkhtmltopdf([document], report_ref=REPORT)

    # --- the form ------------------------------------------------------------------------

    @api.depends("subject", "body")
    def _compute_advice(self):
        """Words that the law or good manners forbid: said while typing, the author decides."""
        for template in self:
            words = "”, “".join(letters.threats(f"{template.subject or ''} {template.body or ''}"))
            template.advice = self.env._("Never threaten: “%s” has no place in a message.", words) if words else False

    def _compute_vocabulary(self):
        """The values, blocks and conditions, with their meaning."""
        parts = (
            (self.env._("Values"), "{{%s}}", vocabulary.VALUES),
            (self.env._("Parts of a message"), "{{%s}}", vocabulary.BLOCKS),
            (self.env._("Conditions"), "⟦%s: …⟧", vocabulary.CONDITIONS),
        )
        row = Markup("<tr><td class='text-nowrap'><code>%s</code></td><td>%s</td></tr>")
        html = Markup("").join(
            Markup("<h4>%s</h4><table class='table table-sm'><tbody>%s</tbody></table>")
            % (title, Markup("").join(row % (form % name, self.env._(told)) for name, told in terms.items()))  # pylint: disable=translation-contains-variable
            for title, form, terms in parts
        )
        self.vocabulary = html

    @api.depends("code", "kind", "tone", "subject", "body")
    @api.depends_context("lang", "company")
    def _compute_previews(self):
        """The text as a reader gets it, on an invented message; live in the language that is being typed."""
        catalogue = self._catalogue()
        for template in self:
            template.preview_missing = False
            for suffix, lang in PREVIEWS.items():
                subject, html, missing = template._preview(catalogue, lang)
                template[f"preview_subject_{suffix}"] = subject
                template[f"preview_{suffix}"] = html
                template.preview_missing = template.preview_missing or missing

    def _preview(self, catalogue, lang):
        """Subject, whole e-mail (a formal notice: its sheet) and what is missing of it, in one language."""
        text = self._text_in(catalogue, lang)
        if not text or letters.check(text.body) or letters.check(text.subject, subject=True):
            return False, False, False
        if self.kind not in MESSAGES:
            return False, self._preview_part(text, catalogue, lang), False
        medium = "letter" if self.kind == "formal" else "mail"
        composed = self._compose_sample(text, catalogue, lang, medium)
        shown = frames.on_screen(composed.framed, composed.subject) if medium == "letter" else composed.framed
        return composed.subject, shown, self._missing_sentence(composed.missing)

    def _text_in(self, catalogue, lang):
        """What is typed, if the screen speaks this language; else what is stored in it, or nothing."""
        if (self.env.lang or "en_US")[:2] == lang[:2]:
            return Text(self.subject or "", self.body or "", self.kind, self.tone)
        return catalogue.stored(self._origin.code, lang)

    def _compose_sample(self, text, catalogue, lang, medium) -> Composed:
        """The invented message, from our own company; what the company has not filled in is invented too."""
        message = sample.message(self.code, self.kind, lang, medium)
        company = senders(self.env.company)[self.env.company.id]
        sender = sample.SENDER._replace(**filled(company._asdict()))
        payer = sample.PERSON if message.private else sample.PAYER
        return composing.compose(message, text, catalogue.blocks(lang), payer, sender, sample.COLLECTOR, printed_code_of(message))

    def _preview_part(self, text, catalogue, lang):
        """A part of a message, or a line to say: its words alone."""
        message = sample.message(self.code, "reminder", lang, "letter" if (self.code or "").endswith("letter") else "mail")
        known = composing.values(message, catalogue.blocks(lang), sample.PAYER, sample.SENDER, sample.COLLECTOR)
        facts = composing.conditions(message, text, sample.PAYER, sample.SENDER)
        return frames.part(letters.render(text.body, opened(text.body, known), facts).html)

    def _sample_letters(self) -> list[Markup]:
        """Each text as a sheet of paper, in the language of the screen: for the printed sample."""
        if self.filtered(lambda template: template.kind not in MESSAGES):
            raise UserError(self.env._("Only a message can be printed, not a call script or a part of a message."))
        catalogue, sheets = self._catalogue(), []
        for template in self:
            lang = catalogue.language(template.code, self.env.lang)
            sheets.append(template._compose_sample(catalogue.text(template.code, lang), catalogue, lang, "letter").framed)
        return sheets

    def _sample_document(self) -> Markup:
        """The printed sample as one page, for a browser."""
        return frames.document(self._sample_letters(), self.env._("Letters"))


def printed_code_of(message: Message) -> str:
    """A letter shows its payment page as a code to be read by a phone."""
    return printed_code.data_uri(message.payment_link or message.portal_link) if message.medium == "letter" else ""


def filled(values: Mapping) -> dict:
    """The values that are there."""
    return {name: value for name, value in values.items() if value}


def opened(body: str, values: Mapping) -> dict:
    """The values of a text, those not known yet left open: "…"."""
    return {**dict.fromkeys(letters.uses(body), "…"), **filled(values)}
