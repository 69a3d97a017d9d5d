"""Which network and subnet an address belongs to, and how often Neutron is asked."""

import types

import pytest

from gce_api.families.instances.interfaces import show as interfaces
from gce_api.families.instances.interfaces.show import Interfaces
from gce_api.google.links import Links
from gce_api.openstack.rows import Row

CALL = types.SimpleNamespace(links=Links("http://gce/", "p"))


def network(uuid, name):
    return Row({"id": uuid, "name": name})


def subnet(uuid, name, network_id, cidr):
    return Row({"id": uuid, "name": name, "network_id": network_id, "cidr": cidr})


def server(**addresses):
    """One interface for each address of a network: ``net=[("10.0.0.5", None)]``."""
    return Row(
        {
            "addresses": {
                label: [
                    {
                        "addr": address,
                        "OS-EXT-IPS:type": kind,
                        "OS-EXT-IPS-MAC:mac_addr": f"fa:16:3e:00:00:0{number}",
                    }
                    for number, *pairs in found
                    for kind, address in pairs
                ]
                for label, found in addresses.items()
            }
        }
    )


@pytest.fixture
def neutron(monkeypatch):
    """What Neutron answers, and how often it was asked."""

    class Neutron:
        networks, subnets, ports = [], [], []
        asked = []

        def of(self, row, *, may_be_old=False):
            cloud = types.SimpleNamespace(name="r")
            return Interfaces(CALL, cloud, may_be_old=may_be_old).of(row, {})

    neutron = Neutron()
    neutron.asked = []

    def visible(cloud, *, fresh):
        neutron.asked.append("networks")
        return neutron.networks

    def subnets(cloud, *, fresh):
        neutron.asked.append("subnets")
        return neutron.subnets

    def ports(cloud):
        neutron.asked.append("ports")
        return neutron.ports

    monkeypatch.setattr(interfaces.networks, "visible", visible)
    monkeypatch.setattr(interfaces.subnets, "every", subnets)
    monkeypatch.setattr(interfaces.ports, "listed", ports)
    return neutron


def test_the_subnet_is_the_one_the_address_lies_in(neutron):
    neutron.networks = [network("n1", "front"), network("n2", "back")]
    neutron.subnets = [
        subnet("s1", "a", "n1", "10.0.0.0/24"),
        subnet("s2", "b", "n1", "10.0.1.0/24"),
        subnet("s3", "c", "n2", "10.0.1.0/24"),
    ]
    row = server(
        front=[(1, ("fixed", "10.0.1.5"), ("floating", "198.51.100.7"))],
        back=[(2, ("fixed", "10.0.1.6"))],
    )
    first, second = neutron.of(row)
    assert (first["name"], first["network"], first["subnetwork"]) == (
        "nic0",
        "http://gce/projects/p/global/networks/front",
        "http://gce/projects/p/regions/r/subnetworks/b",
    )
    assert first["accessConfigs"][0]["natIP"] == "198.51.100.7"
    assert (second["name"], second["subnetwork"], second["accessConfigs"]) == (
        "nic1",
        "http://gce/projects/p/regions/r/subnetworks/c",
        None,
    )
    assert "ports" not in neutron.asked


def test_ports_tell_networks_of_one_name_apart(neutron):
    neutron.networks = [network("11111111-n", "twin"), network("22222222-n", "twin")]
    neutron.subnets = [
        subnet("s1", "a", "11111111-n", "10.0.0.0/24"),
        subnet("s2", "b", "22222222-n", "10.0.0.0/24"),
    ]
    port = {"mac_address": "fa:16:3e:00:00:01", "fixed_ips": [{"subnet_id": "s2"}]}
    neutron.ports = [Row(port)]
    row = server(twin=[(1, ("fixed", "10.0.0.5")), (2, ("fixed", "10.0.0.6"))])
    first, second = neutron.of(row)
    assert first["network"].endswith("/twin-22222222")
    assert second["subnetwork"] is None
    assert neutron.asked.count("ports") == 1


def test_a_network_that_nova_knows_by_an_older_name_is_found_by_its_range(neutron):
    neutron.networks = [network("n1", "default")]
    neutron.subnets = [subnet("s1", "default", "n1", "10.0.0.0/24")]
    (nic,) = neutron.of(server(auto_allocated_network=[(1, ("fixed", "10.0.0.5"))]))
    assert nic["network"].endswith("/global/networks/default")


def test_what_is_remembered_is_asked_for_again_once(neutron):
    row = server(new=[(1, ("fixed", "10.0.0.5")), (2, ("fixed", "10.0.0.6"))])
    neutron.of(row, may_be_old=True)
    assert neutron.asked.count("networks") == 2
    neutron.asked.clear()
    neutron.of(row, may_be_old=False)
    assert neutron.asked.count("networks") == 1


def test_two_families_on_one_interface(neutron):
    neutron.networks = [network("n1", "net")]
    neutron.subnets = [
        subnet("s4", "four", "n1", "10.0.0.0/24"),
        subnet("s6", "six", "n1", "2001:db8::/64"),
    ]
    row = server(net=[(1, ("fixed", "2001:db8::5"), ("fixed", "10.0.0.5"))])
    (nic,) = neutron.of(row)
    assert (nic["stackType"], nic["networkIP"], nic["ipv6Address"]) == (
        "IPV4_IPV6",
        "10.0.0.5",
        "2001:db8::5",
    )
    assert nic["subnetwork"].endswith("/four")
