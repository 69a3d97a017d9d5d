"""Firewalls: what they are in Neutron, and which instances have them."""

import contextlib

import pytest

from tests.api.contract import a_name, instance
from tests.api.networks.making import NETWORKS, a_network, groups_of


@pytest.fixture(scope="module")
def network(api):
    """A network made here, with one subnetwork."""
    with a_network(api, "10.10.0.0/24") as name:
        yield name


@contextlib.contextmanager
def a_firewall(api, network, **more):
    """A firewall that lets ssh in from anywhere, unless told otherwise."""
    name = a_name("fw")
    ssh = [{"IPProtocol": "tcp", "ports": ["22"]}]
    body = {"name": name, "network": NETWORKS + network, "allowed": ssh, **more}
    api.done("firewalls.insert", body)
    try:
        yield name
    finally:
        api.send("firewalls.delete", None, {"firewall": name})


def group(devcloud, name):
    """The security group that a firewall is."""
    return next(iter(devcloud.connection().network.security_groups(name=name)))


def rules(devcloud, name):
    """Direction, protocol, ports and remote range of the rules in Neutron."""
    found = group(devcloud, name).security_group_rules
    fields = ("direction", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix")
    return sorted(tuple(rule[field] for field in fields) for rule in found)


def test_a_firewall_is_a_security_group_and_shows_what_it_was_made_as(api, devcloud, network):
    allowed = [{"IPProtocol": "icmp"}, {"IPProtocol": "tcp", "ports": ["22", "8000-9000"]}]
    ranges = ["10.0.0.0/8", "192.168.0.0/16"]
    with a_firewall(
        api,
        network,
        allowed=allowed,
        sourceRanges=ranges,
        description="For the office",
        priority=900,
        targetTags=["web"],
    ) as name:
        shown = api("firewalls.get", firewall=name)
        assert shown["allowed"] == allowed
        assert (shown["sourceRanges"], shown["targetTags"]) == (ranges, ["web"])
        assert (shown["direction"], shown["priority"], shown["disabled"]) == ("INGRESS", 900, False)
        assert shown["description"] == "For the office"
        assert shown["network"].endswith(NETWORKS + network)
        assert shown == api("firewalls.get", firewall=shown["id"])
        assert shown in api("firewalls.list", filter=f"name={name}")["items"]
        assert rules(devcloud, name) == [
            ("ingress", protocol, low, high, source)
            for protocol, low, high in [("icmp", None, None), ("tcp", 22, 22), ("tcp", 8000, 9000)]
            for source in ranges
        ]
        assert group(devcloud, name).description == "For the office"
        body = {"name": name, "allowed": allowed}
        assert api.refused("firewalls.insert", body)[:2] == (409, "alreadyExists")
        api.done("firewalls.delete", firewall=name)
        assert api.refused("firewalls.get", firewall=name)[0] == 404
    assert not list(devcloud.connection().network.security_groups(name=name))


def test_patch_merges_and_update_replaces(api, devcloud, network):
    with a_firewall(api, network, sourceRanges=["10.0.0.0/8"], priority=7) as name:
        api.done("firewalls.patch", {"sourceRanges": ["10.1.0.0/16"]}, firewall=name)
        shown = api("firewalls.get", firewall=name)
        assert (shown["sourceRanges"], shown["priority"]) == (["10.1.0.0/16"], 7)
        assert rules(devcloud, name) == [("ingress", "tcp", 22, 22, "10.1.0.0/16")]
        everything = {"name": name, "allowed": [{"IPProtocol": "all"}], "disabled": True}
        api.done("firewalls.update", everything, firewall=name)
        shown = api("firewalls.get", firewall=name)
        assert shown["allowed"] == [{"IPProtocol": "all"}]
        assert (shown["sourceRanges"], shown["priority"]) == (["0.0.0.0/0"], 1000)
        assert shown["disabled"] is True
        for change in ({"network": "global/networks/x"}, {"direction": "EGRESS"}, {"name": "x-y"}):
            code, _, message = api.refused("firewalls.patch", change, firewall=name)
            assert (code, next(iter(change)) in message) == (400, True)


def test_an_egress_firewall_has_destinations(api, devcloud, network):
    with a_firewall(api, network, direction="EGRESS", destinationRanges=["203.0.113.0/24"]) as name:
        shown = api("firewalls.get", firewall=name)
        assert (shown["direction"], shown["destinationRanges"]) == ("EGRESS", ["203.0.113.0/24"])
        assert "sourceRanges" not in shown
        assert rules(devcloud, name) == [("egress", "tcp", 22, 22, "203.0.113.0/24")]
        api.done("firewalls.patch", {"priority": 5}, firewall=name)
        assert api("firewalls.get", firewall=name)["direction"] == "EGRESS"


def test_other_tools_edit_a_firewall_by_its_security_group(api, devcloud, network):
    with a_firewall(api, network) as name:
        devcloud.connection().network.create_security_group_rule(
            security_group_id=group(devcloud, name).id,
            direction="ingress",
            protocol="udp",
            port_range_min=53,
            port_range_max=53,
            remote_ip_prefix="0.0.0.0/0",
        )
        assert api("firewalls.get", firewall=name)["allowed"] == [
            {"IPProtocol": "tcp", "ports": ["22"]},
            {"IPProtocol": "udp", "ports": ["53"]},
        ]


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        ({}, "required", "allowed"),
        ({"allowed": [{"IPProtocol": "tpc"}]}, "invalid", "allowed[0].IPProtocol"),
        ({"allowed": [{"IPProtocol": "tcp", "ports": ["9-8"]}]}, "invalid", "allowed[0].ports[0]"),
        ({"allowed": [{"IPProtocol": "icmp", "ports": ["1"]}]}, "invalid", "TCP, UDP, SCTP"),
        ({"sourceRanges": ["10.0.0.1/8"]}, "invalid", "sourceRanges[0]"),
        ({"priority": 70000}, "invalid", "resource.priority"),
        ({"targetTags": ["No Tag"]}, "invalid", "targetTags[0]"),
        ({"direction": "EGRESS", "sourceTags": ["a"]}, "invalid", "sourceTags"),
        ({"denied": [{"IPProtocol": "all"}]}, "unsupportedOperation", "deny"),
        ({"sourceServiceAccounts": ["a@b.c"]}, "unsupportedOperation", "service account"),
        ({"network": "global/networks/no-such"}, "notFound", "no-such"),
        ({"description": "x" * 256}, "invalid", "resource.description"),
    ],
)
def test_what_a_firewall_cannot_be_is_refused_with_the_field(api, body, reason, words):
    body = {"name": a_name("fw"), "allowed": [{"IPProtocol": "tcp"}] if body else [], **body}
    _, found, message = api.refused("firewalls.insert", body)
    assert (found, words in message) == (reason, True), message


