"""One hand-over by SMTP and what is known afterwards, on a real server that misbehaves when asked to."""

import smtplib
import socket
from email.message import EmailMessage

import pytest
from encaisse_setup.mail_sink import Sink

from odoo.addons.receivable_dunning.logic import wire


@pytest.fixture
def sink(tmp_path):
    with Sink(tmp_path) as running:
        yield running


def session(sink, timeout=5):
    return wire.Session(smtplib.SMTP("127.0.0.1", sink.port, timeout=timeout))


def give(sink, *recipients, timeout=5):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Account", "us@creditor.example", ", ".join(recipients)
    message.set_content("Please pay.")
    return wire.hand_over(session(sink, timeout), "us@creditor.example", recipients, message)


def test_accepted(sink):
    assert give(sink, "claire@payer.example").state == "sent"
    assert len(list(sink.store.names())) == 1


@pytest.mark.parametrize(
    ("behaviour", "state", "kept"),
    [
        ("refuse", "failed", 0),
        ("refuse-data", "failed", 0),
        ("later", "later", 0),
        ("later-data", "later", 0),
        ("drop", "doubtful", 1),
        ("lose", "doubtful", 0),
    ],
)
def test_what_is_known_afterwards(sink, behaviour, state, kept):
    assert give(sink, f"claire+sink-{behaviour}@payer.example").state == state
    assert len(list(sink.store.names())) == kept


def test_a_server_that_never_answers_leaves_a_doubt(sink):
    assert give(sink, "claire+sink-hang@payer.example", timeout=0.5).state == "doubtful"


def test_the_servers_words_are_kept(sink):
    assert give(sink, "claire+sink-refuse@payer.example").answer.startswith("550 ")


def test_some_recipients_refused_is_sent(sink):
    outcome = give(sink, "claire@payer.example", "paul+sink-refuse@payer.example")
    assert (outcome.state, outcome.refused) == ("sent", ("paul+sink-refuse@payer.example",))


def test_a_connection_that_was_closed_before_data_leaves_no_doubt(sink):
    one = session(sink)
    one.smtp.sock.shutdown(socket.SHUT_RDWR)
    message = EmailMessage()
    message["From"], message["To"] = "us@creditor.example", "claire@payer.example"
    message.set_content("Please pay.")
    assert wire.hand_over(one, "us@creditor.example", ["claire@payer.example"], message).state == "later"
    assert not one.is_alive()


def test_an_open_session_is_alive(sink):
    one = session(sink)
    assert one.is_alive()
    one.close()
