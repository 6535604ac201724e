"""The check of the scenario editor: what is said under the time-line."""

from odoo.addons.receivable_dunning.logic.scenario_faults import Step, faults

FIRST = Step("1st reminder", "due", 3, 1, "email", "letter")
SECOND = Step("2nd reminder", "due", 12, 2, "email", "letter")
NOTICE = Step("Formal notice", "due", 52, 7, "letter", "letter", "approve", registered=True)
THANKS = Step("Thank-you", "paid", 2, 0, "email")


def codes(*steps, without_address=0):
    return [fault.code for fault in faults(steps, 7, 3, without_address)]


def test_a_sound_scenario_says_nothing():
    assert codes(FIRST, SECOND, NOTICE, THANKS) == []


def test_the_firmer_step_on_an_earlier_day_is_named():
    (fault,) = faults([FIRST._replace(offset=15), SECOND], 7, 3)
    assert (fault.code, fault.level, dict(fault.values)) == ("order", "danger", {"sooner": "2nd reminder", "later": "1st reminder"})


def test_two_steps_on_one_day():
    assert codes(FIRST, SECOND._replace(offset=3)) == ["same_day"]


def test_two_steps_of_one_rank_block_each_other():
    assert codes(FIRST, SECOND._replace(severity=1)) == ["same_rank"]


def test_a_written_step_needs_a_text_a_call_does_not():
    assert codes(FIRST._replace(has_text=False)) == ["no_text"]
    assert codes(FIRST._replace(has_text=False, channel="call", channel_without_email="call")) == []


def test_a_formal_notice_is_never_the_first_message_and_never_leaves_by_itself():
    assert codes(NOTICE._replace(release="auto")) == ["notice_first", "notice_auto"]


def test_a_formal_notice_names_a_true_next_step():
    assert codes(FIRST, NOTICE._replace(announces=False)) == ["no_next"]


def test_payers_without_address_are_counted_for_the_registered_letter_only():
    (fault,) = faults([FIRST, SECOND, NOTICE], 7, 3, without_address=3)
    assert (fault.code, dict(fault.values)) == ("no_address", {"step": "Formal notice", "count": 3})


def test_steps_nearer_than_the_spacing_are_said_to_be_delayed():
    assert codes(FIRST, SECOND._replace(offset=8)) == ["close"]
    assert codes(FIRST, SECOND._replace(offset=8, channel="call", channel_without_email="call")) == []


def test_the_gravest_fault_comes_first():
    assert codes(FIRST._replace(has_text=False), SECOND._replace(offset=8)) == ["no_text", "close"]
