"""Instances between the moment that their insert is accepted and that Nova has a server."""

from __future__ import annotations

import pytest

from tests.api.contract import REGION, ZONE, a_name, instance

DEBIAN = "projects/debian-cloud/global/images/family/debian-12"
FOLDER = f"zones/{ZONE}"
PREFIX = a_name("flight")
FILTER = f"name={PREFIX}-*"


def named(letter):
    return f"{PREFIX}-{letter}"


@pytest.fixture(scope="module")
def connection(devcloud, project):
    return devcloud.connection("admin", project.name)


@pytest.fixture(scope="module")
def landed(own):
    """An instance that has its server, between the others by name."""
    own.done("instances.insert", instance(named("b")))
    yield own("instances.get", instance=named("b"))
    own.done("instances.delete", instance=named("b"))


@pytest.fixture
def held(endpoint):
    """An endpoint that accepts operations and does not begin with them."""
    endpoint.live(until="never")
    return endpoint.api()


FULL = instance(
    named("a"),
    description="Not yet",
    labels={"env": "dev"},
    tags={"items": ["web"]},
    metadata={"items": [{"key": "startup-script", "value": "true\n" * 99}]},
    disks=[
        {"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": DEBIAN}},
        {"deviceName": "logs", "autoDelete": True, "initializeParams": {"diskSizeGb": "3"}},
    ],
    networkInterfaces=[{"accessConfigs": [{"type": "ONE_TO_ONE_NAT"}]}],
)


def pages_of(api):
    """The names of all instances of the zone, page by page of one."""
    page = api("instances.list", maxResults=1)
    names = [row["name"] for row in page["items"]]
    while token := page.get("nextPageToken"):
        page = api("instances.list", maxResults=1, pageToken=token)
        names += [row["name"] for row in page["items"]]
    return names


def check_shown_as_asked(shown, operation):
    assert shown["id"] == operation["targetId"]
    assert shown["selfLink"] == operation["targetLink"]
    assert shown["status"] == "PROVISIONING"
    assert shown["description"] == "Not yet"
    assert shown["labels"] == {"env": "dev"}
    assert shown["tags"]["items"] == ["web"]
    assert shown["metadata"]["items"] == FULL["metadata"]["items"]
    assert shown["machineType"].endswith(f"/{FOLDER}/machineTypes/e2-small")
    boot, logs = shown["disks"]
    assert boot["source"].endswith(f"/{FOLDER}/disks/{named('a')}")
    assert (boot["boot"], boot["autoDelete"], boot["diskSizeGb"]) == (True, True, "10")
    assert (logs["boot"], logs["deviceName"], logs["diskSizeGb"]) == (False, "logs", "3")
    (nic,) = shown["networkInterfaces"]
    assert nic["network"].endswith("/global/networks/default")
    assert nic["subnetwork"].endswith(f"/regions/{REGION}/subnetworks/default")
    assert nic["accessConfigs"][0]["type"] == "ONE_TO_ONE_NAT"
    assert "natIP" not in nic["accessConfigs"][0]


