"""What the methods of target pools look up."""

from __future__ import annotations

from collections.abc import Sequence

from gce_api.database.models import Resource
from gce_api.database.references import MANAGERS, path_of
from gce_api.families.balancing import find
from gce_api.families.balancing.balancers.backends import instances_of
from gce_api.families.balancing.balancers.reach import places
from gce_api.families.balancing.target_pools.plan import FoundForPool, Named, instance_path
from gce_api.families.balancing.target_pools.show import FoundHealth, RuleHealth
from gce_api.families.instances.paths import servers_at
from gce_api.families.shared import find as shared
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.families.shared.known import Known
from gce_api.google import errors

POOLS = Collection("targetPools")


def known(call: Call) -> Known:
    """What a body may refer to in the endpoint's own database (one query)."""
    return shared.known(call, "httpHealthChecks", POOLS.name)


def for_pool(call: Call, instances: Named) -> FoundForPool:
    """What a body refers to, and the servers of the instances in it (one call of Nova).

    :raises errors.Invalid: an instance is of another region.
    """
    referred = known(call)
    paths = {instance_path(url, field, referred) for field, url in instances}
    found = servers_at(call.cloud, paths)
    return FoundForPool(referred, {path: server.id for path, server in found.items()})


def members_of(call: Call, pools: Sequence[Resource]) -> list[dict[str, str]]:
    """The servers of each pool by the paths of their instances (one query)."""
    groups = shared.known(call, MANAGERS).resources
    return [instances_of(shared.kept(pool), groups) for pool in pools]


def for_health(call: Call) -> FoundHealth:
    """Where the instance in the body is, and how Octavia finds it behind each rule.

    :raises errors.Invalid: it is not in the pool.
    """
    pool = POOLS.get(call)
    path = instance_path(call.body.get("instance"), "instance", known(call))
    (members,) = members_of(call, [pool])
    if path not in members:
        raise errors.Invalid(
            f"Invalid value for field 'instance': '{call.body['instance']}'. It is not a member of "
            f"the target pool '{pool.name}'."
        )
    rules = find.rules_over(call, path_of(pool))
    behind = find.members_behind(call.cloud, rules)
    place = places(call.cloud, [members[path]]).get(members[path])
    return FoundHealth(
        instance=path,
        address=place.address if place else "",
        rules=[
            RuleHealth(path_of(rule), rule.content.get("address"), rule.content["ports"], found)
            for rule, found in zip(rules, behind, strict=True)
        ],
    )
