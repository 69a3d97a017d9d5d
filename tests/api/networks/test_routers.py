"""Routers with their NAT, and routes."""

import contextlib

import pytest

from tests.api.contract import REGION, ZONE, a_name, instance
from tests.api.making import an_instance
from tests.api.networks.making import NETWORKS, a_network

GATEWAY = "global/gateways/default-internet-gateway"
NAT = {
    "name": "nat",
    "natIpAllocateOption": "AUTO_ONLY",
    "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES",
}


@pytest.fixture(scope="module")
def network(api):
    with a_network(api, "10.50.0.0/24") as name:
        yield name


@pytest.fixture(scope="module")
def vm(api, network):
    """An instance in that network, without an external address."""
    with an_instance(api, networkInterfaces=[{"network": NETWORKS + network}]) as name:
        yield name


@contextlib.contextmanager
def a_router(api, network, **more):
    name = a_name("router")
    api.done("routers.insert", {"name": name, "network": NETWORKS + network, **more})
    try:
        yield name
    finally:
        api.send("routers.delete", None, {"router": name})


def test_a_router_is_the_one_of_its_network(api, devcloud, network):
    neutron = devcloud.connection().network
    implied = neutron.find_router(network)
    assert network not in api.names("routers.list")
    with a_router(api, network, description="Way out", bgp={"asn": 64514}) as name:
        shown = api("routers.get", router=name)
        assert (shown["description"], shown["bgp"]) == ("Way out", {"asn": 64514})
        assert shown["network"].endswith(NETWORKS + network)
        assert neutron.find_router(name).id == implied.id
        here = api("routers.aggregatedList")["items"][f"regions/{REGION}"]["routers"]
        assert shown in here
        body = {"name": name, "network": NETWORKS + network}
        assert api.refused("routers.insert", body)[:2] == (409, "alreadyExists")
        second = api.refused("routers.insert", {**body, "name": name + "-b"})
        assert second[1] == "unsupportedOperation"
        in_use = api.refused("networks.delete", network=network)
        assert in_use[:2] == (400, "resourceInUseByAnotherResource")
        api.done("routers.delete", router=name)
        assert api.refused("routers.get", router=name)[0] == 404
    assert neutron.find_router(network).id == implied.id, "the network keeps its way out"


def test_a_nat_translates_instances_without_an_external_address(api, devcloud, network, vm):
    neutron = devcloud.connection().network
    with a_router(api, network) as name:
        assert api("routers.getNatMappingInfo", router=name).get("result", []) == []
        neutron.update_router(neutron.find_router(name), external_gateway_info={})
        settings = {**NAT, "minPortsPerVm": 128, "logConfig": {"enable": True, "filter": "ALL"}}
        api.done("routers.patch", {"nats": [settings]}, router=name)
        shown = api("routers.get", router=name)["nats"]
        assert shown == [{**shown[0], **settings}]
        assert shown[0]["type"] == "PUBLIC"
        fixed = neutron.find_router(name).external_gateway_info["external_fixed_ips"]
        outside = [address["ip_address"] for address in fixed if ":" not in address["ip_address"]]
        status = api("routers.getRouterStatus", router=name)["result"]
        assert status["natStatus"] == [
            {
                "name": "nat",
                "autoAllocatedNatIps": outside,
                "minExtraNatIpsNeeded": 0,
                "numVmEndpointsWithNatMappings": 1,
            }
        ]
        mapped = api("routers.getNatMappingInfo", router=name)["result"]
        assert [row["instanceName"] for row in mapped] == [vm]
        assert mapped[0]["interfaceNatMappings"][0]["natIpPortRanges"] == [
            f"{ip}:1024-65535" for ip in outside
        ]
        (info,) = api("routers.getNatIpInfo", router=name)["result"]
        used = [{"natIp": ip, "mode": "AUTO", "usage": "IN_USE"} for ip in outside]
        assert info == {"natName": "nat", "natIpInfoMappings": used}
        whole = {"name": name, "network": NETWORKS + network, "description": "No NAT"}
        api.done("routers.update", whole, router=name)
        shown = api("routers.get", router=name)
        assert (shown["description"], "nats" in shown) == ("No NAT", False)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"bgpPeers": [{"name": "peer", "peerAsn": 64512}]}, "BGP peers"),
        ({"nats": [NAT, NAT]}, "one NAT"),
        ({"nats": [{**NAT, "natIpAllocateOption": "MANUAL_ONLY"}]}, "AUTO_ONLY"),
        ({"nats": [{**NAT, "name": None}]}, "nats[0].name"),
        ({"network": None}, "resource.network"),
        ({"network": "global/networks/no-such"}, "no-such"),
    ],
)
def test_what_a_router_cannot_be_is_refused(api, network, changed, words):
    body = {"name": a_name("router"), "network": NETWORKS + network, **changed}
    code, _, message = api.refused("routers.insert", body)
    assert (code in (400, 404), words in message) == (True, True), message


