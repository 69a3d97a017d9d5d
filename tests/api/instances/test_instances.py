"""The life of an instance after it was made: what it shows, and everything that changes it."""

import time

import pytest

from tests.api.contract import REGION, ZONE, a_name, instance
from tests.api.making import an_instance


@pytest.fixture(scope="module")
def vm(api):
    """A running instance with labels, tags, metadata and an external address."""
    nic = {"network": "global/networks/default", "accessConfigs": [{"name": "external-nat"}]}
    with an_instance(
        api,
        description="For tests",
        labels={"env": "test"},
        tags={"items": ["web"]},
        metadata={"items": [{"key": "colour", "value": "green"}]},
        networkInterfaces=[nic],
    ) as name:
        yield name


@pytest.fixture
def running(api, vm):
    """The instance, running."""
    if api("instances.get", instance=vm)["status"] == "SUSPENDED":
        api.done("instances.resume", instance=vm)
    api.done("instances.start", instance=vm)
    return vm


@pytest.fixture
def stopped(api, vm):
    """The instance, stopped."""
    api.done("instances.stop", instance=vm)
    return vm


@pytest.fixture
def nova(devcloud):
    return devcloud.connection().compute


def status(api, vm):
    return api("instances.get", instance=vm)["status"]


# what is shown


def test_an_instance_shows_what_it_was_made_with(api, running):
    shown = api("instances.get", instance=running)
    assert shown["status"] == "RUNNING"
    assert shown["description"] == "For tests"
    assert shown["labels"] == {"env": "test"}
    assert shown["tags"]["items"] == ["web"]
    assert shown["metadata"]["items"] == [{"key": "colour", "value": "green"}]
    assert shown["machineType"].endswith(f"/projects/demo/zones/{ZONE}/machineTypes/e2-small")
    assert shown["zone"].endswith(f"/projects/demo/zones/{ZONE}")
    (disk,) = shown["disks"]
    assert disk["source"].endswith(f"/projects/demo/zones/{ZONE}/disks/{running}")
    assert (disk["boot"], disk["autoDelete"], disk["diskSizeGb"]) == (True, True, "10")
    (nic,) = shown["networkInterfaces"]
    assert nic["network"].endswith("/projects/demo/global/networks/default")
    assert nic["subnetwork"].endswith(f"/projects/demo/regions/{REGION}/subnetworks/default")
    assert nic["networkIP"].startswith("10.")
    (external,) = nic["accessConfigs"]
    assert (external["type"], external["name"]) == ("ONE_TO_ONE_NAT", "external-nat")
    assert external["natIP"].startswith("198.18.")
    assert api("disks.get", disk=running)["users"] == [shown["selfLink"]]


def test_lists_and_numbers_lead_to_the_same_instance(api, vm):
    alone = api("instances.get", instance=vm)
    listed = {row["name"]: row for row in api("instances.list")["items"]}
    assert listed[vm] == alone
    everywhere = api("instances.aggregatedList")["items"][f"zones/{ZONE}"]["instances"]
    assert alone in everywhere
    assert api("instances.get", instance=alone["id"]) == alone
    assert vm not in api.names("instances.list", zone="us-central1-b")


@pytest.mark.parametrize("name", ["nothing", "12345", "vm-00000000"])
def test_what_is_not_there_is_not_found(api, name):
    path = f"projects/demo/zones/{ZONE}/instances/{name}"
    assert api.refused("instances.get", instance=name) == (
        404,
        "notFound",
        f"The resource '{path}' was not found",
    )


def test_serial_output_goes_on_where_it_ended(api, running):
    first = api("instances.getSerialPortOutput", instance=running)
    assert first["contents"]
    assert int(first["next"]) == len(first["contents"])
    more = api("instances.getSerialPortOutput", instance=running, start=first["next"])
    assert (more["contents"], more["start"]) == ("", first["next"])
    other = api("instances.getSerialPortOutput", instance=running, port=2)
    assert other["contents"] == ""


def test_guest_attributes_are_absent_in_the_words_that_gcloud_expects(api, vm):
    code, _, message = api.refused(
        "instances.getGuestAttributes", instance=vm, queryPath="hostkeys/"
    )
    assert code == 404
    assert message == "The resource 'hostkeys/' of type 'Guest Attribute' was not found."


# power


def test_an_instance_stops_and_starts(api, running):
    api.done("instances.stop", instance=running)
    assert status(api, running) == "TERMINATED"
    api.done("instances.start", instance=running)
    assert status(api, running) == "RUNNING"


