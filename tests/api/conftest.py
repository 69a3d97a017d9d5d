"""What the tests of the endpoint share."""

import pathlib
import re
import sys

import pytest
import requests
from werkzeug.test import Client

from gce_api import options, wsgi

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from contract import Api
from mortality import MortalEndpoint


@pytest.fixture(scope="session")
def api(devcloud):
    """The endpoint as the user demo sees it."""
    return Api(devcloud.url("gce"), devcloud.token())


@pytest.fixture(scope="session")
def viewer(devcloud):
    """The same for a user who may only look."""
    return Api(devcloud.url("gce"), devcloud.token("viewer"))


@pytest.fixture(scope="session")
def services(devcloud):
    """What the running endpoint works with, in this process: for jobs and calls from within."""
    etc = devcloud.cloud.etc(devcloud.cloud.by_key("gce"))
    return wsgi.make_services(options.load([str(etc / "gce-api.conf")]))


@pytest.fixture(scope="module")
def endpoints(devcloud, tmp_path_factory):
    endpoints = MortalEndpoint(devcloud, tmp_path_factory.mktemp("mortal"))
    yield endpoints
    endpoints.close()


@pytest.fixture
def endpoint(endpoints):
    yield endpoints
    endpoints.kill()


@pytest.fixture
def counting(devcloud, tmp_path, monkeypatch):
    """An endpoint in this process whose calls of OpenStack are counted."""
    config = devcloud.cloud.etc(devcloud.cloud.by_key("gce")) / "gce-api.conf"
    conf = options.load(files=[str(config)])
    conf.set_override("connection", f"sqlite:///{tmp_path}/gce.sqlite", group="database")
    client = Client(wsgi.build(conf))
    token = devcloud.token(project="demo-staging")
    sent = []
    send = requests.adapters.HTTPAdapter.send

    def count(adapter, request, **more):
        if not re.search(r":\d+(/v[\d.]+)?/?$|/v3/auth/", request.url):  # discovery, Keystone
            sent.append(request.url)
        return send(adapter, request, **more)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", count)

    def get(path):
        sent.clear()
        url = f"/compute/v1/projects/demo-staging/{path}"
        answer = client.get(url, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        return answer.json, list(sent)

    return get
