"""Networks, addresses, routes and routers, where a real cloud does not show it."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import BASE, aggregated, google_error, instance

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
NETWORKS = "/project/gce_networks/p/demo/"
ADDRESSES = "/project/gce_addresses/p/demo/"
REGION = "regions/us-central1"
SUBNETS = {
    "subnets_name": ["shop-a", "shop-b"],
    "subnets_region": ["us-central1", "us-central1"],
    "subnets_range": ["10.1.0.0/24", "10.2.0.0/24"],
}
SHOP = {
    "name": "shop",
    "mode": "custom",
    "routing": "REGIONAL",
    "mtu": "1460",
    "request_id": "0b0b9d6e-5a40-4a58-9a51-6f1f7d2d7c11",
    **SUBNETS,
}


def under_way(path, status="RUNNING", scope="global", **fields):
    link = f"{BASE}/{scope}/operations/operation-{path.rpartition('/')[2]}"
    return {
        "name": link.rpartition("/")[2],
        "operationType": "insert",
        "status": status,
        "targetLink": f"{BASE}/{path}",
        "selfLink": link,
        **fields,
    }


@pytest.fixture
def cloud(endpoint):
    """An endpoint that makes a network and the subnets in it."""
    made = under_way("global/networks/shop")
    endpoint.on("POST", "global/networks", made)
    wait = "global/operations/operation-shop/wait"
    endpoint.on("POST", wait, {**made, "status": "DONE"})

    def subnet(call):
        path = f"{REGION}/subnetworks/{call.body['name']}"
        return 200, under_way(path, scope=REGION)

    endpoint.on("POST", f"{REGION}/subnetworks", subnet)
    return endpoint


def create(console, values):
    return console.post(
        NETWORKS + "create/", json.dumps(values), content_type="application/json", **AJAX
    ).json()


def subnets_of(endpoint):
    return [call for call in endpoint.sent("POST") if call.path == f"{REGION}/subnetworks"]


def test_subnets_are_asked_for_when_their_network_is_there(console, cloud):
    answer = create(console, SHOP)
    assert answer["operation"]["target"] == "shop"
    assert [each["target"] for each in answer["also"]] == ["shop-a", "shop-b"]
    paths = [call.path for call in cloud.sent("POST")]
    assert paths.index("global/operations/operation-shop/wait") == 1
    bodies = sorted((call.body for call in subnets_of(cloud)), key=lambda body: body["name"])
    assert bodies[1] == {
        "name": "shop-b",
        "network": "global/networks/shop",
        "ipCidrRange": "10.2.0.0/24",
    }


def test_a_form_that_is_sent_again_makes_nothing_twice(console, cloud):
    create(console, SHOP)
    create(console, SHOP)
    by_name = {}
    for call in subnets_of(cloud):
        by_name.setdefault(call.body["name"], set()).add(call.params["requestId"])
    assert [len(ids) for ids in by_name.values()] == [1, 1]
    assert by_name["shop-a"] != by_name["shop-b"]


def test_no_subnet_is_asked_for_where_the_network_could_not_be_made(console, cloud):
    failed = {"errors": [{"code": "QUOTA_EXCEEDED", "message": "Quota 'NETWORKS' exceeded."}]}
    done = under_way("global/networks/shop", "DONE", error=failed)
    cloud.on("POST", "global/operations/operation-shop/wait", done)
    assert create(console, SHOP)["operation"]["name"] == "operation-shop"
    assert subnets_of(cloud) == []


def test_a_subnet_that_is_refused_is_told(console, cloud):
    refusal = google_error(400, "invalid", "The range is used by another subnetwork.")
    cloud.on("POST", f"{REGION}/subnetworks", (400, refusal))
    assert "used by another" in create(console, SHOP)["error"]["message"]


def test_every_command_makes_the_subnets_too(console, cloud):
    shown = console.post(
        NETWORKS + "create/?preview=1", json.dumps(SHOP), content_type="application/json", **AJAX
    ).json()
    for kind in ("gcloud", "curl", "python", "terraform", "body"):
        assert "shop-a" in shown[kind], kind
        assert "10.2.0.0/24" in shown[kind], kind
    assert "network = google_compute_network.shop.id" in shown["terraform"]


def network(**fields):
    return {"name": "shop", "selfLink": f"{BASE}/global/networks/shop", **fields}


@pytest.mark.parametrize(
    ("auto", "fate"), [(True, "They are deleted with it."), (False, "Delete them first.")]
)
def test_the_question_before_a_network_is_deleted_says_what_lies_in_it(
    console, endpoint, auto, fate
):
    endpoint.on("GET", "global/networks/shop", network(autoCreateSubnetworks=auto))
    names = [{"name": f"sub-{number}", "region": REGION} for number in range(6)]
    endpoint.on("GET", "aggregated/subnetworks", aggregated("subnetworks", *names))
    form = {"form": "delete", "target": "global/networks/shop"}
    notices = console.get(NETWORKS, form, **AJAX).json()["notices"]
    assert [each["message"] for each in notices] == [
        f"Subnets: sub-0, sub-1, sub-2, sub-3, sub-4, …. {fate}"
    ]
    asked = next(call for call in endpoint.calls if call.path == "aggregated/instances")
    assert asked.params["filter"] == 'networkInterfaces.network="*/global/networks/shop"'


def test_a_tab_shows_what_refers_to_the_resource_and_leads_to_all_of_it(console, endpoint):
    endpoint.on("GET", "global/networks/shop", network())
    rule = {"name": "allow", "selfLink": f"{BASE}/global/firewalls/allow", "priority": 7}
    endpoint.on("GET", "global/firewalls", {"items": [rule], "nextPageToken": "more"})
    tab = console.get(NETWORKS + "global/shop/", **AJAX).json()["parts"]["firewalls"]
    assert "allow" in tab
    assert "/gce_firewalls/p/demo/create/?network=shop" in tab
    assert "/gce_firewalls/p/demo/?filter=network%3D%22%2A%2Fglobal%2Fnetworks%2Fshop%22" in tab


def test_an_edit_does_not_take_its_own_name_for_one_in_use(console, endpoint):
    endpoint.on("GET", "global/networks", {"items": [network()]})
    offers = console.get(NETWORKS + "global/shop/edit/", **AJAX).json()["offers"]
    assert "names:networks" not in offers


def test_an_edit_says_to_gcloud_what_gcloud_can_change(console, endpoint):
    subnet = {
        "name": "shop",
        "selfLink": f"{BASE}/{REGION}/subnetworks/shop",
        "description": "Old",
        "privateIpGoogleAccess": True,
        "fingerprint": "abc=",
    }
    endpoint.on("GET", f"{REGION}/subnetworks/shop", subnet)
    url = f"/project/gce_subnetworks/p/demo/{REGION}/shop/edit/?preview=1"
    values = {"description": "New", "access": False, "fingerprint": "abc="}
    shown = console.post(url, json.dumps(values), content_type="application/json", **AJAX).json()
    body = {"description": "New", "privateIpGoogleAccess": False, "fingerprint": "abc="}
    assert json.loads(shown["body"]) == body
    assert "--no-enable-private-ip-google-access" in shown["gcloud"]
    assert "--description" not in shown["gcloud"]


def reserved(name="kept", **fields):
    link = f"{BASE}/{REGION}/addresses/{name}"
    common = {"name": name, "selfLink": link, "region": f"{BASE}/{REGION}", "status": "RESERVED"}
    return {**common, "addressType": "EXTERNAL", **fields}


def rows(console, filter=""):
    return [
        each["key"] for each in console.get(ADDRESSES, {"filter": filter}, **AJAX).json()["rows"]
    ]


def test_addresses_in_use_are_listed_once_reserved_or_not(console, endpoint):
    vm = instance()
    kept = reserved(address="203.0.113.7", status="IN_USE", users=[vm["selfLink"]])
    endpoint.on("GET", "aggregated/addresses", aggregated("addresses", kept))
    endpoint.on("GET", "aggregated/instances", aggregated("instances", vm))
    endpoint.on("GET", "aggregated/forwardingRules", {"items": {}})
    inside = f"{REGION}/addresses/10-128-0-5-web-1"
    assert rows(console) == [inside, f"{REGION}/addresses/kept"]
    assert rows(console, "type:ephemeral") == [inside]
    assert rows(console, "in-use-by:web-1 access:external") == [f"{REGION}/addresses/kept"]


def test_reserved_addresses_are_shown_where_the_instances_cannot_be_listed(console, endpoint):
    endpoint.on("GET", "aggregated/addresses", aggregated("addresses", reserved()))
    endpoint.on("GET", "aggregated/forwardingRules", {"items": {}})
    endpoint.on("GET", "aggregated/instances", (500, google_error(500, "x", "Broken.")))
    told = console.get(ADDRESSES, **AJAX).json()
    assert len(told["rows"]) == 1
    assert "Broken." in str(told["notices"])


def test_an_ephemeral_address_is_promoted_under_a_free_name(console, endpoint):
    target = f"{REGION}/addresses/203-0-113-7-web-1"
    endpoint.on("GET", "aggregated/addresses", aggregated("addresses", reserved(name="web-1-ip")))
    form = console.get(ADDRESSES, {"form": "promote", "target": target}, **AJAX).json()["html"]
    assert 'value="web-1-ip-2"' in form
    endpoint.on("POST", f"{REGION}/addresses", under_way(f"{REGION}/addresses/web"))
    body = {"action": "promote", "targets": [target], "values": {"name": "web"}}
    console.post(ADDRESSES, json.dumps(body), content_type="application/json", **AJAX)
    assert endpoint.sent("POST")[-1].body == {"name": "web", "address": "203.0.113.7"}


def test_an_edit_of_a_nat_keeps_what_the_form_does_not_know(console, endpoint):
    path = f"{REGION}/routers/edge"
    present = {"name": "out", "minPortsPerVm": 128, "natIpAllocateOption": "AUTO_ONLY"}
    endpoint.on("GET", path, {"name": "edge", "nats": [present]})
    endpoint.on("PATCH", path, under_way(path))
    source = "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES"
    body = {
        "action": "editNat",
        "targets": [path],
        "values": {"name": "out", "source": source},
    }
    url = f"/project/gce_routers/p/demo/{REGION}/edge/"
    console.post(url, json.dumps(body), content_type="application/json", **AJAX)
    assert endpoint.sent("PATCH")[-1].body == {
        "nats": [{**present, "sourceSubnetworkIpRangesToNat": source}]
    }
    shown = console.post(
        url + "?preview=1", json.dumps(body), content_type="application/json", **AJAX
    ).json()
    assert shown["gcloud"].startswith("gcloud compute routers nats update out \\\n")
    assert "--router=edge" in shown["gcloud"]


def test_a_rule_without_target_tags_is_for_all_instances_and_found_so(console, endpoint):
    def rule(name, **fields):
        return {"name": name, "selfLink": f"{BASE}/global/firewalls/{name}", **fields}

    every, some = rule("every"), rule("some", targetTags=["web"], sourceTags=["front"])
    endpoint.on("GET", "global/firewalls", {"items": [every, some]})
    url = "/project/gce_firewalls/p/demo/"

    def found(filter):
        rows = console.get(url, {"filter": filter}, **AJAX).json()["rows"]
        return [each["key"].rpartition("/")[2] for each in rows]

    assert found('targets:"all instances"') == ["every"]
    assert found("targets:web") == ["some"]
