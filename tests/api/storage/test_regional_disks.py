"""Regional disks: made, used in both zones, copied, and refused where they would be a lie."""

import json
from typing import NamedTuple

import pytest
from google.api_core.exceptions import NotFound
from google.cloud import compute_v1 as google
from werkzeug.test import Client

from gce_api import wsgi
from tests.api.contract import REGION, ZONE, Api, a_name, instance

HERE = {"project": "demo", "region": REGION}
OTHER_ZONE, THIRD_ZONE = f"{REGION}-b", f"{REGION}-c"
ZONES = [f"projects/demo/zones/{ZONE}", f"projects/demo/zones/{OTHER_ZONE}"]
DISK_TYPE = f"regions/{REGION}/diskTypes/pd-ssd"


def a_regional_disk(name, **more):
    return {"name": name, "sizeGb": "1", "type": DISK_TYPE, "replicaZones": ZONES, **more}


@pytest.fixture(scope="module")
def disk(api):
    """A blank regional disk."""
    name = a_name("regional")
    api.done("regionDisks.insert", a_regional_disk(name))
    yield name
    api.done("regionDisks.delete", disk=name)


@pytest.fixture(scope="module")
def pair(api):
    """An instance in each of the disk's zones."""
    zones = {a_name("vm"): ZONE, a_name("vm"): OTHER_ZONE}
    begun = [
        api(
            "instances.insert",
            instance(name, machineType=f"zones/{zone}/machineTypes/e2-micro"),
            zone=zone,
        )
        for name, zone in zones.items()
    ]
    assert not [ended for ended in map(api.finished, begun) if "error" in ended]
    yield list(zones)
    for ended in [api("instances.delete", instance=n, zone=z) for n, z in zones.items()]:
        api.finished(ended)


def users(api, disk):
    """The instances that have a regional disk."""
    found = api("regionDisks.get", disk=disk).get("users", ())
    return [url.rpartition("/")[2] for url in found]


def test_google_client_lives_the_life_of_a_regional_disk(client, finish):
    disks, name = client(google.RegionDisksClient), a_name("regional")
    wanted = google.Disk(name=name, size_gb=1, region=REGION, replica_zones=ZONES, type_=DISK_TYPE)
    operation = disks.insert_unary(disk_resource=wanted, **HERE)
    assert operation.region.endswith(REGION)
    finish(operation)
    shown = disks.get(disk=name, **HERE)
    assert (shown.status, shown.size_gb, shown.zone) == ("READY", 1, "")
    assert shown.self_link.endswith(f"projects/demo/regions/{REGION}/disks/{name}")
    assert [url[url.index("projects/") :] for url in shown.replica_zones] == ZONES
    types = client(google.RegionDiskTypesClient)
    assert shown.type_ == types.get(disk_type="pd-ssd", **HERE).self_link
    assert name in [found.name for found in disks.list(**HERE)]
    zonal = client(google.DisksClient)
    scopes = dict(zonal.aggregated_list(project="demo"))
    assert name in [found.name for found in scopes[f"regions/{REGION}"].disks]
    with pytest.raises(NotFound):
        zonal.get(disk=name, zone=ZONE, project="demo")

    labels = google.RegionSetLabelsRequest(
        labels={"a": "b"}, label_fingerprint=shown.label_fingerprint
    )
    finish(disks.set_labels_unary(resource=name, region_set_labels_request_resource=labels, **HERE))
    size = google.RegionDisksResizeRequest(size_gb=2)
    finish(disks.resize_unary(disk=name, region_disks_resize_request_resource=size, **HERE))
    told = google.UpdateRegionDiskRequest(
        disk=name, disk_resource={"description": "told"}, update_mask="description", **HERE
    )
    finish(disks.update_unary(told))
    shown = disks.get(disk=name, **HERE)
    assert (shown.size_gb, shown.labels, shown.description) == (2, {"a": "b"}, "told")
    asked = google.TestPermissionsRequest(permissions=["compute.regionDisks.delete"])
    allowed = disks.test_iam_permissions(
        resource=name, test_permissions_request_resource=asked, **HERE
    )
    assert list(allowed.permissions) == ["compute.regionDisks.delete"]
    finish(disks.delete_unary(disk=name, **HERE))
    assert name not in [found.name for found in disks.list(**HERE)]


