"""Templates: what a new state folder is copied from."""

import contextlib
import sqlite3

import pytest

from devcloud import layout, template
from devcloud.layout import Cloud

REGIONS = ("us-central1",)


def database(path, table: str, column: str, *values: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {table} ({column} TEXT)")
        connection.executemany(f"INSERT INTO {table} VALUES (?)", [(value,) for value in values])
        connection.commit()


def rows(path, table: str) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(f"SELECT * FROM {table}")]


def make_cloud(state, base: int) -> Cloud:
    """The databases of a cloud as far as they know of ports and places."""
    cloud = Cloud(state, base, REGIONS)
    keystone, nova, glance = (cloud.service(kind) for kind in ("keystone", "nova", "glance"))
    urls = [service.url + "/v3" for service in cloud.services]
    database(cloud.database(keystone), "endpoint", "url", *urls)
    cell = f"sqlite:///{cloud.database(nova)}?timeout=60"
    database(cloud.database(nova, "_api"), "cell_mappings", "database_connection", cell, "none")
    place = f"file://{cloud.data(glance)}/images/1"
    database(cloud.database(glance), "image_locations", "value", place)
    (cloud.data(glance) / "images").mkdir(parents=True)
    (cloud.data(glance) / "images" / "1").write_bytes(b"bytes")
    cloud.save()
    return cloud


@pytest.fixture
def builds(tmp_path, monkeypatch):
    """A cache folder of its own and a builder that is quick; the list of what it built."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    built = []

    def build(cloud, target, say):
        built.append(target)
        make_cloud(target, 30000)
        template.seal(target)

    monkeypatch.setattr(template, "_build", build)
    return built


def test_a_second_cloud_is_copied_from_the_template_of_the_first(tmp_path, builds):
    for name in ("one", "two"):
        template.copy_to(Cloud(tmp_path / name, 21000, REGIONS), print)
    assert len(builds) == 1
    assert (tmp_path / "two" / "data" / "glance" / "images" / "1").read_bytes() == b"bytes"


def test_a_copy_knows_its_own_ports_and_place(tmp_path, builds):
    cloud = Cloud(tmp_path / "one", 30001, REGIONS)
    template.copy_to(cloud, print)
    urls = rows(cloud.database(cloud.service("keystone")), "endpoint")
    assert urls == [service.url + "/v3" for service in cloud.services]
    for database_of, table in (
        (cloud.database(cloud.service("nova"), "_api"), "cell_mappings"),
        (cloud.database(cloud.service("glance")), "image_locations"),
    ):
        assert str(cloud.state) in rows(database_of, table)[0]


@pytest.mark.parametrize("damage", ["truncated", "missing", "no manifest"])
def test_a_damaged_template_is_built_anew_and_said_so(tmp_path, builds, damage):
    template.copy_to(Cloud(tmp_path / "one", 21000, REGIONS), print)
    victim = builds[0] / "data" / "glance" / "images" / "1"
    if damage == "truncated":
        victim.write_bytes(b"")
    elif damage == "missing":
        victim.unlink()
    else:
        (builds[0] / template.MANIFEST).unlink()
    said = []
    template.copy_to(Cloud(tmp_path / "two", 21000, REGIONS), said.append)
    assert len(builds) == 2
    assert "damaged" in said[0]


def test_another_choice_of_regions_has_another_template():
    assert template.key(REGIONS) != template.key((*REGIONS, "europe-west1"))


def test_old_templates_are_forgotten(tmp_path, builds, monkeypatch):
    monkeypatch.setattr(template, "KEEP_TEMPLATES", 2)
    for number in range(4):
        monkeypatch.setattr(template, "key", lambda regions, number=number: f"key{number}")
        template.copy_to(Cloud(tmp_path / str(number), 21000, REGIONS), print)
    store = layout.cache_folder() / "templates"
    assert len(list(store.glob("*/" + template.MANIFEST))) == 2
