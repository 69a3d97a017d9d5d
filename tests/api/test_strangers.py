"""Who is not in a project, may not write, or may see too much, over every implemented method."""

import contextlib
import json
import uuid

import pytest
import requests

from gce_api import registry
from gce_api.discovery import document

METHODS = {method_id: document().methods[method_id] for method_id in sorted(registry.load())}
WRITES = [method_id for method_id, method in METHODS.items() if not method.is_read]

PLACES = {"zone": "us-central1-a", "region": "us-central1"}
OPEN_TO_ALL = ("debian-cloud", "debian-13")


def request(devcloud, token, method, project, name="default", session=requests):
    """Call a method on a project, with the least that its parameters take."""
    path, query = method.path, {}
    for parameter, schema in method.parameters.items():
        if schema["location"] == "path":
            value = {"project": project, **PLACES}.get(parameter, name)
            path = path.replace("{" + parameter + "}", value)
        elif schema.get("required"):
            query[parameter] = "true" if schema["type"] == "boolean" else "nic0"
    return session.request(
        method.verb,
        f"{devcloud.url('gce')}/compute/v1/{path}",
        params=query,
        headers={"Authorization": f"Bearer {token}"},
        data=json.dumps({"name": "made-by-a-stranger"}) if method.request else None,
        timeout=30,
    )


@pytest.fixture(scope="module")
def session():
    with requests.Session() as one:
        yield one


@pytest.fixture(scope="module")
def stranger(devcloud):
    """The token of a user whose only role is in demo-staging."""
    identity = devcloud.connection("admin", "demo").identity
    staging = identity.find_project("demo-staging")
    user = identity.create_user(name=f"stranger-{uuid.uuid4().hex[:8]}", password="stranger")
    identity.assign_project_role_to_user(staging, user, identity.find_role("member"))
    body = {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"id": user.id, "password": "stranger"}},
            },
            "scope": {"project": {"id": staging.id}},
        }
    }
    answer = requests.post(f"{devcloud.url('keystone')}/v3/auth/tokens", json=body, timeout=30)
    assert answer.status_code == 201, answer.text
    yield answer.headers["X-Subject-Token"]
    identity.delete_user(user)


def test_no_method_tells_a_stranger_anything_of_a_project(devcloud, stranger, session):
    for method_id, method in METHODS.items():
        answer = request(devcloud, stranger, method, "demo", session=session)
        assert answer.status_code in (403, 404), f"{method_id}: {answer.text}"
        assert answer.json().keys() == {"error"}, method_id


def test_a_project_that_a_stranger_may_not_know_looks_like_none(devcloud, stranger, session):
    def message(project):
        answer = request(
            devcloud, stranger, METHODS["compute.zones.list"], project, session=session
        )
        return answer.status_code, answer.json()["error"]["message"].replace(project, "P")

    by_uuid = devcloud.connection().current_project_id
    assert message("demo") == message(by_uuid) == message("no-such-project")


def test_a_stranger_sees_public_images_like_everybody(devcloud, stranger, session):
    project, family = OPEN_TO_ALL
    method = METHODS["compute.images.getFromFamily"]
    answer = request(devcloud, stranger, method, project, family, session)
    assert answer.status_code == 200, answer.text
    assert answer.json()["family"] == family


def test_a_reader_can_change_nothing(devcloud, session):
    token = devcloud.token("viewer")
    for method_id in WRITES:
        answer = request(devcloud, token, METHODS[method_id], "demo", session=session)
        assert answer.status_code == 403, f"{method_id}: {answer.text}"
        assert f"'{method_id}' permission" in answer.json()["error"]["message"]


