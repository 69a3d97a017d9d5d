"""Networks and subnetworks: those that are there, and those that are made, changed and deleted."""

import json

import pytest

from tests.api.contract import REGION, a_name, instance
from tests.api.networks.making import NETWORKS, SUBNETWORKS, a_network


def test_every_project_has_a_network_default_which_the_first_instance_makes(own, project, devcloud):
    api = own
    neutron = devcloud.connection("admin", "demo").network

    def made():
        return [network.name for network in neutron.networks(project_id=project.id)]

    assert api("networks.get", network="default")["autoCreateSubnetworks"] is True
    assert api.names("networks.list") == ["default"]
    assert api.names("subnetworks.list") == []
    assert made() == []  # by looking

    nowhere = [{"accessConfigs": [{"natIP": "192.0.2.1"}]}]
    assert api.refused("instances.insert", instance("vm", networkInterfaces=nowhere))[0] == 400
    assert made() == []  # by a request that was refused

    api.done("instances.insert", instance("vm"))
    assert made() == ["default"]
    (nic,) = api("instances.get", instance="vm")["networkInterfaces"]
    assert nic["network"] == api("networks.get", network="default")["selfLink"]
    api.done("instances.delete", instance="vm")


def test_own_networks_are_shown_and_external_ones_are_not(api, devcloud):
    neutron = devcloud.connection().network
    name = a_name("net")
    network = neutron.create_network(name=name)
    subnet = neutron.create_subnet(
        network_id=network.id, name=name, ip_version=4, cidr="192.0.2.0/24"
    )
    try:
        assert "public" not in api.names("networks.list")
        link = api("networks.get", network=name)["selfLink"]
        shown = api("subnetworks.get", subnetwork=name)
        assert (shown["network"], shown["ipCidrRange"]) == (link, "192.0.2.0/24")
        assert api("networks.get", network=name)["subnetworks"] == [shown["selfLink"]]
        everywhere = api("subnetworks.aggregatedList")["items"][f"regions/{REGION}"]
        assert name in [row["name"] for row in everywhere["subnetworks"]]
    finally:
        neutron.delete_subnet(subnet)
        neutron.delete_network(network)


def test_an_auto_mode_network_has_a_subnetwork_and_a_way_out(api, devcloud):
    name = a_name("auto")
    body = {"name": name, "autoCreateSubnetworks": True, "description": "For everything"}
    api.done("networks.insert", body)
    shown = api("networks.get", network=name)
    assert (shown["autoCreateSubnetworks"], shown["description"]) == (True, "For everything")
    subnet = api("subnetworks.get", subnetwork=name)
    assert shown["subnetworks"] == [subnet["selfLink"]]
    assert (subnet["ipCidrRange"], subnet["gatewayAddress"]) == ("10.128.0.0/20", "10.128.0.1")
    neutron = devcloud.connection().network
    implied = f"gce:network={neutron.find_network(name).id}"
    assert [group.name for group in neutron.security_groups(tags=implied)] == ["gce-implied"]
    router = neutron.find_router(name)
    assert router.external_gateway_info["network_id"] == neutron.find_network("public").id
    assert api.refused("networks.insert", body)[:2] == (409, "alreadyExists")
    assert api.refused("subnetworks.delete", subnetwork=name)[:2] == (400, "invalid")

    api.done("networks.patch", {"routingConfig": {"routingMode": "GLOBAL"}}, network=name)
    api.done("networks.switchToCustomMode", network=name)
    shown = api("networks.get", network=name)
    assert shown["autoCreateSubnetworks"] is False
    assert shown["routingConfig"] == {"routingMode": "GLOBAL"}
    api.done("networks.patch", {"mtu": 1400, "description": "Small"}, network=name)
    assert api("networks.get", network=name)["mtu"] == 1400
    away = {"mtu": None, "description": None, "routingConfig": None}
    api.done("networks.patch", away, network=name)
    shown = api("networks.get", network=name)
    assert (shown["mtu"], shown.get("description")) == (1460, None)
    assert shown["routingConfig"] == {"routingMode": "REGIONAL"}
    assert api.refused("networks.switchToCustomMode", network=name)[0] == 400

    code, reason, message = api.refused("networks.delete", network=name)
    assert (code, reason) == (400, "resourceInUseByAnotherResource")
    assert message.endswith(f"is already being used by 'projects/demo/{SUBNETWORKS}{name}'")
    api.done("subnetworks.delete", subnetwork=name)
    api.done("networks.delete", network=name)
    assert api.refused("networks.get", network=name)[0] == 404
    assert neutron.find_router(name) is None
    assert not list(neutron.security_groups(tags=implied))


def test_an_auto_mode_network_is_deleted_with_its_subnetworks(api):
    name = a_name("auto")
    api.done("networks.insert", {"name": name, "autoCreateSubnetworks": True})
    api.done("networks.delete", network=name)
    assert name not in api.names("subnetworks.list")


def test_a_legacy_network_has_a_range_of_its_own(api):
    name = a_name("legacy")
    api.done("networks.insert", {"name": name, "IPv4Range": "10.240.0.0/16"})
    shown = api("networks.get", network=name)
    assert (shown["IPv4Range"], shown["gatewayIPv4"]) == ("10.240.0.0/16", "10.240.0.1")
    assert "autoCreateSubnetworks" not in shown
    body = {"name": name + "-x", "network": NETWORKS + name, "ipCidrRange": "10.1.0.0/24"}
    assert "legacy" in api.refused("subnetworks.insert", body)[2]
    api.done("networks.delete", network=name)


