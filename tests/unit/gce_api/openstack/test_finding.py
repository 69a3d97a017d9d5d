"""Finding a resource by what a client calls it."""

from gce_api.google.names import gce_names, numeric_id
from gce_api.openstack import finding
from gce_api.openstack.rows import Row


def row(uuid, name):
    return Row({"id": uuid, "name": name})


WEB = row("aaaaaaaa-0000", "web")
TWINS = [row("bbbbbbbb-0000", "twin"), row("cccccccc-0000", "twin")]
ODD = row("dddddddd-0000", "My Server")
ALL = [WEB, *TWINS, ODD]


def find(name, asked):
    def query(exact):
        asked.append("query")
        return [thing for thing in ALL if thing.name == exact]

    def everything():
        asked.append("everything")
        return ALL

    return finding.by_name(name, query, everything)


def test_a_plain_name_costs_one_question():
    asked = []
    assert find("web", asked) is WEB
    assert find("nothing", asked) is None
    assert asked == ["query", "query"]


def test_shown_names_and_numbers_are_looked_for_among_all():
    assert find("twin-cccccccc", []) is TWINS[1]
    assert find("my-server-dddddddd", []) is ODD
    assert find(numeric_id(WEB.id), []) is WEB


def test_a_name_of_two_is_the_name_of_none():
    assert find("twin", []) is None
    assert finding.among(ALL, "twin") is None


def test_names_are_unique_within_their_place():
    zones = {"bbbbbbbb-0000": "a", "cccccccc-0000": "b"}
    named = gce_names(TWINS, lambda thing: zones[thing.id])
    assert set(named.values()) == {"twin"}
