"""Lists of instances while servers come up in the middle of them."""

from __future__ import annotations

import itertools
import json
import random
import types
import uuid

import pytest

from gce_api import options
from gce_api.database import metadata, migration
from gce_api.database.connection import Database
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.instances import lists as instance_lists
from gce_api.google import errors
from gce_api.lists.paging import Page
from gce_api.openstack import identity, servers
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row

ZONES = [Zone("us-a", "az-a", "us", True), Zone("us-b", "az-b", "us", True)]


def uuid_of(what):
    return str(uuid.uuid5(uuid.NAMESPACE_OID, what))


def server(name, operation=None, az="az-a"):
    """A row of Nova's; one that the operation has made."""
    metadata = identity.marks_of(operation) if operation else {}
    row_id = uuid_of(operation or name + az)
    return Row(
        {"id": row_id, "name": name, "metadata": metadata, "OS-EXT-AZ:availability_zone": az}
    )


def coming(name, operation, az="az-a"):
    """A row of an instance that the operation is making."""
    return Row(server(name, operation, az) | {"id": uuid_of("row of " + operation), "plan": {}})


class Cloud:
    """A region whose Nova and database hold what a test puts there."""

    def __init__(self):
        self.servers, self.coming, self.building, self.asked = [], [], [], []
        self.region, self.name = "RegionOne", "us"

    def kept(self, key, make):
        return ZONES


@pytest.fixture
def cloud(monkeypatch, tmp_path):
    cloud = Cloud()

    def in_name_order(cloud, query, chunk, after, path=servers.DETAIL):
        """As Nova does: what it has not placed yet comes first, and not behind what it has."""
        ordered = sorted(cloud.servers, key=lambda row: (row.name.lower(), row.id))
        if path == servers.BRIEF:
            return iter([Row({"id": row.id, "name": row.name}) for row in ordered])
        placed = [row for row in ordered if row.get("status") != "BUILD"]
        if after is None:
            return iter([row for row in ordered if row not in placed] + placed)
        return iter(placed[[row.id for row in placed].index(after[1]) + 1 :])

    def named(cloud, name):
        cloud.asked.append(name)
        return [row for row in cloud.servers if row.name == name]

    views = types.SimpleNamespace(view=lambda row, name, zone, long: {"name": name, "zone": zone})
    monkeypatch.setattr(servers, "in_name_order", in_name_order)

    def detailed(cloud, query):
        return [row for row in cloud.servers if row.get("status") == query["status"]]

    monkeypatch.setattr(servers, "named", named)
    monkeypatch.setattr(servers, "detailed", detailed)
    monkeypatch.setattr(
        in_flight,
        "servers",
        lambda *_, with_server: sorted(
            cloud.coming + (cloud.building if with_server else []), key=in_flight.position
        ),
    )
    monkeypatch.setattr(instance_lists, "with_views", lambda call, cloud, ask: (views, ask()))
    monkeypatch.setattr(
        servers, "get", lambda cloud, uuid: next((s for s in cloud.servers if s.id == uuid), None)
    )
    cloud.database = Database(options.load(files=[write_conf(tmp_path)]))
    migration.upgrade(cloud.database)
    return cloud


def write_conf(folder):
    path = folder / "gce-api.conf"
    path.write_text(
        "[keystone]\nauth_url = http://127.0.0.1:9/v3\n"
        f"[database]\nconnection = sqlite:///{folder}/gce.sqlite\n"
    )
    return str(path)


def rows_of(cloud, after=None, zone=None, size=2, **params):
    call = types.SimpleNamespace(
        page=Page(size=size),
        zone=zone,
        params=params,
        links=types.SimpleNamespace(zone=lambda name: "zones/" + name),
        project=types.SimpleNamespace(uuid="project"),
        services=types.SimpleNamespace(database=cloud.database),
    )
    return instance_lists.list_instances(call, cloud, after)


def first(cloud, after=None):
    cursor, row = next(rows_of(cloud, after))
    return cursor, row["name"]


def rest(cloud, after=None):
    return [row["name"] for _, row in rows_of(cloud, after)]


def test_instances_without_a_server_are_among_the_others_in_the_order_of_names(cloud):
    cloud.servers = [server("b"), server("D"), server("e")]
    cloud.coming = [coming("f", "op-f"), coming("a", "op-a"), coming("c", "op-c")]
    assert rest(cloud) == ["a", "b", "c", "d-" + uuid_of("Daz-a")[:8], "e", "f"]
    assert cloud.asked == []


def test_an_instance_whose_server_came_up_during_the_list_is_in_it_once(cloud):
    cloud.servers = [server("a"), server("b", "op-b")]
    cloud.coming = [coming("b", "op-b")]
    assert rest(cloud) == ["a", "b"]


def test_a_server_that_came_up_between_two_pages_is_not_shown_again(cloud):
    cloud.servers = [server("a"), server("c")]
    cloud.coming = [coming("b", "op-b")]
    cursor, name = first(cloud, first(cloud)[0])
    assert name == "b"
    cloud.servers.append(server("b", "op-b"))
    cloud.coming.clear()
    assert rest(cloud, cursor) == ["c"]


