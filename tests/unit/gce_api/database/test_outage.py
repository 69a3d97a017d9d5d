"""The endpoint's database is away, and is back."""

from __future__ import annotations

import shutil
import threading

import pytest
import sqlalchemy

from gce_api import options
from gce_api.background.jobs import apart
from gce_api.database import outage
from gce_api.database.connection import Database
from gce_api.google import errors
from gce_api.openstack import failures


class Outage(outage.Outage):
    """One that only this thread meets: endpoints of other tests may have lost their files."""

    def __init__(self):
        super().__init__(outage._DATABASE._away, outage._DATABASE._back)
        self._thread = threading.get_ident()

    def begins(self, error):
        if threading.get_ident() == self._thread:
            super().begins(error)

    def ends(self):
        if threading.get_ident() == self._thread:
            super().ends()


@pytest.fixture(autouse=True)
def _own(monkeypatch):
    monkeypatch.setattr(outage, "_DATABASE", Outage())


@pytest.fixture
def lost(tmp_path):
    """What it is to ask a database whose file is gone, folder and all."""
    folder = tmp_path / "disk"
    folder.mkdir()
    path = tmp_path / "gce-api.conf"
    path.write_text(
        "[keystone]\nauth_url = http://127.0.0.1:9/v3\n"
        f"[database]\nconnection = sqlite:///{folder}/gce.sqlite\n"
    )
    database = Database(options.load(files=[str(path)]))
    shutil.rmtree(folder)
    database.engine.dispose()
    with pytest.raises(Exception) as raised, database.writer() as session:  # noqa: PT011
        session.execute(sqlalchemy.text("SELECT 1"))
    yield raised.value
    outage.over()


def test_a_client_is_told_to_come_again(lost):
    error = failures.translate(lost)
    assert isinstance(error, errors.Unavailable)
    assert error.message == "The database of this endpoint cannot be reached."


def test_it_is_logged_once_and_once_when_it_is_over(lost, caplog):
    for _ in range(3):
        with apart("The job look_after_groups"):
            raise RuntimeError("the job failed") from lost
        failures.translate(lost)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "[database] connection: " in caplog.text
    assert "Traceback" not in caplog.text
    outage.over()
    outage.over()
    assert caplog.messages[1:] == ["The database can be reached again"]


def test_a_fault_of_ours_is_no_outage():
    assert not outage.told(RuntimeError("broken"))
    assert not outage.told(
        sqlalchemy.exc.OperationalError("SELECT x", {}, Exception("no such column: x"))
    )
