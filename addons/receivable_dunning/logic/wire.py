"""Handing one message over by SMTP, and what can be said of it afterwards. No ORM.

Before DATA nothing has left; after DATA only the server's answer tells. Without an answer nobody knows: *doubtful*.
"""

import smtplib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import NamedTuple


class Outcome(NamedTuple):
    """What became of one hand-over."""

    state: str  # 'sent' | 'later' (refused for now) | 'failed' | 'doubtful'
    answer: str = ""  # the server's words
    refused: tuple[str, ...] = ()  # recipients refused while others were accepted


class Session:
    """One SMTP session that notes the moment DATA begins."""

    def __init__(self, smtp: smtplib.SMTP):
        self.smtp = smtp
        self.data_begun = False
        self._data = smtp.data
        smtp.data = self._note_data

    def _note_data(self, message):
        self.data_begun = True
        return self._data(message)

    def is_alive(self) -> bool:
        """Does the server still listen? Servers close idle sessions; asked before a message is claimed."""
        try:
            return self.smtp.noop()[0] == 250
        except OSError:
            return False

    def close(self) -> None:
        try:
            self.smtp.quit()
        except OSError:
            self.smtp.close()


def hand_over(session: Session, sender: str, recipients: Sequence[str], message: EmailMessage) -> Outcome:
    """Give a message to the server, once."""
    session.data_begun = False
    try:
        refused = session.smtp.send_message(message, sender, recipients)
    except smtplib.SMTPServerDisconnected as error:
        return _cut_off(session, error)
    except smtplib.SMTPRecipientsRefused as error:
        return _all_refused(error.recipients)
    except smtplib.SMTPResponseException as error:
        return Outcome("failed" if error.smtp_code >= 500 else "later", said(error.smtp_code, error.smtp_error))
    except OSError as error:  # a time-out, a reset; smtplib's own exceptions are OSErrors too: last
        return _cut_off(session, error)
    except (UnicodeError, ValueError) as error:  # an address that the server cannot be told
        return Outcome("doubtful" if session.data_begun else "failed", str(error))
    return Outcome("sent", "", tuple(refused))


def _cut_off(session: Session, error: Exception) -> Outcome:
    return Outcome("doubtful" if session.data_begun else "later", str(error))


def _all_refused(recipients: Mapping[str, tuple[int, bytes]]) -> Outcome:
    """Nobody accepted: for now if each answer is a temporary one."""
    answers = list(recipients.values())
    later = all(code < 500 for code, _words in answers)
    return Outcome("later" if later else "failed", said(*answers[0]))


def said(code: int, words: bytes | str) -> str:
    """
    >>> said(550, b"No such user")
    '550 No such user'
    """
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"
