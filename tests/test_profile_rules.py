"""Which profile applies: precedence, bounds, and the faults that a person should mend."""

import pytest

from odoo.addons.receivable.logic.profile import Fault, Rule, Subject, applies, choose, faults

KEY = Rule(1, kind="company", size="large")
PUBLIC = Rule(2, kind="public")
PERSON = Rule(3, kind="person")
NEW = Rule(4, "new")
PROMPT = Rule(5, "points", 70, 100)
LATE = Rule(6, "points", 50, 70)
RISKY = Rule(7, "points", 0, 50)
DELIVERED = [KEY, PUBLIC, PERSON, NEW, PROMPT, LATE, RISKY]


@pytest.mark.parametrize(
    ("points", "kind", "size", "profile"),
    [
        (95, "company", "", PROMPT),
        (100, "company", "small", PROMPT),
        (70, "company", "", PROMPT),
        (69.99, "company", "", LATE),
        (50, "company", "", LATE),
        (0, "company", "", RISKY),
        (None, "company", "", NEW),
        (12, "company", "large", KEY),
        (12, "public", "large", PUBLIC),
        (12, "person", "", PERSON),
        (None, "person", "", PERSON),
    ],
)
def test_the_first_rule_that_fits_applies(points, kind, size, profile):
    assert choose(DELIVERED, Subject(points, kind, size)).profile == profile.id


def test_the_same_score_is_treated_differently_by_size():
    assert choose(DELIVERED, Subject(40, "company", "large")).profile != choose(DELIVERED, Subject(40, "company", "small")).profile


def test_the_reason_names_the_facts_that_decided():
    assert choose(DELIVERED, Subject(64.2, "company", "")).facts == (("points", 64.2),)
    assert choose(DELIVERED, Subject(64.2, "public", "")).facts == (("kind", "public"),)
    assert choose(DELIVERED, Subject(None, "company", "")).facts == (("new", True),)


def test_a_profile_given_by_hand_only_never_applies_by_itself():
    assert not applies(Rule(9, fixed_only=True), Subject(50, "company", ""))


def test_the_delivered_set_has_no_fault():
    assert faults(DELIVERED) == []


def test_a_hole_is_found_with_its_bounds():
    rules = [KEY, PUBLIC, PERSON, NEW, PROMPT, LATE._replace(points_from=60), RISKY]
    assert faults(rules) == [Fault("hole", (), 50, 60, ("company",))]


def test_neighbouring_holes_are_one():
    assert faults([NEW, PROMPT, Rule(8, "points", 50, 60, fixed_only=True)]) == [
        Fault("hole", (), 0, 70, ("company", "person", "public"))
    ]


def test_ranges_that_meet_are_told_with_what_they_share():
    assert Fault("overlap", (5, 6), 70, 75) in faults([*DELIVERED[:5], LATE._replace(points_to=75), RISKY])


def test_ranges_of_different_kinds_may_meet():
    assert not faults([NEW, PROMPT, LATE, RISKY, Rule(8, "points", 0, 100, kind="public")])


def test_new_payers_without_a_profile_are_a_hole_too():
    assert faults([PROMPT, LATE, RISKY]) == [Fault("new_hole", (), 0, 0, ("company", "person", "public"))]


def test_an_empty_range_is_a_fault():
    assert Fault("empty", (8,)) in faults([*DELIVERED, Rule(8, "points", 60, 60)])
