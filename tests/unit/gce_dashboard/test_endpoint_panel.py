"""The Admin panel where Keystone refuses or is away; a real one is in tests/browser."""

import types
from urllib.parse import unquote

import pytest
from keystoneauth1 import exceptions
from openstack_dashboard.api import keystone

from gce_dashboard.endpoint.forms import EndpointForm
from tests.unit.gce_dashboard.conftest import google_error

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


AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
METHODS = [
    {"name": f"disks.{name}", "family": "disks", "request": "GET x", "state": state, "note": note}
    for name, state, note in (
        ("get", "implemented", ""),
        ("list", "implemented", ""),
        ("startAsyncReplication", "not possible", "Cinder replicates by volume type"),
    )
]
SETTINGS = [
    {"group": "api", "name": "threads", "value": "48", "default": "32", "source": "user"},
    {
        "group": "api",
        "name": "bind_port",
        "value": "8787",
        "default": "8787",
        "source": "opt_default",
    },
]


def rows(console, page, **query):
    answer = console.get(f"{URL}{page}/", query, **AJAX).json()
    return [each["html"] for each in answer["rows"]], answer


def test_operations_of_all_projects_link_into_their_own(console, endpoint):
    base = "http://gce.test/compute/v1/projects/blue"
    made = {
        "name": "operation-7",
        "project": "blue",
        "operationType": "insert",
        "status": "DONE",
        "user": "eve",
        "zone": f"{base}/zones/us-a",
        "targetLink": f"{base}/zones/us-a/instances/web",
        "insertTime": "2026-11-20T10:15:30.000-00:00",
        "error": {"errors": [{"code": "QUOTA_EXCEEDED", "message": "Too many."}]},
    }
    endpoint.on("GET", "operator/v1/operations", {"items": [made]})
    (html,), answer = rows(console, "operations", filter="error:*")
    assert 'href="/project/gce_operations/p/blue/zones/us-a/operation-7/"' in html
    assert 'href="/project/gce_instances/p/blue/zones/us-a/web/"' in html
    assert 'href="/project/gce_operations/p/blue/"' in html
    assert "Too many." in html
    (asked,) = endpoint.calls
    assert asked.params["filter"] == "error:*"
    assert not answer["busy"]


def test_an_endpoint_that_takes_nobody_for_an_operator_is_quoted(console, endpoint):
    told = "Required 'operator.operations.list' permission for the cloud"
    endpoint.on("GET", "operator/v1/operations", (403, google_error(403, "forbidden", told)))
    _rows, answer = rows(console, "operations")
    assert told in str(answer["notices"])


def test_coverage_counts_the_methods_of_a_family_and_leads_to_them(console, endpoint):
    endpoint.on("GET", "operator/v1/methods", {"items": METHODS})
    (family,), _answer = rows(console, "coverage")
    assert 'href="/admin/gce_endpoint/methods/?filter=family%3D%22disks%22"' in family
    assert [number in family for number in (">3<", ">2<", ">1<", ">0<")] == [True] * 4
    (refused,), _answer = rows(console, "methods", filter='family="disks" state="not possible"')
    assert "Cinder replicates by volume type" in refused


def test_settings_that_are_other_than_their_defaults_are_one_click_away(console, endpoint):
    settings = [{**each, "where": "", "help": ""} for each in SETTINGS]
    endpoint.on("GET", "operator/v1/settings", {"items": settings})
    assert len(rows(console, "settings")[0]) == 2
    page = console.get(URL + "settings/").getvalue().decode()
    preset = page.split("gce-presets")[1].split('href="?filter=')[1].split('"')[0]
    (html,), _answer = rows(console, "settings", filter=unquote(preset))
    assert "[api] threads" in html


def test_the_tabs_say_which_is_open(console, cloud, endpoint):
    endpoint.on("GET", "operator/v1/methods", {"items": METHODS})
    assert 'coverage/" aria-current="page"' in console.get(URL + "coverage/").getvalue().decode()
    assert 'gce_endpoint/" aria-current="page"' in console.get(URL).getvalue().decode()
