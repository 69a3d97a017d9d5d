"""What apache-libcloud's drivers for compute and load balancing can do."""

import json
import threading

import pytest
from libcloud.common.google import InvalidRequestError
from libcloud.compute.drivers.gce import GCEConnection, GCENodeDriver
from libcloud.compute.types import NodeState
from libcloud.loadbalancer.base import Algorithm
from libcloud.loadbalancer.drivers.gce import GCELBDriver
from werkzeug.serving import WSGIRequestHandler, make_server

from gce_api import wsgi
from tests.api.contract import REGION, ZONE, a_name, becomes
from tests.api.in_process import configuration


class Silent(WSGIRequestHandler):
    def log(self, *arguments):
        """The test says what matters."""


@pytest.fixture(scope="module")
def port(devcloud, tmp_path_factory):
    """An endpoint whose links begin with https, as libcloud cannot read others."""
    conf = configuration(devcloud, tmp_path_factory.mktemp("libcloud"))
    conf.set_override("public_url", "https://www.googleapis.com/", group="api")
    server = make_server("127.0.0.1", 0, wsgi.build(conf), threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


@pytest.fixture(scope="module")
def libcloud(devcloud, project, port, tmp_path_factory):
    """The driver, pointed at that endpoint, with a Keystone token as its credentials.

    In a project of its own: whatever it lists, it cannot read a regional disk, and other tests
    make some.
    """

    class Connection(GCEConnection):
        host = "127.0.0.1"
        poll_interval = 0.2  # seconds between two looks at an operation

        def __init__(self, user_id, key, secure, **more):
            super().__init__(user_id, key, secure, **{**more, "port": port})

    class Driver(GCENodeDriver):
        connectionCls = Connection

    credentials = tmp_path_factory.mktemp("libcloud") / "token.json"
    token = devcloud.token("admin", project.name)
    credentials.write_text(
        json.dumps({"access_token": token, "expire_time": "2099-01-01T00:00:00Z"})
    )
    return Driver(
        project.name,
        "-",
        datacenter=ZONE,
        project=project.name,
        auth_type="IA",
        credential_file=str(credentials),
        secure=False,
    )


@pytest.fixture(scope="module")
def node(libcloud):
    """An instance that the tests share; the last of them destroys it."""
    return libcloud.create_node(
        a_name("libcloud"),
        "e2-small",
        image="debian-12-bookworm-v20250610",
        ex_tags=["web"],
        ex_labels={"env": "test"},
        ex_metadata={"colour": "green"},
    )


def test_libcloud_creates_an_instance(libcloud, node):
    assert (node.state, node.extra["zone"].name) == (NodeState.RUNNING, ZONE)
    assert node.private_ips[0].startswith("10.")
    assert node.public_ips[0].startswith("198.18.")
    assert (node.extra["tags"], node.extra["labels"]) == (["web"], {"env": "test"})
    assert node.extra["boot_disk"].name == node.name
    assert node.name in [found.name for found in libcloud.list_nodes()]


def test_libcloud_attaches_and_detaches_a_volume(libcloud, node):
    volume = libcloud.create_volume(1, a_name("libcloud"))
    assert libcloud.attach_volume(node, volume)
    attached = libcloud.ex_get_node(node.name).extra["disks"]
    assert [d["source"].rpartition("/")[2] for d in attached] == [node.name, volume.name]
    assert libcloud.ex_set_volume_auto_delete(volume, node)
    assert libcloud.detach_volume(volume, ex_node=node)
    assert libcloud.destroy_volume(volume)


def test_libcloud_changes_an_instance(libcloud, node):
    assert libcloud.ex_set_node_tags(node, ["db"])
    assert libcloud.ex_set_node_labels(libcloud.ex_get_node(node.name), {"env": "prod"})
    assert libcloud.ex_set_node_metadata(libcloud.ex_get_node(node.name), {"colour": "red"})
    assert libcloud.ex_set_node_scheduling(node, automatic_restart=False)
    changed = libcloud.ex_get_node(node.name).extra
    assert (changed["tags"], changed["labels"]) == (["db"], {"env": "prod"})
    assert changed["metadata"]["items"] == [{"key": "colour", "value": "red"}]
    assert changed["scheduling"]["automaticRestart"] is False

    assert libcloud.ex_delete_access_config(node, "External NAT", "nic0")
    assert libcloud.ex_get_node(node.name).public_ips == []
    assert libcloud.ex_add_access_config(node, "External NAT", "nic0")
    assert libcloud.ex_get_node(node.name).public_ips[0].startswith("198.18.")


def test_libcloud_puts_an_instance_into_a_pool_and_a_group(libcloud, node):
    pool = libcloud.ex_create_targetpool(a_name("libcloud"), nodes=[node])
    assert [member.name for member in libcloud.ex_get_targetpool(pool.name).nodes] == [node.name]
    assert libcloud.ex_targetpool_get_health(pool, node)[0]["node"].name == node.name
    assert libcloud.ex_targetpool_remove_node(pool, node)
    assert libcloud.ex_targetpool_add_node(pool, node)
    assert libcloud.ex_destroy_targetpool(pool)

    zone, network = libcloud.ex_get_zone(ZONE), libcloud.ex_get_network("default")
    group = libcloud.ex_create_instancegroup(a_name("libcloud"), zone, network=network)
    assert libcloud.ex_instancegroup_add_instances(group, [node])
    members = libcloud.ex_instancegroup_list_instances(group)
    assert [member.name for member in members] == [node.name]
    assert libcloud.ex_instancegroup_remove_instances(group, [node])
    assert libcloud.ex_instancegroup_list_instances(group) == []
    assert libcloud.ex_destroy_instancegroup(group)


def test_libcloud_stops_and_starts_an_instance(libcloud, node):
    assert libcloud.stop_node(node)
    assert libcloud.ex_get_node(node.name).state == NodeState.STOPPED
    assert libcloud.start_node(node)
    assert libcloud.reboot_node(node)
    assert libcloud.ex_get_node(node.name).state == NodeState.RUNNING
    assert libcloud.ex_get_serial_output(node)
    assert libcloud.stop_node(node)
    assert libcloud.ex_set_machine_type(node, "e2-medium")
    assert libcloud.start_node(node)
    assert libcloud.ex_get_node(node.name).size == "e2-medium"


def test_libcloud_destroys_an_instance_with_its_disk(libcloud, node):
    assert libcloud.destroy_node(node)
    assert node.name not in [found.name for found in libcloud.list_nodes()]
    assert node.name not in [found.name for found in libcloud.list_volumes()]


def test_libcloud_creates_an_instance_of_a_disk_that_is_there(libcloud):
    disk = libcloud.create_volume(10, a_name("libcloud"), image="debian-12-bookworm-v20250610")
    made = libcloud.create_node(a_name("libcloud"), "e2-micro", None, ex_boot_disk=disk)
    assert made.extra["boot_disk"].id == disk.id
    assert libcloud.destroy_node(made)
    assert disk.name not in [volume.name for volume in libcloud.list_volumes()]  # it went along


def test_libcloud_makes_snapshots_and_images_of_a_volume(libcloud):
    name = a_name("libcloud")
    volume = libcloud.create_volume(1, name, ex_disk_type="pd-ssd")
    assert libcloud.ex_set_volume_labels(volume, {"env": "test"})
    assert libcloud.ex_resize_volume(volume, 2)
    changed = libcloud.ex_get_volume(name)
    assert (changed.size, changed.extra["labels"]) == ("2", {"env": "test"})

    snapshot = libcloud.create_volume_snapshot(volume, name)
    assert [s.name for s in libcloud.list_volume_snapshots(volume)] == [name]
    copy = libcloud.create_volume(None, f"{name}-copy", snapshot=snapshot)
    assert copy.size == "2"

    image = libcloud.ex_create_image(name, volume, family=name, ex_labels={"env": "test"})
    assert libcloud.ex_set_image_labels(image, {"env": "prod"})
    assert libcloud.ex_get_image_from_family(name).extra["labels"] == {"env": "prod"}
    assert libcloud.ex_deprecate_image(image, image, state="OBSOLETE")
    becomes(lambda: "deprecated" in libcloud.ex_get_image(name).extra)  # it does not wait

    assert libcloud.ex_delete_image(image)
    assert libcloud.destroy_volume(copy)
    assert libcloud.destroy_volume_snapshot(snapshot)
    assert libcloud.destroy_volume(volume)


def test_libcloud_makes_networks_with_firewalls(libcloud):
    name = a_name("libcloud")
    network = libcloud.ex_create_network(name, None, mode="custom")
    subnetwork = libcloud.ex_create_subnetwork(name, "10.66.0.0/24", network, REGION)
    assert (subnetwork.cidr, subnetwork.network.name) == ("10.66.0.0/24", name)

    web = {"IPProtocol": "tcp", "ports": ["80", "8000-9000"]}
    firewall = libcloud.ex_create_firewall(
        name, [web], network=network, source_ranges=["0.0.0.0/0"], target_tags=["web"]
    )
    firewall.source_ranges = ["10.0.0.0/8"]
    changed = libcloud.ex_update_firewall(firewall)
    assert (changed.allowed, changed.source_ranges) == ([web], ["10.0.0.0/8"])
    assert changed.network.name == name

    with pytest.raises(InvalidRequestError, match="only allow"):
        libcloud.ex_create_firewall(f"{name}-no", denied=[web], direction="EGRESS", network=network)

    for made in (firewall, subnetwork, network):
        assert made.destroy()
    assert name not in [found.name for found in libcloud.ex_list_networks()]


def test_libcloud_reserves_addresses(libcloud):
    address = libcloud.ex_create_address(a_name("libcloud"))
    assert libcloud.ex_get_address(address.name).address.startswith("198.18.")
    assert address.destroy()


def test_libcloud_makes_groups_of_a_template(libcloud):
    name = a_name("libcloud")
    zone = libcloud.ex_get_zone(ZONE)
    template = libcloud.ex_create_instancetemplate(name, "e2-small", image="debian-12")
    group = libcloud.ex_create_instancegroupmanager(name, zone, template, 0)
    assert (group.size, group.template.name) == (0, name)
    assert libcloud.ex_instancegroupmanager_list_managed_instances(group) == []
    check = libcloud.ex_create_healthcheck(name)
    check.path = check.extra["selfLink"]  # the driver sends the path as if it were the link
    assert libcloud.ex_instancegroupmanager_set_autohealingpolicies(group, check, 300)
    healing = libcloud.ex_get_instancegroupmanager(name, zone).extra["autoHealingPolicies"]
    assert healing[0]["healthCheck"].endswith(f"/httpHealthChecks/{name}")
    schedule = {"minRequiredReplicas": 0, "schedule": "0 3 1 1 *", "durationSec": 300}
    policy = {"minNumReplicas": 0, "maxNumReplicas": 1, "scalingSchedules": {"s": schedule}}
    scaler = libcloud.ex_create_autoscaler(name, zone, group, policy)
    scaler.policy["maxNumReplicas"] = 2
    libcloud.ex_update_autoscaler(scaler)
    assert libcloud.ex_get_autoscaler(name, zone).policy["maxNumReplicas"] == 2
    for made in (scaler, group, template, check):
        assert made.destroy()


def test_libcloud_balances_loads(libcloud):
    name = a_name("libcloud")
    driver = GCELBDriver(libcloud.project, "-", gce_driver=libcloud)
    check = driver.ex_create_healthcheck(name, path="/health", port=8080)
    check.port = 8081
    assert libcloud.ex_update_healthcheck(check).port == 8081
    balancer = driver.create_balancer(
        name, 80, "tcp", Algorithm.RANDOM, [], ex_region=REGION, ex_healthchecks=[name]
    )
    assert balancer.ip.startswith("198.18.")
    assert name in [found.name for found in driver.list_balancers()]
    assert driver.balancer_list_members(balancer) == []
    assert [c.name for c in driver.ex_balancer_list_healthchecks(balancer)] == [name]
    assert driver.ex_balancer_detach_healthcheck(balancer, check)
    assert driver.destroy_balancer(balancer)

    service = libcloud.ex_create_backendservice(name, [check])
    urls = libcloud.ex_create_urlmap(name, service)
    proxy = libcloud.ex_create_targethttpproxy(name, urls)
    assert libcloud.ex_get_targethttpproxy(name).urlmap.default_service.name == name
    for made in (proxy, urls, service, check):
        assert made.destroy()


def test_libcloud_reads_the_places_and_what_is_there(libcloud):
    assert ZONE in [zone.name for zone in libcloud.ex_list_zones()]
    assert REGION in [region.name for region in libcloud.ex_list_regions()]
    assert "e2-small" in [size.name for size in libcloud.list_sizes()]
    assert "default" in [network.name for network in libcloud.ex_list_networks()]
    assert "default" in [subnet.name for subnet in libcloud.ex_list_subnetworks()]
    images = libcloud.list_images(ex_project="debian-cloud")
    assert "debian-12" in [image.extra["family"] for image in images]
    assert "pd-ssd" in [kind.name for kind in libcloud.ex_list_disktypes(ZONE)]
