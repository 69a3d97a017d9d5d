"""Look-ups that the families of load balancing share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gce_api.database import references
from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.openstack import balancers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


def rules_over(call: Call, path: str) -> list[Resource]:
    """The forwarding rules that lead to the resource of a path."""
    with call.services.database.reader() as session:
        return references.rules_over(session, call.project.uuid, path)


def members_behind(cloud: Cloud, rules: Sequence[Resource]) -> list[list[tuple[str, Row]]]:
    """The members of each rule's load balancer by their pools (a call for each, side by side)."""
    return gather(*(partial(_members, cloud, rule) for rule in rules))


def _members(cloud: Cloud, rule: Resource) -> list[tuple[str, Row]]:
    balancer_id = rule.content.get("balancer")  # not there before it is made
    return balancers.members_by_pool(cloud, balancer_id) if balancer_id else []