@pytest.fixture(scope="module")
def of_staging(devcloud):
    """The name of a network and what is in it, an image and a disk of demo-staging."""
    cloud, name = devcloud.connection("demo", "demo-staging"), "of-staging"
    with contextlib.ExitStack() as stack:
        network = cloud.network.create_network(name=name)
        stack.callback(cloud.network.delete_network, network)
        subnet = cloud.network.create_subnet(
            network_id=network.id, name=name, cidr="10.77.0.0/24", ip_version=4
        )
        stack.callback(cloud.network.delete_subnet, subnet)
        router = cloud.network.create_router(name=name)
        stack.callback(cloud.network.delete_router, router)
        group = cloud.network.create_security_group(name=name)
        cloud.network.set_tags(group, ["gce:firewall", f"gce:network={network.id}"])
        stack.callback(cloud.network.delete_security_group, group)
        external = next(n for n in cloud.network.networks() if n.is_router_external)
        address = cloud.network.create_ip(floating_network_id=external.id, description=name)
        stack.callback(cloud.network.delete_ip, address)
        image = cloud.image.create_image(
            name=name, disk_format="raw", container_format="bare", data=b"x", wait=True
        )
        stack.callback(cloud.image.delete_image, image.id)
        volume = cloud.block_storage.create_volume(name=name, size=1)
        cloud.block_storage.wait_for_status(volume, "available")
        stack.callback(cloud.block_storage.delete_volume, volume)
        yield name


COLLECTIONS = (
    "compute.networks",
    "compute.firewalls",
    "compute.routers",
    "compute.subnetworks",
    "compute.addresses",
    "compute.images",
    "compute.disks",
)


def test_an_administrator_sees_of_a_project_what_its_members_see(devcloud, session, of_staging):
    administrator, member = devcloud.token("admin", "demo"), devcloud.token("demo", "demo-staging")

    def names(token, collection, project):
        method = METHODS[collection + ".list"]
        answer = request(devcloud, token, method, project, session=session)
        return [row["name"] for row in answer.json().get("items", ())]

    for collection in COLLECTIONS:
        assert of_staging in names(member, collection, "demo-staging"), collection
        assert of_staging not in names(administrator, collection, "demo"), collection
        method = METHODS[collection + ".get"]
        answer = request(devcloud, administrator, method, "demo", of_staging, session)
        assert answer.status_code == 404, f"{collection}: {answer.text}"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"networkInterfaces": [{"network": "global/networks/of-staging"}]}, "network"),
        ({"disks": [{"boot": True, "source": "zones/us-central1-a/disks/of-staging"}]}, "disk"),
        (
            {
                "disks": [
                    {
                        "boot": True,
                        "source": "projects/demo-staging/zones/us-central1-a/disks/of-staging",
                    }
                ]
            },
            "disk by its project",
        ),
        (
            {
                "disks": [
                    {"boot": True, "initializeParams": {"sourceImage": "global/images/of-staging"}}
                ]
            },
            "image",
        ),
    ],
)
def test_an_instance_cannot_have_what_is_of_another_project(
    devcloud, session, of_staging, changed, what
):
    image = "projects/debian-cloud/global/images/family/debian-13"
    body = {
        "name": "misplaced",
        "machineType": "zones/us-central1-a/machineTypes/e2-small",
        "disks": [{"boot": True, "initializeParams": {"sourceImage": image}}],
        **changed,
    }
    answer = session.post(
        f"{devcloud.url('gce')}/compute/v1/projects/demo/zones/us-central1-a/instances",
        json=body,
        headers={"Authorization": f"Bearer {devcloud.token('admin', 'demo')}"},
        timeout=30,
    )
    assert answer.status_code == 404, answer.text
    assert of_staging in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("setCommonInstanceMetadata", {"items": [{"value": "of no key"}]}),
        (
            "zones/us-central1-a/instances",
            {"name": "odd", "machineType": f"custom-{'9' * 5000}-1"},
        ),
    ],
)
def test_a_body_that_nobody_means_is_told_so(devcloud, session, path, body):
    answer = session.post(
        f"{devcloud.url('gce')}/compute/v1/projects/demo/{path}",
        json=body,
        headers={"Authorization": f"Bearer {devcloud.token()}"},
        timeout=30,
    )
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["errors"][0]["reason"] in ("invalid", "required")
