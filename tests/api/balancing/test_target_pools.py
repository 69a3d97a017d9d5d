"""Network load balancing: target pools and forwarding rules, and what Octavia makes of them."""

import time

import pytest

from tests.api.contract import REGION, ZONE, a_name


@pytest.fixture
def octavia(devcloud):
    return devcloud.connection().load_balancer


def url(name):
    return f"zones/{ZONE}/instances/{name}"


def health(api, pool, name, until):
    """The states of an instance in a pool when they are as wanted, or in the end."""
    deadline = time.monotonic() + 60
    while True:
        states = api("targetPools.getHealth", {"instance": url(name)}, targetPool=pool)
        found = [state["healthState"] for state in states["healthStatus"]]
        if found == until or time.monotonic() > deadline:
            return states["healthStatus"]
        time.sleep(0.5)


def test_a_pool_with_a_rule_is_a_load_balancer_of_its_instances(api, octavia, vm):
    check, pool, rule = a_name("hc"), a_name("pool"), a_name("rule")
    api.done("httpHealthChecks.insert", {"name": check, "port": 8080, "requestPath": "/up"})
    api.done("targetPools.insert", {"name": pool, "sessionAffinity": "CLIENT_IP"})
    api.done(
        "targetPools.addHealthCheck",
        {"healthChecks": [{"healthCheck": f"global/httpHealthChecks/{check}"}]},
        targetPool=pool,
    )
    members = {"instances": [{"instance": url(vm)}]}
    api.done("targetPools.addInstance", members, targetPool=pool)
    assert health(api, pool, vm, ["UNHEALTHY"])[0]["healthState"] == "UNHEALTHY"

    made = api.done(
        "forwardingRules.insert",
        {
            "name": rule,
            "portRange": "80-81",
            "target": f"regions/{REGION}/targetPools/{pool}",
            "labels": {"env": "test"},
        },
    )

    shown = api("forwardingRules.get", forwardingRule=rule)
    assert made["targetId"] == shown["id"]
    assert shown["portRange"] == "80-81"
    assert shown["target"].endswith(f"/regions/{REGION}/targetPools/{pool}")
    balancer = next(octavia.load_balancers(name=rule))
    assert balancer.provisioning_status == "ACTIVE"
    ports = [listener.protocol_port for listener in octavia.listeners(load_balancer_id=balancer.id)]
    assert sorted(ports) == [80, 81]
    addresses = {
        str(nic["networkIP"]) for nic in api("instances.get", instance=vm)["networkInterfaces"]
    }
    for made_pool in octavia.pools(loadbalancer_id=balancer.id):
        assert made_pool.session_persistence["type"] == "SOURCE_IP"
        found = list(octavia.members(made_pool.id))
        assert {(member.name, member.address) for member in found} == {(vm, *addresses)}
        monitor = octavia.get_health_monitor(made_pool.health_monitor_id)
        assert (monitor.type, monitor.url_path, found[0].monitor_port) == ("HTTP", "/up", 8080)
    states = health(api, pool, vm, ["HEALTHY", "HEALTHY"])
    assert [(s["healthState"], s["port"], s["ipAddress"]) for s in states] == [
        ("HEALTHY", port, shown["IPAddress"]) for port in (80, 81)
    ]

    # what is used stays, whatever of it changes is felt
    for family, name in (("httpHealthCheck", check), ("targetPool", pool)):
        code, reason, message = api.refused(f"{family}s.delete", **{family: name})
        assert (code, reason) == (400, "resourceInUseByAnotherResource")
        assert name in message
    api.done("httpHealthChecks.patch", {"requestPath": "/well"}, httpHealthCheck=check)
    paths = {
        monitor.url_path
        for monitor in octavia.health_monitors()
        if _is_of(monitor, balancer, octavia)
    }
    assert paths == {"/well"}
    api.done(
        "targetPools.removeHealthCheck",
        {"healthChecks": [{"healthCheck": f"global/httpHealthChecks/{check}"}]},
        targetPool=pool,
    )
    unchecked = health(api, pool, vm, ["HEALTHY", "HEALTHY"])
    assert all(p.health_monitor_id is None for p in octavia.pools(loadbalancer_id=balancer.id))
    assert unchecked[0]["healthState"] == "HEALTHY"
    api.done("targetPools.removeInstance", members, targetPool=pool)
    assert not any(list(octavia.members(p.id)) for p in octavia.pools(loadbalancer_id=balancer.id))
    assert "instances" not in api("targetPools.get", targetPool=pool)
    code, reason, message = api.refused("targetPools.removeInstance", members, targetPool=pool)
    assert (code, reason) == (400, "invalid")
    assert "instances[0].instance" in message

    policy = {"securityPolicy": "global/securityPolicies/none"}
    where = {"targetPool": pool}
    assert api.refused("targetPools.setSecurityPolicy", policy, **where) == (
        404,
        "notFound",
        f"The resource 'projects/demo/regions/{REGION}/securityPolicies/none' was not found",
    )
    assert api("targetPools.setSecurityPolicy", {}, **where)["status"] == "DONE"

    api.done("forwardingRules.patch", {"description": "Ours"}, forwardingRule=rule)
    assert api("forwardingRules.get", forwardingRule=rule)["description"] == "Ours"
    api.done("forwardingRules.patch", {"description": None}, forwardingRule=rule)
    assert "description" not in api("forwardingRules.get", forwardingRule=rule)
    fixed = api.refused("forwardingRules.patch", {"portRange": None}, forwardingRule=rule)
    assert (fixed[1], "cannot be changed" in fixed[2]) == ("invalid", True)
    fingerprint = shown["labelFingerprint"]
    labels = {"labels": {"env": "live"}, "labelFingerprint": fingerprint}
    api.done("forwardingRules.setLabels", labels, resource=rule)
    assert api.refused("forwardingRules.setLabels", labels, resource=rule)[0] == 412

    api.done("forwardingRules.delete", forwardingRule=rule)
    assert list(octavia.load_balancers(name=rule)) == []
    assert shown["IPAddress"] not in [
        row["address"] for row in api("addresses.list").get("items", ())
    ]
    api.done("targetPools.delete", targetPool=pool)
    api.done("httpHealthChecks.delete", httpHealthCheck=check)