def test_stopping_a_stopped_instance_is_a_no_op(api, nova, stopped):
    uuid = next(s.id for s in nova.servers(name=f"^{stopped}$"))
    before = len(list(nova.server_actions(uuid)))
    assert api.done("instances.stop", instance=stopped)["progress"] == 100
    assert len(list(nova.server_actions(uuid))) == before


def test_starting_a_running_instance_is_a_no_op(api, nova, running):
    uuid = next(s.id for s in nova.servers(name=f"^{running}$"))
    before = len(list(nova.server_actions(uuid)))
    api.done("instances.start", instance=running)
    assert len(list(nova.server_actions(uuid))) == before


def test_an_instance_sleeps_and_wakes_up(api, running):
    api.done("instances.suspend", instance=running)
    assert status(api, running) == "SUSPENDED"
    api.done("instances.resume", instance=running)
    assert status(api, running) == "RUNNING"


def test_a_reset_instance_runs_again(api, running):
    api.done("instances.reset", instance=running)
    assert status(api, running) == "RUNNING"


@pytest.mark.parametrize("action", ["reset", "suspend", "resume"])
def test_a_stopped_instance_cannot(api, stopped, action):
    code, reason, message = api.refused(f"instances.{action}", instance=stopped)
    assert (code, reason) == (400, "resourceNotReady")
    assert f"an instance that is TERMINATED cannot {action}" in message


def test_a_viewer_may_look_and_not_touch(viewer, vm):
    assert viewer("instances.get", instance=vm)["name"] == vm
    assert viewer.refused("instances.stop", instance=vm)[:2] == (403, "forbidden")


# what is written about it


def rewrite(api, vm, verb, body):
    """The operation of a setLabels, setTags or setMetadata that has seen what is there."""
    shown = api("instances.get", instance=vm)
    if verb == "setLabels":
        seen = {"labelFingerprint": shown["labelFingerprint"]}
    else:
        seen = {"fingerprint": shown[verb.removeprefix("set").lower()]["fingerprint"]}
    return api(f"instances.{verb}", {**body, **seen}, instance=vm)


def test_nothing_is_wiped_by_who_has_not_seen_it(api, vm):
    shown = api("instances.get", instance=vm)
    for verb, body in (
        ("setLabels", {"labels": {"by": "stranger"}}),
        ("setTags", {"items": ["strange"]}),
        ("setMetadata", {"items": []}),
    ):
        code, reason, _ = api.refused(f"instances.{verb}", body, instance=vm)
        assert (code, reason) == (412, "conditionNotMet")
    again = api("instances.get", instance=vm)
    assert all(again[part] == shown[part] for part in ("labels", "tags", "metadata"))


def test_labels_are_replaced_unless_somebody_was_faster(api, vm):
    seen = api("instances.get", instance=vm)["labelFingerprint"]
    body = {"labels": {"env": "prod", "team": "a"}, "labelFingerprint": seen}
    api.done("instances.setLabels", body, instance=vm)
    assert api("instances.get", instance=vm)["labels"] == {"env": "prod", "team": "a"}
    assert api.refused("instances.setLabels", body, instance=vm)[:2] == (412, "conditionNotMet")
    api.finished(rewrite(api, vm, "setLabels", {"labels": {"env": "test"}}))


def test_tags_are_replaced_unless_somebody_was_faster(api, vm):
    seen = api("instances.get", instance=vm)["tags"]["fingerprint"]
    body = {"items": ["web", "db"], "fingerprint": seen}
    api.done("instances.setTags", body, instance=vm)
    assert api("instances.get", instance=vm)["tags"]["items"] == ["db", "web"]
    assert api.refused("instances.setTags", body, instance=vm)[:2] == (412, "conditionNotMet")
    api.finished(rewrite(api, vm, "setTags", {"items": ["web"]}))


def test_metadata_of_any_length_is_replaced_unless_somebody_was_faster(api, vm):
    seen = api("instances.get", instance=vm)["metadata"]["fingerprint"]
    items = [{"key": "long", "value": "x" * 5000}, {"key": "short", "value": ""}]
    body = {"items": items, "fingerprint": seen}
    api.done("instances.setMetadata", body, instance=vm)
    shown = api("instances.get", instance=vm)
    assert shown["metadata"]["items"] == items
    assert shown["labels"] == {"env": "test"}
    assert next(r for r in api("instances.list")["items"] if r["name"] == vm) == shown
    assert api.refused("instances.setMetadata", body, instance=vm)[:2] == (412, "conditionNotMet")
    original = {"items": [{"key": "colour", "value": "green"}]}
    api.finished(rewrite(api, vm, "setMetadata", original))


