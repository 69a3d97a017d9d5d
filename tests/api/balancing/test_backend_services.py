"""Backend services, URL maps, target proxies and the rules that lead there."""

import time

import pytest

from tests.api.contract import REGION, ZONE, a_name


@pytest.fixture(scope="module")
def group(api, vm):
    """A group of it that listens on 8080."""
    name = a_name("group")
    ports = [{"name": "http", "port": 8080}]
    api.done("instanceGroups.insert", {"name": name, "namedPorts": ports})
    members = {"instances": [{"instance": f"zones/{ZONE}/instances/{vm}"}]}
    api.done("instanceGroups.addInstances", members, instanceGroup=name)
    yield name
    api.done("instanceGroups.delete", instanceGroup=name)


@pytest.fixture
def octavia(devcloud):
    return devcloud.connection().load_balancer


def group_url(group):
    return f"zones/{ZONE}/instanceGroups/{group}"


def service(check, group, **more):
    """A request for a backend service."""
    return {
        "name": a_name("service"),
        "healthChecks": [f"global/healthChecks/{check}"],
        "backends": [{"group": group_url(group)}],
        **more,
    }


def health(api, method, group, **where):
    """The health of a group's instances when nothing is unhealthy any more, or in the end."""
    deadline = time.monotonic() + 60
    while True:
        states = api(method, {"group": group_url(group)}, **where)["healthStatus"]
        if {state["healthState"] for state in states} == {"HEALTHY"}:
            return states
        assert time.monotonic() < deadline, states
        time.sleep(0.5)


def policies(octavia, balancer):
    """Each policy's rules and where it leads, in order."""
    found = []
    listeners = octavia.listeners(load_balancer_id=balancer.id)
    for policy in octavia.l7_policies(listener_id=next(listeners).id):
        rules = [
            (rule.type, rule.compare_type, rule.rule_value) for rule in octavia.l7_rules(policy.id)
        ]
        target = octavia.get_pool(policy.redirect_pool_id).name
        found.append((policy.position, sorted(rules), target))
    return [entry[1:] for entry in sorted(found)]


