"""The Admin panel where Keystone refuses or is away; a real one is in tests/browser."""

import types

import pytest
from keystoneauth1 import exceptions
from openstack_dashboard.api import keystone

from gce_dashboard.endpoint.forms import EndpointForm

URL = "/admin/gce_endpoint/"
ENTRY = {
    "id": "e1",
    "region": "RegionOne",
    "interface": "public",
    "url": "https://gce.example.com/compute/v1",
}


class Manager:
    """One of keystoneclient's, that remembers what it was told and fails when it is to."""

    def __init__(self, found=(), fails=None):
        self.found = list(found)
        self.fails = fails
        self.told = []

    def list(self, **wanted):
        return self._do(("list", wanted), self.found)

    def create(self, *args, **fields):
        return self._do(("create", args, fields), types.SimpleNamespace(id="made", enabled=True))

    def delete(self, what):
        self._do(("delete", what.id), None)

    def _do(self, what, answer):
        self.told.append(what)
        if self.fails:
            raise self.fails
        return answer


@pytest.fixture
def roles():
    return ["admin"]


@pytest.fixture
def cloud(monkeypatch):
    client = types.SimpleNamespace(
        services=Manager(),
        endpoints=Manager(),
        regions=Manager([types.SimpleNamespace(id="RegionOne")]),
    )
    monkeypatch.setattr(keystone, "keystoneclient", lambda request, admin: client)
    return client


def form(**values):
    filled = {key: ENTRY[key] for key in ("region", "interface", "url")} | values
    return EndpointForm(filled, regions=["RegionOne"], others=[])


@pytest.mark.parametrize(
    "url",
    [
        "http://controller:8774/compute/v1",
        "https://[2001:db8::1]:443/gce/compute/v1/",
        "https://gce.example.com/compute/v1",
    ],
)
def test_urls_that_the_catalogue_takes(url):
    assert form(url=url).is_valid()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("gce.example.com/compute/v1", "It starts with http"),
        ("ftp://gce.example.com/compute/v1", "It starts with http"),
        ("http://:80/compute/v1", "It starts with http"),
        ("http://host:port/compute/v1", "That is not a URL"),
        ("http://[::1/compute/v1", "That is not a URL"),
        ("https://me:secret@gce.example.com/compute/v1", "A password has no place"),
        ("https://gce.example.com/compute/v1?x=1/compute/v1", "no spaces, no ?"),
        ("https://gce.example.com/a b/compute/v1", "no spaces"),
        ("https://gce.example.com/%(project_id)s/compute/v1", "The project is not part"),
        ("https://gce.example.com/", "It ends in /compute/v1"),
    ],
)
def test_urls_that_it_does_not_take_and_why(url, why):
    (told,) = form(url=url).errors["url"]
    assert why in told


def test_a_second_endpoint_for_the_same_region_and_interface_is_refused():
    same = EndpointForm(ENTRY, regions=["RegionOne"], others=[ENTRY])
    (told,) = same.non_field_errors()
    assert told.startswith("RegionOne has a public endpoint already: https://gce.example.com")


def test_an_empty_catalogue_says_what_to_do(console, cloud):
    page = console.get(URL).getvalue().decode()
    assert "The catalogue has no GCE endpoint yet" in page
    assert "openstack service create --name gce --description" in page
    assert "openstack endpoint create --region RegionOne gce public https://" in page


def test_the_first_endpoint_brings_its_service_along(console, cloud):
    reply = console.post(URL + "create/", ENTRY)
    assert reply.status_code == 302
    (_list, created) = cloud.services.told[-2:]
    assert created[0] == "create"
    assert cloud.endpoints.told[-1][2]["interface"] == "public"


def test_a_service_whose_endpoint_keystone_refuses_is_not_left_behind(console, cloud):
    cloud.endpoints.fails = exceptions.BadRequest("Invalid URL.", request_id="req-77")
    reply = console.post(URL + "create/", ENTRY)
    assert cloud.services.told[-1] == ("delete", "made")
    page = reply.content.decode()
    assert "Keystone: Invalid URL." in page
    assert "req-77" in page
    assert ENTRY["url"] in page


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (exceptions.ConnectFailure("refused"), "Keystone cannot be reached."),
        (exceptions.InternalServerError("Oops.", request_id="req-77"), "Keystone: Oops."),
        (exceptions.Forbidden("Not you."), "Keystone: Not you."),
    ],
)
def test_the_page_stays_whole_when_keystone_fails(console, cloud, failure, told):
    cloud.services.fails = failure
    for url in (URL, URL + "create/", URL + "e1/"):
        reply = console.get(url)
        assert reply.status_code == 200
        assert told in reply.getvalue().decode()
    assert told in console.get(URL + "check/?id=e1").json()["error"]["message"]


def test_only_what_is_in_the_catalogue_is_checked(console, cloud):
    told = console.get(URL + "check/?id=http://169.254.169.254/compute/v1").json()
    assert told["error"]["code"] == 404
