"""What a firewall becomes as rules of a security group."""

import pytest

from gce_api.families.networks.firewalls.plan import plan_firewall
from gce_api.google import errors

SSH = [{"IPProtocol": "tcp", "ports": ["22"]}]


def rules(**body):
    return plan_firewall("fw", {"allowed": SSH, **body})["rules"]


def remotes(**body):
    return [rule.get("remote_ip_prefix") or rule["source_tag"] for rule in rules(**body)]


def spans(*ports, protocol="tcp"):
    found = rules(allowed=[{"IPProtocol": protocol, "ports": list(ports)}])
    return [(rule["port_range_min"], rule["port_range_max"]) for rule in found]


def test_without_a_source_it_is_from_anywhere():
    assert remotes() == ["0.0.0.0/0"]
    assert remotes(direction="EGRESS") == ["0.0.0.0/0"]


def test_ranges_and_tags_are_alternatives():
    assert remotes(sourceRanges=["10.0.0.0/8"], sourceTags=["web"]) == ["10.0.0.0/8", "web"]
    assert remotes(sourceTags=["web"]) == ["web"]


def test_each_protocol_and_port_is_a_rule_for_each_source():
    allowed = [{"IPProtocol": "UDP"}, {"IPProtocol": "tcp", "ports": ["1-2", "1-2", "80"]}]
    found = rules(allowed=allowed, sourceRanges=["10.0.0.0/8", "::/0"])
    assert [(rule["protocol"], rule["port_range_min"], rule["ethertype"]) for rule in found] == [
        (protocol, low, version)
        for protocol, low in (("udp", None), ("tcp", 1), ("tcp", 80))
        for version in ("IPv4", "IPv6")
    ]


def test_every_port_is_no_range_as_neutron_has_it():
    assert spans("0-65535") == spans("1-65535") == spans("22", "0-65535") == [(None, None)]
    assert spans("0") == [(1, 1)]


@pytest.mark.parametrize("text", ["", "x", "-1", "5-", "65536", "9-8", "1-2-3", "22 "])
def test_a_port_is_a_number_or_a_range(text):
    with pytest.raises(errors.Invalid, match=r"allowed\[0\]\.ports\[0\]"):
        spans(text)


def test_more_target_tags_than_neutron_keeps_are_refused():
    with pytest.raises(errors.Invalid, match="targetTags"):
        plan_firewall("fw", {"allowed": SSH, "targetTags": [f"t{n}" for n in range(60)]})
