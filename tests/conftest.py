"""What all tests share."""

import pathlib
import sys

from hypothesis import HealthCheck, settings

# the tests are no package: what they share is imported from their own folder
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from devcloud_fixture import devcloud
from gcloud_fixture import gcloud
from side_by_side import (
    pytest_configure,
    pytest_runtest_protocol,
    pytest_sessionfinish,
    pytest_xdist_make_scheduler,
)

# how fast a machine is that does other things besides says nothing about the code
settings.register_profile("loaded", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("loaded")

__all__ = [
    "devcloud",
    "gcloud",
    "pytest_configure",
    "pytest_runtest_protocol",
    "pytest_sessionfinish",
    "pytest_xdist_make_scheduler",
]
