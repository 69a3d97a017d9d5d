"""The load balancer that a forwarding rule needs."""

import pytest

from gce_api.families.balancing.balancers.plan import (
    Place,
    plan_balancer,
    servers_behind,
    written,
)
from gce_api.families.balancing.health_checks.plan import plan_health_check
from gce_api.openstack.octavia import Balancer, Rule

REGION, ZONE = "regions/us-central1", "zones/us-central1-a"
POOL, SERVICE = f"{REGION}/targetPools/web", f"{REGION}/backendServices/web"
GROUP, CHECK = f"{ZONE}/instanceGroups/web", "global/httpHealthChecks/basic"
MAP, WEB, API = "global/urlMaps/m", "global/backendServices/web", "global/backendServices/api"
PLACES = {name: Place(f"10.0.0.{name[-1]}", "subnet") for name in ("s1", "s2")}


def rule(target, *ports):
    return {"target": target, "IPProtocol": "TCP", "ports": list(ports)}


def pool(*instances, **more):
    entries = [{"path": f"{ZONE}/instances/{s}", "server": s} for s in instances]
    return {"instances": entries, "healthChecks": [], **more}


def service(*backends, **more):
    return {"backends": list(backends), "healthChecks": [], **more}


def manager(*servers, **more):
    members = {f"m{s}": {"zone": "us-central1-a", "server": s} for s in servers}
    return {"instances": members, "namedPorts": [], **more}


def members(balancer):
    return [
        (found.name, member.address, member.protocol_port)
        for found in balancer.pools
        for member in found.members
    ]


def test_each_port_of_a_rule_is_a_listener_and_a_pool_of_the_target_pools_instances(resources):
    found = plan_balancer(rule(POOL, 80, 81), resources(**{POOL: pool("s1")}), PLACES)
    assert [(of.name, of.protocol_port, of.default_pool) for of in found.listeners] == [
        ("port-80", 80, "port-80"),
        ("port-81", 81, "port-81"),
    ]
    assert members(found) == [("port-80", "10.0.0.1", 80), ("port-81", "10.0.0.1", 81)]


def test_members_of_managed_groups_are_in_the_pools_of_their_group(resources):
    there = resources(**{POOL: pool("s1"), GROUP: manager("s2", None, targetPools=[POOL])})
    found = plan_balancer(rule(POOL, 80), there, PLACES)
    assert [member.name for member in found.pools[0].members] == ["s1", "ms2"]


def test_an_instance_that_is_gone_is_no_member(resources):
    there = resources(**{POOL: pool("s1", "gone")})
    assert members(plan_balancer(rule(POOL, 80), there, PLACES)) == [("port-80", "10.0.0.1", 80)]


@pytest.mark.parametrize("target", [POOL, f"{REGION}/backendServices/none", "global/urlMaps/none"])
def test_without_its_target_a_rule_needs_nothing(resources, target):
    assert plan_balancer(rule(target, 80), resources(), PLACES) == Balancer()


def test_a_backend_gets_its_share_on_the_port_that_its_group_names(resources):
    backend = {"group": GROUP, "capacityScaler": 0.5, "failover": True}
    group = {"members": ["s1"], "namedPorts": [{"name": "web", "port": 8080}]}
    there = resources(
        **{
            "global/targetTcpProxies/p": {"service": WEB},
            WEB: service(backend, portName="web", port=80),
            GROUP: group,
        }
    )
    found = plan_balancer(rule("global/targetTcpProxies/p", 80, 81), there, PLACES)
    (only,) = found.pools
    (member,) = only.members
    assert (member.protocol_port, member.weight, member.backup) == (8080, 5, True)
    assert [listener.default_pool for listener in found.listeners] == ["web", "web"]


def test_a_regional_service_is_reached_on_the_rules_own_ports(resources):
    there = resources(**{SERVICE: service({"group": GROUP}), GROUP: {"members": ["s2"]}})
    assert members(plan_balancer(rule(SERVICE, 53), there, PLACES)) == [("port-53", "10.0.0.2", 53)]


def test_a_pool_chooses_and_checks_as_its_source_says(resources):
    check = plan_health_check("httpHealthChecks", {"port": 81})
    more = {
        "healthChecks": [CHECK],
        "sessionAffinity": "CLIENT_IP",
        "localityLbPolicy": "LEAST_REQUEST",
    }
    there = resources(**{POOL: pool("s1", **more), CHECK: check})
    (found,) = plan_balancer(rule(POOL, 80), there, PLACES).pools
    assert (found.lb_algorithm, found.session_persistence) == ("LEAST_CONNECTIONS", "SOURCE_IP")
    assert (found.healthmonitor.type, found.members[0].monitor_port) == ("HTTP", 81)


def test_a_url_map_is_a_pool_of_each_service_and_a_policy_of_each_way(resources):
    said = {
        "defaultService": WEB,
        "hostRules": [{"hosts": ["*"], "pathMatcher": "m"}],
        "pathMatchers": [
            {
                "name": "m",
                "defaultService": WEB,
                "pathRules": [{"paths": ["/api"], "service": API}],
            }
        ],
    }
    there = resources(
        **{
            "global/targetHttpProxies/p": {"urlMap": MAP},
            MAP: said,
            WEB: service(),
            API: service(),
        }
    )
    found = plan_balancer(rule("global/targetHttpProxies/p", 80), there, PLACES)
    assert {(of.name, of.protocol) for of in found.pools} == {("web", "HTTP"), ("api", "HTTP")}
    (listener,) = found.listeners
    assert (listener.protocol, listener.default_pool) == ("HTTP", "web")
    assert [(policy.redirect_pool, policy.rules) for policy in listener.l7policies] == [
        ("api", (Rule("PATH", "EQUAL_TO", "/api"),)),
        ("web", (Rule("PATH", "STARTS_WITH", "/"),)),
    ]


def test_what_is_written_down_tells_whose_addresses_are_needed(resources):
    there = resources(**{POOL: pool("s1", "s2"), GROUP: manager("s3")})
    assert servers_behind(written(rule(POOL, 80), there)) == {"s1", "s2"}
