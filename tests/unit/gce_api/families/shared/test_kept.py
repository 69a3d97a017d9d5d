"""Resources that live in the endpoint's own database, and the operations on them."""

from __future__ import annotations

import types

import pytest

from gce_api.families.shared import kept
from gce_api.google import errors
from gce_api.google.names import numeric_id
from tests.unit.gce_api.conftest import PROJECT, Project, make_call

TEMPLATES = kept.Collection("instanceTemplates")
OTHER = Project(id="other", uuid="f" * 32, name="other")
REQUEST = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def ask(operations, database):
    """A call as a handler of global templates gets it; with ``region``, of regional ones."""

    def ask(verb, name=None, project=PROJECT, region=None, **params):
        family = "regionInstanceTemplates" if region else "instanceTemplates"
        call = make_call(operations, f"compute.{family}.{verb}", project, **params)
        call.zone, call.region, call.name = None, region, name
        call.services = types.SimpleNamespace(operations=operations, database=database)
        return call

    return ask


def test_what_is_kept_is_found_by_name_and_number_and_shown_as_google_does(ask):
    operation = TEMPLATES.insert(ask("insert"), "web", {"size": 1})
    assert (operation["status"], operation["progress"]) == ("DONE", 100)
    assert operation["targetLink"].endswith("/projects/demo/global/instanceTemplates/web")

    row = TEMPLATES.get(ask("get", "web"))
    assert row.content == {"size": 1}
    assert TEMPLATES.get(ask("get", numeric_id(row.id))).id == row.id
    assert operation["targetId"] == numeric_id(row.id)

    shown = kept.shown(ask("get", "web").links, row)
    assert shown["selfLink"] == operation["targetLink"]
    assert shown.keys().isdisjoint({"zone", "region"})


def test_a_name_is_free_in_another_scope_and_project_and_taken_in_its_own(ask):
    TEMPLATES.insert(ask("insert"), "web", {})
    TEMPLATES.insert(ask("insert", region="us"), "web", {})
    TEMPLATES.insert(ask("insert", project=OTHER), "web", {})
    with pytest.raises(errors.AlreadyExists, match="global/instanceTemplates/web"):
        TEMPLATES.insert(ask("insert"), "web", {})
    with pytest.raises(errors.Invalid, match=r"resource\.name"):
        TEMPLATES.insert(ask("insert"), "Web", {})

    assert [row.scope for row in TEMPLATES.listed(ask("list"))] == ["global"]
    every = TEMPLATES.listed(ask("aggregatedList"))
    assert [row.scope for row in every] == ["global", "regions/us"]
    assert all(row.project == PROJECT.uuid for row in every)


def test_a_change_that_is_refused_leaves_neither_a_change_nor_an_operation(ask, operations):
    TEMPLATES.insert(ask("insert"), "web", {"size": 1})

    def refuse(content):
        content["size"] = 2
        raise errors.ConditionNotMet("stale")

    with pytest.raises(errors.ConditionNotMet):
        TEMPLATES.change(ask("get", "web"), refuse)
    assert TEMPLATES.get(ask("get", "web")).content == {"size": 1}
    assert len(list(operations.list(ask("list")))) == 1

    TEMPLATES.change(ask("get", "web"), lambda content: {**content, "size": 2})
    assert TEMPLATES.get(ask("get", "web")).content == {"size": 2}


def test_a_request_id_that_comes_again_makes_nothing_again(ask):
    first = TEMPLATES.insert(ask("insert", requestId=REQUEST), "web", {})
    call = ask("insert", requestId=REQUEST)
    assert TEMPLATES.insert(call, "again", {})["name"] == first["name"]  # at the same instant
    with pytest.raises(errors.NotFound):
        TEMPLATES.get(ask("get", "again"))


def test_what_is_deleted_is_gone_unless_something_uses_it(ask):
    TEMPLATES.insert(ask("insert"), "web", {})

    def in_use(session, row):
        raise errors.ResourceInUse(f"{row.name} is used")

    with pytest.raises(errors.ResourceInUse):
        TEMPLATES.delete(ask("delete", "web"), in_use)
    TEMPLATES.delete(ask("delete", "web"))
    with pytest.raises(errors.NotFound, match="projects/demo/global/instanceTemplates/web"):
        TEMPLATES.delete(ask("delete", "web"))
