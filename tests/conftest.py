"""What all tests share."""

from hypothesis import HealthCheck, settings

from tests.devcloud_fixture import devcloud
from tests.gcloud_fixture import gcloud, gcloud_process
from tests.side_by_side import (
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
    "gcloud_process",
    "pytest_configure",
    "pytest_runtest_protocol",
    "pytest_sessionfinish",
    "pytest_xdist_make_scheduler",
]
