"""Servers by the paths of their instances."""

import pytest

from gce_api.families.instances import paths
from gce_api.openstack.rows import Row

UUIDS = {name: f"{letter * 8}-0000" for name, letter in (("web", "a"), ("db", "b"), ("twin", "c"))}


def server(name, uuid=None, zone="z1"):
    uuid = uuid or UUIDS[name]
    fields = {"OS-EXT-AZ:availability_zone": zone, "metadata": {"gce:id": str(int(uuid[0], 16))}}
    return Row(id=uuid, name=name, **fields)


@pytest.fixture
def nova(monkeypatch):
    """A region's servers; notes how they are asked for."""
    found = [server("web"), server("db", zone="z2"), server("twin"), server("twin", "dddddddd-0")]
    asked = []

    def detailed(cloud):
        asked.append("all")
        return found

    def named(cloud, name):
        asked.append(name)
        return [row for row in found if row.name == name]

    monkeypatch.setattr(paths.servers, "detailed", detailed)
    monkeypatch.setattr(paths.servers, "named", named)
    monkeypatch.setattr(
        paths.places, "of_server", lambda cloud, row: row["OS-EXT-AZ:availability_zone"]
    )
    return asked


def at(*asked):
    return {path: row.id for path, row in paths.servers_at(None, asked).items()}


def test_one_is_asked_for_by_its_name(nova):
    assert at("zones/z1/instances/web") == {"zones/z1/instances/web": UUIDS["web"]}
    assert nova == ["web"]
    assert at("zones/z2/instances/web") == {}


def test_several_are_looked_for_among_all(nova):
    web, db = "zones/z1/instances/web", "zones/z2/instances/db"
    assert at(web, db, "zones/z1/instances/none") == {web: UUIDS["web"], db: UUIDS["db"]}
    assert nova == ["all"]


@pytest.mark.parametrize("others", [(), ("zones/z2/instances/db",)])
def test_a_number_is_as_good_as_a_name(nova, others):
    assert at("zones/z1/instances/10", *others)["zones/z1/instances/10"] == UUIDS["web"]


@pytest.mark.parametrize("others", [(), ("zones/z2/instances/db",)])
def test_one_of_two_that_have_a_name_is_found_by_the_one_it_is_shown_under(nova, others):
    assert "zones/z1/instances/twin" not in at("zones/z1/instances/twin", *others)
    shown = "zones/z1/instances/twin-cccccccc"
    assert at(shown, *others)[shown] == UUIDS["twin"]


def test_nothing_is_asked_for_where_nothing_is_wanted(nova):
    assert at() == {}
    assert nova == []
