"""The families of load balancing through google-cloud-compute."""

import pytest
from google.api_core.exceptions import BadRequest, NotFound
from google.cloud import compute_v1 as google

from tests.api.contract import REGION, a_name

GLOBAL = {"project": "demo"}
REGIONAL = {"project": "demo", "region": REGION}


def test_google_client_balances_an_empty_pool(client, finish):
    checks = client(google.HealthChecksClient)
    pools = client(google.TargetPoolsClient)
    rules = client(google.ForwardingRulesClient)
    name = a_name("net")
    check = google.HealthCheck(name=name, type_="TCP", tcp_health_check={"port": 22})
    finish(checks.insert_unary(health_check_resource=check, **GLOBAL))
    finish(pools.insert_unary(target_pool_resource=google.TargetPool(name=name), **REGIONAL))
    target = pools.get(target_pool=name, **REGIONAL).self_link
    rule = google.ForwardingRule(name=name, port_range="80", target=target)
    finish(rules.insert_unary(forwarding_rule_resource=rule, **REGIONAL))

    shown = rules.get(forwarding_rule=name, **REGIONAL)

    assert (shown.target, shown.port_range, shown.I_p_protocol) == (target, "80-80", "TCP")
    assert shown.I_p_address
    assert checks.get(health_check=name, **GLOBAL).check_interval_sec == 5
    everywhere = dict(pools.aggregated_list(**GLOBAL))
    assert name in [pool.name for pool in everywhere[f"regions/{REGION}"].target_pools]
    with pytest.raises(BadRequest, match="already being used"):
        pools.delete_unary(target_pool=name, **REGIONAL)
    finish(rules.delete_unary(forwarding_rule=name, **REGIONAL))
    finish(pools.delete_unary(target_pool=name, **REGIONAL))
    finish(checks.delete_unary(health_check=name, **GLOBAL))
    with pytest.raises(NotFound):
        rules.get(forwarding_rule=name, **REGIONAL)


def test_google_client_builds_a_way_for_http(client, finish):
    services = client(google.BackendServicesClient)
    maps = client(google.UrlMapsClient)
    proxies = client(google.TargetHttpProxiesClient)
    name = a_name("http")
    finish(
        services.insert_unary(backend_service_resource=google.BackendService(name=name), **GLOBAL)
    )
    service = services.get(backend_service=name, **GLOBAL)
    assert (service.protocol, service.port_name) == ("HTTP", "http")
    url_map = google.UrlMap(name=name, default_service=service.self_link)
    finish(maps.insert_unary(url_map_resource=url_map, **GLOBAL))
    proxy = google.TargetHttpProxy(name=name, url_map=f"global/urlMaps/{name}")
    finish(proxies.insert_unary(target_http_proxy_resource=proxy, **GLOBAL))

    change = google.BackendService(description="web", fingerprint=service.fingerprint)
    finish(services.patch_unary(backend_service=name, backend_service_resource=change, **GLOBAL))

    assert services.get(backend_service=name, **GLOBAL).description == "web"
    assert maps.get(url_map=name, **GLOBAL).default_service == service.self_link
    assert name in [found.name for found in proxies.list(**GLOBAL)]
    finish(proxies.delete_unary(target_http_proxy=name, **GLOBAL))
    finish(maps.delete_unary(url_map=name, **GLOBAL))
    finish(services.delete_unary(backend_service=name, **GLOBAL))
