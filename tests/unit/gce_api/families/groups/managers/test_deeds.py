"""What a managed instance group does next, step by step."""

import copy

import pytest

from gce_api.families.groups.managers import deeds, members, versions
from gce_api.families.groups.managers.deeds import Seen
from gce_api.openstack.rows import Row

NEW, OLD = "global/instanceTemplates/new", "global/instanceTemplates/old"


def content(size, **instances):
    return {
        "versions": [{"instanceTemplate": NEW}],
        "baseInstanceName": "web",
        "targetSize": size,
        "zones": ["r-a", "r-b"],
        "instances": {name: member(**of) for name, of in instances.items()},
        "errors": [],
    }


def member(**values):
    return members.new_member("r-a", {"instanceTemplate": NEW}) | values


def running(uuid, **values):
    """A member that is as it should be."""
    return {"action": "NONE", "server": uuid, **values}


def server(uuid, state="active", maker="operation-1", task=None):
    return Row(
        {
            "id": uuid,
            "name": f"server-{uuid}",
            "metadata": {"gce:operation": maker},
            "OS-EXT-STS:vm_state": state,
            "OS-EXT-STS:task_state": task,
        }
    )


def seen(*servers, now=0, **operations):
    """What there is; operations by name, with their errors."""
    known = {
        name: {"status": "DONE" if error != "running" else "RUNNING", "error": error}
        for name, error in operations.items()
    }
    return Seen(known, list(servers), now)


def verbs(found, view):
    return [(deed.verb, deed.name) for deed in begin(found, view)]


def begin(found, view):
    """What would begin now."""
    return deeds.begin(copy.deepcopy(found), view, 99)


def actions(found):
    return {name: of["action"] for name, of in found["instances"].items()}


def test_a_new_group_makes_members_in_every_zone():
    found = deeds.settle(content(3), seen())
    assert sorted(of["zone"] for of in found["instances"].values()) == ["r-a", "r-a", "r-b"]
    assert {verb for verb, _ in verbs(found, seen())} == {"insert"}
    assert all(name.startswith("web-") for name in found["instances"])
    assert not members.is_stable(found)


def test_a_member_is_left_alone_while_its_operation_runs():
    view = seen(op="running")
    found = deeds.settle(content(1, a={"operation": "op"}), view)
    assert actions(found) == {"a": "CREATING"}
    assert verbs(found, view) == []


def test_a_member_that_was_made_is_at_rest():
    view = seen(server("1", maker="op"), op=None)
    found = deeds.settle(content(1, a={"operation": "op"}), view)
    assert found["instances"]["a"]["server"] == "1"
    assert members.is_stable(found)
    assert verbs(found, view) == []


def test_a_failed_insert_is_told_and_tried_again_later_and_later():
    failure = {"code": "QUOTA_EXCEEDED", "message": "Quota 'CPUS' exceeded."}
    found = deeds.settle(content(1, a={"operation": "op"}), seen(op=failure))
    assert found["errors"][0]["message"] == "Quota 'CPUS' exceeded."
    first = found["instances"]["a"]["not_before"]
    assert verbs(found, seen(now=first - 1)) == []
    assert verbs(found, seen(now=first)) == [("insert", "a")]
    found["instances"]["a"]["operation"] = "op"
    found = deeds.settle(found, seen(now=first, op=failure))
    assert found["instances"]["a"]["not_before"] - first > first


def test_every_attempt_is_another_request():
    before = content(1, a={"operation": "op"})
    found = deeds.settle(before, seen(op={"code": "X", "message": "x"}))
    assert found["instances"]["a"]["serial"] == before["instances"]["a"]["serial"] + 1


@pytest.mark.parametrize(
    ("servers", "action", "verb"),
    [
        ([], "RECREATING", "insert"),
        ([server("1", "error")], "RECREATING", "delete"),
        ([server("1", "stopped")], "STARTING", "start"),
        ([server("1", "stopped", task="powering-on")], "NONE", None),
        ([server("1", "active")], "NONE", None),
    ],
)
def test_what_died_is_replaced_and_what_stopped_is_started(servers, action, verb):
    view = seen(*servers)
    found = deeds.settle(content(1, a=running("1")), view)
    assert actions(found) == {"a": action}
    assert verbs(found, view) == ([(verb, "a")] if verb else [])


def test_a_replaced_member_is_deleted_first_and_made_again_under_its_name():
    found = content(1, a=running("1", template=OLD))
    members.recreate(found, "a", {"instanceTemplate": NEW})
    view = seen(server("1"))
    found = deeds.settle(found, view)
    assert [(d.verb, d.server_name) for d in begin(found, view)] == [("delete", "server-1")]
    found["instances"]["a"]["operation"] = "gone"
    view = seen(gone=None)
    found = deeds.settle(found, view)
    assert verbs(found, view) == [("insert", "a")]
    found["instances"]["a"]["operation"] = "made"
    found = deeds.settle(found, seen(server("2", maker="made"), made=None))
    assert members.is_stable(found)
    assert found["instances"]["a"]["template"] == NEW


def test_a_smaller_group_gives_up_what_is_of_least_use():
    before = content(1, old=running("1"), young=running("2"), unmade={"tries": 1, "not_before": 99})
    view = seen(server("1"), server("2"))
    found = deeds.settle(before, view)
    assert actions(found)["old"] == "NONE"
    assert verbs(found, view) == [("delete", "young")]
    assert set(found["instances"]) == {"old", "young"}


def test_a_deleted_group_gives_up_everything():
    view = seen(server("1"))
    found = deeds.settle(content(2, a=running("1")) | {"deleting": True}, view)
    assert verbs(found, view) == [("delete", "a")]
    assert deeds.settle(found, seen())["instances"] == {}


