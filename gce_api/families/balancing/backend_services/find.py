"""What the methods of backend services look up."""

from __future__ import annotations

from gce_api.database.references import GROUPS, MANAGERS, path_of
from gce_api.families.balancing import find
from gce_api.families.balancing.backend_services.plan import FoundForService, group_of
from gce_api.families.balancing.backend_services.show import FoundHealth, RuleHealth
from gce_api.families.balancing.balancers.reach import places
from gce_api.families.groups import members
from gce_api.families.shared import find as shared
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.shared.kept import Collection
from gce_api.google import errors

SERVICES = Collection("backendServices")
REFERRED = ("healthChecks", "httpHealthChecks", "httpsHealthChecks", GROUPS, MANAGERS)


def for_service(call: Call) -> FoundForService:
    """What a body of a backend service may refer to (one query)."""
    return FoundForService(shared.known(call, *REFERRED), call.cloud.name)


def for_health(call: Call) -> FoundHealth:
    """Where the instances of the group in the body are, and how Octavia finds them.

    :raises errors.Invalid: the group is no backend of the service.
    """
    service = SERVICES.get(call)
    group = group_of(call.body.get("group"), "group", for_service(call))
    if all(backend["group"] != group.path for backend in service.content["backends"]):
        raise errors.Invalid(
            f"Invalid value for field 'group': '{call.body['group']}'. It is no backend of the "
            f"service '{service.name}'."
        )
    servers = members.server_ids(group.content)
    rules = find.rules_over(call, path_of(service))
    links = instance_links(call, call.cloud, servers)
    behind = find.members_behind(call.cloud, rules)
    where = places(call.cloud, links)
    return FoundHealth(
        service=service.name,
        instances={place.address: links[server] for server, place in where.items()},
        rules=[
            RuleHealth(path_of(rule), rule.content.get("address"), members_of_rule)
            for rule, members_of_rule in zip(rules, behind, strict=True)
        ],
    )
