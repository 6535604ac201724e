"""Promise, guard and test are named together and cannot drift apart."""

from collections import Counter
from pathlib import Path

import pytest
from guards.catalogue import GUARDS, Text

ROOT = Path(__file__).parents[1]
SPOILT = [(guard, one) for guard in GUARDS for one in guard.off if isinstance(one, Text)]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.guard)
def test_each_guard_has_its_test(guard):
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "addons" / guard.addon / "tests").glob("test_*.py"))
    assert tests.count(f"def {guard.test}(") == 1


@pytest.mark.parametrize(("guard", "off"), SPOILT, ids=lambda one: getattr(one, "guard", ""))
def test_what_is_switched_off_stands_in_the_code_once(guard, off):
    assert (ROOT / "addons" / off.file).read_text(encoding="utf-8").count(off.before) == 1


def test_the_page_of_guarantees_names_every_promise_guard_and_test():
    page = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    for guard in GUARDS:
        for words in (guard.promise, guard.guard, guard.test):
            assert words in page


def test_no_guard_is_listed_twice():
    assert max(Counter(guard.guard for guard in GUARDS).values()) == 1
