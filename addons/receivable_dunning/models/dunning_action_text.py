from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.receivable_dunning.logic import escalation
from odoo.addons.receivable_dunning.logic.message import Message

from .dunning_action_mail import mailbox

MEDIUM = {"email": "mail", "letter": "letter"}


class DunningAction(models.Model):
    """What a message says: from its lines to its words, in batches."""

    _inherit = "dunning.action"

    def _write_text(self, date):
        """Compose these messages and write them on the actions, so that they can be read. Answers those that are complete:
        ``{action id: Composed}``."""
        composed = self._composed(date)
        for fault, actions in self.grouped(lambda action: self._why_mute(composed.get(action.id))).items():
            if fault:
                actions._set_state("failed", reason=fault)
        complete = {action.id: composed[action.id] for action in self if action.state != "failed"}
        for action in self.browse(complete):
            text = composed[action.id]
            action.write({
                "subject": text.subject, "body_html": text.framed, "body_text": text.plain, "prepared_at": fields.Datetime.now(),
            })  # fmt: skip
        return complete

    def _why_mute(self, text):
        if text is None:
            return self.env._("This step has no text: choose one in the scenario.")
        return self.env["dunning.template"]._missing_sentence(text.missing)

    def _composed(self, date):
        """``{action id: Composed}``; an action without a text is absent."""
        worded = self.filtered("template_id")
        edited = {action.id: action.body_edited for action in worded if action.body_edited}
        return self.env["dunning.template"]._compose(worded._as_messages(date), edited=edited)

    # -- from records to plain tuples -----------------------------------------------------------------------------------------

    def _as_messages(self, date):
        """What each message has to say; a constant number of queries."""
        earlier, known = self._earlier(date), {company.id: self._known_until(company, date) for company in self.company_id}
        return [action._as_message(date, earlier[action.id], known[action.company_id.id]) for action in self]

    def _as_message(self, date, earlier, known_until, code=None):
        level, links, event = self.level_id, self._links(), self._event()
        template, lang = code or self.template_id.code, self.lang or self.partner_id.lang or self.env.lang
        return Message(
            key=self.id,
            template=template,
            medium=MEDIUM.get(self.channel, "mail"),
            lang=lang,
            company_id=self.company_id.id,
            payer_id=self.partner_id.id,
            recipient_id=self.contact_id.id or self.partner_id.id,
            collector_id=self._signer().id or None,
            date=date,
            items=tuple(line._as_item(date, links["invoice"]) for line in self._lines_inside() if line.role != "paid"),
            earlier=tuple(earlier),
            deadline=self.deadline or None,
            private=self.partner_id.payer_kind == "person",
            consequences=frozenset(name for name in ("suspend", "agency", "court") if level[name]),
            paid_amount=self._paid_by_currency(),
            paid_date=self.paid_date or None,
            known_until=known_until,
            payment_link=links["pay"],
            portal_link=self._own_page() or links["account"],
            enclosures=self._enclosures(),
            own=event._event_values(template, lang, date) if event else {},
            facts=event._event_facts(template) if event else frozenset(),
        )

    def _lines_inside(self):
        """The lines that are still in the message, read together with those of its batch."""
        return self.line_ids.filtered(lambda line: not line.left_reason).with_prefetch(self.line_ids._prefetch_ids)

    def _signer(self):
        """Who signs: the payer's collector, else the company's, else whoever let the message leave."""
        return self.collector_id or self.company_id.payer_collector_id or self.decided_by_id

    def _links(self):
        """The payer's pages behind a login. A personal link is put in only in the message that leaves: ``_live_links``."""
        base = self.company_id.get_base_url()
        late = "/overdue" if self.severity else ""  # before the due date that page is empty
        return {"pay": f"{base}/my/invoices{late}", "account": f"{base}/my/invoices", "invoice": f"{base}/my/invoices/%s"}

    def _live_links(self):
        """Personal links to put in place of those behind a login: ``{action id: {login address: personal address}}``.

        Written nowhere: the copies that stay here would let every reader act as the customer.
        """
        return {action.id: action._own_live_page() for action in self}

    def _enclosures(self):
        level = self.level_id
        with_invoices = level.attach_invoices and self._invoices_to_attach().invoice_pdf_report_id
        return ("statement",) * bool(level.attach_statement) + ("invoices",) * bool(with_invoices)

    def _paid_by_currency(self):
        amounts = defaultdict(lambda: escalation.NOTHING)
        for line in self._lines_inside():
            if line.role == "paid":
                amounts[line.currency_id.name] += escalation.money(line.amount)
        return tuple(amounts.items())

    def _copy_to(self):
        """The salespeople of the invoices, when the step says so; never the payer's own people."""
        if not self.level_id.copy_salesperson:
            return False
        people = self._lines_inside().move_line_id.move_id.invoice_user_id.filtered("email_normalized")
        return ", ".join(mailbox(user.name, user.email_normalized) for user in people) or False

    def _invoices_to_attach(self):
        """The invoices that the message asks to be paid."""
        lines = self._lines_inside().filtered(lambda line: line.role in ("asked", "coming"))
        return lines.move_line_id.move_id.filtered(lambda move: move.move_type == "out_invoice")

    # -- facts of the past ----------------------------------------------------------------------------------------------------

    def _earlier(self, date):
        """Days on which messages about the same items were really sent, oldest first: one query."""
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT mine.action_id, a.date
                 FROM dunning_action_line mine
                 JOIN dunning_action_line l ON l.move_line_id = mine.move_line_id AND l.role = 'asked'
                 JOIN dunning_action a ON a.id = l.action_id AND a.state = 'sent' AND a.channel IN ('email', 'letter')
                WHERE mine.action_id = ANY(%s) AND mine.role IN ('asked', 'listed') AND mine.left_reason IS NULL
                  AND a.id <> mine.action_id AND a.severity > 0 AND a.date < %s ORDER BY 1, 2""",
            self.ids, date,
        ))
        days = defaultdict(list)
        for action, day in rows:
            days[action].append(day)
        return days

    def _known_until(self, company, date):
        """Until when payments are known: the last bank line read, else the last payment booked, else the day itself."""
        ((bank, booked),) = self.env.execute_query(SQL(
            """SELECT (SELECT max(m.date) FROM account_bank_statement_line s JOIN account_move m ON m.id = s.move_id
                        WHERE s.company_id = %(company)s AND m.date <= %(date)s),
                      (SELECT max(date) FROM receivable_event WHERE company_id = %(company)s AND by_money AND date <= %(date)s)""",
            company=company.id, date=date,
        ))
        return bank or booked or date
