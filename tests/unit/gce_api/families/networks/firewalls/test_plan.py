"""What a firewall becomes as rules of a security group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gce_api.families.networks.everywhere import PlaceToBe
from gce_api.families.networks.firewalls.allowed import as_said, canonical
from gce_api.families.networks.firewalls.order import (
    RANGES,
    SOURCE_TAGS,
    TARGET_TAGS,
    restored,
)
from gce_api.families.networks.firewalls.plan import (
    plan_firewall,
    plan_insert,
    plan_update,
)
from gce_api.families.networks.firewalls.table import Region, find
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.openstack.firewalls import FirewallRule
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups

SSH = [{"IPProtocol": "tcp", "ports": ["22"]}]


def rules(**body):
    return plan_firewall("fw", {"allowed": SSH, **body}).rules


def remotes(**body):
    return [rule.remote_ip_prefix or rule.source_tag for rule in rules(**body)]


def spans(*ports, protocol="tcp"):
    found = rules(allowed=[{"IPProtocol": protocol, "ports": list(ports)}])
    return [(rule.port_range_min, rule.port_range_max) for rule in found]


def test_without_a_source_it_is_from_anywhere():
    assert remotes() == ["0.0.0.0/0"]
    assert remotes(direction="EGRESS") == ["0.0.0.0/0"]


def test_ranges_and_tags_are_alternatives():
    assert remotes(sourceRanges=["10.0.0.0/8"], sourceTags=["web"]) == ["10.0.0.0/8", "web"]
    assert remotes(sourceTags=["web"]) == ["web"]


def test_each_protocol_and_port_is_a_rule_for_each_source():
    allowed = [{"IPProtocol": "UDP"}, {"IPProtocol": "tcp", "ports": ["1-2", "1-2", "80"]}]
    found = rules(allowed=allowed, sourceRanges=["10.0.0.0/8", "::/0"])
    assert [(rule.protocol, rule.port_range_min, rule.ethertype) for rule in found] == [
        (protocol, low, version)
        for protocol, low in (("udp", None), ("tcp", 1), ("tcp", 80))
        for version in ("IPv4", "IPv6")
    ]


def test_every_port_is_no_range_as_neutron_has_it():
    assert spans("0-65535") == spans("1-65535") == spans("22", "0-65535") == [(None, None)]
    assert spans("0") == [(1, 1)]


@pytest.mark.parametrize(
    "given",
    [
        [{"IPProtocol": "tcp", "ports": ["0-65535"]}],
        [{"IPProtocol": "tcp", "ports": ["1-65535"]}],
        [{"IPProtocol": "tcp", "ports": ["443", "80", "80-90"]}],
        [{"IPProtocol": "udp", "ports": ["53"]}, {"IPProtocol": "tcp", "ports": ["53"]}],
        [{"IPProtocol": "tcp", "ports": ["22"]}, {"IPProtocol": "tcp", "ports": ["80"]}],
        [{"IPProtocol": "icmp"}, {"IPProtocol": "esp"}],
        [{"IPProtocol": "all"}],
    ],
)
def test_what_is_allowed_is_shown_as_it_was_given(given):
    firewall = plan_firewall("fw", {"allowed": given})
    ports = [(r.protocol, r.port_range_min, r.port_range_max) for r in firewall.rules]
    shown = as_said(firewall.said, ports) or canonical(ports)
    assert [{k: v for k, v in entry.items() if v} for entry in shown] == given


GIVEN = {
    "sourceRanges": ["192.168.0.0/16", "2001:db8::/32", "10.0.0.0/8", "172.16.0.0/12"],
    "sourceTags": ["web", "db", "admin"],
    "targetTags": ["b", "c", "a"],
}


def shown(firewall):
    """The lists of a firewall, of what Neutron keeps, which has no order."""
    remotes = {rule.remote_ip_prefix or rule.source_tag for rule in firewall.rules}
    ranges = {each for each in remotes if "/" in each}
    return {
        "sourceRanges": restored(RANGES, ranges, firewall.order),
        "sourceTags": restored(SOURCE_TAGS, remotes - ranges, firewall.order),
        "targetTags": restored(TARGET_TAGS, set(firewall.target_tags), firewall.order),
    }


def test_ranges_and_tags_are_shown_in_the_order_in_which_they_were_given():
    assert shown(plan_firewall("fw", {"allowed": SSH, **GIVEN})) == GIVEN


@given(st.permutations([f"10.{n}.0.0/16" for n in range(12)]), st.permutations([*"abcdefg"]))
def test_any_order_is_kept(ranges, tags):
    body = {"sourceRanges": ranges, "sourceTags": tags, "targetTags": tags[::-1]}
    assert shown(plan_firewall("fw", {"allowed": SSH, **body})) == body


def test_the_order_of_what_another_tool_changed_is_the_usual_one():
    order = plan_firewall("fw", {"allowed": SSH, **GIVEN}).order
    ranges = ["192.168.0.0/16", "10.0.0.0/8"]
    assert restored(RANGES, ranges, order) == ["10.0.0.0/8", "192.168.0.0/16"]


def test_an_order_that_is_too_long_to_be_kept_is_the_usual_one():
    ranges = [f"10.{n}.0.0/16" for n in range(200, 0, -1)]
    firewall = plan_firewall("fw", {"allowed": SSH, "sourceRanges": ranges})
    assert shown(firewall)["sourceRanges"] == ranges[::-1]
    assert plan_firewall("fw", {"allowed": SSH, "sourceRanges": ranges[::-1]}).order == []


@pytest.mark.parametrize(
    "given",
    [
        ["192.168.0.0/16", "10.0.0.0/8", "10.0.0.0/8"],
        ["10.0.0.0/8", "10.0.0.0/8"],
        ["::/0", "10.0.0.0/8"],
    ],
)
def test_ranges_that_are_given_twice_are_shown_twice(given):
    firewall = plan_firewall("fw", {"allowed": SSH, "sourceRanges": given})
    made = {rule.remote_ip_prefix for rule in firewall.rules}
    assert restored(RANGES, made, firewall.order) == given


def test_what_another_tool_changed_is_shown_as_it_is():
    said = plan_firewall("fw", {"allowed": [{"IPProtocol": "tcp", "ports": ["0-65535"]}]}).said
    assert said
    assert as_said(said, [("tcp", 22, 22)]) is None


def test_what_is_too_long_to_be_kept_as_given_is_shown_in_one_form():
    ports = [str(port) for port in range(9000, 8900, -2)]
    assert plan_firewall("fw", {"allowed": [{"IPProtocol": "tcp", "ports": ports}]}).said == []


@pytest.mark.parametrize("text", ["", "x", "-1", "5-", "65536", "9-8", "1-2-3", "22 "])
def test_a_port_is_a_number_or_a_range(text):
    with pytest.raises(errors.Invalid, match=r"allowed\[0\]\.ports\[0\]"):
        spans(text)


def test_more_target_tags_than_neutron_keeps_are_refused():
    with pytest.raises(errors.Invalid, match="targetTags"):
        plan_firewall("fw", {"allowed": SSH, "targetTags": [f"t{n}" for n in range(60)]})


def a_group(name="fw"):
    tags = ["gce:firewall", "gce:network=net-id"]
    rule = {"direction": "ingress", "ethertype": "IPv4", "remote_group_id": "standing"}
    return Row(id="g", name=name, description="", tags=tags, security_group_rules=[rule])


def standing_for(tag):
    """The group of a source tag."""
    return Row(id="standing", name=f"gce-tag-{tag}", description="", tags=[f"gce:sourceTag={tag}"])


def test_a_firewall_is_made_wherever_its_network_is(world, a_network):
    networks = world(us=(a_network(),), eu=(), asia=(a_network(),))
    body = {"name": "fw", "network": "global/networks/net", "allowed": SSH}
    plan = plan_insert(body, [SecurityGroups([])], networks)
    assert plan.places == [PlaceToBe(region=name, network_id="net-id") for name in ("US", "ASIA")]
    of_default = plan_insert({"name": "fw", "allowed": SSH}, [], networks)
    assert of_default.places == [PlaceToBe(region="US", network_id=None)]
    with pytest.raises(errors.AlreadyExists, match="global/firewalls/fw"):
        plan_insert(body, [SecurityGroups([]), SecurityGroups([a_group()])], networks)


SHOWN = {"name": "fw", "network": "http://gce/global/networks/net", "direction": "INGRESS"}


@pytest.fixture
def found():
    region = Region("US", SecurityGroups([a_group(), standing_for("web")]), {"net-id": "net"})
    return find([region], "fw")


@pytest.fixture
def references(project):
    return References(project)


def test_a_change_knows_what_the_firewall_was(found, references):
    plan = plan_update({"allowed": SSH, "disabled": True}, found, SHOWN, references)
    (place,) = plan.places
    assert (place.region, place.network_id, place.group_id) == ("US", "net-id", "g")
    assert place.before.rules == [
        FirewallRule(direction="ingress", ethertype="IPv4", source_tag="web")
    ]
    assert (plan.firewall.disabled, place.before.disabled) == (True, False)


@pytest.mark.parametrize(
    "body", [{"name": "b"}, {"network": "global/networks/b"}, {"direction": "EGRESS"}]
)
def test_name_network_and_direction_stay(found, references, body):
    with pytest.raises(errors.Invalid, match="cannot be changed"):
        plan_update({"allowed": SSH, **body}, found, SHOWN, references)