def test_an_instance_is_there_from_its_insert_on_and_stays_the_same(
    endpoint, held, landed, connection
):
    first = held("instances.insert", FULL)
    last = held("instances.insert", instance(named("c")))

    shown = held("instances.get", instance=named("a"))
    check_shown_as_asked(shown, first)
    assert held("instances.get", instance=first["targetId"]) == shown
    (listed,) = held("instances.list", filter=f"name={named('a')}")["items"]
    everywhere = held("instances.aggregatedList", filter=f"id={first['targetId']}")["items"]
    assert listed == everywhere[f"zones/{ZONE}"]["instances"][0] == shown
    newest = held("instances.list", filter=FILTER, orderBy="creationTimestamp desc")["items"]
    assert [row["name"] for row in newest] == [named("c"), named("a"), named("b")]
    assert not held.names("instances.list", zone="us-central1-b", filter=FILTER)

    every_page = pages_of(held)
    assert every_page == held.names("instances.list")
    ours = [name for name in every_page if name.startswith(PREFIX)]
    assert ours == [named("a"), named("b"), named("c")]

    pages = [held("instances.list", maxResults=1, filter=FILTER)]
    endpoint.kill()
    endpoint.live()
    api = endpoint.api()
    for operation in (first, last):
        assert "error" not in api.finished(operation)
    while token := pages[-1].get("nextPageToken"):
        pages.append(api("instances.list", maxResults=1, filter=FILTER, pageToken=token))
    assert [row["name"] for page in pages for row in page["items"]] == [
        named("a"), named("b"), named("c"),
    ]  # fmt: skip

    made = api("instances.get", instance=named("a"))
    assert made["status"] == "RUNNING"
    for field in ("id", "creationTimestamp", "labels", "tags", "metadata", "machineType"):
        assert made[field] == shown[field], field
    assert api("instances.get", instance=made["id"]) == made
    assert landed["id"] != made["id"]
    (server,) = connection.compute.servers(name=f"^{named('a')}$")
    assert server.metadata["gce:id"] == made["id"]
    for letter in "ac":
        deleted = api.done("instances.delete", instance=named(letter))
        if letter == "a":
            assert deleted["targetId"] == made["id"]


@pytest.fixture
def taken(held, endpoint, landed):
    """Names that unfinished operations are going to give."""
    begun = [
        held("instances.insert", instance(named("x"))),
        held("disks.insert", {"name": named("y"), "sizeGb": "1"}),
        held("disks.createSnapshot", {"name": named("z")}, disk=landed["name"]),
    ]
    yield held
    endpoint.kill()
    endpoint.live()
    api = endpoint.api()
    for operation in begun:
        assert "error" not in api.finished(operation)
    api.done("instances.delete", instance=named("x"))
    api.done("disks.delete", disk=named("y"))
    api.done("snapshots.delete", snapshot=named("z"))


def test_an_instance_in_flight_takes_no_orders_and_keeps_its_names(taken, landed):
    vm, folder = named("x"), f"projects/{taken.project}/{FOLDER}"
    not_ready = (400, "resourceNotReady", f"The resource '{folder}/instances/{vm}' is not ready")
    for action in ("delete", "stop", "start", "reset", "getSerialPortOutput"):
        assert taken.refused(f"instances.{action}", instance=vm) == not_ready
    number = taken("instances.get", instance=vm)["id"]
    assert taken.refused("instances.setTags", {"items": []}, instance=number) == not_ready

    def exists(path):
        whole = f"projects/{taken.project}/{path}"
        return 409, "alreadyExists", f"The resource '{whole}' already exists"

    y, z = named("y"), named("z")
    assert taken.refused("instances.insert", instance(vm)) == exists(f"{FOLDER}/instances/{vm}")
    disk = {"name": vm, "sizeGb": "1"}
    assert taken.refused("disks.insert", disk) == exists(f"{FOLDER}/disks/{vm}")
    assert taken.refused("instances.insert", instance(y)) == exists(f"{FOLDER}/disks/{y}")
    assert taken.refused("instances.get", instance=y)[0] == 404
    snapshot = {"name": z, "sourceDisk": f"{FOLDER}/disks/{landed['name']}"}
    assert taken.refused("snapshots.insert", snapshot) == exists(f"global/snapshots/{z}")


def test_of_writers_that_have_seen_the_same_the_first_wins(held, endpoint, landed):
    change = {"labels": {"by": "one"}, "labelFingerprint": landed["labelFingerprint"]}
    begun = held("instances.setLabels", change, instance=landed["name"])
    late = held.refused("instances.setLabels", change, instance=landed["name"])
    assert late[:2] == (412, "conditionNotMet")
    endpoint.kill()
    endpoint.live()
    assert "error" not in endpoint.api().finished(begun)
