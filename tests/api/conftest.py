"""What the tests of the endpoint share."""

import pathlib
import sys

import pytest

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


@pytest.fixture(scope="module")
def endpoints(devcloud, tmp_path_factory):
    endpoints = MortalEndpoint(devcloud, tmp_path_factory.mktemp("mortal"))
    yield endpoints
    endpoints.close()


@pytest.fixture
def endpoint(endpoints):
    yield endpoints
    endpoints.kill()
