"""The numbers in the docstrings of the pure rules are true."""

import doctest
import importlib

import pytest
from conftest import add_ons

MODULES = [f"odoo.addons.{add_on.name}.logic.{path.stem}"
           for add_on in add_ons() for path in sorted((add_on / "logic").glob("*.py")) if path.stem != "__init__"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
