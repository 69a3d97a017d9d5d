"""What is kept of log-ins: for one use, for a while, and of no use to who reads the database."""

import threading

import pytest
from sqlalchemy import select

from gce_api.access.oauth.log_ins import LogIns, Steps, User, Wish, chosen
from gce_api.access.oauth.tokens import Tokens
from gce_api.database.models import LogIn, LogInStep
from gce_api.database.sealing import Sealer
from gce_api.google import errors, times
from gce_api.openstack.caller import Credential

USER = User("u", "ada", "Default")


class Identity:
    """Keystone, where the project ``closed`` is closed to everybody."""

    def __init__(self):
        self.made, self.deleted = [], []

    def rescope(self, token, project):
        if project == "closed":
            raise errors.Forbidden("closed")
        return type("Scoped", (), {"auth_token": "t", "user_id": "u"})

    def create_credential(self, scoped, name, **_):
        self.made.append(f"c{len(self.made)}")
        return Credential(self.made[-1], "the-secret")

    def delete_credential(self, user, credential, token=None):
        self.deleted.append(credential)
        return True


@pytest.fixture
def sealer(conf):
    return Sealer(conf)


@pytest.fixture
def steps(database, sealer):
    return Steps(database, sealer)


@pytest.fixture
def identity():
    return Identity()


@pytest.fixture
def log_ins(conf, database, identity, sealer):
    return LogIns(conf, database, identity, sealer)


def wish(*projects):
    return Wish("gcloud", ["openid"], list(projects), unrestricted=True)


def test_of_all_who_take_a_step_at_the_same_time_one_gets_it(steps):
    code = steps.add({"for": "one"}, 60)
    start, got = threading.Barrier(8), []

    def take():
        start.wait()
        got.append(steps.take(code))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found for found in got if found] == [{"for": "one"}]
    assert steps.look(code) is None


def test_a_step_that_is_too_old_is_none_and_goes_with_the_next(steps, database):
    old = steps.add({}, -1)
    assert steps.take(old) is None
    steps.add({}, 60)
    with database.reader() as session:
        assert len(session.scalars(select(LogInStep)).all()) == 1


def test_a_log_in_ends_when_its_time_has_come(log_ins, monkeypatch):
    refresh = log_ins.create("id", USER, "token", wish("p"))
    assert log_ins.by_refresh_token(refresh).user == USER
    in_91_days = times.now() + 91 * 86_400_000
    monkeypatch.setattr("gce_api.access.oauth.log_ins.now", lambda: in_91_days)
    assert log_ins.find("id") is None
    assert log_ins.by_refresh_token(refresh) is None


def test_the_database_alone_opens_nothing(log_ins, steps, database):
    refresh = log_ins.create("id", USER, "the-token", wish("p"))
    code = steps.add({"token": "the-token"}, 60)
    with database.reader() as session:
        rows = [*session.scalars(select(LogIn)), *session.scalars(select(LogInStep))]
        kept = repr([vars(row) for row in rows])
    for secret in (refresh, code, "the-secret", "the-token"):
        assert secret not in kept


def test_a_log_in_that_fails_in_one_project_leaves_nothing_in_the_others(log_ins, identity):
    with pytest.raises(errors.Forbidden):
        log_ins.create("id", USER, "token", wish("p", "closed", "q"))
    assert sorted(identity.deleted) == sorted(identity.made)
    assert len(identity.made) == 2
    assert log_ins.find("id") is None


def test_only_projects_of_the_user_can_be_chosen():
    assert chosen([], ["somebody-elses"]) == []


def test_an_access_token_is_good_for_an_hour_and_for_nothing_else(sealer, monkeypatch):
    tokens = Tokens(sealer)
    token = tokens.access_token(("key", "k"))
    assert tokens.holder(token) == ("key", "k")
    assert tokens.holder("gAAAA-a-token-of-keystone") is None
    stolen = "gce." + sealer.seal("log-in", ["key", "k"]).decode()
    for bad in (stolen, token[:-4], "gce.", "gce.é"):
        with pytest.raises(errors.Unauthorized):
            tokens.holder(bad)
    monkeypatch.setattr("gce_api.access.oauth.tokens.LIFETIME", -1)
    with pytest.raises(errors.Unauthorized):
        tokens.holder(token)
