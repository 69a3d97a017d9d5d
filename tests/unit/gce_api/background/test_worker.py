"""Jobs run in one process of all, and one job's failure is not another's."""

from __future__ import annotations

import types

import pytest
from keystoneauth1 import exceptions as ks

from gce_api.background import agents as agents_module
from gce_api.background import worker
from gce_api.background.agents import Agents
from gce_api.background.jobs import Job, apart
from gce_api.background.worker import Worker
from gce_api.google import errors
from gce_api.operations.heartbeat import Heartbeat


@pytest.fixture
def services(conf, database):
    coordination = types.SimpleNamespace(leads=lambda work: True)
    return types.SimpleNamespace(
        conf=conf, database=database, coordination=coordination, heartbeat=Heartbeat()
    )


@pytest.fixture
def jobs(monkeypatch):
    found: list[Job] = []
    monkeypatch.setattr(worker, "JOBS", found)
    return found


def test_a_job_is_called_when_it_is_due_and_not_before(services, jobs):
    called = []
    jobs += [Job(lambda _: called.append("often"), 0), Job(lambda _: called.append("once"), 3600)]
    running = Worker(services)
    running.run()
    running.run()
    assert called == ["often", "once", "often"]


def test_a_job_that_fails_does_not_keep_others_from_running(services, jobs):
    called = []

    def fail(_):
        raise RuntimeError("broken")

    jobs += [Job(fail, 0), Job(lambda _: called.append("other"), 0)]
    Worker(services).run()
    assert called == ["other"]


def test_what_fails_apart_is_logged_in_a_sentence(caplog):
    with apart("Healing the group web"):
        raise errors.QuotaExceeded("Quota 'CPUS' exceeded.")
    assert "Healing the group web: Quota 'CPUS' exceeded." in caplog.text


class Keystone:
    """Knows some application credentials, and counts how often it is asked."""

    def __init__(self, monkeypatch):
        self.known = {"credential"}
        self.asked = 0
        self.clock = 1000.0
        monkeypatch.setattr(agents_module, "ApplicationCredential", self.plugin)
        monkeypatch.setattr(
            agents_module, "time", types.SimpleNamespace(monotonic=lambda: self.clock)
        )

    def plugin(self, url, application_credential_id, application_credential_secret):
        def get_token(session):
            self.asked += 1
            if application_credential_id not in self.known:
                raise ks.NotFound("Could not find Application Credential")
            return "token"

        return types.SimpleNamespace(get_token=get_token)

    def caller(self, token, project):
        return f"{token} of {project}"


@pytest.fixture
def keystone(monkeypatch):
    return Keystone(monkeypatch)


@pytest.fixture
def act(conf, database, keystone):
    """What a job does for an agent; whether it could act, and what OpenStack says may be given."""
    agents = Agents(conf, keystone, database)

    def keep(credential):
        agents._keep("p", "agent-a", {"id": credential, "secret": "s"})

    def act(says=None):
        done = []
        with apart("Healing"), agents.acting("p", "agent-a") as caller:
            if says:
                raise says
            done.append(caller)
        return done == ["token of p"]

    keep("credential")
    act.keep = keep
    return act


def warnings_in(caplog):
    return [record for record in caplog.records if record.levelname == "WARNING"]


def test_an_agent_that_keystone_refuses_is_logged_once_and_seldom_tried(keystone, act, caplog):
    keystone.known.clear()
    for _ in range(12 * 60):  # a job comes every minute, for half a day
        assert not act()
        keystone.clock += 60
    assert keystone.asked < 20
    (warning,) = warnings_in(caplog)
    assert "of project p cannot act: Keystone does not accept the application" in warning.message


def test_an_agent_whose_project_is_enabled_again_goes_on(keystone, act, caplog):
    caplog.set_level("INFO")
    keystone.known.clear()
    assert not act()
    keystone.known.add("credential")
    keystone.clock += 61
    assert act()
    assert "can act again" in caplog.records[-1].message


def test_an_agent_that_was_appointed_anew_goes_on_at_once(keystone, act):
    """It may be another process that has appointed it."""
    keystone.known = {"another"}
    assert not act()
    act.keep("another")
    assert act()


def test_an_agent_whose_token_ends_with_its_project_is_not_tried_again(keystone, act, caplog):
    assert act()
    keystone.known.clear()
    for _ in range(9):
        assert not act(says=errors.Unauthorized("The request requires authentication."))
    assert keystone.asked == 2
    assert len(warnings_in(caplog)) == 1


def test_an_agent_whose_token_was_revoked_gets_another(keystone, act):
    assert act()
    assert not act(says=errors.Unauthorized("The request requires authentication."))
    assert act()
    assert keystone.asked == 2
