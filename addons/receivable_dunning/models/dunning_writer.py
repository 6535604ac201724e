import json
from functools import cache

from odoo import api, models
from odoo.tools import SQL

ACTION_COLUMNS = {
    "company_id": "int", "run_id": "int", "partner_id": "int", "contact_id": "int", "collector_id": "int", "scenario_id": "int",
    "level_id": "int", "level_name": "text", "severity": "int", "kind": "text", "channel": "text", "registered": "bool",
    "release": "text", "origin": "text", "companion_of_id": "int", "state": "text", "date": "date", "deadline": "date",
    "template_id": "int", "lang": "text", "amount_company": "numeric", "why": "text", "hold_reason": "text", "hold_code": "text",
    "paid_date": "date", "event_model": "text", "event_id": "int",
    "attempts": "int", "tries": "int",
}  # fmt: skip
LINE_COLUMNS = {
    "action_id": "int", "company_id": "int", "partner_id": "int", "move_line_id": "int", "level_id": "int", "severity": "int",
    "occurrence": "int", "role": "text", "alive": "bool", "amount": "numeric", "amount_remaining": "numeric",
    "amount_original": "numeric", "currency_id": "int", "number": "text", "reference": "text", "date_issued": "date", "date_due": "date",
}  # fmt: skip
RECEIPT_COLUMNS = {
    "company_id": "int", "partner_id": "int", "run_id": "int", "date": "date", "decision": "text", "reasons": "jsonb", "why": "text",
    "reason_group": "text", "forgotten": "bool",
    "next_level_id": "int", "next_date": "date", "next_step": "text", "amount_overdue": "numeric", "fingerprint": "text", "current": "bool",
}  # fmt: skip
STAMPS = SQL(", create_uid, write_uid, create_date, write_date")