def test_a_subnetwork_lives_and_is_not_deleted_under_an_instance(api, devcloud):
    with a_network(api, "10.20.0.0/24") as name:
        second = name + "-b"
        body = {
            "name": second,
            "network": NETWORKS + name,
            "ipCidrRange": "10.20.1.0/26",
            "description": "The other one",
            "privateIpGoogleAccess": True,
        }
        api.done("subnetworks.insert", body)
        shown = api("subnetworks.get", subnetwork=second)
        assert {**shown, **body, "network": shown["network"]} == shown
        assert api.refused("subnetworks.insert", body)[:2] == (409, "alreadyExists")
        usable = api("subnetworks.listUsable", maxResults=500)["items"]
        assert shown["selfLink"] in [row["subnetwork"] for row in usable]

        stale = {"fingerprint": shown["fingerprint"], "description": "Changed"}
        api.done("subnetworks.patch", stale, subnetwork=second)
        assert api("subnetworks.get", subnetwork=second)["description"] == "Changed"
        assert api.refused("subnetworks.patch", stale, subnetwork=second)[:2] == (
            412,
            "conditionNotMet",
        )
        off = {"privateIpGoogleAccess": False}
        api.done("subnetworks.setPrivateIpGoogleAccess", off, subnetwork=second)
        assert api("subnetworks.get", subnetwork=second)["privateIpGoogleAccess"] is False

        wider = {"ipCidrRange": "10.20.1.0/25"}
        api.done("subnetworks.expandIpCidrRange", wider, subnetwork=second)
        shown = api("subnetworks.get", subnetwork=second)
        assert (shown["ipCidrRange"], shown["description"]) == ("10.20.1.0/25", "Changed")
        same = api.refused("subnetworks.expandIpCidrRange", wider, subnetwork=second)
        assert (same[0], "ipCidrRange" in same[2]) == (400, True)

        vm = a_name("vm")
        nics = [{"subnetwork": SUBNETWORKS + second}]
        api.done("instances.insert", instance(vm, networkInterfaces=nics))
        try:
            user = f"'projects/demo/zones/us-central1-a/instances/{vm}'"
            for code, reason, message in (
                api.refused("subnetworks.delete", subnetwork=second),
                api.refused("networks.delete", network=name),
            ):
                assert (code, reason) == (400, "resourceInUseByAnotherResource")
                assert message.endswith(f"is already being used by {user}")
            even_wider = {"ipCidrRange": "10.20.0.0/16"}
            assert (
                user
                in api.refused("subnetworks.expandIpCidrRange", even_wider, subnetwork=second)[2]
            )
        finally:
            api.done("instances.delete", instance=vm)
        api.done("subnetworks.delete", subnetwork=second)
        assert devcloud.connection().network.find_subnet(second) is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ipCidrRange": "10.30.0.0"}, "ipCidrRange"),
        ({"ipCidrRange": "10.30.0.1/24"}, "ipCidrRange"),
        ({"ipCidrRange": "10.30.0.0/30"}, "between /8 and /29"),
        ({"ipCidrRange": "10.30.0.128/25"}, "conflicts with existing subnetwork"),
        ({"ipCidrRange": None}, "ipCidrRange"),
        ({"network": "global/networks/no-such"}, "no-such"),
        ({"network": None}, "resource.network"),
        ({"secondaryIpRanges": [{"ipCidrRange": "10.9.0.0/24"}]}, "Secondary ranges"),
        ({"purpose": "PRIVATE_SERVICE_CONNECT"}, "PRIVATE_SERVICE_CONNECT"),
    ],
)
def test_what_a_subnetwork_cannot_be_is_refused(api, changed, words, net):
    body = {"name": a_name("sub"), "network": NETWORKS + net, "ipCidrRange": "10.31.0.0/24"}
    code, _, message = api.refused("subnetworks.insert", {**body, **changed})
    assert (code in (400, 404), words in message) == (True, True), message


@pytest.fixture(scope="module")
def net(api):
    with a_network(api, "10.30.0.0/24") as name:
        yield name


def test_what_a_network_cannot_be_is_refused(api):
    for body, words in (
        ({"name": "Upper"}, "resource.name"),
        ({"name": "default"}, "already exists"),
        ({"name": "both", "IPv4Range": "10.0.0.0/8", "autoCreateSubnetworks": True}, "IPv4Range"),
        ({"name": "long", "description": "x" * 256}, "resource.description"),
    ):
        assert words in api.refused("networks.insert", body)[2]
    operation = api.ended("networks.insert", {"name": a_name("big"), "mtu": 8896})
    assert operation["httpErrorStatusCode"] == 400
    assert not [name for name in api.names("networks.list") if name.startswith("big-")]


def test_gcloud_lives_the_life_of_a_network(gcloud):
    name = a_name("gcloud")
    networks, subnets = ("compute", "networks"), ("compute", "networks", "subnets")
    gcloud(*networks, "create", name, "--subnet-mode=custom")
    gcloud(*networks, "update", name, "--bgp-routing-mode=global")
    shown = gcloud.json(*networks, "describe", name)
    assert shown["routingConfig"]["routingMode"] == "GLOBAL"
    here = f"--region={REGION}"
    gcloud(*subnets, "create", name, here, f"--network={name}", "--range=10.40.0.0/25")
    gcloud(*subnets, "expand-ip-range", name, here, "--prefix-length=24")
    listed = json.loads(gcloud(*subnets, "list", f"--network={name}", "--format=json"))
    assert [row["ipCidrRange"] for row in listed] == ["10.40.0.0/24"]
    busy = gcloud.run(*networks, "delete", name)
    assert "is already being used by" in busy.stderr
    gcloud(*subnets, "delete", name, here)
    gcloud(*networks, "delete", name)
    assert name not in gcloud(*networks, "list", "--format=value(name)").split()


def test_gcloud_lists_networks(gcloud):
    assert "default" in gcloud("compute", "networks", "list", "--format=value(name)").split()
