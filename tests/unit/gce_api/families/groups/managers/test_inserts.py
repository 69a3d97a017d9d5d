"""Making the members of a managed group together."""

from types import SimpleNamespace

import pytest

from gce_api.families.groups.managers import inserts
from gce_api.families.groups.managers.acting import Actor
from gce_api.families.groups.managers.deeds import Deed
from gce_api.families.groups.managers.members import new_member
from gce_api.families.shared.call import ZonalCall
from gce_api.google import errors

TEMPLATE = "global/instanceTemplates/web"


class Operations:
    """Accepts all operations at once, or refuses those of ``refused`` names."""

    def __init__(self):
        self.before, self.refused, self.accepted = {}, set(), []

    def repeated(self, call):
        return self.before.get(call.params["requestId"])

    def accept(self, call, *prepared):
        names = [one.name for one in prepared]
        if self.refused.intersection(names):
            raise errors.AlreadyExists("It is there.")
        self.accepted.append(names)
        return {"name": names[0]}


@pytest.fixture
def operations():
    return Operations()


@pytest.fixture
def actor(operations, monkeypatch):
    """Who acts for a group; a plan is a body's name, and the operation is called after it."""
    services = SimpleNamespace(operations=operations)
    caller = SimpleNamespace(project=SimpleNamespace(uuid="uuid"))
    group = SimpleNamespace(id="group", scope="zones/z", name="web", content={}, project="uuid")
    template = SimpleNamespace(
        scope="global", collection="instanceTemplates", name="web", content={"properties": {}}
    )
    look_ups = []

    def plan(body, zone, found):
        if body["name"] == "wrong":
            raise errors.Invalid("It is wrong.")
        return body["name"]

    def call_of(services, caller, method, params, body):
        call = ZonalCall.__new__(ZonalCall)
        call.services, call.params, call.patch, call.__dict__["zone"] = services, params, body, "z"
        return call

    def prepare(call, zone, plan):
        return SimpleNamespace(name=f"operation-{plan}")

    monkeypatch.setattr(inserts, "_template", lambda actor, path: template)
    monkeypatch.setattr(inserts, "call_of", call_of)
    monkeypatch.setattr(inserts.find, "for_instances", lambda call, asked: look_ups.append(asked))
    monkeypatch.setattr(inserts, "plan_instance", plan)
    monkeypatch.setattr(inserts, "prepare_insert", prepare)
    actor = Actor(services, caller, group)
    return SimpleNamespace(actor=actor, look_ups=look_ups)


def deed(name):
    return Deed("insert", name, new_member("z", {"instanceTemplate": TEMPLATE}))


def begin(actor, *names):
    """What came of making members: operations, or why there is none."""
    found = inserts.insert(actor.actor, [deed(name) for name in names])
    return {one.deed.name: one.error.message if one.error else one.operation for one in found}


def test_all_are_planned_by_the_same_look_ups_and_accepted_together(actor, operations):
    assert begin(actor, "a", "b") == {"a": "operation-a", "b": "operation-b"}
    assert [len(asked) for asked in actor.look_ups] == [2]
    assert operations.accepted == [["operation-a", "operation-b"]]


def test_what_was_begun_before_a_process_was_killed_is_not_begun_again(actor, operations):
    request_id = actor.actor.parameters(deed("a"))["requestId"]
    operations.before[request_id] = {"name": "operation-before"}
    assert begin(actor, "a", "b") == {"a": "operation-before", "b": "operation-b"}
    assert operations.accepted == [["operation-b"]]


def test_a_member_that_cannot_be_made_keeps_no_other_from_it(actor, operations):
    assert begin(actor, "a", "wrong") == {"a": "operation-a", "wrong": "It is wrong."}
    operations.refused.add("operation-b")
    assert begin(actor, "b", "c") == {"b": "It is there.", "c": "operation-c"}


def test_a_failed_look_up_is_told_to_those_that_are_new_alone(actor, operations, monkeypatch):
    request_id = actor.actor.parameters(deed("a"))["requestId"]
    operations.before[request_id] = {"name": "operation-before"}

    def fail(call, asked):
        raise errors.Unavailable("Nobody answers.")

    monkeypatch.setattr(inserts.find, "for_instances", fail)
    assert begin(actor, "a", "b") == {"a": "operation-before", "b": "Nobody answers."}


def test_a_template_that_is_gone_is_told_to_every_member(actor, monkeypatch):
    def gone(actor, path):
        raise errors.NotFound.resource(path)

    monkeypatch.setattr(inserts, "_template", gone)
    found = begin(actor, "a", "b")
    assert set(found.values()) == {f"The resource '{TEMPLATE}' was not found"}


def test_a_member_says_where_it_comes_from_and_has_what_all_are_to_have(actor):
    config = {"labels": {"tier": "web"}, "metadata": {"colour": "red"}}
    actor.actor.group.content["allInstancesConfig"] = {"properties": config}
    items = [{"key": "colour", "value": "green"}, {"key": "size", "value": "s"}]
    template = SimpleNamespace(
        scope="global",
        collection="instanceTemplates",
        name="web",
        content={"properties": {"metadata": {"items": items}}},
    )
    body = inserts.body_of(actor.actor, template, "a")
    found = {item["key"]: item["value"] for item in body["metadata"]["items"]}
    assert (body["labels"], found["colour"], found["size"]) == ({"tier": "web"}, "red", "s")
    assert found["created-by"].endswith("/zones/z/instanceGroupManagers/web")
    assert found["instance-template"].endswith(f"/{TEMPLATE}")