def test_labels_and_metadata_change_at_the_same_time(api, vm):
    body = {"items": [{"key": "colour", "value": "blue"}]}
    begun = [
        rewrite(api, vm, "setLabels", {"labels": {"env": "both"}}),
        rewrite(api, vm, "setMetadata", body),
    ]
    for operation in begun:
        assert "error" not in api.finished(operation)
    shown = api("instances.get", instance=vm)
    assert (shown["labels"], shown["metadata"]["items"]) == ({"env": "both"}, body["items"])
    api.finished(rewrite(api, vm, "setLabels", {"labels": {"env": "test"}}))
    original = {"items": [{"key": "colour", "value": "green"}]}
    api.finished(rewrite(api, vm, "setMetadata", original))


@pytest.mark.parametrize(("verb", "field"), [("setMetadata", "metadata"), ("setLabels", None)])
def test_of_changes_that_begin_with_the_same_state_one_counts(api, vm, verb, field):
    shown = api("instances.get", instance=vm)
    seen = shown[field]["fingerprint"] if field else shown["labelFingerprint"]

    def body(value):
        if field:
            return {"items": [{"key": "colour", "value": value}], "fingerprint": seen}
        return {"labels": {"env": value}, "labelFingerprint": seen}

    answers = [api.send(f"instances.{verb}", body(value), {"instance": vm}) for value in "abc"]
    ended = [api.finished(answer.json()) for answer in answers if answer.status_code == 200]
    failed = [operation["error"]["errors"][0] for operation in ended if "error" in operation]
    assert len(ended) - len(failed) == 1
    assert {error["code"] for error in failed} <= {"CONDITION_NOT_MET"}
    original = shown[field] if field else {"labels": shown["labels"]}
    api.finished(rewrite(api, vm, verb, original))


def test_a_protected_instance_is_not_deleted_but_can_be_stopped(api, running):
    api.done("instances.setDeletionProtection", resource=running, deletionProtection="true")
    assert api("instances.get", instance=running)["deletionProtection"] is True
    assert "protected against deletion" in api.refused("instances.delete", instance=running)[2]
    api.done("instances.stop", instance=running)
    api.done("instances.setDeletionProtection", resource=running, deletionProtection="false")
    assert api("instances.get", instance=running)["deletionProtection"] is False


def test_the_machine_type_changes_while_stopped(api, stopped):
    wanted = {"machineType": f"zones/{ZONE}/machineTypes/e2-medium"}
    api.done("instances.setMachineType", wanted, instance=stopped)
    shown = api("instances.get", instance=stopped)
    assert shown["machineType"].endswith("/e2-medium")
    assert shown["status"] == "TERMINATED"
    wanted = {"machineType": f"zones/{ZONE}/machineTypes/e2-small"}
    api.done("instances.setMachineType", wanted, instance=stopped)
    api.done("instances.start", instance=stopped)
    assert api.refused("instances.setMachineType", wanted, instance=stopped)[:2] == (
        400,
        "resourceNotReady",
    )


# disks and addresses


def test_a_disk_is_attached_and_detached(api, running, disk):
    body = {"source": f"zones/{ZONE}/disks/{disk}", "deviceName": "data", "autoDelete": True}
    api.done("instances.attachDisk", body, instance=running)
    attached = api("instances.get", instance=running)["disks"][1]
    assert attached["source"].endswith(f"/disks/{disk}")
    assert (attached["deviceName"], attached["autoDelete"], attached["boot"]) == (
        "data",
        True,
        False,
    )
    assert api("disks.get", disk=disk)["users"][0].endswith(f"/instances/{running}")
    refused = api.refused("disks.delete", disk=disk)
    assert refused[:2] == (400, "resourceInUseByAnotherResource")
    assert refused[2].endswith(f"'projects/demo/zones/{ZONE}/instances/{running}'")
    again = api.refused("instances.attachDisk", body, instance=running)
    assert again[:2] == (400, "resourceInUseByAnotherResource")
    keep = {"autoDelete": "false", "deviceName": "data"}
    api.done("instances.setDiskAutoDelete", instance=running, **keep)
    assert api("instances.get", instance=running)["disks"][1]["autoDelete"] is False
    api.done("disks.resize", {"sizeGb": "11"}, disk=disk)
    assert api("instances.get", instance=running)["disks"][1]["diskSizeGb"] == "11"
    api.done("instances.detachDisk", instance=running, deviceName="data")
    assert len(api("instances.get", instance=running)["disks"]) == 1
    assert "users" not in api("disks.get", disk=disk)


