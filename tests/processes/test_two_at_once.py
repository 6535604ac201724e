"""Two processes do the same work at the same moment: it is done once."""

import pytest


def test_two_runs(laboratory, company):
    """The second says that one is under way, and adds nothing."""
    payers = laboratory.do("ledger", payers=3, companies=[company], plan=False)
    first = laboratory.start("plan", at=["before the plan is recorded", 1], then="freeze", company=company)
    first.until_frozen()
    assert "under way" in laboratory.do("plan", company=company)
    first.go_on()
    assert first.answer() == ""
    assert laboratory.do("plan", company=company) == "", "a run after the other adds nothing either"
    assert laboratory.found(payers).states == {"planned": 3}


def test_two_runs_that_race(laboratory, company):
    payers = laboratory.do("ledger", payers=3, companies=[company], plan=False)
    for run in [laboratory.start("plan", company=company) for _run in range(2)]:
        run.answer()
    assert laboratory.found(payers).states == {"planned": 3}


def test_two_cron_workers(laboratory, company):
    payers = laboratory.do("ledger", payers=30, companies=[company])
    for worker in [laboratory.start("cron", settle=10) for _worker in range(2)]:
        worker.answer()
    laboratory.do("cron", settle=10)  # what the two left to each other
    found = laboratory.found(payers)
    assert (found.states, found.arrived) == ({"sent": 30}, 30)


@pytest.mark.parametrize("step", ["before the claim is committed", "after the claim", "while it is held"])
def test_a_second_worker_comes_by_while_the_first_has_a_message(laboratory, company, step):
    """It leaves that one alone, and neither is in doubt."""
    payers = laboratory.do("ledger", payers=3, companies=[company])
    first = laboratory.start("cron", at=[step, 1], then="freeze", settle=10)
    first.until_frozen()
    second = laboratory.start("cron", settle=10)
    if step == "before the claim is committed":
        laboratory.until(lambda: laboratory.waits(second) or not second.is_alive())
    else:
        second.answer()
    first.go_on()
    first.answer()
    second.answer()
    laboratory.do("cron", settle=10)
    found = laboratory.found(payers)
    assert (found.states, found.arrived) == ({"sent": 3}, 3)


def test_two_companies_cannot_overspend_the_contacts_of_a_payer(laboratory, company):
    """One contact is left, and both are about to take it."""
    laboratory.do("set_budget", most=1)
    both = [company, laboratory.companies["branch"]]
    payers = laboratory.do("ledger", payers=1, companies=both)
    first = laboratory.start("send", at=["before the claim is committed", 1], then="freeze", company=both[0])
    first.until_frozen()
    second = laboratory.start("send", company=both[1])
    laboratory.until(lambda: laboratory.waits(second))
    first.go_on()
    first.answer()
    second.answer()
    for one in both:
        laboratory.do("send", company=one)
    actions = laboratory.do("look", payers=payers)
    assert [(action["state"], action["date"]) for action in actions] == [("sent", "2026-11-24"), ("approved", "2026-11-30")]
    assert laboratory.found(payers).arrived == 1
    laboratory.do("set_budget", most=3)