def _is_of(monitor, balancer, octavia):
    pools = {pool.id for pool in octavia.pools(loadbalancer_id=balancer.id)}
    return {entry["id"] for entry in monitor.pools} <= pools


def test_an_instance_that_stops_or_goes_gets_no_traffic_and_a_reserved_address_stays(
    api, octavia, vm
):
    check, pool, rule, ip = a_name("hc"), a_name("pool"), a_name("rule"), a_name("ip")
    api.done("httpHealthChecks.insert", {"name": check})
    api.done("addresses.insert", {"name": ip})
    api.done(
        "targetPools.insert",
        {
            "name": pool,
            "instances": [url(vm)],
            "healthChecks": [f"global/httpHealthChecks/{check}"],
        },
    )
    target = f"regions/{REGION}/targetPools/{pool}"
    body = {"name": rule, "portRange": "53", "IPProtocol": "UDP", "target": target, "IPAddress": ip}
    api.done("forwardingRules.insert", body)
    reserved = api("addresses.get", address=ip)
    assert api("forwardingRules.get", forwardingRule=rule)["IPAddress"] == reserved["address"]
    assert reserved["status"] == "IN_USE"
    assert api.refused("forwardingRules.insert", {**body, "name": a_name("rule")})[:2] == (
        400,
        "resourceInUseByAnotherResource",
    )
    assert health(api, pool, vm, ["HEALTHY"])[0]["healthState"] == "HEALTHY"

    api.done("instances.stop", instance=vm)

    assert health(api, pool, vm, ["UNHEALTHY"])[0]["healthState"] == "UNHEALTHY"
    balancer = next(octavia.load_balancers(name=rule))
    made = next(octavia.pools(loadbalancer_id=balancer.id))
    assert [member.name for member in octavia.members(made.id)] == [vm]
    api.done("instances.delete", instance=vm)
    deadline = time.monotonic() + 90
    while list(octavia.members(made.id)):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    members = {"instances": [{"instance": url(vm)}]}
    api.done("targetPools.removeInstance", members, targetPool=pool)

    other = a_name("pool")
    api.done("targetPools.insert", {"name": other})
    target = {"target": f"regions/{REGION}/targetPools/{other}"}
    api.done("forwardingRules.setTarget", target, forwardingRule=rule)
    assert octavia.get_pool(made.id).health_monitor_id is None
    used = api.refused("targetPools.delete", targetPool=other)
    assert used[:2] == (400, "resourceInUseByAnotherResource")
    everywhere = api("forwardingRules.aggregatedList")["items"][f"regions/{REGION}"]
    assert rule in [row["name"] for row in everywhere["forwardingRules"]]
    api.done("forwardingRules.delete", forwardingRule=rule)
    assert api("addresses.get", address=ip)["status"] == "RESERVED"
    api.done("addresses.delete", address=ip)
    for name in (pool, other):
        api.done("targetPools.delete", targetPool=name)
    api.done("httpHealthChecks.delete", httpHealthCheck=check)


