"""Instance groups, templates and machine images: what one page makes of several requests."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import google_error

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
GROUPS = "/project/gce_instance_groups/p/demo/"
TEMPLATES = "/project/gce_instance_templates/p/demo/"
PLACE = "zones/us-central1-a"
TEMPLATE = "global/instanceTemplates/web"
ROOT = "http://gce.test/compute/v1/projects/demo"
DONE = {"name": "operation-1", "status": "DONE", "operationType": "insert"}


def named(collection, name, **fields):
    link = f"{ROOT}/{PLACE}/{collection}/{name}"
    return {"name": name, "selfLink": link, "zone": f"{ROOT}/{PLACE}", **fields}


MANAGER = named(
    "instanceGroupManagers",
    "herd",
    targetSize=3,
    versions=[{"instanceTemplate": f"{ROOT}/{TEMPLATE}"}],
    status={"isStable": False},
)


def aggregated(collection, *items):
    return {"items": {PLACE: {collection: list(items)}}}


@pytest.fixture
def groups(endpoint):
    """A managed group of which two instances are there, and an unmanaged one."""
    endpoint.on(
        "GET",
        "aggregated/instanceGroups",
        aggregated(
            "instanceGroups",
            named("instanceGroups", "herd", size=2),
            named("instanceGroups", "pets", size=1),
        ),
    )
    endpoint.on(
        "GET", "aggregated/instanceGroupManagers", aggregated("instanceGroupManagers", MANAGER)
    )
    return endpoint


def rows(console, **query):
    answer = console.get(GROUPS, query, **AJAX).json()
    return {row["key"].rpartition("/")[2]: row for row in answer["rows"]}


def post(console, url, values, **query):
    return console.post(
        f"{url}?{'&'.join(query)}", json.dumps(values), content_type="application/json", **AJAX
    ).json()


def filled(**changes):
    return {
        "kind": "zonal",
        "name": "herd",
        "region": "us-central1",
        "zone": "us-central1-a",
        "template": TEMPLATE,
        "size": "2",
        "request_id": "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        **changes,
    }


def test_a_managed_group_is_one_row_with_its_size_and_its_target(console, groups):
    shown = rows(console)
    assert sorted(shown) == ["herd", "pets"]
    assert shown["herd"]["key"] == f"{PLACE}/instanceGroupManagers/herd"
    assert "2 of 3" in shown["herd"]["html"]
    assert "Updating" in shown["herd"]["html"]
    assert shown["pets"]["key"] == f"{PLACE}/instanceGroups/pets"
    assert "Unmanaged" in shown["pets"]["html"]


def test_what_only_managers_know_finds_them_and_no_other_group(console, groups):
    unknown = google_error(400, "invalid", "Unknown field")
    every = groups.answers["GET", "aggregated/instanceGroups"]
    groups.on(
        "GET",
        "aggregated/instanceGroups",
        lambda call: (400, unknown) if "filter" in call.params else every,
    )
    assert list(rows(console, filter="targetSize=3")) == ["herd"]


def test_a_filter_that_neither_knows_is_told(console, groups):
    for collection in ("instanceGroups", "instanceGroupManagers"):
        unknown = (400, google_error(400, "invalid", "Unknown field 'colour'"))
        groups.on("GET", f"aggregated/{collection}", unknown)
    told = console.get(GROUPS, {"filter": "colour=red"}, **AJAX).json()
    assert "colour" in told["unreadable"]["message"]


def test_the_page_of_a_group_is_that_of_its_manager(console, endpoint):
    endpoint.on("GET", f"{PLACE}/instanceGroupManagers/herd", MANAGER)
    page = console.get(f"{GROUPS}{PLACE}/herd/").content.decode()
    assert "Autoscaling" in page
    assert f"{PLACE}/instanceGroupManagers/herd" in page


def test_the_page_of_an_unmanaged_group_has_no_autoscaling(console, endpoint):
    endpoint.on("GET", f"{PLACE}/instanceGroups/pets", named("instanceGroups", "pets", size=1))
    page = console.get(f"{GROUPS}{PLACE}/pets/").content.decode()
    assert "Add instances" in page
    assert "gce-autoscaling-panel" not in page


def test_an_autoscaled_group_is_made_with_its_autoscaler(console, endpoint):
    endpoint.on("POST", f"{PLACE}/instanceGroupManagers", DONE)
    endpoint.on("POST", f"{PLACE}/autoscalers", DONE)
    values = filled(autoscaling=True, least="1", most="4", cpu="60", initialization="")
    assert "operation" in post(console, GROUPS + "create/", values)
    group, scaler = (call.body for call in endpoint.sent("POST"))
    assert group["targetSize"] == 1
    assert group["versions"] == [{"instanceTemplate": TEMPLATE}]
    assert scaler == {
        "name": "herd",
        "target": f"{PLACE}/instanceGroupManagers/herd",
        "autoscalingPolicy": {
            "minNumReplicas": 1,
            "maxNumReplicas": 4,
            "cpuUtilization": {"utilizationTarget": 0.6},
        },
    }


def test_a_refused_autoscaler_says_that_the_group_is_there(console, endpoint):
    endpoint.on("POST", f"{PLACE}/instanceGroupManagers", DONE)
    refused = (400, google_error(400, "invalid", "There is no telemetry."))
    endpoint.on("POST", f"{PLACE}/autoscalers", refused)
    values = filled(autoscaling=True, least="1", most="4", cpu="60", initialization="")
    told = post(console, GROUPS + "create/", values)["error"]["message"]
    assert "The group herd is there" in told
    assert "There is no telemetry." in told


def test_both_steps_are_shown_as_commands_and_requests(console, endpoint):
    values = filled(autoscaling=True, least="1", most="4", cpu="60", initialization="")
    shown = post(console, GROUPS + "create/", values, preview=1)
    assert "instance-groups managed create herd" in shown["gcloud"]
    assert "--target-cpu-utilization=0.6" in shown["gcloud"]
    assert f"{PLACE}/autoscalers" in shown["body"]
    assert shown["curl"].count("curl -X POST") == 2
    assert 'resource "google_compute_instance_group_manager"' in shown["terraform"]
    assert endpoint.sent("POST") == []


def test_a_group_in_several_zones_is_called_regional_by_other_tools(console, endpoint):
    values = filled(kind="regional", zones=["us-central1-b", "us-central1-c"])
    shown = post(console, GROUPS + "create/", values, preview=1)
    assert "regions/us-central1/instanceGroupManagers" in shown["url"]
    assert "RegionInstanceGroupManagersClient" in shown["python"]
    assert "google_compute_region_instance_group_manager" in shown["terraform"]
    assert "--zones=us-central1-b,us-central1-c" in shown["gcloud"]
    assert "--zone=" not in shown["gcloud"]


def test_an_unmanaged_group_gets_its_instances(console, endpoint):
    endpoint.on("POST", f"{PLACE}/instanceGroups", DONE)
    endpoint.on("POST", f"{PLACE}/instanceGroups/pets/addInstances", DONE)
    values = filled(kind="unmanaged", name="pets", instances=[f"{PLACE}/instances/a"])
    assert "operation" in post(console, GROUPS + "create/", values)
    group, added = (call.body for call in endpoint.sent("POST"))
    assert group == {"name": "pets"}
    assert added == {"instances": [{"instance": f"{PLACE}/instances/a"}]}


def test_a_template_names_types_as_every_zone_does(console, endpoint):
    values = {
        "name": "web",
        "location": "regional",
        "region": "us-central1",
        "machine_type": "e2-small",
        "source": "image",
        "image": "projects/debian-cloud/global/images/family/debian-12",
        "boot_type": "pd-ssd",
        "boot_size": "20",
        "auto_delete": True,
        "network": "default",
        "subnetwork": "regions/us-central1/subnetworks/default",
        "external": "none",
    }
    shown = post(console, TEMPLATES + "create/", values, preview=1)
    properties = json.loads(shown["body"])["properties"]
    assert properties["machineType"] == "e2-small"
    assert properties["disks"][0]["initializeParams"]["diskType"] == "pd-ssd"
    assert "--instance-template-region=us-central1" in shown["gcloud"]
    assert "--image-family=debian-12" in shown["gcloud"]
    assert "google_compute_region_instance_template" in shown["terraform"]
    assert "regions/us-central1/instanceTemplates" in shown["url"]


def test_a_template_begins_like_another(console, endpoint):
    disk = {
        "boot": True,
        "autoDelete": False,
        "initializeParams": {"sourceImage": "projects/debian-cloud/global/images/debian-12-v1"},
    }
    properties = {"machineType": "e2-small", "disks": [disk], "tags": {"items": ["http"]}}
    endpoint.on("GET", TEMPLATE, {"name": "web", "properties": properties})
    page = console.get(TEMPLATES + "create/", {"like": TEMPLATE}).content.decode()
    assert 'data-gce-wanted="e2-small"' in page
    assert 'data-gce-wanted="projects/debian-cloud/global/images/debian-12-v1"' in page
    assert 'value="http"' in page
    assert 'value="web"' not in page


def test_a_template_that_a_group_uses_says_so_and_cannot_be_deleted(console, groups):
    item = {"name": "web", "selfLink": f"{ROOT}/{TEMPLATE}", "properties": {}}
    groups.on(
        "GET", "aggregated/instanceTemplates", {"items": {"global": {"instanceTemplates": [item]}}}
    )
    (row,) = console.get(TEMPLATES, **AJAX).json()["rows"]
    assert "herd" in row["html"]
    assert "delete" not in row["html"].partition('data-actions="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("target", "parameter", "page"),
    [
        (TEMPLATE, "sourceInstanceTemplate", TEMPLATES),
        ("global/machineImages/web", "sourceMachineImage", "/project/gce_machine_images/p/demo/"),
    ],
)
def test_an_instance_is_made_from_a_template_or_machine_image(
    console, endpoint, target, parameter, page
):
    endpoint.on("POST", f"{PLACE}/instances", DONE)
    values = {"name": "web-1", "region": "us-central1", "zone": "us-central1-a"}
    body = {"action": "createInstance", "targets": [target], "values": values}
    assert "operation" in post(console, page, body)["results"][0]
    (call,) = endpoint.sent("POST")
    assert (call.params[parameter], call.body) == (target, {"name": "web-1"})


def do(console, action, **values):
    path = f"{PLACE}/instanceGroupManagers/herd"
    body = json.dumps({"action": action, "targets": [path], "values": values})
    url = f"{GROUPS}{PLACE}/herd/"
    return console.post(url, body, content_type="application/json", **AJAX).json()


CHECK = "global/healthChecks/well"


@pytest.mark.parametrize(
    ("values", "policies"),
    [
        (
            {"check": CHECK, "delay": "120"},
            [{"healthCheck": CHECK, "initialDelaySec": 120}],
        ),
        ({"check": "", "delay": "120"}, []),
    ],
)
def test_autohealing_is_a_health_check_or_none(console, endpoint, values, policies):
    endpoint.on("GET", f"{PLACE}/instanceGroupManagers/herd", MANAGER)
    endpoint.on("PATCH", f"{PLACE}/instanceGroupManagers/herd", DONE)
    do(console, "heal", **values)
    assert endpoint.sent("PATCH")[0].body == {"autoHealingPolicies": policies}


def test_a_group_is_made_with_its_health_check_or_without_any(console, endpoint):
    url = GROUPS + "create/"
    healing = post(console, url, filled(check=CHECK, delay="60"), preview=1)
    assert '"initialDelaySec": 60' in healing["body"]
    assert "--health-check=well" in healing["gcloud"]
    assert "initial_delay_sec = 60" in healing["terraform"]
    plain = post(console, url, filled(check="", delay="60"), preview=1)
    assert "ealing" not in plain["body"]
    assert "initial" not in plain["gcloud"] + plain["terraform"]


@pytest.mark.parametrize(("checks", "words"), [([CHECK], "On:"), ([], "No effect yet")])
def test_the_page_says_whether_a_health_check_is_made_at_all(console, endpoint, checks, words):
    policies = [{"healthCheck": f"{ROOT}/{CHECK}", "initialDelaySec": 300}]
    manager = {**MANAGER, "autoHealingPolicies": policies}
    endpoint.on("GET", f"{PLACE}/instanceGroupManagers/herd", manager)
    service = {
        "name": "svc",
        "selfLink": f"{ROOT}/global/backendServices/svc",
        "backends": [{"group": f"{ROOT}/{PLACE}/instanceGroups/herd"}],
        "healthChecks": [f"{ROOT}/{each}" for each in checks],
    }
    services = {"items": {"global": {"backendServices": [service]}}}
    endpoint.on("GET", "aggregated/backendServices", services)
    page = console.get(f"{GROUPS}{PLACE}/herd/").content.decode()
    assert words in page
    assert "300 s" in page


def test_a_canary_gets_its_share_and_is_shown_again(console, endpoint):
    path = f"{PLACE}/instanceGroupManagers/herd"
    endpoint.on("GET", path, MANAGER)
    endpoint.on("PATCH", path, DONE)
    values = {"template": TEMPLATE, "canary": f"{TEMPLATE}-2", "way": "PROACTIVE"}
    limits = {"surge": "1", "unavailable": "0"}
    told = do(console, "update", **values, **limits)
    assert "canary_share" in told["errors"]
    do(console, "update", **values, **limits, canary_share="20")
    versions = [
        {"instanceTemplate": TEMPLATE},
        {"instanceTemplate": f"{TEMPLATE}-2", "targetSize": {"percent": 20}},
    ]
    assert endpoint.sent("PATCH")[0].body["versions"] == versions
    shown = [
        {**each, "instanceTemplate": f"{ROOT}/{each['instanceTemplate']}"} for each in versions
    ]
    shown[1]["targetSize"] |= {"calculated": 1}
    endpoint.on("GET", path, {**MANAGER, "versions": shown})
    assert "1 of 3 on web-2" in console.get(f"{GROUPS}{PLACE}/herd/").content.decode()


def test_a_member_is_restarted_and_nothing_more(console, endpoint):
    path = f"{PLACE}/instanceGroupManagers/herd"
    endpoint.on("POST", f"{path}/applyUpdatesToInstances", DONE)
    do(console, "applyUpdatesToInstances", instances=[f"{PLACE}/instances/herd-1"])
    assert endpoint.sent("POST")[0].body == {
        "instances": [f"{PLACE}/instances/herd-1"],
        "minimalAction": "RESTART",
        "mostDisruptiveAllowedAction": "RESTART",
    }
