"""What a request for a Route becomes."""

import pytest

from gce_api.families.networks.routes.plan import (
    Found,
    Hop,
    RoutePlan,
    check_ways_out,
    plan_route,
)
from gce_api.google import errors
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import ANYWHERE, GATEWAY, StaticRoute

OUT = StaticRoute("out", ANYWHERE, GATEWAY)
ACTIVATION = StaticRoute("activation", "35.190.247.13/32", GATEWAY)


def via(destination):
    return StaticRoute("appliance", destination, "10.128.0.5")


def test_a_range_leads_out_where_everything_else_does():
    check_ways_out([OUT, via("10.0.0.0/8")], ACTIVATION)
    check_ways_out([OUT, ACTIVATION], via("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("present", "new"),
    [
        ([], ACTIVATION),
        ([OUT, via("35.0.0.0/8")], ACTIVATION),
        ([OUT, ACTIVATION], via("35.0.0.0/8")),
        ([OUT, ACTIVATION], via(ANYWHERE)),
    ],
)
def test_a_range_that_would_not_lead_out_is_refused(present, new):
    with pytest.raises(errors.Unsupported, match="internet gateway"):
        check_ways_out(present, new)


@pytest.fixture
def found(a_subnet):
    def make(**more):
        subnets = [a_subnet(cidr="10.128.0.0/20")]
        router = Row(id="r", routes=[], external_gateway_info={}, tags=[])
        usual = {"project": "demo", "region": "US", "network_id": "net-id", "subnets": subnets}
        return Found(**(usual | {"router": router, "taken": (), "hop": None} | more))

    return make


BODY = {"name": "r", "destRange": "192.0.2.0/24", "nextHopIp": "10.128.0.5"}


def test_a_route_to_an_address(found):
    assert plan_route(BODY | {"priority": 7}, found(), 1000) == RoutePlan(
        network_id="net-id",
        route=StaticRoute("r", "192.0.2.0/24", "10.128.0.5", priority=7, made=1000),
    )


def test_a_route_to_an_instance_leads_to_its_address_in_the_network(found):
    body = {"name": "r", "destRange": "192.0.2.0/24", "nextHopInstance": "zones/z/instances/vm"}
    fixed = [
        {"subnet_id": "other", "ip_address": "10.9.0.5"},
        {"subnet_id": "net-subnet-id", "ip_address": "10.128.0.9"},
    ]
    hop = Hop("zones/z/instances/vm", [Row(fixed_ips=fixed)])
    route = plan_route(body, found(hop=hop), 0).route
    assert (route.next_hop, route.instance) == ("10.128.0.9", "zones/z/instances/vm")
    with pytest.raises(errors.Invalid, match="no interface in the network"):
        plan_route(body, found(hop=Hop(hop.path, [Row(fixed_ips=fixed[:1])])), 0)
    with pytest.raises(errors.NotFound, match="projects/demo/zones/z/instances/vm"):
        plan_route(body, found(hop=Hop(hop.path, None)), 0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"tags": ["web"]}, "tags"),
        ({"nextHopIlb": "x"}, "nextHopIlb"),
        ({"nextHopIp": None}, "Exactly one next hop"),
        ({"nextHopGateway": "global/gateways/default-internet-gateway"}, "Exactly one next hop"),
        ({"nextHopIp": "10.0.0.5"}, "not in a subnetwork"),
        ({"nextHopIp": "x"}, "nextHopIp"),
        ({"destRange": "10.128.0.0/24"}, "hides the address space"),
        ({"destRange": "10.1.2.3/8"}, "destRange"),
        ({"name": "taken"}, "global/routes/taken"),
        ({"description": "x" * 250}, "description"),
    ],
)
def test_what_a_route_cannot_be_is_refused(found, body, words):
    with pytest.raises(errors.GceError, match=words):
        plan_route(BODY | body, found(taken=("taken",)), 0)


def test_a_network_has_a_route_once(found):
    ways = [{"destination": "192.0.2.0/24", "nexthop": "10.128.0.5"}]
    router = Row(id="r", routes=ways, external_gateway_info={}, tags=[])
    with pytest.raises(errors.Invalid, match="same destination and next hop"):
        plan_route(BODY, found(router=router), 0)
