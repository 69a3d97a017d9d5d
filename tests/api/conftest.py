"""What the tests of the endpoint share."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from contract import Api


@pytest.fixture(scope="session")
def api(devcloud):
    """The endpoint as the user demo sees it."""
    return Api(devcloud.url("gce"), devcloud.token())


@pytest.fixture(scope="session")
def viewer(devcloud):
    """The same for a user who may only look."""
    return Api(devcloud.url("gce"), devcloud.token("viewer"))