def test_a_url_map_sends_hosts_and_paths_to_their_services(api, octavia, vm, group):
    check, url_map, proxy, rule = (a_name(prefix) for prefix in ("hc", "map", "proxy", "rule"))
    api.done("healthChecks.insert", {"name": check, "type": "HTTP", "httpHealthCheck": {}})
    web = service(check, group)
    media = service(check, group, sessionAffinity="GENERATED_COOKIE")
    for body in (web, media):
        api.done("backendServices.insert", body)
    asked = {
        "name": url_map,
        "defaultService": f"global/backendServices/{web['name']}",
        "hostRules": [{"hosts": ["media.example.org"], "pathMatcher": "media"}],
        "pathMatchers": [
            {
                "name": "media",
                "defaultService": f"global/backendServices/{web['name']}",
                "pathRules": [
                    {
                        "paths": ["/video/*"],
                        "service": f"global/backendServices/{media['name']}",
                    }
                ],
            }
        ],
    }
    video = {"host": "media.example.org", "path": "/video/1?hd", "service": media["name"]}
    tests = [video, {**video, "path": "/video"}]
    asked["tests"] = [
        {**test, "service": f"global/backendServices/{media['name']}"} for test in tests
    ]
    result = api("urlMaps.validate", {"resource": asked}, urlMap=url_map)["result"]
    (failure,) = result["testFailures"]
    assert (result["loadSucceeded"], result["testPassed"]) == (True, False)
    assert (failure["path"], failure["actualService"].rpartition("/")[2]) == ("/video", web["name"])
    assert "to map to service" in api.refused("urlMaps.insert", asked)[2]
    asked["tests"].pop()
    result = api("urlMaps.validate", {"resource": asked}, urlMap=url_map)["result"]
    assert result == {"loadSucceeded": True, "testPassed": True}
    result = api("urlMaps.validate", {"resource": {"name": url_map}}, urlMap=url_map)["result"]
    assert "resource.defaultService" in result["loadErrors"][0]
    api.done("urlMaps.insert", asked)
    api.done("targetHttpProxies.insert", {"name": proxy, "urlMap": f"global/urlMaps/{url_map}"})
    api.done(
        "globalForwardingRules.insert",
        {"name": rule, "portRange": "80", "target": f"global/targetHttpProxies/{proxy}"},
    )

    shown = api("globalForwardingRules.get", forwardingRule=rule)
    balancer = next(octavia.load_balancers(name=rule))
    listener = next(octavia.listeners(load_balancer_id=balancer.id))
    assert (listener.protocol, listener.protocol_port) == ("HTTP", 80)
    pools = {pool.name: pool for pool in octavia.pools(loadbalancer_id=balancer.id)}
    assert set(pools) == {web["name"], media["name"]}
    assert listener.default_pool_id == pools[web["name"]].id
    assert pools[media["name"]].session_persistence["type"] == "HTTP_COOKIE"
    member = next(octavia.members(pools[web["name"]].id))
    assert (member.protocol_port, member.monitor_port) == (8080, 80)
    host = ("HOST_NAME", "EQUAL_TO", "media.example.org")
    assert policies(octavia, balancer) == [
        ([host, ("PATH", "STARTS_WITH", "/video/")], media["name"]),
        ([host], web["name"]),
    ]
    states = health(api, "backendServices.getHealth", group, backendService=media["name"])
    assert [(s["instance"].rpartition("/")[2], s["port"]) for s in states] == [(vm, 8080)]
    assert states[0]["forwardingRuleIp"] == shown["IPAddress"]

    matchers = [{**asked["pathMatchers"][0], "pathRules": []}]
    present = api("urlMaps.get", urlMap=url_map)
    change = {"pathMatchers": matchers, "fingerprint": present["fingerprint"]}
    assert "Test failure" in api.refused("urlMaps.patch", change, urlMap=url_map)[2]
    change["tests"] = None
    api.done("urlMaps.patch", change, urlMap=url_map)
    assert policies(octavia, balancer) == [([host], web["name"])]
    assert {pool.name for pool in octavia.pools(loadbalancer_id=balancer.id)} == {web["name"]}
    stale = api.refused("urlMaps.patch", change, urlMap=url_map)
    assert stale[:2] == (412, "conditionNotMet")
    for family, parameter, name in (
        ("urlMaps", "urlMap", url_map),
        ("targetHttpProxies", "targetHttpProxy", proxy),
        ("backendServices", "backendService", web["name"]),
        ("healthChecks", "healthCheck", check),
        ("instanceGroups", "instanceGroup", group),
    ):
        refused = api.refused(f"{family}.delete", **{parameter: name})
        assert refused[:2] == (400, "resourceInUseByAnotherResource"), family
        assert name in api.names(f"{family}.list")

    api.done("globalForwardingRules.delete", forwardingRule=rule)
    assert list(octavia.load_balancers(name=rule)) == []
    api.done("targetHttpProxies.delete", targetHttpProxy=proxy)
    api.done("urlMaps.delete", urlMap=url_map)
    for body in (web, media):
        api.done("backendServices.delete", backendService=body["name"])
    api.done("healthChecks.delete", healthCheck=check)


