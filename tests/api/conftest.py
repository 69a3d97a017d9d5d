"""What the tests of the endpoint share."""

import re

import pytest
import requests
from werkzeug.test import Client

from gce_api import options, wsgi
from tests.api.contract import Api, a_name
from tests.api.google_clients import client, finish
from tests.api.in_process import configuration
from tests.api.making import a_disk, an_instance
from tests.api.mortality import MortalEndpoint

__all__ = ["client", "finish"]


@pytest.fixture(scope="session")
def api(devcloud):
    """The endpoint as the user demo sees it."""
    return Api(devcloud.url("gce"), devcloud.token())


@pytest.fixture(scope="session")
def viewer(devcloud):
    """The same for a user who may only look."""
    return Api(devcloud.url("gce"), devcloud.token("viewer"))


@pytest.fixture(scope="module")
def vm(api):
    """A running instance without an external address, for the tests of one file."""
    with an_instance(api) as name:
        yield name


@pytest.fixture
def disk(api):
    """A blank disk of 10 GB with a label; the test may delete it."""
    with a_disk(api, labels={"colour": "green"}) as name:
        yield name


@pytest.fixture(scope="module")
def project(devcloud):
    """A new project of a test file's own; user admin is a mere member of it."""
    identity = devcloud.connection("admin", "admin").identity
    made = identity.create_project(name=a_name("own"), domain_id="default")
    admin, member = identity.find_user("admin"), identity.find_role("member")
    identity.assign_project_role_to_user(made, admin, member)
    yield made
    identity.delete_project(made)


@pytest.fixture(scope="module")
def own(devcloud, project):
    """The endpoint in that project, where nobody else does anything."""
    return Api(devcloud.url("gce"), devcloud.token("admin", project.name), project.name)


@pytest.fixture(scope="session")
def services(devcloud):
    """What the running endpoint works with, in this process: for jobs and calls from within."""
    etc = devcloud.cloud.etc(devcloud.cloud.by_key("gce"))
    return wsgi.make_services(options.load([str(etc / "gce-api.conf")]))


@pytest.fixture(scope="module")
def endpoints(devcloud, project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mortal")
    endpoints = MortalEndpoint(devcloud, project.name, folder)
    yield endpoints
    endpoints.close()


@pytest.fixture
def endpoint(endpoints):
    yield endpoints
    endpoints.kill()


@pytest.fixture
def sent(monkeypatch):
    """The URLs that this process asks OpenStack for, but for discovery and Keystone."""
    sent = []
    send = requests.adapters.HTTPAdapter.send

    def count(adapter, request, **more):
        if not re.search(r":\d+(/v[\d.]+)?/?$|/v3/auth/", request.url):
            sent.append(request.url)
        return send(adapter, request, **more)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", count)
    return sent


@pytest.fixture
def in_process(devcloud, tmp_path):
    """The configuration of an endpoint in this process, which shares nothing with devcloud's."""
    return configuration(devcloud, tmp_path)


@pytest.fixture
def counting(devcloud, project, in_process, sent):
    """An endpoint in this process whose calls of OpenStack are counted, in the file's project."""
    client = Client(wsgi.build(in_process))
    token = devcloud.token("admin", project.name)

    def ask(path, body=None):
        """GET, or POST with a body: the answer, and the URLs that it took."""
        sent.clear()
        answer = client.open(
            f"/compute/v1/projects/{project.name}/{path}",
            method="GET" if body is None else "POST",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json, list(sent)

    return ask