def test_a_disk_without_a_device_name_is_called_as_it_is(api, running, disk):
    body = {"source": f"projects/demo/zones/{ZONE}/disks/{disk}"}
    api.done("instances.attachDisk", body, instance=running)
    assert api("instances.get", instance=running)["disks"][1]["deviceName"] == disk
    missing = api.refused("instances.detachDisk", instance=running, deviceName="other")
    assert "No attached disk found with this device name" in missing[2]
    api.done("instances.detachDisk", instance=running, deviceName=disk)


def test_the_boot_disk_stays(api, running):
    boot = api("instances.get", instance=running)["disks"][0]["deviceName"]
    assert api.refused("instances.detachDisk", instance=running, deviceName=boot)[:2] == (
        400,
        "unsupportedOperation",
    )


def test_an_instance_starts_from_a_disk_that_was_made_empty_and_from_its_snapshot(api, disk):
    name = a_name("blank")
    source = {"initializeParams": {"sourceSnapshot": f"global/snapshots/{name}"}}
    api.done("disks.createSnapshot", {"name": name}, disk=disk)
    for boot in (source | {"autoDelete": True}, {"source": f"zones/{ZONE}/disks/{disk}"}):
        api.done("instances.insert", instance(name, disks=[boot | {"boot": True}]))
        assert status(api, name) == "RUNNING"
        api.done("instances.delete", instance=name)
    api.done("snapshots.delete", snapshot=name)


def test_an_ephemeral_address_goes_and_a_reserved_one_stays(api, devcloud, running):
    def external():
        nic = api("instances.get", instance=running)["networkInterfaces"][0]
        return [config["natIP"] for config in nic.get("accessConfigs", ())]

    where = {"instance": running, "networkInterface": "nic0"}
    ephemeral = external()
    api.done("instances.deleteAccessConfig", accessConfig="external-nat", **where)
    assert external() == []
    network = devcloud.connection().network
    assert list(network.ips(floating_ip_address=ephemeral[0])) == []
    assert api.refused("instances.deleteAccessConfig", accessConfig="x", **where)[0] == 400

    name = a_name("ip")
    api.done("addresses.insert", {"name": name})
    reserved = api("addresses.get", address=name)["address"]
    api.done("instances.addAccessConfig", {"natIP": reserved}, **where)
    assert external() == [reserved]
    assert api("addresses.get", address=name)["users"][0].endswith(f"/instances/{running}")
    assert "has one" in api.refused("instances.addAccessConfig", {}, **where)[2]
    assert api.refused("addresses.delete", address=name)[0] == 400
    api.done("instances.deleteAccessConfig", accessConfig="external-nat", **where)
    assert api("addresses.get", address=name)["status"] == "RESERVED"
    api.done("addresses.delete", address=name)
    api.done("instances.addAccessConfig", {"name": "external-nat"}, **where)
    assert external()


# servers of other tools


@pytest.fixture
def elsewhere(devcloud, project, own):
    """A maker of servers that no GCE client has made, in the file's own project."""
    connection = devcloud.connection("admin", project.name)
    flavor = connection.compute.find_flavor("e2-micro")
    image = next(connection.image.images(os_distro="debian"))
    made = []

    def make(name, count=1, zone=ZONE, *, ready=True):
        connection.compute.create_server(
            name=name,
            flavor_id=flavor.id,
            image_id=image.id,
            availability_zone=zone,
            networks="none",
            min_count=count,
            max_count=count,
        )
        made[:] = connection.compute.servers(details=False)
        for server in made if ready else ():
            connection.compute.wait_for_server(server, interval=0.2)
        return [server for server in made if server.name.startswith(name)]

    def delete(server):
        connection.compute.delete_server(server)
        connection.compute.wait_for_delete(server, interval=0.2)

    make.delete = delete
    make.api = own
    yield make
    for server in made:
        connection.compute.delete_server(server)
    for server in made:
        connection.compute.wait_for_delete(server, interval=0.2)


def test_names_that_gce_does_not_know_are_cleaned_and_answered_to(elsewhere):
    (server,) = elsewhere("My Web_Server")
    name = f"my-web-server-{server.id[:8]}"
    assert elsewhere.api.names("instances.list") == [name]
    shown = elsewhere.api("instances.get", instance=name)
    assert elsewhere.api("instances.get", instance=shown["id"]) == shown
    assert shown["disks"][0]["boot"] is True
    assert "source" not in shown["disks"][0]


