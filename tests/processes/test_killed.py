"""A sender dies at each step of the outbox, and another one goes on: nothing twice, nothing lost, at most one message in doubt.

Each time three messages wait, and it happens at the second: the first has left, the third has not been touched.
"""

import pytest
from laboratory import Killed

# step, how often it is passed, how many arrive in the end, how many of the three are in doubt
STEPS = [
    ("before the preparation is committed", 1, 3, 0),
    ("after the preparation", 1, 3, 0),
    ("before the claim is committed", 2, 3, 0),
    ("after the claim", 2, 2, 1),
    ("while it is held", 2, 2, 1),
    ("after DATA was accepted", 2, 3, 1),
    ("before the outcome is committed", 2, 3, 1),
    ("before the next claim", 3, 3, 0),
]


@pytest.mark.parametrize(("step", "count", "arrived", "doubtful"), STEPS, ids=[step for step, *_more in STEPS])
def test_killed(laboratory, company, step, count, arrived, doubtful):
    payers = laboratory.do("ledger", payers=3, companies=[company])
    with pytest.raises(Killed):
        laboratory.start("send", at=[step, count], then="die", company=company).answer()
    laboratory.do("send", company=company)
    found = laboratory.found(payers)
    assert (found.states["doubtful"], found.states["sent"], found.arrived) == (doubtful, 3 - doubtful, arrived)


@pytest.mark.parametrize(("step", "count", "arrived", "doubtful"), STEPS, ids=[step for step, *_more in STEPS])
def test_the_database_restarts(laboratory, company, step, count, arrived, doubtful):
    """Every connection is cut; the sender fails, the next one goes on. What it held was handed over: in doubt."""
    payers = laboratory.do("ledger", payers=3, companies=[company])
    with pytest.raises(AssertionError, match="connection"):
        laboratory.start("send", at=[step, count], then="lose_the_database", company=company).answer()
    laboratory.do("send", company=company)
    found = laboratory.found(payers)
    arrived += step == "while it is held"
    assert (found.states["doubtful"], found.states["sent"], found.arrived) == (doubtful, 3 - doubtful, arrived)


def test_killed_in_the_middle_of_a_hand_over(laboratory, company):
    """From outside, while the mail server has the message and says nothing."""
    payers = laboratory.do("ledger", payers=1, companies=[company])
    laboratory.sink.rules["*"] = "hang"
    before = len(laboratory.kept())
    sender = laboratory.start("send", company=company)
    laboratory.until(lambda: len(laboratory.kept()) > before)
    sender.kill()
    laboratory.sink.rules.clear()
    laboratory.do("send", company=company)
    found = laboratory.found(payers)
    assert (found.states, found.arrived) == ({"doubtful": 1}, 1)


def test_what_a_person_sends_again_has_the_same_identifier(laboratory, company):
    payers = laboratory.do("ledger", payers=1, companies=[company])
    with pytest.raises(Killed):
        laboratory.start("send", at=["after DATA was accepted", 1], then="die", company=company).answer()
    laboratory.do("send", company=company)
    laboratory.do("did_not_leave", payers=payers)
    laboratory.do("send", company=company)
    assert list(laboratory.arrived(payers).values()) == [2], "a person said so, and the mail server may recognise it"


def test_a_crash_keeps_the_contact_counted(laboratory, company):
    payers = laboratory.do("ledger", payers=1, companies=[company])
    with pytest.raises(Killed):
        laboratory.start("send", at=["after the claim", 1], then="die", company=company).answer()
    (action,) = laboratory.do("look", payers=payers)
    assert (action["state"], action["used"]) == ("sending", 1)


@pytest.mark.parametrize("step", ["before the plan is recorded", "before the plan is committed"])
def test_a_night_that_is_killed_is_done_again(laboratory, company, step):
    payers = laboratory.do("ledger", payers=2, companies=[company], plan=False)
    with pytest.raises(Killed):
        laboratory.start("plan", at=[step, 1], then="die", company=company, payers=payers).answer()
    assert not laboratory.do("look", payers=payers)
    assert laboratory.do("plan", company=company, payers=payers) == ""
    assert laboratory.found(payers).states == {"planned": 2}
