"""Networks, subnetworks and reserved addresses."""

from contract import REGION, a_name, instance


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


def test_gcloud_lists_networks(gcloud):
    assert "default" in gcloud("compute", "networks", "list", "--format=value(name)").split()
