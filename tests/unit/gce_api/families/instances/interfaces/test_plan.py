"""Which ports and addresses interfaces become, planned without a cloud."""

from dataclasses import replace

import pytest

from gce_api.families.instances.interfaces.plan import plan_interfaces, plan_move
from gce_api.google import errors
from tests.unit.gce_api.families.instances.conftest import port, without_networks


@pytest.fixture
def planned(networks):
    return lambda *nics: plan_interfaces({"networkInterfaces": list(nics)}, networks)


def test_an_instance_without_interfaces_gets_one_in_the_network_default(networks):
    (nic,) = plan_interfaces({"canIpForward": True}, networks)
    assert (nic.network_id, nic.subnet_id, nic.forward) == ("network-default", None, True)
    assert nic.external is None


def test_the_network_default_is_made_later_where_the_project_has_none(networks):
    (nic,) = plan_interfaces({}, without_networks(networks))
    assert nic.network_id is None


def test_an_address_chooses_the_subnet_and_a_reserved_one_its_port(planned):
    free, kept = planned({"networkIP": "10.0.0.7"}, {"network": "other"})
    assert (free.ip, free.subnet_id, free.port_id) == ("10.0.0.7", "subnet-default", None)
    assert kept.network_id == "network-other"
    for called in ("10.0.0.9", "regions/r/addresses/inside"):
        (nic,) = planned({"networkIP": called})
        assert (nic.ip, nic.port_id) == ("10.0.0.9", "port-inside")


def test_an_external_address_is_an_ephemeral_one_or_that_which_is_named(planned):
    (nic,) = planned({"accessConfigs": [{}]})
    assert (nic.external.network_id, nic.external.address_id) == ("network-outside", None)
    (nic,) = planned({"accessConfigs": [{"natIP": "203.0.113.1"}]})
    assert (nic.external.network_id, nic.external.address_id) == (None, "floating-free")


@pytest.mark.parametrize(
    ("nic", "error", "what"),
    [
        ({"networkIP": "10.0.0.8"}, errors.ResourceInUse, "10.0.0.8"),
        ({"networkIP": "10.9.0.1"}, errors.Invalid, "outside"),
        ({"network": "none"}, errors.NotFound, "networks/none"),
        ({"subnetwork": "other", "network": "default"}, errors.Invalid, "not in the network"),
        ({"subnetwork": "regions/q/subnetworks/other"}, errors.Invalid, "not in region"),
        ({"accessConfigs": [{}, {}]}, errors.Invalid, "At most one access config"),
        ({"accessConfigs": [{"natIP": "203.0.113.2"}]}, errors.ResourceInUse, "203.0.113.2"),
        ({"accessConfigs": [{"natIP": "203.0.113.3"}]}, errors.Invalid, "203.0.113.3"),
        ({"aliasIpRanges": [{}]}, errors.Unsupported, "Alias"),
    ],
)
def test_an_interface_that_cannot_be_had_is_refused(planned, nic, error, what):
    with pytest.raises(error, match=what):
        planned(nic)


def test_two_interfaces_are_in_two_networks(planned):
    with pytest.raises(errors.Invalid, match="distinct"):
        planned({}, {"network": "default"})


def test_a_network_without_a_subnetwork_here_takes_no_interface(networks):
    bare = [row | {"subnets": []} for row in networks.vpcs.visible]
    vpcs = replace(networks.vpcs, visible=[type(networks.vpcs.visible[0])(row) for row in bare])
    with pytest.raises(errors.Invalid, match="no subnetwork in the region 'r'"):
        plan_interfaces({}, replace(networks, vpcs=vpcs))


def test_an_interface_is_moved_only_where_it_is_not_yet(networks):
    mine = port("mine", "10.0.0.5", network_id="network-default")
    assert plan_move({"networkIP": "10.0.0.5"}, mine, networks) is None
    assert plan_move({"subnetwork": "default"}, mine, networks) is None
    moved = plan_move({"networkIP": "10.0.0.6"}, mine, networks)
    assert (moved.subnet_id, moved.ip_address) == ("subnet-default", "10.0.0.6")
    with pytest.raises(errors.Unsupported, match="another network"):
        plan_move({"network": "other"}, mine, networks)
    with pytest.raises(errors.ResourceInUse):
        plan_move({"networkIP": "10.0.0.8"}, mine, networks)
