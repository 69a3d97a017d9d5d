"""Who is not in a project, may not write, or may see too much, over every implemented method."""

import contextlib
import json
import re
import uuid

import pytest
import requests

from gce_api.google.discovery import document
from gce_api.serving import loading
from tests.api.contract import Api

METHODS = {method_id: document().methods[method_id] for method_id in sorted(loading.load())}
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


@pytest.fixture(scope="module")
def of_demo(devcloud):
    """Things of the project demo by what they are: a private image, an operation, an account."""
    glance, name = devcloud.connection().image, f"private-{uuid.uuid4().hex[:8]}"
    image = glance.create_image(
        name=name, disk_format="raw", container_format="bare", data=b"x", gce_family=name, wait=True
    )
    demo = Api(devcloud.url("gce"), devcloud.token())
    operation = demo.done("healthChecks.insert", {"name": name, "type": "TCP"})
    demo.done("healthChecks.delete", healthCheck=name)
    (account,) = demo.session.get(f"{demo.root}/v1/projects/demo/serviceAccounts").json()[
        "accounts"
    ][:1]
    yield {"image": name, "operation": operation["name"], "account": account["email"]}
    glance.delete_image(image.id)


def test_a_stranger_finds_nothing_that_is_there(devcloud, stranger, of_demo):
    """What is open to people outside of a project, and what belongs to no method."""
    image, operation, account = of_demo["image"], of_demo["operation"], of_demo["account"]
    paths = [
        "compute/v1/projects/demo/global/images",
        f"compute/v1/projects/demo/global/images/{image}",
        f"compute/v1/projects/demo/global/images/family/{image}",
        f"compute/v1/projects/demo/zones/us-central1-a/imageFamilyViews/{image}",
        f"compute/v1/projects/debian-cloud/global/images/{image}",
        f"compute/v1/projects/demo-staging/global/images/{image}",
        f"compute/v1/projects/demo/global/operations/{operation}",
        f"compute/v1/projects/demo-staging/global/operations/{operation}",
        "v1/projects/demo",
        "v1/projects/demo/serviceAccounts",
        f"v1/projects/demo/serviceAccounts/{account}",
        f"v1/projects/-/serviceAccounts/{account}/keys",
    ]
    root, headers = devcloud.url("gce"), {"Authorization": f"Bearer {stranger}"}
    for path in paths:
        answer = requests.get(f"{root}/{path}", headers=headers, timeout=30)
        assert answer.status_code in (403, 404), f"{path}: {answer.text}"
        assert answer.json().keys() == {"error"}, path
    answer = requests.post(
        f"{root}/v1/projects/demo/serviceAccounts",
        json={"accountId": "of-a-stranger"},
        headers=headers,
        timeout=30,
    )
    assert answer.status_code in (403, 404), answer.text
    part = f"Content-Type: application/http\r\n\r\nGET /{paths[0]} HTTP/1.1\r\n\r\n"
    batch = requests.post(
        f"{root}/batch/compute/v1",
        data=f"--b\r\n{part}\r\n--b--\r\n",
        headers={**headers, "Content-Type": "multipart/mixed; boundary=b"},
        timeout=30,
    )
    assert batch.text.count("HTTP/1.1 404") == 1, batch.text
    own = requests.get(f"{root}/v1/projects", headers=headers, timeout=30).json()["projects"]
    assert [project["projectId"] for project in own] == ["demo-staging"]
    seen = Api(root, stranger, "demo-staging")("globalOperations.aggregatedList")["items"]
    names = {row["name"] for place in seen.values() for row in place.get("operations", ())}
    assert operation not in names


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


ZONE, REGION = "projects/demo/zones/us-central1-a", "projects/demo/regions/us-central1"
DISK, IMAGE = f"{ZONE}/disks/of-staging", "projects/demo/global/images/of-staging"
NETWORK, SUBNET = "projects/demo/global/networks/of-staging", f"{REGION}/subnetworks/of-staging"
CHECK = "projects/demo/global/healthChecks/of-staging"
TEMPLATE = "projects/demo/global/instanceTemplates/of-staging"
MANAGER = {"baseInstanceName": "m", "targetSize": 0, "instanceTemplate": TEMPLATE}
ALLOWED = [{"IPProtocol": "tcp"}]
DEBIAN = "projects/debian-cloud/global/images/family/debian-13"
BOOT = {"boot": True, "initializeParams": {"sourceImage": DEBIAN}}
VM = {"machineType": "zones/us-central1-a/machineTypes/e2-micro", "disks": [BOOT]}


def with_address(ip):
    return {"networkInterfaces": [{"accessConfigs": [{"natIP": ip}]}]}


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("instances.insert", {**VM, "networkInterfaces": [{"network": NETWORK}]}),
        ("instances.insert", {**VM, "networkInterfaces": [{"subnetwork": SUBNET}]}),
        ("instances.insert", {**VM, "disks": [BOOT, {"source": DISK}]}),
        ("instances.insert", {**VM, **with_address(f"{REGION}/addresses/of-staging")}),
        ("instances.insert", {"sourceMachineImage": "projects/demo/global/machineImages/x"}),
        ("disks.insert", {"sourceImage": IMAGE}),
        ("disks.insert", {"sourceDisk": DISK}),
        ("disks.insert", {"sourceSnapshot": "projects/demo/global/snapshots/of-staging"}),
        ("images.insert", {"sourceDisk": DISK}),
        ("images.insert", {"sourceImage": IMAGE}),
        ("snapshots.insert", {"sourceDisk": DISK}),
        ("machineImages.insert", {"sourceInstance": f"{ZONE}/instances/of-staging"}),
        ("firewalls.insert", {"network": NETWORK, "allowed": ALLOWED}),
        ("routers.insert", {"network": NETWORK}),
        (
            "routes.insert",
            {
                "network": NETWORK,
                "destRange": "10.1.0.0/16",
                "priority": 1,
                "nextHopIp": "10.77.0.9",
            },
        ),
        ("subnetworks.insert", {"network": NETWORK, "ipCidrRange": "10.78.0.0/24"}),
        ("addresses.insert", {"subnetwork": SUBNET, "addressType": "INTERNAL"}),
        ("instanceGroups.insert", {"network": NETWORK}),
        ("instanceGroupManagers.insert", MANAGER),
        ("regionInstanceGroupManagers.insert", MANAGER),
        ("targetPools.insert", {"instances": [f"{ZONE}/instances/of-staging"]}),
        ("backendServices.insert", {"healthChecks": [CHECK]}),
    ],
)
def test_what_a_reference_names_is_of_the_project_that_it_names(
    staging, of_staging, kept_of_staging, method, body
):
    """Not of the one that asks, though that has something of this name, and reads the other."""
    code, _, message = staging.refused(method, {"name": "misplaced", **body})
    assert code in (400, 404), message
    assert re.search("projects/demo/.*was not found", message)


@pytest.fixture(scope="module")
def staging(devcloud):
    """A member of demo-staging, who also is one of demo."""
    return Api(devcloud.url("gce"), devcloud.token("demo", "demo-staging"), "demo-staging")


@pytest.fixture(scope="module")
def kept_of_staging(staging, of_staging):
    """What the endpoint keeps by the same name in the same project."""
    staging.done("healthChecks.insert", {"name": of_staging, "type": "TCP"})
    staging.done("instanceTemplates.insert", {"name": of_staging, "properties": VM})
    yield
    staging.done("healthChecks.delete", healthCheck=of_staging)
    staging.done("instanceTemplates.delete", instanceTemplate=of_staging)


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
