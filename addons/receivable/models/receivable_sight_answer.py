from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.receivable.logic.money_in_sight import Answer

SEEN_MODELS = {"bank": "account.bank.statement.line", "payment": "account.payment", "transaction": "payment.transaction"}


class ReceivableSightAnswer(models.Model):
    """What a person said of some money in sight and one open item: it is this payment, or it is not. Books nothing.

    Evidence: nobody changes or deletes it, it may be taken back. It counts from its day until it is taken back, or until the
    money is matched.
    """

    _name = "receivable.sight.answer"
    _description = "Answer about a payment that is not matched"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    move_line_id = fields.Many2one("account.move.line", string="Item", index="btree_not_null", ondelete="set null")
    number = fields.Char(readonly=True, help="Of the invoice, as it was then.")
    source = fields.Selection(
        [("bank", "Bank statement"), ("payment", "Registered payment"), ("transaction", "Online payment")], required=True
    )
    seen_id = fields.Integer(required=True, help="Id of the bank line, payment or online payment.")
    seen_text = fields.Char(string="What was seen", help="As it was then.")
    verdict = fields.Selection([("paid", "It is this payment"), ("not_paid", "It is not this payment")], required=True)
    user_id = fields.Many2one("res.users", string="By", required=True)
    date = fields.Date(required=True)
    taken_back_on = fields.Date(string="Taken back on")
    taken_back_by_id = fields.Many2one("res.users", string="Taken back by")

    _once = models.UniqueIndex("(source, seen_id, move_line_id) WHERE taken_back_on IS NULL", "Somebody has just answered this.")

    @api.depends("verdict", "number")
    def _compute_display_name(self):
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        for answer in self:
            answer.display_name = f"{verdicts.get(answer.verdict, '')} · {answer.number or ''}"

    # -- read -----------------------------------------------------------------------------------------------------------------

    @api.model
    def _in_force(self, root, date):
        """What was said by that day in a company and its branches: ``{Answer: id}``."""
        self.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT answer.source, answer.seen_id, answer.move_line_id, answer.verdict = 'paid', answer.id
                 FROM receivable_sight_answer answer JOIN res_company c ON c.id = answer.company_id
                WHERE split_part(c.parent_path, '/', 1)::int = %s AND answer.move_line_id IS NOT NULL AND %s
                ORDER BY answer.id""",
            root, self._valid_on(date),
        ))
        return {Answer(*row): answer for *row, answer in rows}

    @api.model
    def _said_to_pay(self, source, date):
        """SQL for the money of a source that people said pays something."""
        return SQL(
            "(SELECT answer.seen_id FROM receivable_sight_answer answer WHERE answer.source = %s AND answer.verdict = 'paid' AND %s)",
            source, self._valid_on(date),
        )

    @staticmethod
    def _valid_on(date):
        """SQL over ``answer``: in force that day."""
        return SQL("answer.date <= %(day)s AND (answer.taken_back_on IS NULL OR answer.taken_back_on > %(day)s)", day=date)

    def _sentence(self):
        """Why the item is left alone, or asked for again, in the words of the day of the answer."""
        self.ensure_one()
        facts = {"user": self.user_id.name, "payment": self.seen_text, "number": self.number}
        if self.verdict == "paid":
            return self.env._("%(user)s says that this payment is for %(number)s: %(payment)s", **facts)
        return self.env._("%(user)s says that this payment is not for %(number)s: %(payment)s", **facts)

    # -- say ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _say(self, covered, paid, date):
        """A person answers about items and the money that covers them (``account.move.line._receivable_sight``).

        An earlier answer about the same is taken back. What was decided about the payers is decided again.
        """
        self._check_person()
        verdict = "paid" if paid else "not_paid"
        lines = self.env["account.move.line"].browse(one.item.id for one in covered)
        lines.check_access("read")
        # sudo: checked just above; answers are written here and nowhere else
        answers = self.sudo()
        self._of(covered)._take_back(date)
        created = answers.create([
            {
                "company_id": line.company_id.id, "partner_id": one.item.payer, "move_line_id": line.id, "number": one.item.number,
                "source": one.match.seen.source, "seen_id": one.match.seen.id, "verdict": verdict, "user_id": self.env.uid, "date": date,
                "seen_text": lines._receivable_sight_sentence(one.match._replace(certain=True)),
            }
            for line, one in zip(lines, covered, strict=True)
        ])  # fmt: skip
        created._ask_again()
        return created.sudo(False)

    def _of(self, covered):
        """Answers in force about these pairs of money and item."""
        pairs = {(one.match.seen.source, one.match.seen.id, one.item.id) for one in covered}
        found = self.sudo().search([("move_line_id", "in", [one.item.id for one in covered]), ("taken_back_on", "=", False)])
        return found.filtered(lambda answer: (answer.source, answer.seen_id, answer.move_line_id.id) in pairs)

    def _check_person(self):
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may say what a payment is for."))

    def action_take_back(self):
        """As if it had not been said: the money is judged by the rules again, from today on."""
        self._check_person()
        self.check_access("read")
        running = self.filtered(lambda answer: not answer.taken_back_on)
        if not running:
            raise UserError(self.env._("This answer was taken back already."))
        running._take_back(fields.Date.context_today(self))
        running._ask_again()

    def _take_back(self, date):
        self.sudo().write({"taken_back_on": date, "taken_back_by_id": self.env.uid})  # sudo: who may is checked by whoever asks
        self.flush_recordset()

    def _ask_again(self):
        for company, answers in self.grouped("company_id").items():
            answers.partner_id._receivable_ask_again(company)

    def action_open_seen(self):
        """What was seen, by the rights of whoever looks."""
        self.ensure_one()
        return self._open(self.source, self.seen_id)

    @api.model
    def _open(self, source, number):
        """The journal entry of a bank line, where it is matched; the payment, or the online payment."""
        seen = self.env[SEEN_MODELS[source]].browse(number).exists()
        if not seen:
            raise UserError(self.env._("This payment is no longer in the books."))
        return (seen.move_id if source == "bank" else seen)._get_records_action(name=self.env._("Payment"))
