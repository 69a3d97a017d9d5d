"""What one request did is found in all logs by its id."""

import uuid

import pytest

from tests.api.contract import Api, a_name


@pytest.fixture
def traced(devcloud):
    """The endpoint as the user demo sees it, and the id that each request carries."""
    api, made = Api(devcloud.url("gce"), devcloud.token()), f"req-{uuid.uuid4()}"
    api.session.headers["X-Openstack-Request-Id"] = made
    return api, made


def test_a_request_is_followed_through_the_services_that_it_asks(devcloud, traced):
    api, id_ = traced
    api("instances.aggregatedList")
    assert id_ in devcloud.log("gce")
    assert id_ in devcloud.log("nova")


def test_an_operation_asks_in_the_name_of_the_request_that_began_it(devcloud, traced):
    api, id_ = traced
    name = a_name("traced")
    operation = api.ended("disks.insert", {"name": name, "sizeGb": "1"})
    assert "error" not in operation
    api.session.headers.pop("X-Openstack-Request-Id")
    api.done("disks.delete", disk=name)
    asked = [line for line in devcloud.log("cinder").splitlines() if id_ in line]
    assert any("POST " in line and "/volumes" in line for line in asked)


@pytest.mark.parametrize("given", ["req-of-nobody-1", "req-of-nobody-2; x", "of-nobody" * 400])
def test_an_id_of_another_form_goes_nowhere(devcloud, traced, given):
    api, _ = traced
    api.session.headers["X-Openstack-Request-Id"] = given
    api("zones.list")
    assert "of-nobody" not in devcloud.log("gce")