def test_instances_have_the_firewalls_that_their_tags_select(api, devcloud, network):
    """Those that were there before the instance, and those that come later."""
    name = a_name("vm")
    with contextlib.ExitStack() as stack:

        def firewall(**more):
            return stack.enter_context(a_firewall(api, network, **more))

        def has():
            return groups_of(devcloud, name)

        every, web = firewall(), firewall(targetTags=["web"])
        nics = [{"network": NETWORKS + network}]
        body = instance(name, networkInterfaces=nics, tags={"items": ["web", "db"]})
        api.done("instances.insert", body)
        try:
            assert has() == {"gce-implied", every, web}
            tunnel = firewall(sourceTags=["web"], targetTags=["db"])
            off, other = firewall(disabled=True), firewall(targetTags=["other"])
            assert has() == {"gce-implied", every, web, tunnel, "gce-tag-web"}
            assert api("firewalls.get", firewall=tunnel)["sourceTags"] == ["web"]
            assert "sourceRanges" not in api("firewalls.get", firewall=tunnel)

            effective = api(
                "instances.getEffectiveFirewalls", instance=name, networkInterface="nic0"
            )
            assert {row["name"] for row in effective["firewalls"]} == {every, web, tunnel}
            of_network = api("networks.getEffectiveFirewalls", network=network)["firewalls"]
            assert {row["name"] for row in of_network} == {every, web, tunnel, other}

            tags = api("instances.get", instance=name)["tags"]
            fingerprint = tags["fingerprint"]
            other_tags = {"items": ["other"], "fingerprint": fingerprint}
            api.done("instances.setTags", other_tags, instance=name)
            assert has() == {"gce-implied", every, other}
            api.done("firewalls.patch", {"disabled": False}, firewall=off)
            assert has() == {"gce-implied", every, other, off}
            for gone in (every, other, tunnel):
                api.done("firewalls.delete", firewall=gone)
            assert has() == {"gce-implied", off}

            # all at the same time, with a change of the tags
            names = [a_name("fw") for _ in range(5)]
            ssh = {"network": NETWORKS + network, "allowed": [{"IPProtocol": "tcp"}]}
            insert, tags = "firewalls.insert", api("instances.get", instance=name)["tags"]
            same = {**tags, "items": ["last"]}
            started = [
                *(api(insert, {**ssh, "name": n, "targetTags": ["last"]}) for n in names[:3]),
                api("instances.setTags", same, instance=name),
                *(api(insert, {**ssh, "name": n}) for n in names[3:]),
                api("firewalls.delete", firewall=off),
            ]
            assert ["error" in api.finished(operation) for operation in started] == [False] * 7
            assert has() == {"gce-implied", *names}
            started = [api("firewalls.delete", firewall=gone) for gone in names[1:]]
            assert ["error" in api.finished(operation) for operation in started] == [False] * 4
            assert has() == {"gce-implied", names[0]}
            stack.callback(api.done, "firewalls.delete", firewall=names[0])

            code, reason, message = api.refused("networks.delete", network=network)
            assert (code, reason) == (400, "resourceInUseByAnotherResource")
            assert "is already being used by 'projects/demo/global/firewalls/" in message
        finally:
            api.done("instances.delete", instance=name)
    tag_groups = devcloud.connection().network.security_groups(name="gce-tag-web")
    assert list(tag_groups) == [], "the group goes with the last firewall that needs it"