def test_a_rule_that_fails_leaves_nothing_behind(api, devcloud, octavia):
    pool, rule = a_name("pool"), a_name("rule")
    api.done("targetPools.insert", {"name": pool})
    admin = devcloud.connection("admin").load_balancer
    project = devcloud.connection().current_project_id
    admin.update_quota(project, listeners=0)
    try:
        target = f"regions/{REGION}/targetPools/{pool}"
        ended = api.ended(
            "forwardingRules.insert", {"name": rule, "portRange": "80", "target": target}
        )
    finally:
        admin.delete_quota(project)
    assert ended["error"]["errors"][0]["code"] == "QUOTA_EXCEEDED"
    assert list(octavia.load_balancers(name=rule)) == []
    assert api.refused("forwardingRules.get", forwardingRule=rule)[0] == 404
    api.done("targetPools.delete", targetPool=pool)


@pytest.mark.parametrize(
    ("body", "answer", "words"),
    [
        ({"portRange": "1-65535"}, (400, "unsupportedOperation"), "portRange"),
        ({}, (400, "unsupportedOperation"), "portRange"),
        ({"portRange": "90-80"}, (400, "invalid"), "portRange"),
        ({"portRange": "80", "IPProtocol": "ESP"}, (400, "unsupportedOperation"), "ESP"),
        ({"portRange": "80"}, (400, "invalid"), "resource.target"),
        ({"portRange": "80", "target": "targetPools/none"}, (404, "notFound"), "resource.target"),
        ({"portRange": "80", "target": "global/urlMaps/x"}, (400, "invalid"), "resource.target"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(api, body, answer, words):
    code, reason, message = api.refused("forwardingRules.insert", {"name": a_name("rule"), **body})

    assert (code, reason) == answer
    assert words in message


@pytest.mark.parametrize(
    ("body", "answer", "words"),
    [
        ({"instances": [f"zones/{ZONE}/instances/none"]}, (404, "notFound"), "instances[0]"),
        ({"instances": ["zones/x1-y2-z/instances/v"]}, (400, "invalid"), "instances[0]"),
        ({"healthChecks": ["global/httpHealthChecks/none"]}, (404, "notFound"), "healthChecks[0]"),
        ({"failoverRatio": 0.5}, (400, "invalid"), "backupPool"),
        ({"sessionAffinity": "GENERATED_COOKIE"}, (400, "invalid"), "sessionAffinity"),
    ],
)
def test_a_pool_that_cannot_be_is_refused(api, body, answer, words):
    code, reason, message = api.refused("targetPools.insert", {"name": a_name("pool"), **body})

    assert (code, reason) == answer
    assert words in message