def test_a_router_of_another_tool_is_shown_and_really_deleted(api, devcloud):
    neutron, name = devcloud.connection().network, a_name("theirs")
    network = neutron.create_network(name=name)
    subnet = neutron.create_subnet(network_id=network.id, ip_version=4, cidr="10.51.0.0/24")
    router = neutron.create_router(name=name)
    try:
        neutron.add_interface_to_router(router, subnet_id=subnet.id)
        assert api("routers.get", router=name)["network"].endswith(NETWORKS + name)
        api.done("routers.delete", router=name)
        assert neutron.find_router(name) is None
    finally:
        neutron.delete_network(network)


def test_a_network_has_routes_to_its_subnetworks_and_to_the_internet(api, network):
    url = api("networks.get", network=network)["selfLink"]
    mine = [row for row in api("routes.list")["items"] if row["network"] == url]
    assert {row["destRange"] for row in mine} == {"10.50.0.0/24", "0.0.0.0/0"}
    for row in mine:
        assert api("routes.get", route=row["name"]) == row
        if row["destRange"] == "0.0.0.0/0":
            assert row["nextHopGateway"].endswith(GATEWAY)
        else:
            assert row["nextHopNetwork"] == url
            assert "cannot be deleted" in api.refused("routes.delete", route=row["name"])[2]


def test_a_route_is_one_of_the_networks_router(api, devcloud, network, vm):
    neutron = devcloud.connection().network
    name, by_vm = a_name("route"), a_name("route")
    body = {
        "name": name,
        "network": NETWORKS + network,
        "destRange": "10.60.0.0/16",
        "priority": 800,
        "nextHopIp": "10.50.0.77",
        "description": "To the lab, all of it",
    }
    operation = api.done("routes.insert", body)
    of_vm = {**body, "name": by_vm, "nextHopInstance": f"zones/{ZONE}/instances/{vm}"}
    del of_vm["nextHopIp"]
    api.done("routes.insert", of_vm)
    shown = api("routes.get", route=name)
    assert {**shown, **body, "network": shown["network"]} == shown
    assert operation["targetId"] == shown["id"]
    assert api("routes.get", route=by_vm)["nextHopInstance"].endswith(of_vm["nextHopInstance"])
    ip = api("instances.get", instance=vm)["networkInterfaces"][0]["networkIP"]
    assert {
        (way["destination"], way["nexthop"]) for way in neutron.find_router(network).routes
    } == {
        ("10.60.0.0/16", "10.50.0.77"),
        ("10.60.0.0/16", ip),
    }
    assert api.refused("routes.insert", body)[:2] == (409, "alreadyExists")
    assert name in api.refused("routes.insert", {**body, "name": name + "-b"})[2]
    for route in (name, by_vm):
        api.done("routes.delete", route=route)
        assert api.refused("routes.get", route=route)[0] == 404
    assert neutron.find_router(network).routes == []


