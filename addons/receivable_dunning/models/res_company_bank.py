from collections import defaultdict
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL, format_date


class Bank(NamedTuple):
    """Until which day the statement of a bank journal is known."""

    journal: int
    name: str
    read: object  # day of its last line


class ResCompany(models.Model):
    """How old the bank is: payments since its last line are not known, and whoever paid since would be chased."""

    _inherit = "res.company"

    dunning_bank_days = fields.Integer(
        string="Bank statement no older than", default=5,
        help="With an older bank statement nothing leaves by itself: messages wait for a person. 0: the statement may be of any age.",
    )

    _dunning_bank_days = models.Constraint("CHECK(dunning_bank_days >= 0)", "A number of days is not negative.")

    def _dunning_banks(self, date):
        """The bank accounts that these companies are paid on, their parents' too: ``{company id: [Bank]}``, the oldest first.

        Dormant journals and those never read are left out. One query, by index, whatever the length of the statements.
        """
        self.env["account.bank.statement.line"].flush_model(["internal_index", "journal_id", "company_id", "move_id"])
        self.env["account.move"].flush_model(["date", "state"])
        self.env["account.journal"].flush_model(["active", "company_id", "dunning_dormant", "name", "type"])
        rows = self.env.execute_query(SQL(
            """SELECT c.id, j.id, COALESCE(j.name->>%(lang)s, j.name->>'en_US'), last.date
                 FROM res_company c
                 JOIN account_journal j ON j.company_id = ANY(string_to_array(trim('/' FROM c.parent_path), '/')::int[])
                 JOIN LATERAL (
                      SELECT m.date FROM account_bank_statement_line s JOIN account_move m ON m.id = s.move_id
                       WHERE s.journal_id = j.id AND s.company_id = j.company_id AND m.state = 'posted'
                         AND s.internal_index < to_char(%(date)s::date + 1, 'YYYYMMDD')
                       ORDER BY s.internal_index DESC LIMIT 1) last ON TRUE
                WHERE c.id = ANY(%(companies)s) AND j.type = 'bank' AND j.active AND j.dunning_dormant IS NOT TRUE
                ORDER BY last.date, j.id""",
            lang=self.env.lang or "en_US", date=date, companies=self.ids,
        ))
        banks = defaultdict(list)
        for company, *bank in rows:
            banks[company].append(Bank(*bank))
        return banks

    def _dunning_bank_read(self, date=None):
        """Until which day the bank is known: ``[Bank]``, the oldest first."""
        self.ensure_one()
        self.check_access("read")
        return self._dunning_banks(date or fields.Date.context_today(self))[self.id]

    def _dunning_stale_bank(self, date):
        """The oldest statement, when it is too old for anything to leave by itself; None when all is well."""
        self.ensure_one()
        return next((bank for bank in self._dunning_bank_read(date) if self._dunning_is_stale(bank, date)), None)

    def _dunning_is_stale(self, bank, date):
        return 0 < self.sudo().dunning_bank_days < (date - bank.read).days  # sudo: a number of days, told in a sentence

    def _dunning_stale_sentence(self, bank, date):
        return self.env._(
            "No message leaves by itself: the bank statement of %(bank)s is %(days)s days old.",
            bank=bank.name, days=(date - bank.read).days,
        )

    def _dunning_bank_told(self):
        """How the bank stands today, for the settings."""
        today = fields.Date.context_today(self)
        banks = self._dunning_bank_read(today)
        if not banks:
            return self.env._("No bank statement was ever read here: nothing is stopped, and payments are seen once they are entered.")
        if bank := self._dunning_stale_bank(today):
            return self._dunning_stale_sentence(bank, today)
        return self.env._("%(bank)s was read to %(day)s.", bank=banks[0].name, day=format_date(self.env, banks[0].read))

    def _dunning_stale_banner(self):
        """The line above the follow-up screens while the bank is too old; False when it is not."""
        today = fields.Date.context_today(self)
        bank = self._dunning_stale_bank(today)
        if not bank:
            return False
        links = []
        if self.env.user.has_group("account.group_account_manager"):
            journal = self.env["account.journal"].browse(bank.journal)
            links = [{"label": self.env._("Bank"), "action": journal._get_records_action(name=self.env._("Bank"))}]
        return {"level": "warning", "title": "", "message": self._dunning_stale_sentence(bank, today), "links": links}

    def _dunning_banner(self):
        """Test mode first: then nothing leaves anyway."""
        return super()._dunning_banner() or self._dunning_stale_banner()
