"""How long a token is believed."""

import datetime
import threading
from types import SimpleNamespace

import pytest

from gce_api import options
from gce_api.access.auth.identity import Identity
from gce_api.access.auth.keystone import Authenticator
from gce_api.google import errors
from gce_api.openstack.caller import Credential, Project


class Keystone:
    """Plays Keystone's part and counts the questions it gets."""

    lifetime = 3600  # seconds that a token has left
    asked = 0
    ended: set[str] = set()  # tokens and application credentials

    def check(self, token, credential=None):
        self.asked += 1
        expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.lifetime)
        return SimpleNamespace(
            expires=expires,
            project_id="uuid",
            username="demo",
            auth_token=token,
            application_credential_id=credential,
        )

    def projects(self, token):
        return [{"id": "uuid", "name": "demo"}, {"id": "other", "name": "other"}]

    def with_credential(self, credential):
        if credential.id in self.ended:
            raise errors.Unauthorized("gone")
        return self.check(f"token of {credential.id}", credential.id)

    def is_valid(self, token):
        return token not in self.ended


KEY = "gce.key"


@pytest.fixture
def identity():
    found = Keystone()
    found.ended = set()
    return found


@pytest.fixture
def conf(tmp_path):
    path = tmp_path / "gce-api.conf"
    path.write_text("[keystone]\nauth_url = http://127.0.0.1:9/v3\n")
    return options.load(files=[str(path)])


@pytest.fixture
def authenticator(conf, identity):
    credentials = {"uuid": Credential("c", "secret")}
    return Authenticator(conf, identity, lambda bearer: credentials if bearer == KEY else None)


def test_token_is_asked_about_once(authenticator, identity):
    assert authenticator.caller("t", "demo").user == "demo"
    assert authenticator.caller("t", "uuid").project.id == "demo"
    assert [p.id for p in authenticator.projects("t")] == ["demo", "other"]
    assert identity.asked == 1


def test_token_is_not_believed_longer_than_it_lives(authenticator, identity):
    identity.lifetime = -1
    authenticator.projects("t")
    authenticator.projects("t")
    assert identity.asked == 2


def test_refused_token_is_asked_about_again(authenticator, identity):
    authenticator.projects("t")
    authenticator.forget("t")
    authenticator.projects("t")
    assert identity.asked == 2


def test_requests_at_the_same_time_ask_once(authenticator, identity):
    start = threading.Barrier(8)

    def use():
        start.wait()
        authenticator.projects("t")

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert identity.asked == 1


def test_tokens_do_not_mix(authenticator, identity):
    authenticator.projects("one")
    authenticator.projects("other")
    assert identity.asked == 2


def test_project_the_user_is_not_in_does_not_exist(authenticator, identity):
    with pytest.raises(errors.NotFound):
        authenticator.caller("t", "secret")


def test_visitor_stands_in_the_own_project(authenticator, identity):
    assert authenticator.visitor("t").project.id == "demo"


def test_what_stands_on_an_application_credential_is_of_its_project_only(authenticator):
    assert authenticator.projects(KEY) == [Project("demo", "uuid", "demo")]
    assert authenticator.caller(KEY, "demo").credential == Credential("c", "secret")
    with pytest.raises(errors.NotFound):
        authenticator.caller(KEY, "other")


def test_what_stands_on_an_application_credential_ends_with_it(authenticator, identity):
    authenticator.caller(KEY, "demo")
    identity.ended = {"token of c"}
    authenticator.caller(KEY, "demo")  # Keystone gives another token
    assert identity.asked == 2
    identity.ended = {"c", "token of c"}
    with pytest.raises(errors.Unauthorized):
        authenticator.caller(KEY, "demo")
    assert authenticator.projects(KEY) == []


class Limited(Identity):
    """Keystone's answers about an application credential with access rules."""

    def _call(self, token, verb, path, **request):
        rules = {"id": "c", "access_rules": [{"service": "compute", "method": "GET", "path": "/"}]}
        answers = {
            "/auth/tokens": {"token": {"application_credential": rules}},
            "/auth/projects": {"projects": [{"id": "uuid", "name": "demo"}]},
        }
        return SimpleNamespace(json=lambda: answers[path])


def test_credential_limited_to_some_requests_is_refused(conf):
    limited = Authenticator(conf, Limited(conf), lambda bearer: None)
    with pytest.raises(errors.Forbidden, match="access rules"):  # no operation would heed them
        limited.caller("t", "demo")