def test_a_new_template_is_rolled_out_one_by_one_where_that_is_wanted():
    before = content(2, a=running("1", template=OLD), b=running("2", template=OLD))
    view = seen(server("1"), server("2"))
    assert set(actions(deeds.settle(before, view)).values()) == {"NONE"}
    before["updatePolicy"] = {"type": "PROACTIVE"}
    assert sorted(actions(deeds.settle(before, view)).values()) == ["NONE", "RECREATING"]
    before["updatePolicy"]["maxUnavailable"] = {"percent": 100}
    assert set(actions(deeds.settle(before, view)).values()) == {"RECREATING"}


def rolled(found, *servers, **policy):
    """The group after what its policy makes of it at once."""
    found["updatePolicy"] = {"type": "PROACTIVE", **policy}
    return deeds.settle(found, seen(*servers))


def test_a_version_of_another_name_restarts_or_replaces_every_member():
    before = content(1, a=running("1", version="old"))
    before["versions"] = [{"instanceTemplate": NEW, "name": "new"}]
    assert not versions_reached(before)
    replaced = rolled(before, server("1"))
    assert verbs(replaced, seen(server("1"))) == [("delete", "a")]
    found = rolled(before, server("1"), minimalAction="RESTART")
    assert verbs(found, seen(server("1"))) == [("reset", "a")]
    assert not members.is_stable(found)
    assert actions(deeds.settle(found, seen(server("1")))) == {"a": "RESTARTING"}
    found["instances"]["a"]["operation"] = "reset"
    found = deeds.settle(found, seen(server("1"), reset=None))
    assert members.is_stable(found)
    assert versions_reached(found)


def test_what_could_not_be_made_is_made_of_the_present_version():
    before = content(1, a={"template": OLD, "tries": 3, "not_before": 99})
    found = deeds.settle(before, seen())
    assert found["instances"]["a"]["template"] == NEW


def test_no_member_is_disrupted_more_than_is_allowed():
    before = content(1, a=running("1", template=OLD))
    found = rolled(before, server("1"), mostDisruptiveAllowedAction="RESTART")
    assert actions(found) == {"a": "NONE"}
    assert found["instances"]["a"]["template"] == OLD
    before["versions"] = [{"instanceTemplate": OLD, "name": "new"}]
    found = rolled(before, server("1"), minimalAction="REFRESH")
    assert actions(found) == {"a": "NONE"}
    assert versions_reached(found)


@pytest.mark.parametrize("canaries", [{"fixed": 1}, {"percent": 40}])
def test_a_canary_version_gets_its_number_of_members(canaries):
    before = content(2, a=running("1", template=OLD), b=running("2", template=OLD))
    before["versions"] = [
        {"instanceTemplate": OLD},
        {"instanceTemplate": NEW, "targetSize": canaries},
    ]
    found = rolled(before, server("1"), server("2"))
    templates = sorted(member["template"] for member in found["instances"].values())
    assert templates == [NEW, OLD]
    assert versions.outdated(found) == {}
    assert not versions_reached(found)  # one of them is still being replaced
    before["targetSize"] = 4
    grown = deeds.settle(before, seen(server("1"), server("2")))["instances"].values()
    assert NEW in {member["template"] for member in grown}


def versions_reached(found):
    return versions.are_reached(found)


def test_what_was_begun_is_noted_once():
    found = content(1, a={})
    (deed,) = deeds.begin(found, seen(), 99)
    deeds.begun(found, deed, "op")
    assert found["instances"]["a"]["operation"] == "op"
    deeds.begun(found, deed, "other")
    assert found["instances"]["a"]["operation"] == "op"
    deeds.failed(found, deed, "X", "too late", 0)
    assert found["errors"] == []


def test_no_more_is_begun_at_once_than_is_allowed():
    assert len(deeds.begin(content(2, a={}, b={}), seen(), 1)) == 1


def test_new_members_are_begun_together_however_few_others_are_begun_at_once():
    found = content(4, a={}, b={}, c=running("1"), d=running("2"))
    for name in "cd":
        members.recreate(found, name, {"instanceTemplate": NEW})
    view = seen(server("1"), server("2"))
    begun = deeds.begin(found, view, 1, 9)
    assert [(deed.verb, deed.name) for deed in begun] == [
        ("insert", "a"),
        ("insert", "b"),
        ("delete", "c"),
    ]


def test_a_member_given_up_while_it_begins_is_deleted_once_it_is_there():
    found = content(1, a={})
    (deed,) = deeds.begin(found, seen(), 99)
    found["targetSize"] = 0
    # a process that is killed here begins it again, to know what to delete
    found = deeds.settle(found, seen())
    assert verbs(found, seen()) == [("insert", "a")]
    deeds.begun(found, deed, "made")
    view = seen(server("1", maker="made"), made=None)
    found = deeds.settle(found, view)
    assert verbs(found, view) == [("delete", "a")]


@pytest.mark.parametrize(
    ("found", "idle"),
    [
        (content(1, a=running("1")), True),
        (content(2, a=running("1")), False),
        (content(1, a={"not_before": 100}), True),
        (content(1, a={"not_before": 9}), False),
        (content(1, a={"operation": "op"}), False),
        (content(0), True),
        (content(0) | {"deleting": True}, False),
        (content(1, a=running("1")) | {"deleting": True}, False),
        (content(1, a=running("1", not_before=100)) | {"deleting": True}, True),
    ],
)
def test_a_group_with_nothing_to_do_yet_is_looked_at_less_often(found, idle):
    assert members.is_idle(found, 10) is idle