def _array(values):
    """A column as one text that PostgreSQL reads as an array: a list of ten thousand constants takes it three times as long."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value):
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


class DunningWriter(models.AbstractModel):
    """Record: actions, their lines and the receipts of a slice of payers, in a constant number of statements.

    Plain SQL because the ORM needs six times as long for ten thousand messages; every default is written here, and a test
    compares a row written here with one written by the ORM.
    """

    _name = "dunning.writer"
    _description = "Writer of dunning actions and receipts"

    # -- actions --------------------------------------------------------------------------------------------------------------

    @api.model
    def _insert_actions(self, rows):
        """Write one action a row (``dunning.run._rows``), what goes with it, and the lines. Answers the ids of the main actions.

        The database refuses the same item, level and occurrence twice among living lines; the lock of the run makes that a
        guard against programming errors only, so it raises.
        """
        ids = self._next_ids("dunning_action", len(rows))
        registered, beside = cache(self._registered), cache(self._beside)
        heads = [
            self._head(row, registered(row["step"].level.id)) | {"id": action_id} for action_id, row in zip(ids, rows, strict=True)
        ]
        goes_with = [self._companion(head, beside(head["level_id"], head["channel"])) for head in heads]
        pairs = [(companion, row) for companion, row in zip(goes_with, rows, strict=True) if companion]
        for (companion, _row), action_id in zip(pairs, self._next_ids("dunning_action", len(pairs)), strict=True):
            companion["id"] = action_id
        companions = [companion for companion, _row in pairs]
        self._insert(self.env["dunning.action"], {"id": "int"} | ACTION_COLUMNS, heads + companions)
        lines = [
            line
            for head, row in zip(heads, rows, strict=True)
            for line in self._lines(head, row["step"], alive=not row["step"].about)
        ]
        lines += [line for companion, row in pairs for line in self._lines(companion, row["step"], alive=False)]
        self._insert(self.env["dunning.action.line"], LINE_COLUMNS, lines)
        self.env["dunning.action"].invalidate_model()
        self.env["dunning.action.line"].invalidate_model()
        return ids

    def _registered(self, level_id):
        return self.env["dunning.level"].browse(level_id).registered

    def _head(self, row, registered):
        """The columns of a main action."""
        step = row["step"]
        return dict.fromkeys(ACTION_COLUMNS) | {key: value for key, value in row.items() if key != "step"} | {
            "scenario_id": step.scenario.id,
            "level_id": step.level.id or None,
            "level_name": step.level.name,
            "severity": step.level.severity,
            "kind": step.kind,
            "channel": step.channel,
            "registered": registered and step.channel == "letter",
            "release": "approve" if step.waits else step.release,
            "origin": "event" if step.about else "run",
            "state": "planned",
            "amount_company": step.amount_company,
            "paid_date": max((ask.item.paid for ask in step.asks if ask.role == "paid"), default=None),
            "event_model": step.about.record[0] if step.about else None,
            "event_id": step.about.record[1] if step.about else None,
            "attempts": 0,
            "tries": 0,
        }

    def _beside(self, level_id, channel):
        """What goes with a message of this step: its text on paper beside an e-mail, or the e-mail that announces a registered letter."""
        level = self.env["dunning.level"].browse(level_id)
        if level.also_letter and channel == "email":
            return {"channel": "letter", "registered": level.registered}
        if level.announce_template_id and channel == "letter":
            return {"channel": "email", "registered": False, "template_id": level.announce_template_id.id}
        return None

    def _companion(self, head, other):
        """The action that goes with a main one; None when nothing does, or when there is no address to announce a letter to."""
        if not other or (other["channel"] == "email" and not self.env["res.partner"].browse(head["contact_id"]).email):
            return None
        return head | other | {"origin": "companion", "companion_of_id": head["id"]}

    def _lines(self, action, step, alive):
        return [
            {
                "action_id": action["id"],
                "company_id": action["company_id"],
                "partner_id": action["partner_id"],
                "level_id": ask.level.id if ask.level else None,
                "severity": ask.level.severity if ask.level else 0,
                "occurrence": ask.occurrence,
                "role": ask.role,
                "alive": alive,
                "amount": ask.net,
                "amount_remaining": ask.remaining,
                "currency_id": ask.item.currency,
                "date_due": ask.item.due,
                "amount_original": ask.item.amount,
                **self._of_item(ask),
            }
            for ask in step.asks
        ]

    def _of_item(self, ask):
        """Own copies of what the invoice said that day; a settled item is known by its events."""
        item = ask.item
        if ask.role == "paid":
            return {"move_line_id": item.item, "number": None, "reference": None, "date_issued": None}
        return {"move_line_id": item.id, "number": item.number, "reference": item.reference or None, "date_issued": item.issued}

    # -- receipts -------------------------------------------------------------------------------------------------------------

    @api.model
    def _insert_receipts(self, run, receipts, payers):
        """Write the receipts that say something new; the earlier ones stay, no longer current.

        ``payers``: everybody decided in this slice; whoever has no receipt any more owes nothing overdue.
        """
        known = dict(self.env.execute_query(SQL(
            "SELECT partner_id, fingerprint FROM dunning_receipt WHERE current AND company_id = %s AND partner_id = ANY(%s)",
            run.company_id.id, list(payers),
        )))
        new = [receipt for receipt in receipts if known.get(receipt.payer) != receipt.fingerprint]
        gone = (known.keys() - {receipt.payer for receipt in receipts}) | {receipt.payer for receipt in new}
        self.env.execute_query(SQL(
            """UPDATE dunning_receipt SET current = FALSE
                WHERE current AND company_id = %s AND partner_id = ANY(%s) RETURNING id""",
            run.company_id.id, list(gone),
        ))
        shared = {"company_id": run.company_id.id, "run_id": run.id, "date": run.date, "current": True}
        told = cache(self._told)
        self._insert(self.env["dunning.receipt"], RECEIPT_COLUMNS, [shared | self._receipt(one) | told(one.reasons) for one in new])
        self.env["dunning.receipt"].invalidate_model()

    def _told(self, reasons):
        """The reasons in words, in the company's language: many payers are told the same, so each set of reasons is put once."""
        Receipt = self.env["dunning.receipt"]
        rows = [
            {
                "code": reason.code,
                "text": Receipt._sentence(reason),
                "until": reason.until and str(reason.until),
                "lifted_by": reason.lifted_by,
                "evidence": reason.evidence,
            }
            for reason in reasons
        ]
        return {
            "reasons": json.dumps(rows),
            "why": rows[0]["text"] if rows else None,
            "reason_group": Receipt._group_of(reasons[0]) if reasons else None,
            "forgotten": any(map(Receipt._is_forgotten, reasons)),
        }

    def _receipt(self, receipt):
        """What is one payer's own in a receipt."""
        return {
            "partner_id": receipt.payer,
            "decision": receipt.decision,
            "next_level_id": (receipt.next_level.id or None) if receipt.next_level else None,
            "next_date": receipt.next_date,
            "next_step": receipt.next_level.name if receipt.next_level else None,
            "amount_overdue": receipt.overdue_company,
            "fingerprint": receipt.fingerprint,
        }

    # -- statements -----------------------------------------------------------------------------------------------------------

    def _next_ids(self, table, count):
        if not count:
            return []
        rows = self.env.execute_query(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"{table}_id_seq", count))
        return [action_id for (action_id,) in rows]

    def _insert(self, model, columns, rows):
        """One ``INSERT … SELECT FROM unnest``: the number of statements does not grow with the rows."""
        if not rows:
            return
        arrays = SQL(", ").join(
            SQL("%s::%s[]", _array(row[column] for row in rows), SQL(kind)) for column, kind in columns.items()  # pylint: disable=sql-injection
        )
        names = SQL(", ").join(map(SQL.identifier, columns))
        self.env.cr.execute(SQL(
            "INSERT INTO %s (%s%s) SELECT %s%s FROM unnest(%s) AS t(%s)",
            SQL.identifier(model._table), names, STAMPS if model._log_access else SQL(),
            names, self._stamps() if model._log_access else SQL(), arrays, names,
        ))

    def _stamps(self):
        """By whom and when, for the models that keep it."""
        return SQL(", %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'", uid=self.env.uid)
