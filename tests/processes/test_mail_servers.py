"""Mail servers that misbehave: what is known afterwards, and what happens next."""

import socket
import time

import pytest


def states(laboratory, payers):
    return [(action["state"], action["attempts"]) for action in laboratory.do("look", payers=payers)]


def test_it_hangs_and_the_others_leave(laboratory, company):
    """The time-out is honoured: one message in doubt, and not for ever."""
    payers = laboratory.do("ledger", payers=3, companies=[company])
    laboratory.sink.rules["p1@payer.example"] = "hang"
    started = time.monotonic()
    laboratory.do("send", company=company)
    assert time.monotonic() - started < 15, "one second is the limit of these tests"
    found = laboratory.found(payers)
    assert (found.states, found.arrived) == ({"sent": 2, "doubtful": 1}, 3)


@pytest.mark.parametrize(("behaviour", "arrived"), [("drop", 1), ("lose", 0)])
def test_it_breaks_off_after_data(laboratory, company, behaviour, arrived):
    """In doubt, and never sent again by itself."""
    payers = laboratory.do("ledger", payers=1, companies=[company])
    laboratory.sink.rules["*"] = behaviour
    laboratory.do("send", company=company)
    laboratory.sink.rules.clear()
    laboratory.do("send", company=company)
    found = laboratory.found(payers)
    assert (found.states, found.arrived) == ({"doubtful": 1}, arrived)


def test_it_breaks_off_before_data(laboratory, company):
    """Nothing has left: no doubt, tried again after a quarter of an hour."""
    payers = laboratory.do("ledger", payers=1, companies=[company])
    laboratory.sink.rules["*"] = "cut"
    laboratory.do("send", company=company)
    laboratory.sink.rules.clear()
    laboratory.do("send", company=company)
    assert states(laboratory, payers) == [("approved", 1)], "not before a quarter of an hour"
    laboratory.do("a_quarter_later", payers=payers)
    laboratory.do("send", company=company)
    assert laboratory.found(payers) == ({"sent": 1}, 1)


@pytest.mark.parametrize("behaviour", ["later", "later-data"])
def test_it_refuses_for_now(laboratory, company, behaviour):
    """Five times, at least a quarter of an hour apart; then a person is asked."""
    payers = laboratory.do("ledger", payers=1, companies=[company])
    laboratory.sink.rules["*"] = behaviour
    for attempt in range(1, 5):
        for _twice in range(2):
            laboratory.do("send", company=company)
        (action,) = laboratory.do("look", payers=payers)
        assert (action["state"], action["attempts"]) == ("approved", attempt)
        assert action["not_before"] >= "2026-11-24 10:15:00"
        laboratory.do("a_quarter_later", payers=payers)
    laboratory.do("send", company=company)
    (action,) = laboratory.do("look", payers=payers)
    assert (action["state"], action["attempts"], action["todo"], action["used"]) == ("failed", 5, "undelivered", 1)
    assert laboratory.found(payers).arrived == 0


@pytest.mark.parametrize("behaviour", ["refuse", "refuse-data"])
def test_it_refuses_for_good(laboratory, company, behaviour):
    payers = laboratory.do("ledger", payers=1, companies=[company])
    laboratory.sink.rules["*"] = behaviour
    laboratory.do("send", company=company)
    (action,) = laboratory.do("look", payers=payers)
    assert (action["state"], action["attempts"], action["todo"]) == ("failed", 1, "undelivered")
    assert laboratory.found(payers).arrived == 0


@pytest.mark.parametrize("answers", [False, True], ids=["it is not there", "it is there and says nothing"])
def test_no_mail_server(laboratory, company, answers):
    """Nothing is claimed, a sentence says why; once it is back, everything leaves."""
    payers = laboratory.do("ledger", payers=2, companies=[company])
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if answers:
            silent.listen()
        laboratory.do("send", company=company, smtp_port=silent.getsockname()[1])
    actions = laboratory.do("look", payers=payers)
    assert states(laboratory, payers) == [("approved", 0)] * 2
    assert actions[0]["trouble"].startswith("No mail server answers")
    laboratory.do("send", company=company)
    found = laboratory.found(payers)
    assert (found.states, found.arrived) == ({"sent": 2}, 2)
