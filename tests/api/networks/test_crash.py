"""The endpoint is killed (SIGKILL) while a network and its firewall are made and deleted."""

from tests.api.contract import a_name


def test_a_network_and_its_firewall_are_made_once_however_often_the_endpoint_dies(
    endpoint, devcloud, project
):
    neutron, name = devcloud.connection("admin", project.name).network, a_name("mortal")

    def has():
        """Names of everything that there is of the network, which has its name."""
        networks = [network.id for network in neutron.networks(name=name)]
        groups = [g for n in networks for g in neutron.security_groups(tags=f"gce:network={n}")]
        return {
            "networks": len(networks),
            "subnets": [subnet.cidr for subnet in neutron.subnets(name=name)],
            "routers": len(list(neutron.routers(name=name))),
            "groups": sorted(group.name for group in groups),
            "rules": [len(group.security_group_rules) for group in groups if group.name == name],
        }

    body = {"name": name, "autoCreateSubnetworks": True}
    endpoint.through("POST", "global/networks", ("make:after", "finish:before"), json=body)
    made = {"networks": 1, "subnets": ["10.128.0.0/20"], "routers": 1}
    assert has() == {**made, "groups": ["gce-implied"], "rules": []}

    body = {
        "name": name,
        "network": f"global/networks/{name}",
        "allowed": [{"IPProtocol": "tcp", "ports": ["22", "80"]}],
        "sourceTags": ["web"],
    }
    moments = ("make_groups:after", "put_on_ports:after")
    endpoint.through("POST", "global/firewalls", moments, json=body)
    assert has() == {**made, "groups": ["gce-implied", "gce-tag-web", name], "rules": [2]}

    endpoint.through("DELETE", f"global/firewalls/{name}", ("retire:after", "remove:after"))
    assert has() == {**made, "groups": ["gce-implied"], "rules": []}
    endpoint.through("DELETE", f"global/networks/{name}", ("remove:after",))
    gone = {"networks": 0, "subnets": [], "routers": 0, "groups": [], "rules": []}
    assert has() == gone
