import logging
import uuid
from email.message import EmailMessage
from typing import NamedTuple

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from odoo.addons.receivable_dunning.logic import sending, wire

from .dunning_letter_batch import EVIDENCE_FROM

_logger = logging.getLogger(__name__)

BATCH = 50  # e-mails prepared together
TIMEOUT = 30  # seconds that a mail server may keep us waiting
SETTLE = 10  # seconds after a claim in which its sender is believed to be alive and about to hold it


class Mail(NamedTuple):
    """One e-mail ready to be claimed: nothing of it is read again between the claim and the hand-over."""

    action: int
    company: int
    sender: str  # envelope
    recipients: tuple[str, ...]
    message: EmailMessage
    evidence: bytes  # a formal notice is kept as it left, except for personal links; b"" = not kept


class NoServer(Exception):
    """No mail server answers: nothing was claimed, nothing is lost."""


class DunningOutbox(models.AbstractModel):
    """E-mails leave here, each at most once: prepare a batch, then for each claim, hold, hand over, outcome.

    The claim is committed before the hand-over: a process that dies in between leaves *sending* behind, which the next sweep
    turns into *in doubt* for a person. Core's mail queue is not used because it can send twice.
    """

    _name = "dunning.outbox"
    _description = "Outbox of dunning e-mails"

    # -- sweep ----------------------------------------------------------------------------------------------------------------

    @api.model
    def _sweep(self):
        """Messages that a dead process left in the middle: nobody knows whether they arrived; a person will say."""
        self._commit()
        try:
            rows = self.env.execute_query(SQL(
                """SELECT id FROM dunning_action
                    WHERE state = 'sending' AND (claimed_at IS NULL OR claimed_at <= now() AT TIME ZONE 'UTC' - make_interval(secs => %s))
                      FOR NO KEY UPDATE SKIP LOCKED""",
                SETTLE,
            ))
        except SerializationFailure:
            self.env.cr.rollback()  # a living sender moved one of them this very moment: the next sweep looks again
            return
        lost = self.env["dunning.action"].browse(action for (action,) in rows)
        for company, actions in lost.grouped("company_id").items():
            speaking = self.with_context(lang=company.partner_id.lang or self.env.lang)
            actions._set_state("doubtful", reason=speaking.env._("Sending was interrupted: nobody knows whether it arrived."))
        self._commit()

    # -- the loop -------------------------------------------------------------------------------------------------------------

    @api.model
    def _send(self, actions, date):
        """Send approved e-mails of one company, one after the other. Answers False when the time of the cron is over."""
        sessions = {}
        again = []
        try:
            for ids in split_every(BATCH, actions.ids, list):
                if not self._send_batch(ids, date, sessions, again):
                    return False
            return self._send_batch(again, date, sessions, []) if again else True
        finally:
            for session in sessions.values():
                session.close()

    def _send_batch(self, ids, date, sessions, again):
        for mail in self._prepare(ids, date, sessions):
            session = self._session(mail.company, mail.message["From"], sessions, alive=True)
            claimed = self._claim(mail, date)
            if claimed is None:
                again.append(mail.action)  # a balance changed since it was written: written again, once
            if claimed and self._hold(mail):
                self._outcome(mail, self._hand_over(mail, session), date)
            if not self._commit(1):
                return False
        return True

    def _commit(self, processed=0):
        """Seconds left for the cron; the only way in which this module commits."""
        return self.env["ir.cron"]._commit_progress(processed)

    # -- prepare --------------------------------------------------------------------------------------------------------------

    def _prepare(self, ids, date, sessions):
        """Ask the gate, write the texts and the copies on the timelines, build the messages: everything before the first claim.

        One message that cannot be written never stops the others: the batch is halved until it is alone.
        """
        self._commit()
        try:
            with self.env.cr.savepoint():
                mails = self._prepare_together(ids, date, sessions)
        except NoServer:
            raise
        except SerializationFailure:
            self.env.cr.rollback()  # somebody decided on one of them this very moment: they wait for the next round
            return []
        except Exception as error:  # noqa: BLE001 (one payer's data, parked below with its reason)
            return self._prepare_apart(ids, date, sessions, error)
        self._commit()
        return mails

    def _prepare_apart(self, ids, date, sessions, error):
        if len(ids) > 1:
            half = len(ids) // 2
            return self._prepare(ids[:half], date, sessions) + self._prepare(ids[half:], date, sessions)
        _logger.exception("Message %s could not be written", ids[0])
        action = self.env["dunning.action"].browse(ids)
        action._set_state("failed", reason=self.env._("This message could not be written: %(error)s", error=error))
        self._commit()
        return []

    def _prepare_together(self, ids, date, sessions):
        """The batch, its rows locked by the first statement of the transaction."""
        rows = self.env.execute_query(SQL(
            """SELECT id FROM dunning_action WHERE id = ANY(%s) AND state = 'approved'
                  AND (not_before IS NULL OR not_before <= %s) ORDER BY date, id FOR NO KEY UPDATE SKIP LOCKED""",
            ids, fields.Datetime.now(),
        ))
        actions = self.env["dunning.action"].browse(action for (action,) in rows)
        ready, _changed = actions._gate(date)
        texts = self.env["dunning.channel.email"]._prepare(ready, date)
        ready = ready.browse(texts)
        for action in ready.filtered(lambda action: not action.message_id):
            action.message_id = f"<{uuid.uuid4()}@{action._mail_domain()}>"
        ready._join_conversation()
        ready._attach(date)
        ready._write_on_timeline({action: text.html for action, text in texts.items()})
        return self._built(ready, sessions)

    def _built(self, actions, sessions):
        links = actions._live_links()
        mails = []
        for action in actions:
            headers = action._mail_headers()
            session = self._session(action.company_id.id, headers["email_from"], sessions)
            message = self._mime(action, headers, links[action.id])
            # the company's alias domain says where bounces go
            server = self.env["ir.mail_server"].with_context(
                domain_bounce_address=action.company_id.bounce_email or None,
                domain_notifications_email=action.company_id.alias_domain_id.default_from_email or None,
            )
            sender, recipients, message = server._prepare_email_message__(message, session.smtp)
            evidence = self._evidence(action, headers, message, links[action.id])
            mails.append(Mail(action.id, action.company_id.id, sender, tuple(recipients), message, evidence))
            action.fingerprint = action._fingerprint()
        return mails

    def _evidence(self, action, headers, message, links):
        """The very bytes of a formal notice; built once more when they hold a personal link, which is kept nowhere."""
        if action.severity < EVIDENCE_FROM:
            return b""
        return (self._mime(action, headers, {}) if links else message).as_bytes()

    def _mime(self, action, headers, links):
        """The message as core builds it; personal links are put in here and nowhere else."""
        html, plain = action.body_html, action.body_text
        for login, live in links.items():
            html, plain = html.replace(login, live), plain.replace(login, live)
        return self.env["ir.mail_server"]._build_email__(
            **headers,
            body=html,
            subtype="html",
            body_alternative=plain,
            subtype_alternative="plain",
            attachments=[(file.name, file.raw, file.mimetype) for file in action.sudo().attachment_ids],
        )

    # -- claim, hold ----------------------------------------------------------------------------------------------------------

    def _claim(self, mail, date):
        """Take one message, for good: true once committed, False when it may not leave (any more), None when its amounts changed.

        The gate is asked once more for this one message, and the UPDATE repeats every condition.
        """
        try:
            ready, changed = self.env["dunning.action"].browse(mail.action)._gate(date)
            if not ready or changed:
                self._commit()
                return None if ready else False
            self.env.cr.execute("SET LOCAL synchronous_commit TO on")
            claimed = self._claim_contact(mail, date)
        except SerializationFailure:
            self.env.cr.rollback()  # somebody else changed or took this very message
            return False
        self._commit()
        return claimed

    def _claim_contact(self, mail, date):
        """The claim and the contact that it costs are one; when the payer's week is used up, the message waits for the next."""
        action = self.env["dunning.action"].browse(mail.action)
        with self.env.cr.savepoint() as savepoint:
            if not self.env.execute_query(self._claim_query(mail.action, date)):
                return False
            if action._take_contact(date):
                return True
            savepoint.rollback()
        action._wait_for_next_week(date)
        return False

    def _claim_query(self, action, date):
        return SQL(
            """UPDATE dunning_action a SET state = 'sending', claimed_at = now() AT TIME ZONE 'UTC', attempts = attempts + 1
                WHERE a.id = %(action)s AND a.state = 'approved' AND a.channel = 'email' AND a.date <= %(date)s
                  AND EXISTS (
                      SELECT 1 FROM res_company c JOIN ir_config_parameter p ON p.key = 'database.uuid'
                       WHERE c.id = a.company_id AND p.value = c.dunning_live_database
                         AND (c.dunning_mode = 'auto' OR c.dunning_mode = 'manual' AND a.decided_by_id IS NOT NULL))
                  AND NOT EXISTS (
                      SELECT 1 FROM ir_config_parameter n
                       WHERE n.key = 'database.is_neutralized' AND lower(n.value) NOT IN ('', 'false', '0'))
                  AND NOT EXISTS (
                      SELECT 1 FROM dunning_stop s WHERE s.company_id = a.company_id AND s.date = %(date)s AND s.lifted_at IS NULL)
                  AND NOT EXISTS (
                      SELECT 1 FROM dunning_action_line l LEFT JOIN account_move_line m ON m.id = l.move_line_id
                       WHERE l.action_id = a.id AND l.left_reason IS NULL AND l.role IN ('asked', 'listed', 'coming')
                         AND (m.id IS NULL OR m.amount_residual_currency < l.amount))
            RETURNING id""",
            action=action, date=date,
        )

    def _hold(self, mail):
        """A lock that says: a living process has it. Gone or no longer *sending*: leave it alone."""
        return bool(self.env.execute_query(SQL(
            "SELECT 1 FROM dunning_action WHERE id = %s AND state = 'sending' FOR NO KEY UPDATE SKIP LOCKED", mail.action
        )))

    # -- hand over ------------------------------------------------------------------------------------------------------------

    def _hand_over(self, mail, session):
        """The only place that speaks to a mail server."""
        return wire.hand_over(session, mail.sender, mail.recipients, mail.message)

    def _session(self, company, email_from, sessions, alive=False):
        """The session with the server for this sender; ``alive``: asked, and opened again when the server had closed it."""
        session = sessions.get((company, email_from))
        if session is None or (alive and not session.is_alive()):
            session = sessions[company, email_from] = wire.Session(self._connect(email_from))
        return session

    def _connect(self, email_from):
        """A session of core's choice of server, with a time limit."""
        try:
            smtp = self.env["ir.mail_server"]._connect__(smtp_from=email_from)
        except Exception as error:
            raise NoServer(self.env._("No mail server answers: %(error)s", error=error)) from error
        if smtp is None:
            raise NoServer(self.env._("E-mails are switched off on this server."))
        smtp.timeout = TIMEOUT
        if smtp.sock:
            smtp.sock.settimeout(TIMEOUT)
        return smtp

    # -- outcome --------------------------------------------------------------------------------------------------------------

    def _outcome(self, mail, outcome, date):
        """Write down what became of it; committed by the loop before the next claim."""
        action = self.env["dunning.action"].browse(mail.action)
        if outcome.state == "sent":
            action._set_state("sent", sent_at=fields.Datetime.now(), date=date, server_answer=", ".join(outcome.refused))
            if mail.evidence:
                action._keep_bytes("eml", mail.evidence)
        elif outcome.state == "later" and action.attempts < sending.MAX_ATTEMPTS:
            action._set_state("approved", not_before=sending.retry_at(fields.Datetime.now()), server_answer=outcome.answer)
        elif outcome.state == "doubtful":
            action._set_state("doubtful", server_answer=outcome.answer, reason=self.env._(
                "The connection was lost while the message was handed over: nobody knows whether it arrived."
            ))  # fmt: skip
        else:
            action._set_state("failed", server_answer=outcome.answer, reason=self._why_failed(outcome))
            action._give_up_refused(outcome.answer)
        action._note_delivery(outcome.answer)

    def _why_failed(self, outcome):
        if outcome.state == "later":
            return self.env._("The mail server refused it %(count)s times: %(answer)s", count=sending.MAX_ATTEMPTS, answer=outcome.answer)
        if outcome.answer.startswith(("550", "551", "553", "5.1.1")):
            return self.env._("This address does not exist: %(answer)s", answer=outcome.answer)
        return self.env._("The mail server refused it: %(answer)s", answer=outcome.answer)
