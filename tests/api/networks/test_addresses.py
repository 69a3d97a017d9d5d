"""Addresses: external, internal and global ones."""

import contextlib

import pytest

from tests.api.contract import REGION, ZONE, a_name, instance
from tests.api.networks.making import NETWORKS, SUBNETWORKS, a_network, groups_of


def test_an_address_is_reserved_and_released(api):
    name = a_name("ip")
    api.done("addresses.insert", {"name": name, "description": "of the web server"})
    address = api("addresses.get", address=name)
    assert (address["status"], address["description"]) == ("RESERVED", "of the web server")
    assert api.refused("addresses.insert", {"name": name})[:2] == (409, "alreadyExists")
    api.done("addresses.delete", address=name)
    assert name not in api.names("addresses.list")


def test_a_floating_ip_of_another_tool_is_an_address_too(api, devcloud):
    neutron = devcloud.connection().network
    public = neutron.find_network("public", is_router_external=True)
    floating = neutron.create_ip(floating_network_id=public.id, description="Not a GCE name!")
    try:
        name = "ip-" + floating.floating_ip_address.replace(".", "-")
        assert api("addresses.get", address=name)["address"] == floating.floating_ip_address
        assert name in api.names("addresses.list")
    finally:
        neutron.delete_ip(floating)


@pytest.fixture(scope="module")
def network(api):
    with a_network(api, "10.70.0.0/24") as name:
        yield name


@contextlib.contextmanager
def an_address(api, collection="addresses", **body):
    name = a_name("ip")
    api.done(f"{collection}.insert", {"name": name, **body})
    try:
        yield name
    finally:
        api.send(f"{collection}.delete", None, {"address": name})


def test_an_internal_address_is_a_port_that_an_instance_may_have(api, devcloud, network):
    subnetwork = SUBNETWORKS + network
    asked = {"subnetwork": subnetwork, "address": "10.70.0.50", "description": "Of the database"}
    internal = {"addressType": "INTERNAL", "labels": {"env": "dev"}, **asked}
    neutron = devcloud.connection().network
    with an_address(api, **internal) as name:
        shown = api("addresses.get", address=name)
        assert {**shown, **internal, "subnetwork": shown["subnetwork"]} == shown
        assert shown["subnetwork"].endswith(subnetwork)
        assert (shown["status"], shown["purpose"]) == ("RESERVED", "GCE_ENDPOINT")
        port = next(iter(neutron.ports(network_id=neutron.find_network(network).id, name=name)))
        assert (port.fixed_ips[0]["ip_address"], port.description) == (
            "10.70.0.50",
            f"{name}: Of the database",
        )
        taken = api.refused("addresses.insert", {**internal, "name": name + "-b"})
        assert taken[:2] == (400, "resourceInUseByAnotherResource")

        vm = a_name("vm")
        outside = a_name("outside")
        api.done("addresses.insert", {"name": outside})
        nic = {"network": NETWORKS + network, "networkIP": "10.70.0.50"}
        nic["accessConfigs"] = [{"natIP": api("addresses.get", address=outside)["address"]}]
        api.done("instances.insert", instance(vm, networkInterfaces=[nic], canIpForward=True))
        try:
            made = api("instances.get", instance=vm)["networkInterfaces"][0]
            assert made["networkIP"] == "10.70.0.50"
            assert groups_of(devcloud, vm) == {"gce-implied"}
            shown = api("addresses.get", address=name)
            path = f"zones/{ZONE}/instances/{vm}"
            assert (shown["status"], [url.endswith(path) for url in shown["users"]]) == (
                "IN_USE",
                [True],
            )
            code, reason, message = api.refused("addresses.delete", address=name)
            assert (code, reason) == (400, "resourceInUseByAnotherResource")
            assert message.endswith(f"already being used by 'projects/demo/{path}'")
        finally:
            api.done("instances.delete", instance=vm)
        assert api("addresses.get", address=name)["status"] == "RESERVED"
        assert api("addresses.get", address=outside)["status"] == "RESERVED"
        api.done("addresses.delete", address=outside)
        in_use = api.refused("subnetworks.delete", subnetwork=network)[2]
        assert in_use.endswith(f"'projects/demo/regions/{REGION}/addresses/{name}'")
        api.done("addresses.delete", address=name)
        assert api.refused("addresses.get", address=name)[0] == 404


def test_an_instance_may_have_a_reserved_address_by_its_name(api, network):
    internal = {"addressType": "INTERNAL", "subnetwork": SUBNETWORKS + network}
    with an_address(api, **internal) as name:
        ip = api("addresses.get", address=name)["address"]
        vm, nic = a_name("vm"), {"network": NETWORKS + network}
        url = f"projects/demo/regions/{REGION}/addresses/{name}"
        body = instance(vm, networkInterfaces=[{**nic, "networkIP": url}])
        api.done("instances.insert", body)
        assert api("instances.get", instance=vm)["networkInterfaces"][0]["networkIP"] == ip
        second = instance(a_name("vm"), networkInterfaces=[{**nic, "networkIP": ip}])
        assert api.refused("instances.insert", second)[1] == "resourceInUseByAnotherResource"
        api.done("instances.delete", instance=vm)


