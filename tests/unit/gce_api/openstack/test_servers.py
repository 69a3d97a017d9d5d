"""Reading Nova's servers in the order of their names."""

import types

import pytest
from openstack import exceptions as sdk

from gce_api.openstack import rows, servers
from gce_api.openstack.rows import Row


class Nova:
    """Answers lists of servers as Nova does, by marker and limit."""

    def __init__(self, *names):
        self.rows = [Row({"id": f"id-{name}", "name": name}) for name in sorted(names)]
        self.asked = []

    def pages(self, service, path, key, query, microversion):
        query = dict(query)
        while True:
            self.asked.append((path, query.get("marker")))
            page = self.page(query)
            yield page
            if len(page) < query.get("limit", 1000):
                return
            query["marker"] = page[-1].id

    def page(self, query):
        marker = query.get("marker")
        start = 0
        if marker:
            found = [n for n, row in enumerate(self.rows) if row.id == marker]
            if not found:
                raise sdk.BadRequestException("marker not found")
            start = found[0] + 1
        return self.rows[start : start + query.get("limit", 1000)]

    def listed(self, *arguments):
        return [row for page in self.pages(*arguments) for row in page]


@pytest.fixture
def read(monkeypatch):
    cloud = types.SimpleNamespace(compute=None, compute_version=lambda wanted: wanted)

    def read(nova, chunk, after=None):
        monkeypatch.setattr(rows, "pages", nova.pages)
        monkeypatch.setattr(rows, "listed", nova.listed)
        return (row.name for row in servers.in_name_order(cloud, {}, chunk, after))

    return read


def test_the_next_chunk_is_asked_for_when_it_is_needed(read):
    nova = Nova("a", "b", "c", "d", "e")
    names = read(nova, 2)
    assert [next(names), next(names)] == ["a", "b"]
    assert len(nova.asked) == 1
    assert list(names) == ["c", "d", "e"]
    assert len(nova.asked) == 3


def test_reading_goes_on_behind_a_server_that_is_gone(read):
    nova = Nova("a", "b", "d", "e")
    assert list(read(nova, 10, after=("c", "id-c"))) == ["d", "e"]
    assert list(read(nova, 10, after=("b", "id-b"))) == ["d", "e"]
    assert list(read(nova, 10, after=("0", "id-0"))) == ["a", "b", "d", "e"]


def test_reading_ends_where_nova_begins_anew(read):
    """Behind a marker that has no host yet Nova answers with its first servers again."""
    nova = Nova("a", "b", "c")
    page = nova.page
    nova.page = lambda query: page({**query, "marker": None})
    assert list(read(nova, 2)) == ["a", "b"]
