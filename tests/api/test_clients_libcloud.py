"""The life of an instance through apache-libcloud."""

import json
import threading

import pytest
from contract import REGION, ZONE, a_name
from libcloud.compute.drivers.gce import GCEConnection, GCENodeDriver
from libcloud.compute.types import NodeState
from werkzeug.serving import WSGIRequestHandler, make_server

from gce_api import options, wsgi


class Silent(WSGIRequestHandler):
    def log(self, *arguments):
        """The test says what matters."""


@pytest.fixture(scope="module")
def port(devcloud, tmp_path_factory):
    """An endpoint whose links begin with https, as libcloud cannot read others."""
    config = devcloud.cloud.etc(devcloud.cloud.by_key("gce")) / "gce-api.conf"
    conf = options.load(files=[str(config)])
    database = tmp_path_factory.mktemp("libcloud") / "gce.sqlite"
    conf.set_override("connection", f"sqlite:///{database}", group="database")
    conf.set_override("public_url", "https://www.googleapis.com/", group="api")
    server = make_server("127.0.0.1", 0, wsgi.build(conf), threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


@pytest.fixture
def libcloud(devcloud, port, tmp_path):
    """The driver, pointed at that endpoint, with a Keystone token as its credentials."""

    class Connection(GCEConnection):
        host = "127.0.0.1"

        def __init__(self, user_id, key, secure, **more):
            super().__init__(user_id, key, secure, **{**more, "port": port})

    class Driver(GCENodeDriver):
        connectionCls = Connection

    credentials = tmp_path / "token.json"
    token = {"access_token": devcloud.token(), "expire_time": "2099-01-01T00:00:00Z"}
    credentials.write_text(json.dumps(token))
    return Driver(
        "demo",
        "-",
        datacenter=ZONE,
        project="demo",
        auth_type="IA",
        credential_file=str(credentials),
        secure=False,
    )


def test_libcloud_lives_the_life_of_an_instance(libcloud):
    name, disk = a_name("vm"), a_name("disk")
    node = libcloud.create_node(
        name,
        "e2-small",
        image="debian-12-bookworm-v20250610",
        ex_tags=["web"],
        ex_labels={"env": "test"},
        ex_metadata={"colour": "green"},
    )
    assert (node.name, node.state, node.extra["zone"].name) == (name, NodeState.RUNNING, ZONE)
    assert node.private_ips[0].startswith("10.")
    assert node.public_ips[0].startswith("198.18.")
    assert (node.extra["tags"], node.extra["labels"]) == (["web"], {"env": "test"})
    assert node.extra["boot_disk"].name == name
    assert name in [found.name for found in libcloud.list_nodes()]

    volume = libcloud.create_volume(10, disk)
    assert libcloud.attach_volume(node, volume)
    assert [d["source"].rpartition("/")[2] for d in libcloud.ex_get_node(name).extra["disks"]] == [
        name,
        disk,
    ]
    assert libcloud.detach_volume(volume, ex_node=node)
    assert libcloud.destroy_volume(volume)

    assert libcloud.ex_set_node_tags(node, ["db"])
    assert libcloud.ex_set_node_labels(libcloud.ex_get_node(name), {"env": "prod"})
    changed = libcloud.ex_get_node(name)
    assert (changed.extra["tags"], changed.extra["labels"]) == (["db"], {"env": "prod"})

    assert libcloud.stop_node(node)
    assert libcloud.ex_get_node(name).state == NodeState.STOPPED
    assert libcloud.start_node(node)
    assert libcloud.reboot_node(node)
    assert libcloud.ex_get_serial_output(node)
    assert libcloud.destroy_node(node)
    assert name not in [found.name for found in libcloud.list_nodes()]
    assert name not in [found.name for found in libcloud.list_volumes()]


def test_libcloud_reads_the_places_and_what_is_there(libcloud):
    assert ZONE in [zone.name for zone in libcloud.ex_list_zones()]
    assert REGION in [region.name for region in libcloud.ex_list_regions()]
    assert "e2-small" in [size.name for size in libcloud.list_sizes()]
    assert "default" in [network.name for network in libcloud.ex_list_networks()]
    assert "default" in [subnet.name for subnet in libcloud.ex_list_subnetworks()]
    images = libcloud.list_images(ex_project="debian-cloud")
    assert "debian-12" in [image.extra["family"] for image in images]
    assert "pd-ssd" in [kind.name for kind in libcloud.ex_list_disktypes(ZONE)]