def test_the_route_to_the_internet_is_the_routers_gateway(api, devcloud, network):
    neutron = devcloud.connection().network
    url = api("networks.get", network=network)["selfLink"]
    routes = [row for row in api("routes.list")["items"] if row["network"] == url]
    default = next(row for row in routes if row["destRange"] == "0.0.0.0/0")
    api.done("routes.delete", route=default["name"])
    assert neutron.find_router(network).external_gateway_info is None
    name = a_name("internet")
    body = {
        "name": name,
        "network": NETWORKS + network,
        "destRange": "0.0.0.0/0",
        "priority": 1000,
        "nextHopGateway": GATEWAY,
    }
    part = {key: body[key] for key in ("network", "nextHopGateway")}
    part |= {"name": a_name("part"), "destRange": "35.190.247.13/32"}
    assert "only where 0.0.0.0/0 is" in api.refused("routes.insert", part)[2]
    api.done("routes.insert", body)
    assert neutron.find_router(network).external_gateway_info is not None
    assert api("routes.get", route=name)["nextHopGateway"].endswith(GATEWAY)
    api.done("routes.insert", part)
    shown = api("routes.get", route=part["name"])
    assert (shown["destRange"], shown["priority"]) == ("35.190.247.13/32", 1000)
    assert shown["nextHopGateway"].endswith(GATEWAY)
    api.done("routes.delete", route=part["name"])
    assert api.refused("routes.get", route=part["name"])[0] == 404
    assert neutron.find_router(network).external_gateway_info is not None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"nextHopIp": "192.0.2.1"}, "nextHopIp"),
        ({"nextHopIp": "not an address"}, "nextHopIp"),
        ({"nextHopIp": None}, "next hop"),
        ({"destRange": "10.50.0.0/25"}, "hides the address space"),
        ({"destRange": "10.60.0.1/16"}, "destRange"),
        ({"tags": ["web"]}, "tags"),
        ({"nextHopIp": None, "nextHopInstance": f"zones/{ZONE}/instances/no-such"}, "no-such"),
        ({"network": "global/networks/no-such"}, "no-such"),
        ({"description": "x" * 250}, "resource.description"),
    ],
)
def test_what_a_route_cannot_be_is_refused(api, network, changed, words):
    body = {
        "name": a_name("route"),
        "network": NETWORKS + network,
        "destRange": "10.61.0.0/16",
        "priority": 1000,
        "nextHopIp": "10.50.0.9",
        **changed,
    }
    code, _, message = api.refused("routes.insert", body)
    assert (code in (400, 404), words in message) == (True, True), message


def test_gcloud_makes_routers_nats_and_routes(gcloud, network):
    router, route, here = a_name("router"), a_name("route"), f"--region={REGION}"
    routers, routes = ("compute", "routers"), ("compute", "routes")
    gcloud(*routers, "create", router, here, f"--network={network}")
    gcloud(
        *routers,
        *("nats", "create", "nat", f"--router={router}", here),
        *("--auto-allocate-nat-external-ips", "--nat-all-subnet-ip-ranges"),
    )
    nats = gcloud.json(*routers, "nats", "list", f"--router={router}", here)
    assert [(nat["name"], nat["natIpAllocateOption"]) for nat in nats] == [("nat", "AUTO_ONLY")]
    gcloud(*routers, "delete", router, here)
    to = ("--destination-range=10.62.0.0/16", "--next-hop-address=10.50.0.5")
    gcloud(*routes, "create", route, f"--network={network}", *to)
    shown = gcloud.json(*routes, "list", f"--filter=name={route}")
    assert [row["nextHopIp"] for row in shown] == ["10.50.0.5"]
    gcloud(*routes, "delete", route)


def test_a_route_to_an_instance_leads_to_it_and_to_nobody_who_comes_after_it(
    api, network, devcloud
):
    name, wall, stranger = a_name("to-wall"), a_name("wall"), a_name("stranger")
    neutron = devcloud.connection().network

    def ways():
        return [way["nexthop"] for way in neutron.find_router(network).routes]

    def make(vm, ip):
        nic = {"network": NETWORKS + network, "networkIP": ip}
        api.done("instances.insert", instance(vm, networkInterfaces=[nic]))

    make(wall, "10.50.0.80")
    route = {
        "name": name,
        "network": NETWORKS + network,
        "destRange": "10.62.0.0/16",
        "priority": 1000,
        "nextHopInstance": f"zones/{ZONE}/instances/{wall}",
    }
    api.done("routes.insert", route)
    assert ways() == ["10.50.0.80"]
    api.done("instances.delete", instance=wall)
    make(stranger, "10.50.0.80")
    assert ways() == []
    shown = api("routes.get", route=name)
    assert [each["code"] for each in shown["warnings"]] == ["NEXT_HOP_INSTANCE_NOT_FOUND"]
    make(wall, "10.50.0.81")
    assert ways() == ["10.50.0.81"]
    again = api("routes.get", route=name)
    assert (again["id"], "warnings" in again) == (shown["id"], False)
    api.done("routes.delete", route=name)
    assert ways() == []
    for vm in (wall, stranger):
        api.done("instances.delete", instance=vm)