def test_a_disk_moves_between_the_instances_of_its_two_zones(api, disk, pair):
    here, there = pair
    source = f"/projects/demo/regions/{REGION}/disks/{disk}"
    api.done("instances.attachDisk", {"source": source}, instance=here)
    attached = api("instances.get", instance=here)["disks"][1]
    assert attached["source"] == api("regionDisks.get", disk=disk)["selfLink"]
    assert users(api, disk) == [here]

    taken = api.refused("instances.attachDisk", {"source": source}, instance=there, zone=OTHER_ZONE)
    assert taken[:2] == (400, "resourceInUseByAnotherResource")
    assert taken[2].endswith(f"by 'projects/demo/zones/{ZONE}/instances/{here}'.")
    api.done(
        "instances.attachDisk",
        {"source": source},
        instance=there,
        zone=OTHER_ZONE,
        forceAttach="true",
    )
    assert users(api, disk) == [there]
    assert len(api("instances.get", instance=here)["disks"]) == 1
    used = api.refused("regionDisks.delete", disk=disk)
    assert f"{OTHER_ZONE}/instances/{there}" in used[2]
    api.done("instances.detachDisk", instance=there, zone=OTHER_ZONE, deviceName=disk)
    assert users(api, disk) == []


def test_copies_of_disks_in_use_are_told_to_be_of_several_moments(api, disk, pair):
    group, twin = a_name("group"), a_name("regional")
    api.done("resourcePolicies.insert", {"name": group, "diskConsistencyGroupPolicy": {}})
    policy = f"regions/{REGION}/resourcePolicies/{group}"
    api.done("regionDisks.insert", a_regional_disk(twin, resourcePolicies=[policy]))
    api.done("regionDisks.addResourcePolicies", {"resourcePolicies": [policy]}, disk=disk)
    source = f"regions/{REGION}/disks/{twin}"
    api.done("instances.attachDisk", {"source": source}, instance=pair[0])
    whole = api.done("regionDisks.bulkInsert", {"sourceConsistencyGroupPolicy": policy})
    (warning,) = whole["warnings"]
    assert f"write meanwhile to {twin} " in warning["message"]
    copies = [row for row in api("regionDisks.list")["items"] if row.get("sourceDisk")]
    made = {row["sourceDisk"].rpartition("/")[2]: row for row in copies}
    assert made.keys() >= {disk, twin}
    assert made[twin]["replicaZones"] == api("regionDisks.get", disk=twin)["replicaZones"]

    api.done("instances.detachDisk", instance=pair[0], deviceName=twin)
    api.done("regionDisks.removeResourcePolicies", {"resourcePolicies": [policy]}, disk=disk)
    for name in (twin, made[twin]["name"], made[disk]["name"]):
        api.done("regionDisks.delete", disk=name)
    api.done("resourcePolicies.delete", resourcePolicy=group)


def test_gcloud_makes_a_regional_disk_and_attaches_it(api, gcloud, pair):
    name, here, compute = a_name("regional"), f"--zone={ZONE}", ("compute",)
    gcloud(
        *(*compute, "disks", "create", name, f"--region={REGION}", "--size=10GB"),
        f"--replica-zones={ZONE},{OTHER_ZONE}",
    )
    rows = gcloud.json(*compute, "disks", "list", f"--filter=name={name}")
    assert [row["region"].rpartition("/")[2] for row in rows] == [REGION]
    vm, of_region = pair[0], ("--disk-scope=regional", here, f"--disk={name}")
    gcloud(*compute, "instances", "attach-disk", vm, *of_region)
    assert users(api, name) == [vm]
    gcloud(*compute, "instances", "detach-disk", vm, *of_region)
    api.done("regionDisks.delete", disk=name)


def test_zonal_and_regional_disks_and_images_are_made_of_each_other(api, disk):
    """All by the same name, which is taken once in each place."""
    again = api.refused("regionDisks.insert", a_regional_disk(disk))
    assert again[:2] == (409, "alreadyExists")
    snapshot, image, source = a_name("snap"), a_name("image"), f"regions/{REGION}/disks/{disk}"
    api.done("regionDisks.createSnapshot", {"name": snapshot}, disk=disk)
    assert api("snapshots.get", snapshot=snapshot)["sourceDisk"].endswith(source)
    api.done("disks.insert", {"name": disk, "sourceSnapshot": f"global/snapshots/{snapshot}"})
    api.done("images.insert", {"name": image, "sourceDisk": source})
    assert api("images.get", image=image)["sourceDisk"].endswith(source)

    copy, zonal = a_name("copy"), f"zones/{ZONE}/disks/{disk}"
    far = [f"zones/{OTHER_ZONE}", f"zones/{THIRD_ZONE}"]
    body = {"name": copy, "sourceDisk": zonal, "replicaZones": far}
    assert "must be a zone of the source disk" in api.refused("regionDisks.insert", body)[2]
    api.done("regionDisks.insert", {**body, "replicaZones": [ZONES[1], ZONES[0]]})
    shown = api("regionDisks.get", disk=copy)
    assert shown["sourceDisk"].endswith(zonal)
    assert shown["type"].endswith(f"regions/{REGION}/diskTypes/pd-standard")

    api.done("regionDisks.delete", disk=copy)
    api.done("images.delete", image=image)
    api.done("disks.delete", disk=disk)
    assert disk in api.names("regionDisks.list")
    api.done("snapshots.delete", snapshot=snapshot)


