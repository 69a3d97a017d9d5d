"""How long a token is believed."""

import datetime
import threading
from types import SimpleNamespace

import pytest

from gce_api import errors, options
from gce_api.auth import keystone
from gce_api.auth.keystone import Authenticator, Project


class Counting(Authenticator):
    """Keystone's part is played by a count of the questions it gets."""

    lifetime = 3600  # seconds that a token has left
    asked = 0

    def _ask(self, token):
        self.asked += 1
        expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.lifetime)
        own = SimpleNamespace(expires=expires, project_id="uuid", username="demo")
        return keystone._Known(own, [Project("demo", "uuid", "demo")], {"uuid": own})


@pytest.fixture
def authenticator(tmp_path):
    conf = tmp_path / "gce-api.conf"
    conf.write_text("[keystone]\nauth_url = http://127.0.0.1:9/v3\n")
    return Counting(options.load(files=[str(conf)]))


def test_token_is_asked_about_once(authenticator):
    assert authenticator.caller("t", "demo").user == "demo"
    assert authenticator.caller("t", "uuid").project.id == "demo"
    assert authenticator.projects("t") == [Project("demo", "uuid", "demo")]
    assert authenticator.asked == 1


def test_token_is_not_believed_longer_than_it_lives(authenticator):
    authenticator.lifetime = -1
    authenticator.projects("t")
    authenticator.projects("t")
    assert authenticator.asked == 2


def test_refused_token_is_asked_about_again(authenticator):
    authenticator.projects("t")
    authenticator.forget("t")
    authenticator.projects("t")
    assert authenticator.asked == 2


def test_requests_at_the_same_time_ask_once(authenticator):
    start = threading.Barrier(8)

    def use():
        start.wait()
        authenticator.projects("t")

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert authenticator.asked == 1


def test_tokens_do_not_mix(authenticator):
    authenticator.projects("one")
    authenticator.projects("other")
    assert authenticator.asked == 2


def test_project_the_user_is_not_in_does_not_exist(authenticator):
    with pytest.raises(errors.NotFound):
        authenticator.caller("t", "secret")


def test_visitor_stands_in_the_own_project(authenticator):
    assert authenticator.visitor("t").project.id == "demo"


class Restricted(Authenticator):
    """Keystone's answers about an application credential with access rules."""

    def _call(self, token, verb, path, **request):
        rules = {"id": "c", "access_rules": [{"service": "compute", "method": "GET", "path": "/"}]}
        answers = {
            "/auth/tokens": {"token": {"application_credential": rules}},
            "/auth/projects": {"projects": [{"id": "uuid", "name": "demo"}]},
        }
        return SimpleNamespace(json=lambda: answers[path])


def test_credential_limited_to_some_requests_is_refused(authenticator):
    authenticator.__class__ = Restricted  # its limits would not hold for operations
    with pytest.raises(errors.Forbidden, match="access rules"):
        authenticator.caller("t", "demo")