def test_a_server_that_was_on_the_page_before_is_not_shown_as_coming(cloud):
    cloud.servers = [server("b", "op-b")]
    cursor, name = first(cloud)
    assert name == "b"
    cloud.coming = [coming("b", "op-b"), coming("b", "op-other", az="az-b")]
    assert [row["zone"] for _, row in rows_of(cloud, cursor)] == ["us-b"]


def test_pages_go_on_in_the_middle_of_one_name_in_several_zones(cloud):
    cloud.coming = [coming("a", "op-1"), coming("a", "op-2", az="az-b")]
    cursor, row = next(rows_of(cloud))
    seen = {row["zone"]} | {row["zone"] for _, row in rows_of(cloud, cursor)}
    assert seen == {"us-a", "us-b"}
    assert len(rest(cloud, cursor)) == 1


@pytest.mark.parametrize("seed", range(20))
def test_every_instance_is_seen_once_while_all_come_up_between_the_pages(cloud, seed):
    chance = random.Random(seed)
    names = [f"vm-{number:02}" for number in range(30)]
    cloud.servers = [server(name) for name in names[::5]]
    coming_up = [name for name in names if name not in names[::5]]
    waiting, building = set(coming_up), set()

    def go_on():
        """Some get a server, which is built first and placed then."""
        for name in chance.sample(sorted(building), chance.randint(0, len(building))):
            building.remove(name)
        for name in chance.sample(sorted(waiting), chance.randint(0, min(6, len(waiting)))):
            waiting.remove(name)
            building.add(name)
        made = [name for name in coming_up if name not in waiting]
        cloud.servers = [server(name) for name in names[::5]]
        for name in made:
            row = server(name, "op-" + name)
            cloud.servers.append(Row(row | {"status": "BUILD"}) if name in building else row)
        cloud.coming = [coming(name, "op-" + name) for name in waiting]
        cloud.building = [coming(name, "op-" + name) for name in building]

    seen, cursor = [], None
    while True:
        go_on()
        page = list(itertools.islice(rows_of(cloud, cursor), chance.randint(1, 8)))
        if not page:
            break
        seen += [row["name"] for _, row in page]
        cursor = json.loads(json.dumps(page[-1][0]))
    assert sorted(seen) == names


def names_of(cloud, after=None):
    found = rows_of(cloud, after, ZONES[0], 10, fields="items(name),nextPageToken")
    return [(cursor, row["name"]) for cursor, row in found]


def test_names_alone_are_those_of_the_whole_list(cloud):
    built = Row(server("b", "op-b") | {"status": "BUILD"})
    cloud.servers = [server("twin"), server("twin", "op-twin"), server("Odd"), built]
    cloud.servers += [server("d", "op-d")]
    cloud.coming = [coming("c", "op-c"), coming("d", "op-d")]  # d got its server just now
    odd = "odd-" + uuid_of("Oddaz-a")[:8]
    twins = sorted("twin-" + uuid_of(what)[:8] for what in ("twinaz-a", "op-twin"))
    listed = names_of(cloud)
    assert [name for _, name in listed] == ["b", "c", "d", odd, *twins]
    cloud.servers[3] = server("b", "op-b")  # it is placed between two pages
    cursor = listed[2][0]
    assert [name for _, name in names_of(cloud, cursor)] == [odd, *twins]


@pytest.mark.parametrize("after", ["x", ["a"], ["a", "x", "", "", ""], ["a", None, "", "", ""]])
def test_a_made_up_page_token_is_refused(cloud, after):
    with pytest.raises(errors.Invalid, match="pageToken"):
        next(rows_of(cloud, after))


def test_what_is_kept_of_a_server_goes_when_another_tool_has_deleted_it(cloud, monkeypatch):
    alive, renamed, gone = server("a"), server("b"), server("c")
    cloud.servers = [alive, renamed]
    for row in (alive, renamed, gone):
        metadata.set_of_server(cloud.database, "project", "RegionOne", row.id, {"script": "x"})
    metadata.set_of_server(cloud.database, "other", "RegionOne", uuid_of("1"), {"script": "x"})
    metadata.set_of_server(cloud.database, "project", "Two", uuid_of("2"), {"script": "x"})

    def kept():
        places = (("project", "RegionOne"), ("other", "RegionOne"), ("project", "Two"))
        return [metadata.servers_with_values(cloud.database, *place) for place in places]

    next(rows_of(cloud))  # a page of a longer list
    list(rows_of(cloud, zone=ZONES[0]))
    assert gone.id in kept()[0]
    # a list that misses a server that is there
    monkeypatch.setattr(servers, "in_name_order", lambda *_: iter([alive]))
    list(rows_of(cloud))
    assert kept() == [{alive.id, renamed.id}, {uuid_of("1")}, {uuid_of("2")}]
