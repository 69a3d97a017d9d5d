"""Load balancing through an unmodified gcloud."""

from concurrent.futures import ThreadPoolExecutor

from tests.api.contract import REGION, ZONE, a_name

WHERE = f"--region={REGION}"


def test_gcloud_keeps_health_checks(gcloud):
    name = a_name("hc")

    gcloud("compute", "health-checks", "create", "tcp", name, "--port=25", "--global")
    gcloud("compute", "health-checks", "update", "tcp", name, "--port=26", "--global")
    listed = gcloud("compute", "health-checks", "list", f"--filter=name={name}")
    shown = gcloud.json("compute", "health-checks", "describe", name, "--global")

    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [[name, "TCP"]]
    assert shown["tcpHealthCheck"]["port"] == 26
    gcloud("compute", "health-checks", "delete", name, "--global")
    assert name not in gcloud("compute", "health-checks", "list", "--format=value(name)")


def test_gcloud_balances_a_network_load(gcloud, vm):
    check, pool, rule = a_name("hc"), a_name("pool"), a_name("rule")
    gcloud("compute", "http-health-checks", "create", check, "--request-path=/up")
    gcloud("compute", "target-pools", "create", pool, WHERE, f"--http-health-check={check}")
    with ThreadPoolExecutor(2) as workers:  # which have nothing to do with each other
        added = workers.submit(
            gcloud, "compute", "target-pools", "add-instances", pool,
            f"--instances={vm}", f"--instances-zone={ZONE}",
        )  # fmt: skip
        gcloud(
            "compute", "forwarding-rules", "create", rule, WHERE,
            "--ports=80", f"--target-pool={pool}",
        )  # fmt: skip
        added.result()

    listed = gcloud("compute", "forwarding-rules", "list", f"--filter=name={rule}")
    health = gcloud.json("compute", "target-pools", "get-health", pool, WHERE)

    name, region, ip, protocol, *target = listed.splitlines()[1].split()
    assert (name, region, protocol) == (rule, REGION, "TCP")
    assert target == [f"{REGION}/targetPools/{pool}"]
    states = [state for entry in health for state in entry["healthStatus"]]
    assert {state["instance"].rpartition("/")[2] for state in states} == {vm}
    assert {state["ipAddress"] for state in states} == {ip}

    gcloud("compute", "forwarding-rules", "delete", rule, WHERE)
    gcloud("compute", "target-pools", "delete", pool, WHERE)
    gcloud("compute", "http-health-checks", "delete", check)
    assert rule not in gcloud("compute", "forwarding-rules", "list", "--format=value(name)")


def test_gcloud_balances_http(api, gcloud, vm):
    check, service, group = a_name("hc"), a_name("service"), a_name("group")
    url_map, proxy, rule = a_name("map"), a_name("proxy"), a_name("rule")
    api.done("instanceGroups.insert", {"name": group, "namedPorts": [{"name": "http", "port": 80}]})
    members = {"instances": [{"instance": f"zones/{ZONE}/instances/{vm}"}]}
    api.done("instanceGroups.addInstances", members, instanceGroup=group)
    api.done("healthChecks.insert", {"name": check, "type": "TCP"})

    def compute(*arguments):
        return gcloud("compute", *arguments)

    compute(
        "backend-services", "create", service, "--global", "--protocol=HTTP",
        f"--health-checks={check}", "--port-name=http",
    )  # fmt: skip
    compute(
        "backend-services", "add-backend", service, "--global",
        f"--instance-group={group}", f"--instance-group-zone={ZONE}",
    )  # fmt: skip
    compute("url-maps", "create", url_map, f"--default-service={service}")
    compute(
        "url-maps", "add-path-matcher", url_map, f"--default-service={service}",
        "--path-matcher-name=shop", "--new-hosts=shop.example.com",
    )  # fmt: skip
    hosts = api("urlMaps.get", urlMap=url_map)["hostRules"]
    assert hosts == [{"hosts": ["shop.example.com"], "pathMatcher": "shop"}]
    compute("target-http-proxies", "create", proxy, f"--url-map={url_map}")
    compute(
        "forwarding-rules", "create", rule, "--global", "--ports=80",
        f"--target-http-proxy={proxy}",
    )  # fmt: skip

    health = gcloud.json("compute", "backend-services", "get-health", service, "--global")
    states = health[0]["status"]["healthStatus"]
    assert {state["instance"].rpartition("/")[2] for state in states} == {vm}
    shown = api("globalForwardingRules.get", forwardingRule=rule)
    assert {state["forwardingRuleIp"] for state in states} == {shown["IPAddress"]}
    compute("forwarding-rules", "delete", rule, "--global")
    api.done("targetHttpProxies.delete", targetHttpProxy=proxy)
    api.done("urlMaps.delete", urlMap=url_map)
    api.done("backendServices.delete", backendService=service)
    api.done("healthChecks.delete", healthCheck=check)
    api.done("instanceGroups.delete", instanceGroup=group)
