"""What the tests of the endpoint share."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from contract import Api
from mortality import MortalEndpoint

from gce_api import options, wsgi


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
