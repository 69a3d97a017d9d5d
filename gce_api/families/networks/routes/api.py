"""Routes: those of Neutron's routers and of its subnets, in GCE's terms.

As in GCE, a network has a route to each of its subnetworks, and one to the internet where its
router has a gateway; the others are the routes that were added to its router.
"""

from __future__ import annotations

import time

from gce_api.families.networks.routes import find, flow
from gce_api.families.networks.routes.plan import plan_route
from gce_api.families.networks.routes.show import to_routes
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.registry import implements
from gce_api.openstack.cloud import Cloud


@implements("compute.routes.list")
def list_routes(call: Call) -> list[Json]:
    return call.in_scope(
        lambda cloud: [shown.route for shown in to_routes(call.links, find.routes(cloud))]
    )


@implements("compute.routes.get")
def get_route(call: Call) -> Json:
    return find.route_of(call).route


@implements("compute.routes.insert")
def insert_route(call: Call) -> Json:
    found = find.for_insert(call)
    plan = plan_route(call.body, found, int(time.time()))
    target = f"global/routes/{plan.route.name}"
    cloud = _cloud(call, found.region)
    return call.operation("insert", target, flow.insert, {"plan": plan}, cloud=cloud)


@implements("compute.routes.delete")
def delete_route(call: Call) -> Json:
    found = find.route_of(call)
    name = found.route["name"]
    if found.router_id is None:
        raise errors.Invalid(
            f"Invalid resource usage: 'The local route '{name}' cannot be deleted: it goes with "
            "its subnetwork.'"
        )
    arguments = {"router_id": found.router_id, "plan": found.way}
    cloud, number = _cloud(call, found.region), found.route["id"]
    return call.operation(
        "delete", f"global/routes/{name}", flow.delete, arguments, number, cloud=cloud
    )


def _cloud(call: Call, region: str) -> Cloud:
    """OpenStack in a Keystone region."""
    return next(cloud for cloud in call.clouds if cloud.region == region)
