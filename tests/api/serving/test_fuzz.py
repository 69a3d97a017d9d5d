"""Whatever is asked of any method, it answers in Google's shape, and leaves nothing behind.

``FUZZ_EXAMPLES`` sets how many requests each method gets (each run sends the same ones).
"""

from __future__ import annotations

import os

import pytest
import requests
from hypothesis import HealthCheck, given, settings

from gce_api.google.discovery import SERVICE_PATH, document
from gce_api.serving import loading
from tests.api.serving import sound_bodies
from tests.api.serving.fuzzing import requests_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
ALWAYS_THERE = {"default"}  # the network of every project, whether it is made yet or not
ROUNDS = 6  # of deleting: what is used goes after what uses it
METHODS = [document().methods[method_id] for method_id in sorted(loading.load())]
IN_PROJECT = [method for method in METHODS if "project" in method.parameters]
DELETES = [m for m in IN_PROJECT if m.name == "delete" and "perations" not in m.collection]
IN_ORDER = [*(m for m in IN_PROJECT if m not in DELETES), *DELETES]  # as long as there is something


@pytest.fixture(scope="module")
def api(devcloud, project, own):
    """A project with quotas that are soon used up."""
    admin = devcloud.connection("admin", "admin")
    admin.compute.update_quota_set(project.id, instances=4)
    admin.block_storage.update_quota_set(project.id, volumes=9)
    return own


def send(api, method, request):
    path = method.path
    for name, value in {"project": api.project, **request.path}.items():
        for brace in ("{%s}", "{+%s}"):
            path = path.replace(brace % name, requests.utils.quote(value, safe=""))
    url = f"{api.root}/{SERVICE_PATH}{path}"
    return api.session.request(
        method.verb, url, params=request.query, json=request.body, timeout=60
    )


@pytest.fixture(scope="module", autouse=True)
def belongings(api):
    """One thing of each family, for the requests to be about."""
    for wave in sound_bodies.waves():
        begun = [api(f"{family}.insert", body) for family, body in wave]
        ended = [api.finished(operation) for operation in begun]
        assert not [operation for operation in ended if "error" in operation]


@pytest.mark.parametrize("method", IN_ORDER, ids=lambda method: method.id)
def test_no_request_breaks_a_method(api, method):
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests_of(method))
    def ask(request):
        answer = send(api, method, request)
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            error = answer.json()["error"]
            assert error["code"] == answer.status_code
            assert error["errors"][0]["reason"]
            assert "Traceback" not in error["message"]

    ask()


def test_what_the_requests_made_can_be_deleted_and_leaves_nothing(api, devcloud, project):
    """Last in this module: the project is emptied by GCE's methods, and OpenStack holds nothing."""
    for operation in api("globalOperations.aggregatedList")["items"].values():
        for row in operation.get("operations", ()):
            ended = api.finished(row)
            codes = [error["code"] for error in ended.get("error", {}).get("errors", ())]
            assert "INTERNAL_ERROR" not in codes, ended
    for name in api.names("instances.list"):
        api.done("instances.setDeletionProtection", resource=name, deletionProtection="false")
    for _ in range(ROUNDS):
        left = {name for method in DELETES for name in delete_all(api, method)}
        if left <= ALWAYS_THERE:
            break
    assert left <= ALWAYS_THERE
    cloud = devcloud.connection("admin", project.name)
    assert not list(cloud.compute.servers())
    assert not list(cloud.block_storage.volumes())
    assert not list(cloud.block_storage.snapshots())
    assert not list(cloud.network.ips(project_id=project.id))
    ports = cloud.network.ports(project_id=project.id)
    assert not [port for port in ports if not port.device_owner.startswith("network:")]
    assert not list(cloud.load_balancer.load_balancers())
    assert not [image.name for image in cloud.image.images() if image.owner == project.id]
    # the network default with its router and groups, and the group that Neutron gives everybody
    assert {
        network.name for network in cloud.network.networks(project_id=project.id)
    } <= ALWAYS_THERE
    assert {router.name for router in cloud.network.routers(project_id=project.id)} <= ALWAYS_THERE
    groups = sorted(group.name for group in cloud.network.security_groups(project_id=project.id))
    assert groups in (["default"], ["default", "gce-implied"])
    credentials = cloud.identity.application_credentials(cloud.current_user_id)
    agents = [each for each in credentials if f" {project.name} " in each.name]
    assert len(agents) <= 1


def delete_all(api, method):
    """Delete what a family lists; the names of what is still there."""
    family = method.id.removeprefix("compute.").removesuffix(".delete")
    (name,) = {p for p, s in method.parameters.items() if s["location"] == "path"} - {
        "project",
        "zone",
        "region",
    }
    for row in api.names(f"{family}.list"):
        answer = api.send(f"{family}.delete", None, {name: row})
        assert answer.status_code < 500, answer.text
        if answer.status_code == 200:
            api.finished(answer.json())
    return api.names(f"{family}.list")
