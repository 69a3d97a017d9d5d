"""What a request for a Router becomes."""

import pytest

from gce_api.families.networks.routers import settings
from gce_api.families.networks.routers.plan import Found, plan_change, plan_insert, plan_router
from gce_api.families.networks.routers.table import Routers
from gce_api.google import errors
from gce_api.openstack.rows import Row

NO_ROUTERS = Routers("us", [], [], {})
BODY = {"name": "r", "network": "global/networks/net"}


def a_router(name, *tags):
    return Row(id=f"{name}-id", name=name, tags=list(tags))


def test_the_router_of_a_network_is_shown(world, a_network):
    implied = a_router("net", "gce:implied", "gce:network=net-id")
    routers = Routers("us", [implied], [], {"net-id": "net"})
    plan = plan_insert(BODY | {"description": "d"}, "US", world(a_network()), routers)
    assert (plan.network_id, plan.router.name, plan.router.nat) == ("net-id", "r", False)


def test_a_network_has_one_router(world, a_network):
    taken = Routers("us", [a_router("old", "gce:router", "gce:network=net-id")], [], {})
    with pytest.raises(errors.Unsupported, match="the router 'old' already"):
        plan_insert(BODY, "US", world(a_network()), taken)
    with pytest.raises(errors.AlreadyExists, match="regions/us/routers/old"):
        plan_insert(BODY | {"name": "old"}, "US", world(a_network()), taken)


def test_a_router_is_in_a_region_that_its_network_is_in(world, a_network):
    with pytest.raises(errors.Invalid, match="no subnetwork in the region"):
        plan_insert(BODY, "EU", world(us=(a_network(),), eu=()), NO_ROUTERS)
    default = BODY | {"network": "global/networks/default"}
    assert plan_insert(default, "US", world(), NO_ROUTERS).network_id is None
    with pytest.raises(errors.Required, match="No network given"):
        plan_insert({"name": "r"}, "US", world(), NO_ROUTERS)


def test_settings_are_kept_in_tags_and_shown_again():
    nat = {"name": "nat", "natIps": [], "logConfig": {"enable": True, "filter": "ALL"}}
    router = plan_router("r", {"nats": [nat], "bgp": {"asn": 64514}})
    row = Row(tags=router.settings)
    (shown,) = settings.nats(row)
    assert router.nat
    assert shown["logConfig"] == {"enable": True, "filter": "ALL"}
    assert shown["natIpAllocateOption"] == "AUTO_ONLY"
    assert settings.bgp(row) == {"asn": 64514}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"bgpPeers": [{}]}, "BGP"),
        ({"nats": [{"name": "a"}, {"name": "b"}]}, "one NAT at most"),
        ({"nats": [{"name": "a", "natIps": ["x"]}]}, "chosen by this cloud"),
        ({"nats": [{"name": "a", "natIpAllocateOption": "MANUAL_ONLY"}]}, "AUTO_ONLY"),
        ({"nats": [{"name": "a", "type": "PRIVATE"}]}, "Private NAT"),
        (
            {"nats": [{"name": "a", "sourceSubnetworkIpRangesToNat": "LIST_OF_SUBNETWORKS"}]},
            "all subnetworks",
        ),
    ],
)
def test_what_a_router_cannot_be_is_refused(body, words):
    with pytest.raises(errors.Unsupported, match=words):
        plan_router("r", body)


def test_a_change_keeps_name_and_network():
    shown = {"name": "r", "network": "http://gce/global/networks/net", "nats": [{"name": "n"}]}
    found = Found(a_router("r"), shown)
    plan = plan_change({"description": "d"}, found)
    assert (plan.router.description, plan.router.nat, plan.before.nat) == ("d", False, True)
    for body in ({"name": "s"}, {"network": "global/networks/other"}):
        with pytest.raises(errors.Invalid, match="cannot be changed"):
            plan_change(body, found)
