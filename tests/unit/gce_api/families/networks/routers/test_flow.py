"""What happens to a router while others change it, too."""

import json
import types
from urllib.parse import unquote

import pytest
import requests

from gce_api.families.networks.routers import flow
from gce_api.families.networks.routers.plan import ChangePlan, Router, RouterPlan
from gce_api.openstack import marks, static_routes
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import StaticRoute

ROUTE = StaticRoute("way", "10.9.0.0/24", "10.0.0.9")
OTHERS = "of-another-tool"
NETWORK = f"{marks.OF_NETWORK}=net-id"
SETTING = f"{marks.SETTING}bgp.asn=1"


def answer(body):
    found = requests.Response()
    found.status_code, found._content = 200, json.dumps(body).encode()
    return found


class Neutron:
    """One network and its router; ``meanwhile`` happens after the router has been read."""

    def __init__(self, tags):
        self.router = {
            "id": "router-id",
            "name": "net",
            "description": "Router of the network net-id",
            "tags": tags,
            "routes": [],
            "external_gateway_info": None,
        }
        self.meanwhile = []

    def get(self, path, **asked):
        lists = {"/routers": "routers", "/ports": "ports"}
        if path in lists:
            found = answer({lists[path]: [self.router] if path == "/routers" else []})
        elif path.startswith("/networks/"):
            found = answer({"network": {"id": "net-id", "name": "net"}})
        else:
            found = answer({"router": self.router})
        if "/routers" in path:
            while self.meanwhile:
                self.meanwhile.pop()()
        return found

    def put(self, path, json=None):
        _, _, _, *action = path.split("/")
        if action == ["tags"]:
            self.router["tags"] = json["tags"]
        elif action[:1] == ["tags"]:
            self.router["tags"] = [*self.router["tags"], unquote(action[1])]
        elif action == ["add_extraroutes"]:
            self.router["routes"] = json["router"]["routes"]
        else:
            self.router |= json["router"]
        return answer({"router": self.router})

    def delete(self, path):
        gone = unquote(path.rpartition("/")[2])
        self.router["tags"] = [each for each in self.router["tags"] if each != gone]
        return answer({})

    @property
    def route(self):
        (found,) = static_routes.of_router(Row(self.router))
        return found


@pytest.fixture
def cloud_with():
    def make(*tags):
        neutron = Neutron(list(tags))
        project = types.SimpleNamespace(uuid="project-id")
        caller = types.SimpleNamespace(project=project)
        cloud = types.SimpleNamespace(network=neutron, caller=caller)
        router = Row(neutron.router)
        neutron.meanwhile = [lambda: static_routes.add(cloud, router, ROUTE)]
        return cloud

    return make


def a_router(*settings):
    return Router(name="r", description="mine", settings=list(settings), nat=False)


@pytest.mark.parametrize("tags", [[OTHERS], [OTHERS, marks.IMPLIED, NETWORK]])
def test_a_route_that_is_made_while_a_router_is_keeps_its_name(cloud_with, tags):
    cloud = cloud_with(*tags)
    flow.claim(cloud, RouterPlan(network_id="net-id", router=a_router(SETTING)))
    assert cloud.network.route == ROUTE
    wanted = {OTHERS, marks.IMPLIED, NETWORK, marks.ROUTER, SETTING, ROUTE.tag}
    assert set(cloud.network.router["tags"]) == wanted
    assert (cloud.network.router["name"], cloud.network.router["description"]) == ("r", "mine")


def test_a_route_that_is_made_while_a_router_is_changed_keeps_its_name(cloud_with):
    cloud = cloud_with(marks.ROUTER, NETWORK, SETTING)
    after = a_router(f"{marks.SETTING}bgp.asn=2")
    flow.change(cloud, ChangePlan(router_id="router-id", router=after, before=a_router()))
    assert cloud.network.route == ROUTE
    wanted = {marks.ROUTER, NETWORK, f"{marks.SETTING}bgp.asn=2", ROUTE.tag}
    assert set(cloud.network.router["tags"]) == wanted


def test_a_route_that_is_made_while_a_router_is_hidden_keeps_its_name(cloud_with):
    cloud = cloud_with(marks.ROUTER, marks.IMPLIED, NETWORK, SETTING)
    flow.release(cloud, "router-id")
    assert cloud.network.route == ROUTE
    assert set(cloud.network.router["tags"]) == {marks.IMPLIED, NETWORK, ROUTE.tag}
