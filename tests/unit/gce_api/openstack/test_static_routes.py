"""Routes of Neutron's routers: those to an instance follow it."""

import pytest

from gce_api.openstack import routers, static_routes, tags
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import StaticRoute

WALL = "zones/z/instances/wall"
ROUTE = StaticRoute("to-wall", "10.9.0.0/16", "10.0.0.80", instance=WALL)


def router(*routes, on=()):
    ways = [{"destination": d, "nexthop": n} for d, n in on]
    return Row(id="r", tags=[each.tag for each in routes], routes=ways, external_gateway_info=None)


@pytest.fixture
def calls(monkeypatch):
    made = []
    monkeypatch.setattr(routers, "change_routes", lambda cloud, router_id, *way: made.append(way))
    monkeypatch.setattr(tags, "add", lambda *_: made.append(("tag",)))
    monkeypatch.setattr(tags, "remove", lambda *_: made.append(("untag",)))
    return made


def test_a_route_whose_instance_is_gone_is_there_and_not_used():
    parked = router(ROUTE)
    assert static_routes.of_router(parked) == [ROUTE]
    assert not static_routes.is_used(parked, ROUTE)
    assert static_routes.is_used(router(ROUTE, on=[ROUTE.way]), ROUTE)


def test_a_route_to_an_address_that_another_tool_has_removed_is_gone():
    assert static_routes.of_router(router(StaticRoute("a", "10.9.0.0/16", "10.0.0.7"))) == []


def test_a_route_that_leads_nowhere_keeps_its_tag(calls):
    static_routes.lead(None, router(ROUTE, on=[ROUTE.way]), ROUTE, None)
    assert calls == [("remove", *ROUTE.way)]


def test_a_route_leads_to_the_address_that_its_instance_has_now(calls):
    static_routes.lead(None, router(ROUTE, on=[ROUTE.way]), ROUTE, "10.0.0.81")
    away, to = ("remove", *ROUTE.way), ("add", "10.9.0.0/16", "10.0.0.81")
    assert calls == [away, ("tag",), to, ("untag",)]


def test_a_route_that_leads_where_it_should_is_left_alone(calls):
    static_routes.lead(None, router(ROUTE, on=[ROUTE.way]), ROUTE, "10.0.0.80")
    assert calls == []


def test_the_number_of_a_route_to_an_instance_is_not_that_of_its_address():
    moved = StaticRoute("to-wall", "10.9.0.0/16", "10.0.0.81", instance=WALL)
    assert moved.number("r") == ROUTE.number("r")
