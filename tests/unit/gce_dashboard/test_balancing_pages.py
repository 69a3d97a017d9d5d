"""Load balancers: what their parts make together, made and unmade one after another."""

import json

import pytest

from gce_dashboard.balancing.balancers import model
from gce_dashboard.balancing.url_maps import rules
from tests.unit.gce_dashboard.conftest import PROJECT, google_error

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
ROOT = "http://gce.test/compute/v1/projects/demo"
CREATE = "/project/gce_load_balancers/p/demo/create/"
DONE = {"name": "op", "status": "DONE"}


def part(path, **fields):
    return {"name": path.rsplit("/", 1)[1], "selfLink": f"{ROOT}/{path}", **fields}


@pytest.fixture
def parts():
    """A load balancer of each kind."""
    service = part("global/backendServices/web-backend", protocol="HTTP")
    inside = part(
        "regions/r/backendServices/inside",
        region=f"{ROOT}/regions/r",
        loadBalancingScheme="INTERNAL",
        backends=[{"group": f"{ROOT}/zones/r-a/instanceGroups/g"}],
    )
    proxied = part("global/backendServices/proxied", protocol="TCP")
    url_map = part("global/urlMaps/web", defaultService=service["selfLink"])
    pool = part("regions/r/targetPools/pool", region=f"{ROOT}/regions/r")
    http = part("global/targetHttpProxies/web-proxy", urlMap=url_map["selfLink"])
    return model.Parts(
        rules=[
            part("global/forwardingRules/web", target=http["selfLink"], IPProtocol="TCP"),
            part(
                "regions/r/forwardingRules/inside",
                backendService=inside["selfLink"],
                loadBalancingScheme="INTERNAL",
                IPProtocol="UDP",
            ),
        ],
        http=[http],
        tcp=[part("global/targetTcpProxies/tcp", service=proxied["selfLink"])],
        maps=[url_map],
        services=[service, inside, proxied],
        pools=[pool],
    )


def test_a_load_balancer_is_called_after_the_part_behind_its_front_ends(parts):
    found = {each["name"]: each for each in model.balancers(parts)}
    assert {name: each["_kind"] for name, each in found.items()} == {
        "web": "application",
        "inside": "passthrough",
        "proxied": "proxy",
        "pool": "pool",
    }
    assert [each["name"] for each in found["web"]["_rules"]] == ["web"]
    assert (found["inside"]["_access"], found["inside"]["_protocol"]) == ("INTERNAL", "UDP")
    assert found["inside"]["_backends"] == [f"{ROOT}/zones/r-a/instanceGroups/g"]


def test_a_backend_service_is_reached_through_url_maps_and_proxies(parts):
    ahead, proxies = parts.before("global/backendServices/web-backend")
    assert [each["name"] for each in ahead] == ["web"]
    assert [each["name"] for each in proxies] == ["web-proxy"]


def test_host_and_path_rules_come_back_as_they_were_typed():
    rows = [
        {"host": "a.example.com", "paths": ["/x/*", "/y"], "to": "global/backendServices/x"},
        {"host": "a.example.com", "paths": ["/*"], "to": "global/backendServices/y"},
        {"host": "*", "paths": ["/z"], "to": "global/backendServices/x"},
    ]
    values = {"service": "global/backendServices/default"}
    url_map = {
        "hostRules": rules.host_rules(rows, values),
        "pathMatchers": rules.path_matchers(rows, values),
    }
    otherwise = {"host": "*", "paths": ["/*"], "to": "global/backendServices/default"}
    assert rules.rows_of(url_map) == [*rows, otherwise]


def submit(console, **values):
    values = {"request_id": PROJECT, "name": "web", "check_kind": "new", **values}
    return console.post(CREATE, json.dumps(values), content_type="application/json", **AJAX).json()


HTTP = {
    "kind": "http",
    "port": "80",
    "backend": "new",
    "check_protocol": "TCP",
    "check_port": "80",
}
STEPS = ("healthChecks", "backendServices", "urlMaps", "targetHttpProxies", "forwardingRules")


def test_the_parts_of_a_load_balancer_are_made_in_the_order_in_which_they_refer(console, endpoint):
    for each in STEPS:
        endpoint.on("POST", f"global/{each}", DONE)
    assert submit(console, **HTTP)["operation"]["name"] == "op"
    made = [call for call in endpoint.sent("POST") if call.path.startswith("global/")]
    assert [call.path for call in made] == [f"global/{each}" for each in STEPS]
    assert made[-1].body["target"] == "global/targetHttpProxies/web-proxy"


def test_where_a_part_is_refused_those_before_it_are_taken_back_in_reverse(console, endpoint):
    for each in STEPS[:2]:
        endpoint.on("POST", f"global/{each}", DONE)
    refusal = google_error(409, "alreadyExists", "There is such a URL map.")
    endpoint.on("POST", "global/urlMaps", (409, refusal))
    told = submit(console, **HTTP)
    assert "There is such a URL map." in told["errors"]["name"][0]
    assert [call.path for call in endpoint.sent("DELETE")] == [
        "global/backendServices/web-backend",
        "global/healthChecks/web-check",
    ]


def test_a_load_balancer_is_deleted_from_its_front_end_inwards(console, endpoint, parts):
    for name, path in model.LISTS.items():
        items = getattr(parts, name)
        flat = path.startswith("global/")
        collection = path.rsplit("/", 1)[1]
        endpoint.on("GET", path, {"items": items if flat else {"x": {collection: items}}})
    for path in ("forwardingRules/web", "targetHttpProxies/web-proxy", "urlMaps/web"):
        endpoint.on("DELETE", f"global/{path}", DONE)
    body = {"action": "delete", "targets": ["global/urlMaps/web"], "values": {}}
    url = "/project/gce_load_balancers/p/demo/"
    told = console.post(url, json.dumps(body), content_type="application/json", **AJAX).json()
    assert told["results"][0]["operation"]["name"] == "op"
    assert [call.path for call in endpoint.sent("DELETE")] == [
        "global/forwardingRules/web",
        "global/targetHttpProxies/web-proxy",
        "global/urlMaps/web",
    ]