def test_an_instance_is_made_with_a_regional_boot_disk(api):
    name, body = a_name("vm"), instance("")
    parameters = {**body["disks"][0]["initializeParams"], "replicaZones": ZONES}
    parameters["diskType"] = f"zones/{ZONE}/diskTypes/pd-balanced"
    body |= {"name": name, "disks": [{**body["disks"][0], "initializeParams": parameters}]}
    far = {**parameters, "replicaZones": [ZONES[1], f"zones/{THIRD_ZONE}"]}
    wrong = {**body, "disks": [{**body["disks"][0], "initializeParams": far}]}
    assert "One of them must be the instance's zone" in api.refused("instances.insert", wrong)[2]

    begun = api("instances.insert", body)
    url = api("instances.get", instance=name)["disks"][0]["source"]
    assert url.endswith(f"regions/{REGION}/disks/{name}")
    assert "error" not in api.finished(begun)
    assert api("instances.get", instance=name)["disks"][0]["source"] == url
    shown = api("regionDisks.get", disk=name)
    assert shown["type"].endswith(f"regions/{REGION}/diskTypes/pd-balanced")
    template = {"name": name, "sourceInstance": f"zones/{ZONE}/instances/{name}"}
    api.done("instanceTemplates.insert", template)
    kept = api("instanceTemplates.get", instanceTemplate=name)["properties"]["disks"][0]
    assert len(kept["initializeParams"]["replicaZones"]) == 2
    api.done("instanceTemplates.delete", instanceTemplate=name)
    api.done("instances.delete", instance=name)
    assert name not in api.names("regionDisks.list")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"replicaZones": []}, "A regional disk needs two"),
        ({"replicaZones": [ZONES[0]] * 2}, "two different zones of the region"),
        ({"replicaZones": [ZONES[0], "zones/europe-west1-b"]}, "two different zones"),
        ({"replicaZones": [*ZONES, f"zones/{THIRD_ZONE}"]}, "two different zones"),
        ({"type": f"regions/{REGION}/diskTypes/pd-extreme"}, "Regional ones are: "),
    ],
)
def test_a_disk_that_could_not_be_in_two_zones_is_refused(api, changed, why):
    refused = api.refused("regionDisks.insert", a_regional_disk(a_name("regional")) | changed)
    assert refused[0] == 400
    assert why in refused[2]


def test_what_is_of_zones_alone_is_refused(api, disk, pair):
    zonal = api.refused("disks.insert", a_regional_disk(a_name("disk")))
    assert "resource.replicaZones" in zonal[2]
    boot = {"source": f"zones/{ZONE}/disks/{pair[0]}", "forceAttach": True}
    forced = api.refused("instances.attachDisk", boot, instance=pair[0])
    assert "Only a regional disk can be attached by force" in forced[2]
    source = {"boot": True, "source": f"regions/{REGION}/disks/{disk}"}
    body = instance(a_name("vm"), machineType=f"zones/{THIRD_ZONE}/machineTypes/e2-micro")
    misplaced = api.refused("instances.insert", {**body, "disks": [source]}, zone=THIRD_ZONE)
    assert f"The disk is not in zone '{THIRD_ZONE}'" in misplaced[2]


@pytest.fixture
def without_types(devcloud, in_process):
    """An endpoint whose operator names no disk types, as a user in a project sees it."""
    in_process.set_override("regional_types", [], group="disks")
    client = Client(wsgi.build(in_process))

    def of(user, project):
        api = Api("http://localhost", devcloud.token(user, project), project)

        def send(verb, url, params, json):
            headers = dict(api.session.headers)
            answer = client.open(url, method=verb, query_string=params, json=json, headers=headers)
            return Answer(answer.status_code, answer.text)

        api.session.request = send
        return api

    return of


class Answer(NamedTuple):
    status_code: int
    text: str

    def json(self):
        return json.loads(self.text)


def test_there_are_none_where_no_storage_is_known_to_be_in_two_zones(
    devcloud, project, without_types
):
    """Cinder may know it of a type itself: one that it replicates."""
    admin, name = devcloud.connection("admin", "admin").block_storage, a_name("replicated")
    specs = {"replication_enabled": "<is> True"}
    kind = admin.create_type(name=name, is_public=False, extra_specs=specs)
    admin.add_type_access(kind, project.id)
    try:
        assert without_types("admin", project.name).names("regionDiskTypes.list") == [name]
        api = without_types("demo", "demo")
        assert api.names("regionDiskTypes.list") == []
        everywhere = api("diskTypes.aggregatedList")["items"]
        assert "diskTypes" not in everywhere[f"regions/{REGION}"]
        refused = api.refused("regionDisks.insert", a_regional_disk(a_name("regional")))
        assert refused[:2] == (400, "unsupportedOperation")
        assert "Regional disks are not available here" in refused[2]
    finally:
        admin.delete_type(kind)