def test_an_internal_rule_and_a_tcp_proxy_balance_a_service(api, octavia, vm, group):
    check, proxy, inner, outer = (a_name(prefix) for prefix in ("hc", "proxy", "inner", "outer"))
    api.done("healthChecks.insert", {"name": check, "type": "TCP"})
    regional, tcp = service(check, group), service(check, group, protocol="TCP", portName="http")
    api.done("regionBackendServices.insert", regional)
    api.done("backendServices.insert", tcp)
    url = f"global/backendServices/{tcp['name']}"
    api.done("targetTcpProxies.insert", {"name": proxy, "service": url})
    api.done(
        "forwardingRules.insert",
        {
            "name": inner,
            "loadBalancingScheme": "INTERNAL",
            "ports": ["5432"],
            "backendService": f"regions/{REGION}/backendServices/{regional['name']}",
        },
    )
    api.done(
        "globalForwardingRules.insert",
        {"name": outer, "portRange": "443", "target": f"global/targetTcpProxies/{proxy}"},
    )

    found = {name: next(octavia.load_balancers(name=name)) for name in (inner, outer)}
    shown = api("forwardingRules.get", forwardingRule=inner)
    assert shown["IPAddress"] == found[inner].vip_address
    assert (shown["ports"], shown["network"].rpartition("/")[2]) == (["5432"], "default")
    ports = {
        name: next(octavia.members(next(octavia.pools(loadbalancer_id=lb.id)).id)).protocol_port
        for name, lb in found.items()
    }
    assert ports == {inner: 5432, outer: 8080}
    health(api, "regionBackendServices.getHealth", group, backendService=regional["name"])
    everywhere = api("backendServices.aggregatedList")["items"]
    for scope, name in (("global", tcp["name"]), (f"regions/{REGION}", regional["name"])):
        assert name in [row["name"] for row in everywhere[scope]["backendServices"]]
    assert regional["name"] in api.names("regionBackendServices.listUsable")

    members = {"instances": [{"instance": f"zones/{ZONE}/instances/{vm}"}]}
    api.done("instanceGroups.removeInstances", members, instanceGroup=group)
    for lb in found.values():
        assert not list(octavia.members(next(octavia.pools(loadbalancer_id=lb.id)).id))
    api.done("instanceGroups.addInstances", members, instanceGroup=group)

    drained = {"backends": [{"group": group_url(group), "capacityScaler": 0}]}
    api.done("backendServices.patch", drained, backendService=tcp["name"])
    pool = next(octavia.pools(loadbalancer_id=found[outer].id))
    assert [member.weight for member in octavia.members(pool.id)] == [0]

    api.done("forwardingRules.delete", forwardingRule=inner)
    api.done("globalForwardingRules.delete", forwardingRule=outer)
    api.done("targetTcpProxies.delete", targetTcpProxy=proxy)
    api.done("regionBackendServices.delete", backendService=regional["name"])
    api.done("backendServices.delete", backendService=tcp["name"])
    api.done("healthChecks.delete", healthCheck=check)


@pytest.mark.parametrize(
    ("method", "body", "answer", "words"),
    [
        ("backendServices", {"protocol": "GRPC"}, (400, "unsupportedOperation"), "protocol"),
        ("backendServices", {"enableCDN": True}, (400, "unsupportedOperation"), "CDN"),
        (
            "backendServices",
            {"healthChecks": ["global/healthChecks/none"]},
            (404, "notFound"),
            "resource.healthChecks[0]",
        ),
        (
            "backendServices",
            {"backends": [{"group": group_url("none")}]},
            (404, "notFound"),
            "resource.backends[0].group",
        ),
        ("urlMaps", {}, (400, "required"), "resource.defaultService"),
        (
            "urlMaps",
            {"defaultUrlRedirect": {"httpsRedirect": True}},
            (400, "unsupportedOperation"),
            "defaultUrlRedirect",
        ),
        (
            "urlMaps",
            {"hostRules": [{"hosts": ["*"], "pathMatcher": "x"}]},
            (400, "invalid"),
            "hostRules[0]",
        ),
        (
            "targetHttpProxies",
            {"urlMap": "global/urlMaps/none"},
            (404, "notFound"),
            "resource.urlMap",
        ),
        (
            "globalForwardingRules",
            {"portRange": "80", "target": "global/targetHttpProxies/none"},
            (404, "notFound"),
            "resource.target",
        ),
    ],
)
def test_what_octavia_cannot_do_is_refused(api, method, body, answer, words):
    code, reason, message = api.refused(f"{method}.insert", {"name": a_name("no"), **body})

    assert (code, reason) == answer
    assert words in message
