"""google-cloud-compute on what a region or the whole project has beside zones."""

import pytest
from google.api_core.exceptions import NotFound
from google.cloud import compute_v1 as google

from tests.api.contract import REGION, ZONE, a_name

PROJECT = {"project": "demo"}
HERE = {**PROJECT, "region": REGION}
PLACE = {**PROJECT, "zone": ZONE}
DEBIAN = "projects/debian-cloud/global/images/family/debian-12"


def test_google_client_reserves_a_global_address(client, finish):
    addresses, name = client(google.GlobalAddressesClient), a_name("ip")
    wanted = google.Address(name=name, description="of the web")
    finish(addresses.insert_unary(address_resource=wanted, **PROJECT))
    shown = addresses.get(address=name, **PROJECT)
    assert (shown.status, shown.description) == ("RESERVED", "of the web")
    labels = google.GlobalSetLabelsRequest(
        label_fingerprint=shown.label_fingerprint, labels={"env": "test"}
    )
    asked = {"resource": name, "global_set_labels_request_resource": labels}
    finish(addresses.set_labels_unary(**asked, **PROJECT))
    (found,) = addresses.list(google.ListGlobalAddressesRequest(filter=f"name={name}", **PROJECT))
    assert found.labels == {"env": "test"}
    finish(addresses.delete_unary(address=name, **PROJECT))
    with pytest.raises(NotFound, match=name):
        addresses.get(address=name, **PROJECT)


def test_google_client_keeps_an_unmanaged_group(client, finish):
    groups, name = client(google.InstanceGroupsClient), a_name("group")
    wanted = google.InstanceGroup(name=name, description="of pets")
    finish(groups.insert_unary(instance_group_resource=wanted, **PLACE))
    request = google.InstanceGroupsSetNamedPortsRequest(named_ports=[{"name": "http", "port": 80}])
    asked = {"instance_groups_set_named_ports_request_resource": request}
    finish(groups.set_named_ports_unary(instance_group=name, **asked, **PLACE))
    shown = groups.get(instance_group=name, **PLACE)
    assert [(port.name, port.port) for port in shown.named_ports] == [("http", 80)]
    everywhere = dict(groups.aggregated_list(**PROJECT))
    assert name in [found.name for found in everywhere[f"zones/{ZONE}"].instance_groups]
    finish(groups.delete_unary(instance_group=name, **PLACE))
    assert name not in [found.name for found in groups.list(**PLACE)]


def test_google_client_keeps_a_regional_group_with_its_template_and_autoscaler(client, finish):
    templates, name = client(google.RegionInstanceTemplatesClient), a_name("group")
    boot = google.AttachedDisk(boot=True, initialize_params={"source_image": DEBIAN})
    said = google.InstanceProperties(machine_type="e2-micro", disks=[boot])
    template = google.InstanceTemplate(name=name, properties=said)
    finish(templates.insert_unary(instance_template_resource=template, **HERE))
    url = templates.get(instance_template=name, **HERE).self_link

    managers = client(google.RegionInstanceGroupManagersClient)
    wanted = google.InstanceGroupManager(name=name, instance_template=url, target_size=0)
    finish(managers.insert_unary(instance_group_manager_resource=wanted, **HERE))
    shown = managers.get(instance_group_manager=name, **HERE)
    assert (shown.target_size, shown.status.is_stable) == (0, True)
    assert list(managers.list_managed_instances(instance_group_manager=name, **HERE)) == []
    group = client(google.RegionInstanceGroupsClient).get(instance_group=name, **HERE)
    assert group.self_link == shown.instance_group

    autoscalers = client(google.RegionAutoscalersClient)
    policy = google.AutoscalingPolicy(min_num_replicas=0, max_num_replicas=1)
    scaler = google.Autoscaler(name=name, target=shown.self_link, autoscaling_policy=policy)
    finish(autoscalers.insert_unary(autoscaler_resource=scaler, **HERE))
    assert autoscalers.get(autoscaler=name, **HERE).target == shown.self_link
    finish(autoscalers.delete_unary(autoscaler=name, **HERE))

    finish(managers.delete_unary(instance_group_manager=name, **HERE))
    finish(templates.delete_unary(instance_template=name, **HERE))
    with pytest.raises(NotFound):
        templates.get(instance_template=name, **HERE)


def test_google_client_keeps_checks_services_and_proxies(client, finish):
    name = a_name("tcp")
    checks = client(google.RegionHealthChecksClient)
    check = google.HealthCheck(name=name, type_="TCP", tcp_health_check={"port": 22})
    finish(checks.insert_unary(health_check_resource=check, **HERE))
    services = client(google.RegionBackendServicesClient)
    url = checks.get(health_check=name, **HERE).self_link
    service = google.BackendService(
        name=name, protocol="TCP", load_balancing_scheme="INTERNAL", health_checks=[url]
    )
    finish(services.insert_unary(backend_service_resource=service, **HERE))
    assert list(services.get(backend_service=name, **HERE).health_checks) == [url]
    finish(services.delete_unary(backend_service=name, **HERE))
    finish(checks.delete_unary(health_check=name, **HERE))

    everywhere = client(google.BackendServicesClient)
    service = google.BackendService(name=name, protocol="TCP")
    finish(everywhere.insert_unary(backend_service_resource=service, **PROJECT))
    proxies = client(google.TargetTcpProxiesClient)
    proxy = google.TargetTcpProxy(name=name, service=f"global/backendServices/{name}")
    finish(proxies.insert_unary(target_tcp_proxy_resource=proxy, **PROJECT))
    shown = proxies.get(target_tcp_proxy=name, **PROJECT)
    assert shown.service == everywhere.get(backend_service=name, **PROJECT).self_link
    finish(proxies.delete_unary(target_tcp_proxy=name, **PROJECT))
    finish(everywhere.delete_unary(backend_service=name, **PROJECT))
