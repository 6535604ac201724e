"""What `setup/test` finds beside the tests: logs, translations, browser tests, docker-compose."""

import json
from pathlib import Path

import polib
import pytest
import yaml
from conftest import ROOT
from encaisse_setup import checks, compose_check, pytest_stage, translation_check
from encaisse_setup.layout import Layout
from encaisse_setup.pytest_stage import Outcome

LOG = """\
2026-11-24 16:51:41,227 11370 INFO db odoo.modules.loading: loading
2026-11-24 16:51:41,227 11370 WARNING ? odoo: Running as user 'root' is a security risk.
2026-11-24 16:51:42,100 11370 WARNING db odoo.models: two fields have the same label
2026-11-24 16:51:43,227 ERROR odoo.http: broken [addons/x/tests/test_a.py::A::test_a]
an INFO text that speaks of an ERROR and a WARNING
"""


def test_complaints_outside_of_the_allow_list(tmp_path):
    allowed = tmp_path / "allowed.txt"
    allowed.write_text("# a remark\n\nRunning as user 'root'  # thrown away afterwards\n")
    found = checks.complaints(LOG, checks.allow_list(allowed))
    assert [line.split(": ", 1)[1] for line in found] == [
        "two fields have the same label", "broken [addons/x/tests/test_a.py::A::test_a]"]


def test_an_allowed_line_needs_a_reason(tmp_path):
    allowed = tmp_path / "allowed.txt"
    allowed.write_text("anything at all\n")
    with pytest.raises(ValueError, match="no reason"):
        checks.allow_list(allowed)


def test_our_own_allow_list_is_short_and_has_reasons():
    assert 0 < len(checks.allow_list(ROOT / "setup" / "log-allowed.txt")) < 15


def po(*entries):
    file = polib.POFile()
    file.extend(polib.POEntry(msgid=source, msgstr=target, flags=flags) for source, target, *flags in entries)
    return file


def test_translations():
    template = po(("Payer", ""), ("Due on %(date)s", ""), ("Level", ""), ("Run", ""), ("Hold", ""))
    french = po(("Payer", "Payeur"), ("Due on %(date)s", "Échu le %(jour)s"), ("Level", "Niveau", "fuzzy"), ("Run", " "))
    assert [fault.partition(":")[0] for fault in translation_check.faults(template, french)] == [
        "other placeholders", "fuzzy", "not translated", "missing"]


def test_a_term_in_a_new_place_is_not_translated_there():
    template, french = po(("Payer", "")), po(("Payer", "Payeur"))
    template[0].occurrences = [("model:ir.model,name:receivable.a", "0"), ("model:ir.model,name:receivable.b", "0")]
    french[0].occurrences = template[0].occurrences[:1]
    assert list(translation_check.faults(template, french)) == [
        "used in a new place, export fr.po again: 'Payer', model:ir.model,name:receivable.b"]


def test_a_word_of_python_without_its_comment_is_not_loaded():
    template, french = po(("Payer", "")), po(("Payer", "Payeur"))
    template[0].comment = "odoo-python"
    assert list(translation_check.faults(template, french)) == ["not loaded, wants the comment odoo-python: 'Payer'"]
    french[0].comment = "odoo-python"
    assert not list(translation_check.faults(template, french))


@pytest.mark.parametrize(("source", "drives"), [
    ("class A:\n  def test(self):\n    self.start_tour('/odoo', 'x')", True),
    ("class A:\n  def test(self):\n    self.browser_js('/odoo', 'x')", True),
    ("class A:\n  def test(self):\n    self.url_open('/odoo')  # not start_tour", False),
])
def test_which_tests_drive_a_browser(source, drives):
    assert checks.drives_a_browser(source) is drives


@pytest.fixture
def suite(tmp_path, monkeypatch):
    """A checkout with one add-on and one browser test."""
    tests = tmp_path / "addons" / "receivable" / "tests"
    tests.mkdir(parents=True)
    (tests / "test_tour.py").write_text("def test(self): self.start_tour()")
    monkeypatch.setattr(checks, "missing_for_browsers", lambda layout: [])
    (tmp_path / "addons" / "receivable" / "__manifest__.py").write_text("{}")
    return Layout(tmp_path)


def test_browser_tests_must_have_run(suite):
    name = "odoo.addons.receivable.tests.test_tour.TestTour::test"
    assert checks.browser_tests(suite, Outcome(), demo=False) == ["no test of addons/receivable/tests/test_tour.py ran"]
    assert not checks.browser_tests(suite, Outcome(ran=(name,)), demo=False)
    skipped = Outcome(ran=(name,), skipped=(f"{name}_two: no browser",))
    assert checks.browser_tests(suite, skipped, demo=False) == [f"skipped: {name}_two: no browser"]
    assert not checks.browser_tests(suite, Outcome(), demo=True)


def test_reading_a_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite><testcase classname="a.B" name="one"/>'
                      '<testcase classname="a.B" name="two"><failure/></testcase>'
                      '<testcase classname="a.B" name="three"><skipped message="no browser"/></testcase></testsuite></testsuites>')
    assert pytest_stage.read_report(report) == Outcome(1, 1, ("a.B::three: no browser",), ("a.B::one",))


def compose_faults(change):
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    schema = json.loads(Path(compose_check.__file__).with_name("compose.schema.json").read_text())
    change(compose)
    return list(compose_check.faults(compose, schema, ROOT))


@pytest.mark.parametrize(("change", "said"), [
    (lambda c: c["services"]["db"].pop("image"), "'image' is a required property"),
    (lambda c: c["services"]["odoo"].update(ports=["8069:8069"]), "does not match"),
    (lambda c: c["services"]["odoo"].update(volumes=["./nowhere:/mnt"]), "./nowhere does not exist"),
    (lambda c: c.pop("volumes"), "volume odoo-data is not declared"),
    (lambda c: c["services"].pop("mail"), "depends on mail, which is not a service"),
])
def test_mistakes_in_docker_compose(change, said):
    assert said in "\n".join(compose_faults(change))


def test_our_docker_compose():
    assert not compose_faults(lambda compose: None)