def test_labels_of_addresses_are_set_with_a_fingerprint(api, devcloud):
    with an_address(api, labels={"env": "dev"}) as name:
        shown = api("addresses.get", address=name)
        assert shown["labels"] == {"env": "dev"}
        change = {"labels": {"owner": "ada"}, "labelFingerprint": shown["labelFingerprint"]}
        api.done("addresses.setLabels", change, resource=name)
        assert api("addresses.get", address=name)["labels"] == {"owner": "ada"}
        assert api.refused("addresses.setLabels", change, resource=name)[:2] == (
            412,
            "conditionNotMet",
        )
        for labels in ({"Upper": "x"}, {"comma": "a,b"}):
            assert (
                "labels" in api.refused("addresses.setLabels", {"labels": labels}, resource=name)[2]
            )
        found = devcloud.connection().network.ips(description=name)
        assert [ip.tags for ip in found] == [["label:owner=ada"]]
        assert name in api.names("addresses.list", filter="labels.owner=ada")


def test_a_global_address_is_in_no_region(api):
    with an_address(api, "globalAddresses", description="Of the site") as name:
        shown = api("globalAddresses.get", address=name)
        assert (shown["description"], "region" in shown) == ("Of the site", False)
        assert name in api.names("globalAddresses.list")
        assert name not in api.names("addresses.list")
        scopes = api("addresses.aggregatedList")["items"]
        assert shown in scopes["global"]["addresses"]
        assert api.refused("addresses.get", address=name)[0] == 404
        labels = {"labels": {"a": "b"}, "labelFingerprint": shown["labelFingerprint"]}
        api.done("globalAddresses.setLabels", labels, resource=name)
        assert api("globalAddresses.get", address=name)["labels"] == {"a": "b"}
        again = api.refused("globalAddresses.insert", {"name": name})
        assert again[:2] == (409, "alreadyExists")
        api.done("globalAddresses.delete", address=name)
        assert api.refused("globalAddresses.get", address=name)[0] == 404


def test_an_ephemeral_address_can_be_kept(api, network):
    vm = a_name("vm")
    nic = {"network": NETWORKS + network, "accessConfigs": [{"type": "ONE_TO_ONE_NAT"}]}
    api.done("instances.insert", instance(vm, networkInterfaces=[nic]))
    shown = api("instances.get", instance=vm)["networkInterfaces"][0]
    ip = shown["accessConfigs"][0]["natIP"]
    for_a_moment = a_name("ip")
    api.done("addresses.insert", {"name": for_a_moment, "address": ip})
    api.done("addresses.delete", address=for_a_moment)  # and the instance has it as before
    shown = api("instances.get", instance=vm)["networkInterfaces"][0]
    assert shown["accessConfigs"][0]["natIP"] == ip
    with an_address(api, address=ip, networkTier="STANDARD") as name:
        shown = api("addresses.get", address=name)
        assert (shown["status"], shown["networkTier"]) == ("IN_USE", "STANDARD")
        taken = api.refused("addresses.insert", {"name": name + "-b", "address": ip})
        assert taken[:2] == (400, "resourceInUseByAnotherResource")
        api.done("instances.delete", instance=vm)
        shown = api("addresses.get", address=name)
        assert (shown["status"], shown["address"]) == ("RESERVED", ip)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"address": "192.0.2.9", "subnetwork": True}, "resource.address"),
        ({"address": "no address", "subnetwork": True}, "resource.address"),
        ({"subnetwork": "regions/us-central1/subnetworks/no-such"}, "no-such"),
        ({"ipVersion": "IPV6"}, "IPv6"),
        ({"prefixLength": 24}, "ranges"),
        ({"purpose": "VPC_PEERING", "subnetwork": True}, "VPC_PEERING"),
        ({"description": "x" * 255}, "resource.description"),
        ({"name": "Upper"}, "resource.name"),
    ],
)
def test_what_an_address_cannot_be_is_refused(api, network, body, words):
    if body.get("subnetwork") is True:
        body = {**body, "subnetwork": SUBNETWORKS + network}
    code, _, message = api.refused("addresses.insert", {"name": a_name("ip"), **body})
    assert (code in (400, 404), words in message) == (True, True), message


def test_gcloud_reserves_addresses_of_every_kind(gcloud, network):
    addresses = ("compute", "addresses")
    regional, internal, world = a_name("ip"), a_name("ip"), a_name("ip")
    here = f"--region={REGION}"
    gcloud(*addresses, "create", regional, here)
    gcloud(*addresses, "create", internal, here, f"--subnet={network}", "--addresses=10.70.0.99")
    gcloud(*addresses, "create", world, "--global")
    listed = {row["name"]: row for row in gcloud.json(*addresses, "list")}
    assert listed[internal]["address"] == "10.70.0.99"
    assert "region" not in listed[world]
    assert listed[regional]["addressType"] == "EXTERNAL"
    gcloud(*addresses, "delete", regional, internal, here)
    gcloud(*addresses, "delete", world, "--global")
    left = {row["name"] for row in gcloud.json(*addresses, "list")}
    assert not left & {regional, internal, world}
