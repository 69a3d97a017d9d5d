"""What the families of load balancing share: references, and changes that Octavia follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import references
from gce_api.database.models import Resource
from gce_api.database.references import path_of
from gce_api.families.balancing.balancers import flow as flows
from gce_api.families.balancing.health_checks.plan import LEGACY
from gce_api.families.groups.groups.show import MANAGED, group_path
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content, scope_of
from gce_api.google import errors
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

KINDS = {
    "healthChecks": "health_check",
    "httpHealthChecks": "http_health_check",
    "httpsHealthChecks": "https_health_check",
    "instanceGroups": "instance_group",
    "targetPools": "target_pool",
    "backendServices": "backend_service",
    "urlMaps": "url_map",
    "targetHttpProxies": "target_http_proxy",
    "targetTcpProxies": "target_tcp_proxy",
}


def change(
    call: Call, collection: Collection, update: Callable[[Content], Content]
) -> dict[str, Any]:
    """Change the resource in the path, and the load balancers that it is felt by.

    The Operation is done at once where there are none.

    :param update: as for :meth:`gce_api.families.shared.kept.Collection.change`.
    :raises errors.NotFound: there is no such resource.
    """
    present_row = collection.get(call)
    path, rules = path_of(present_row), rules_over(call, group_or_path(present_row))
    if not rules:
        return collection.change(call, update)
    before: Content = {}

    def noted(present: Content) -> Content:
        before.update(present)
        return update(present)

    with call.services.database.writer() as session:
        row = collection.write(session, call, noted)
        row_id, after = row.id, dict(row.content)
    found = [{"path": path_of(rule), "region": cloud_of(call, rule).region} for rule in rules]
    arguments = {"path": path, "before": before, "after": after, "rules": found}
    return call.operation(call.method.name, path, flows.apply, arguments, row_id)


def delete(call: Call, collection: Collection) -> dict[str, Any]:
    """Forget the resource in the path.

    :raises errors.NotFound: there is none.
    :raises errors.ResourceInUse: another refers to it.
    """
    return collection.delete(call, lambda session, row: check_unused(call, session, row))


def check_unused(call: Call, session: Session, row: Resource) -> None:
    """Refuse while another resource refers to this one.

    :raises errors.ResourceInUse: one does.
    """
    path, project = group_or_path(row), f"projects/{call.project.id}"
    for user in references.users(session, call.project.uuid, path):
        raise errors.ResourceInUse.by(
            KINDS[path.split("/")[-2]], f"{project}/{path}", f"{project}/{path_of(user)}"
        )


def group_or_path(row: Resource) -> str:
    """What others refer to a resource by: to the group, where it is the manager of one."""
    return group_path(row) if row.collection == MANAGED else path_of(row)


def rules_over(call: Call, path: str) -> list[Resource]:
    """The forwarding rules that lead to the resource of a path."""
    with call.services.database.reader() as session:
        return references.rules_over(session, call.project.uuid, path)


def cloud_of(call: Call, rule: Resource) -> Cloud:
    """Where the load balancer of a forwarding rule is; of a global one in the default region."""
    scope, _, region = rule.scope.partition("/")
    return call.cloud_of(region) if scope == "regions" else call.clouds[0]


def refer(call: Call, url: object, collection: str, field: str) -> str:
    """The path of a kept resource that a body refers to in its own scope.

    :raises errors.Invalid: it refers to something else, or to another region's.
    :raises errors.NotFound: there is none.
    """
    reference = call.refer(url, collection, field)
    scope = scope_of(call)
    if reference.region and scope != f"regions/{reference.region}":
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. It is of another region."
        )
    if collection in LEGACY or re.search("(^|/)global/", str(url)):
        scope = "global"
    try:
        return path_of(Collection(collection).referred(call, reference, scope))
    except errors.NotFound as error:
        raise errors.NotFound(f"Invalid value for field '{field}': '{url}'. {error}") from error


UNUSED = {"healthState": "UNHEALTHY", "annotations": {"operatingStatus": "NO_FORWARDING_RULE"}}


def health_state(member: Row | None) -> dict[str, Any]:
    """GCE's health of an Octavia member, ``None`` where it is not one (yet)."""
    status = member["operating_status"] if member else "NO_MEMBER"
    healthy = status in ("ONLINE", "NO_MONITOR")
    return {
        "healthState": "HEALTHY" if healthy else "UNHEALTHY",
        "annotations": {"operatingStatus": status},
    }
