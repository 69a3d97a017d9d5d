"""Look-ups that the families of load balancing share: of the endpoint's own database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gce_api.database import references, resources
from gce_api.database.models import Resource
from gce_api.families.balancing.known import Kept, Known
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.openstack import balancers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


def known(call: Call, *collections: str) -> Known:
    """What a body may refer to, of these collections (one query)."""
    with call.services.database.reader() as session:
        found = resources.of_collections(session, call.project.uuid, collections)
        return Known(
            references=call.references,
            project=call.project.id,
            scope=scope_of(call),
            resources={references.known_as(row): kept(row) for row in found},
        )


def kept(row: Resource) -> Kept:
    """A row as plans know it."""
    return Kept(references.known_as(row), row.id, row.content)


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
