"""What a request for a Subnetwork becomes."""

import pytest

from gce_api.families.networks.subnetworks.plan import (
    Found,
    Of,
    check_delete,
    plan_access,
    plan_expand,
    plan_patch,
    plan_subnetwork,
)
from gce_api.google import errors
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.openstack.vpc import NewSubnet

NONE = SecurityGroups([])
BODY = {"name": "sub", "network": "global/networks/net", "ipCidrRange": "10.1.0.0/24"}


def test_a_subnetwork_of_a_network_that_is_in_the_region(world, a_network):
    plan = plan_subnetwork(BODY | {"privateIpGoogleAccess": True}, "US", world(a_network()), NONE)
    assert (plan.network_id, plan.network) == ("net-id", None)
    tags = ["gce:privateIpGoogleAccess"]
    assert plan.subnet == NewSubnet(name="sub", description="", cidr="10.1.0.0/24", tags=tags)


def test_a_network_of_another_region_is_made_here_with_its_firewalls(world, a_network):
    group = Row(
        id="g",
        name="allow-ssh",
        description="",
        tags=["gce:firewall", "gce:network=net-id", "gce:priority=900"],
        security_group_rules=[{"direction": "ingress", "ethertype": "IPv4", "protocol": "tcp"}],
    )
    network = a_network(tags=["gce:mode=custom"])
    plan = plan_subnetwork(BODY, "EU", world(us=(network,), eu=()), SecurityGroups([group]))
    assert (plan.network_id, plan.network.name, plan.network.mtu) == (None, "net", 1442)
    (firewall,) = plan.firewalls
    assert (firewall.name, firewall.priority, firewall.rules[0].protocol) == (
        "allow-ssh",
        900,
        "tcp",
    )


def test_the_network_default_is_made_when_a_subnetwork_is(world):
    plan = plan_subnetwork(BODY | {"network": "global/networks/default"}, "US", world(), NONE)
    assert (plan.network_id, plan.network) == (None, None)


def test_ranges_do_not_overlap_in_any_region_of_a_network(world, a_network, a_subnet):
    regions = {"us": (a_network(),), "eu": (a_network(), a_subnet(cidr="10.1.0.0/16"))}
    with pytest.raises(errors.Invalid, match="existing subnetwork 'net' in region 'eu'"):
        plan_subnetwork(BODY, "US", world(**regions), NONE)


def test_what_a_subnetwork_cannot_be_is_refused(world, a_network, a_subnet):
    here = world(a_network(tags=["gce:mode=legacy"]), a_network("other"), a_subnet("other"))
    for body, error, words in (
        ({"name": "other"}, errors.AlreadyExists, "regions/us/subnetworks/other"),
        ({"network": "global/networks/none"}, errors.NotFound, "none"),
        ({"network": None}, errors.Required, "network"),
        ({"ipCidrRange": None}, errors.Required, "ipCidrRange"),
        ({"ipCidrRange": "10.1.0.1/24"}, errors.Invalid, "ipCidrRange"),
        ({"ipCidrRange": "10.1.0.0/30"}, errors.Invalid, "/29"),
        ({}, errors.Invalid, "legacy network"),
        ({"secondaryIpRanges": [{}]}, errors.Unsupported, "Secondary"),
        ({"purpose": "PRIVATE_NAT"}, errors.Unsupported, "PRIVATE_NAT"),
    ):
        with pytest.raises(error, match=words):
            plan_subnetwork(BODY | body, "US", here, NONE)


@pytest.fixture
def present(world, a_network, a_subnet):
    def make(user=None, mode="custom", cidr="10.0.0.0/24"):
        network = a_network(tags=[f"gce:mode={mode}"])
        vpcs = world(network, a_subnet(cidr=cidr)).regions[0].vpcs
        return Found(vpcs.subnets[0], vpcs, user)

    return make


def test_a_patch_leaves_what_it_does_not_name(present):
    plan = plan_patch({"privateIpGoogleAccess": True}, present())
    assert (plan.description, plan.tags_after) == ("", ["gce:privateIpGoogleAccess"])
    assert plan_patch({"description": "d"}, present()).tags_after == []
    assert plan_access({}, present()).tags_after == []
    with pytest.raises(errors.Invalid, match="expandIpCidrRange"):
        plan_patch({"ipCidrRange": "10.0.0.0/16"}, present())


def test_a_subnetwork_that_nothing_uses_is_replaced_by_a_wider_one(present):
    plan = plan_expand({"ipCidrRange": "10.0.0.0/16"}, present(), [])
    assert (plan.of, plan.before.cidr, plan.after.cidr) == (
        Of(id="net-id", name="net"),
        "10.0.0.0/24",
        "10.0.0.0/16",
    )
    for cidr in ("10.0.0.0/24", "10.0.0.0/25", "10.1.0.0/16"):
        with pytest.raises(errors.Invalid, match="be wider"):
            plan_expand({"ipCidrRange": cidr}, present(), [])
    with pytest.raises(errors.Unsupported, match="zones/z/instances/vm"):
        plan_expand({"ipCidrRange": "10.0.0.0/16"}, present("zones/z/instances/vm"), [])


def test_a_wider_range_does_not_overlap_another_subnetwork(present, a_subnet):
    found = present()
    beside = [("us", found.row), ("us", a_subnet("other", "10.0.9.0/24"))]
    with pytest.raises(errors.Invalid, match="conflicts"):
        plan_expand({"ipCidrRange": "10.0.0.0/16"}, found, beside)
    assert plan_expand({"ipCidrRange": "10.0.0.0/23"}, found, beside).after.cidr == "10.0.0.0/23"


def test_a_subnetwork_is_deleted_unless_it_is_used_or_goes_with_its_network(present):
    check_delete(present())
    with pytest.raises(errors.ResourceInUse, match="projects/demo/zones/z/instances/vm"):
        check_delete(present("zones/z/instances/vm"))
    with pytest.raises(errors.Invalid, match="auto subnetwork"):
        check_delete(present(mode="auto"))
