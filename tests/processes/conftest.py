"""Process tests need a database with the add-ons, which `setup/test` names; without one they are skipped."""

import os

import pytest
from encaisse_setup.layout import here
from encaisse_setup.mail_sink import Sink
from laboratory import Laboratory


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory):
    database = os.environ.get("ENCAISSE_DATABASE")
    if not database:
        pytest.skip("setup/test names a database for process tests")
    folder = tmp_path_factory.mktemp("processes")
    with Sink(folder / "mails") as sink, Laboratory(here(), database, sink, folder) as running:
        running.companies = running.do("settle")
        yield running


@pytest.fixture
def company(laboratory):
    """The company that sends, with a mail server that behaves, and nothing of earlier tests in its outbox."""
    laboratory.sink.rules.clear()
    laboratory.do("forget")
    return laboratory.companies["company"]
