"""Spot VMs, web traffic and several interfaces on the page that creates an instance."""

import shlex

from tests.unit.gce_dashboard.conftest import google_error, operation
from tests.unit.gce_dashboard.test_create_instance import ZONE, preview, submit

RULES = "global/firewalls"
SECOND = "regions/us-central1/subnetworks/back"


def accept(endpoint):
    target = f"zones/{ZONE}/instances/web-1"
    endpoint.on("POST", f"zones/{ZONE}/instances", operation("insert", target))
    return endpoint


def sent(console, endpoint, **changes):
    answer = submit(console, **changes)
    assert "operation" in answer, answer
    return endpoint.sent("POST")[-1].body


def test_what_is_usual_is_not_said(console, endpoint):
    usual = {"provisioning": "STANDARD", "maintenance": "MIGRATE", "restart": "on"}
    assert "scheduling" not in sent(console, accept(endpoint), **usual)


def test_a_spot_vm_has_no_say_in_maintenance(console, endpoint):
    values = {"provisioning": "SPOT", "maintenance": "MIGRATE", "restart": "off"}
    body = sent(console, accept(endpoint), **values)
    assert body["scheduling"] == {"provisioningModel": "SPOT"}
    assert "--provisioning-model=SPOT" in preview(console, **values)["gcloud"]


def test_maintenance_and_restart_are_said_where_they_differ(console, endpoint):
    values = {"provisioning": "STANDARD", "maintenance": "TERMINATE", "restart": "off"}
    body = sent(console, accept(endpoint), **values)
    assert body["scheduling"] == {"onHostMaintenance": "TERMINATE", "automaticRestart": False}
    shown = preview(console, **values)
    assert "--no-restart-on-failure" in shown["gcloud"]
    assert "automatic_restart = false" in shown["terraform"]


def test_web_traffic_is_a_tag_and_a_rule_for_it(console, endpoint):
    endpoint.on("POST", RULES, operation("insert", f"{RULES}/default-allow-http"))
    body = sent(console, accept(endpoint), http=True, tags="db, http-server")
    assert body["tags"] == {"items": ["db", "http-server"]}
    (rule,) = [call.body for call in endpoint.sent("POST") if call.path == RULES]
    assert rule["name"] == "default-allow-http"
    assert rule["targetTags"] == ["http-server"]
    assert rule["allowed"] == [{"IPProtocol": "tcp", "ports": ["80"]}]


def test_a_rule_that_is_there_is_used(console, endpoint):
    taken = google_error(409, "alreadyExists", "The resource already exists")
    endpoint.on("POST", RULES, (409, taken))
    body = sent(console, accept(endpoint), https=True)
    assert body["tags"] == {"items": ["https-server"]}


def test_a_rule_that_is_refused_keeps_the_instance_from_being_made(console, endpoint):
    endpoint.on("POST", RULES, (403, google_error(403, "forbidden", "You may not.")))
    assert "You may not." in str(submit(console, http=True))
    assert [call.path for call in endpoint.sent("POST")] == [RULES]


def test_the_command_makes_the_rule_as_well(console, endpoint):
    first, _second = preview(console, http=True)["gcloud"].split("\ngcloud ")
    assert "--allow=tcp:80" in first
    assert "--target-tags=http-server" in first


def test_several_interfaces_are_sent_and_each_is_a_flag_of_its_own(console, endpoint):
    nics = {"nics_subnetwork": [SECOND], "nics_external": ["none"]}
    body = sent(console, accept(endpoint), **nics)
    assert body["networkInterfaces"][1] == {"subnetwork": SECOND}
    words = shlex.split(preview(console, **nics)["gcloud"])
    assert [word for word in words if word.startswith("--network-interface=")] == [
        "--network-interface=network=default,subnet=default,address=",
        "--network-interface=subnet=back,no-address",
    ]
    assert not any(word.startswith(("--network=", "--subnet=")) for word in words)