def test_groups_of_other_tools_stay_on_ports_and_their_networks_keep_default(api, devcloud):
    neutron, name = devcloud.connection().network, a_name("vm")
    network = neutron.create_network(name=name)
    subnet = neutron.create_subnet(network_id=network.id, ip_version=4, cidr="10.11.0.0/24")
    own = neutron.create_security_group(name=a_name("own"))
    try:
        api.done(
            "instances.insert", instance(name, networkInterfaces=[{"network": NETWORKS + name}])
        )
        assert groups_of(devcloud, name) == {"default"}
        port = next(iter(neutron.ports(network_id=network.id, name=f"{name}-nic0")))
        neutron.update_port(port, security_group_ids=[own.id])
        with a_firewall(api, name) as firewall:
            assert groups_of(devcloud, name) == {own.name, firewall}
            api.done("firewalls.delete", firewall=firewall)
        assert groups_of(devcloud, name) == {own.name}
    finally:
        api.done("instances.delete", instance=name)
        neutron.delete_security_group(own)
        neutron.delete_subnet(subnet)
        neutron.delete_network(network)


def test_the_network_default_comes_with_googles_firewalls(own, project, devcloud):
    assert own.names("firewalls.list") == []
    web = {"name": "web", "allowed": [{"IPProtocol": "tcp", "ports": ["80"]}]}
    own.done("firewalls.insert", web)  # in the network `default`, which it makes
    assert own("firewalls.get", firewall="web")["network"].endswith("global/networks/default")
    shown = {row["name"]: row for row in own("firewalls.list")["items"]}
    assert set(shown) == {
        "web",
        *(f"default-allow-{what}" for what in ("icmp", "internal", "rdp", "ssh")),
    }
    subnet = own("subnetworks.list")["items"][0]
    internal = shown["default-allow-internal"]
    assert internal["sourceRanges"] == [subnet["ipCidrRange"]]
    assert internal["allowed"] == [{"IPProtocol": p} for p in ("icmp", "tcp", "udp")]
    assert internal["priority"] == 65534
    assert shown["default-allow-ssh"]["allowed"] == [{"IPProtocol": "tcp", "ports": ["22"]}]
    for name in shown:
        own.done("firewalls.delete", firewall=name)
    own.done("networks.delete", network="default")
    neutron = devcloud.connection("admin", "demo").network
    left = [g.name for g in neutron.security_groups(project_id=project.id)]
    assert set(left) <= {"default"}
    assert not list(neutron.networks(project_id=project.id))
    assert not list(neutron.routers(project_id=project.id))


def test_gcloud_lives_the_life_of_a_firewall(gcloud, network):
    name = a_name("fw")
    rule = ("compute", "firewall-rules")
    gcloud(*rule, "create", name, f"--network={network}", "--allow=tcp:80,icmp", "--target-tags=a")
    shown = gcloud.json(*rule, "list", f"--filter=name={name}")
    assert [(row["name"], row["targetTags"]) for row in shown] == [(name, ["a"])]
    gcloud(*rule, "update", name, "--allow=tcp:443", "--source-ranges=10.0.0.0/8")
    shown = gcloud.json(*rule, "describe", name)
    assert shown["allowed"] == [{"IPProtocol": "tcp", "ports": ["443"]}]
    assert (shown["sourceRanges"], shown["targetTags"]) == (["10.0.0.0/8"], ["a"])
    gcloud(*rule, "delete", name)
    assert gcloud.run(*rule, "describe", name).returncode == 1
