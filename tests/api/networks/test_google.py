"""Networks and what is in them through google-cloud-compute."""

import pytest
from google.api_core.exceptions import NotFound
from google.cloud import compute_v1

from tests.api.contract import REGION, a_name

PROJECT = {"project": "demo"}
HERE = {**PROJECT, "region": REGION}


def test_cloud_client_lives_the_life_of_a_network_and_what_is_in_it(client, finish):
    name = a_name("net")
    network, subnetwork = f"global/networks/{name}", f"regions/{REGION}/subnetworks/{name}"
    networks = client(compute_v1.NetworksClient)
    wanted = compute_v1.Network(name=name, auto_create_subnetworks=False)
    finish(networks.insert_unary(network_resource=wanted, **PROJECT))

    subnets = client(compute_v1.SubnetworksClient)
    wanted = compute_v1.Subnetwork(name=name, network=network, ip_cidr_range="10.80.0.0/24")
    finish(subnets.insert_unary(subnetwork_resource=wanted, **HERE))
    assert subnets.get(subnetwork=name, **HERE).gateway_address == "10.80.0.1"
    usable = [row.subnetwork for row in subnets.list_usable(**PROJECT)]
    assert [url for url in usable if url.endswith(subnetwork)]

    firewalls = client(compute_v1.FirewallsClient)
    allowed = [compute_v1.Allowed(I_p_protocol="tcp", ports=["80", "443"])]
    wanted = compute_v1.Firewall(
        name=name, network=network, direction="INGRESS", allowed=allowed, target_tags=["web"]
    )
    finish(firewalls.insert_unary(firewall_resource=wanted, **PROJECT))
    less = compute_v1.Firewall(priority=7)
    finish(firewalls.patch_unary(firewall=name, firewall_resource=less, **PROJECT))
    shown = firewalls.get(firewall=name, **PROJECT)
    assert (shown.priority, list(shown.allowed[0].ports)) == (7, ["80", "443"])
    assert name in [firewall.name for firewall in firewalls.list(**PROJECT)]

    routers = client(compute_v1.RoutersClient)
    wanted = compute_v1.Router(name=name, network=network)
    finish(routers.insert_unary(router_resource=wanted, **HERE))
    nat = compute_v1.RouterNat(
        name="nat",
        nat_ip_allocate_option="AUTO_ONLY",
        source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
    )
    wanted.nats = [nat]
    finish(routers.patch_unary(router=name, router_resource=wanted, **HERE))
    assert routers.get_router_status(router=name, **HERE).result.nat_status[0].name == "nat"

    routes = client(compute_v1.RoutesClient)
    wanted = compute_v1.Route(
        name=name,
        network=network,
        dest_range="10.81.0.0/16",
        priority=900,
        next_hop_ip="10.80.0.9",
    )
    finish(routes.insert_unary(route_resource=wanted, **PROJECT))
    assert routes.get(route=name, **PROJECT).next_hop_ip == "10.80.0.9"

    addresses = client(compute_v1.AddressesClient)
    wanted = compute_v1.Address(name=name, address_type="INTERNAL", subnetwork=subnetwork)
    finish(addresses.insert_unary(address_resource=wanted, **HERE))
    assert addresses.get(address=name, **HERE).address.startswith("10.80.0.")

    finish(addresses.delete_unary(address=name, **HERE))
    finish(routes.delete_unary(route=name, **PROJECT))
    finish(routers.delete_unary(router=name, **HERE))
    finish(firewalls.delete_unary(firewall=name, **PROJECT))
    finish(subnets.delete_unary(subnetwork=name, **HERE))
    finish(networks.delete_unary(network=name, **PROJECT))
    with pytest.raises(NotFound, match=name):
        networks.get(network=name, **PROJECT)