def test_a_name_that_two_servers_have_names_neither(elsewhere):
    elsewhere("twin")
    twins = elsewhere("twin")
    names = sorted(f"twin-{server.id[:8]}" for server in twins)
    assert len(twins) == 2
    assert sorted(elsewhere.api.names("instances.list")) == names
    assert elsewhere.api.refused("instances.get", instance="twin")[0] == 404
    assert elsewhere.api("instances.get", instance=names[0])["name"] == names[0]
    first = elsewhere.api("instances.list", maxResults=1)
    rest = elsewhere.api("instances.list", pageToken=first["nextPageToken"], maxResults=1)
    assert sorted(row["name"] for row in first["items"] + rest["items"]) == names


def test_the_same_name_may_be_used_in_two_zones(elsewhere):
    elsewhere("homonym")
    elsewhere("homonym", zone="us-central1-b")
    for zone in (ZONE, "us-central1-b"):
        assert elsewhere.api("instances.get", instance="homonym", zone=zone)["name"] == "homonym"
    scopes = elsewhere.api("instances.aggregatedList")["items"]
    names = [r["name"] for scope in scopes.values() for r in scope.get("instances", ())]
    assert names == ["homonym", "homonym"]


def test_pages_go_on_behind_an_instance_that_was_deleted(elsewhere):
    made = {server.name: server for server in elsewhere("row", count=5)}
    first = elsewhere.api("instances.list", maxResults=2)
    assert [row["name"] for row in first["items"]] == ["row-1", "row-2"]
    elsewhere.delete(made["row-2"])
    token = first["nextPageToken"]
    second = elsewhere.api("instances.list", maxResults=2, pageToken=token)
    assert [row["name"] for row in second["items"]] == ["row-3", "row-4"]
    token = second["nextPageToken"]
    third = elsewhere.api("instances.list", maxResults=2, pageToken=token)
    assert [row["name"] for row in third["items"]] == ["row-5"]
    assert "nextPageToken" not in third


def test_filter_and_order_see_every_page(elsewhere):
    elsewhere("row", count=3)
    matching = elsewhere.api("instances.list", filter="name=row-3", maxResults=1)
    assert [row["name"] for row in matching["items"]] == ["row-3"]
    newest = elsewhere.api.names("instances.list", orderBy="creationTimestamp desc")
    assert sorted(newest) == ["row-1", "row-2", "row-3"]


def test_an_instance_that_failed_tells_why(elsewhere, devcloud, project):
    """No host has room for it."""
    admin = devcloud.connection("admin", "demo").compute
    giant = admin.create_flavor(name=a_name("giant"), vcpus=1, ram=30_000_000, disk=0)
    connection = devcloud.connection("admin", project.name)
    image = next(connection.image.images(os_distro="debian"))
    server = connection.compute.create_server(
        name="failed",
        flavor_id=giant.id,
        image_id=image.id,
        networks="none",
        availability_zone=ZONE,
    )
    try:
        deadline = time.monotonic() + 60
        while connection.compute.get_server(server).status != "ERROR":
            assert time.monotonic() < deadline
        shown = elsewhere.api("instances.list")["items"][0]
        assert shown["status"] == "TERMINATED"
        assert "No valid host" in shown["statusMessage"]
    finally:
        connection.compute.delete_server(server)
        connection.compute.wait_for_delete(server, interval=0.2)
        admin.delete_flavor(giant)


# what it costs


def test_a_list_costs_the_same_calls_for_3_and_for_30_instances(elsewhere, counting):
    elsewhere("few", count=3)
    first, cold = counting("aggregated/instances")
    assert len(first["items"][f"zones/{ZONE}"]["instances"]) == 3
    assert len(cold) <= 5, cold
    _, warm = counting("aggregated/instances")
    assert len(warm) <= 2, warm
    elsewhere("many", count=27, ready=False)
    grown, many = counting("aggregated/instances")
    assert len(grown["items"][f"zones/{ZONE}"]["instances"]) == 30
    assert len(many) == len(warm), many
    _, paged = counting("aggregated/instances?maxResults=5")
    assert len(paged) == len(warm), paged
    found, named = counting("aggregated/instances?filter=name%3Dfew-1")
    assert [row["name"] for row in found["items"][f"zones/{ZONE}"]["instances"]] == ["few-1"]
    assert any("/servers/detail?name=%5Efew-1%24&" in url for url in named), named
    names = f"zones/{ZONE}/instances?fields=items(name),nextPageToken&maxResults=20"
    page, brief = counting(names)
    assert all("status=BUILD" in url for url in brief if "/servers/detail" in url), brief
    last, _ = counting(f"{names}&pageToken={page['nextPageToken']}")
    assert len({row["name"] for row in page["items"] + last["items"]}) == 30
    _, one = counting(f"zones/{ZONE}/instances/few-1")
    assert len(one) <= 2, one
