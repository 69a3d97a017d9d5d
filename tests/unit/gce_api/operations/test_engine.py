"""Operations run, report, fail and undo as GCE's do."""

from __future__ import annotations

import contextlib
import itertools
import threading
import uuid

import pytest
from sqlalchemy import inspect, select, text, update

from gce_api.database.models import Operation
from gce_api.google import errors
from gce_api.google.names import numeric_id
from gce_api.lists import paging
from gce_api.lists.paging import Page
from gce_api.openstack import identity
from gce_api.operations import store
from gce_api.operations.kinds import Kind
from gce_api.operations.manager import Operations
from gce_api.operations.owner import this_process
from gce_api.operations.plans import durable
from gce_api.operations.steps import flow, step
from gce_api.operations.store import Store
from gce_api.operations.watch import Wait
from tests.unit.gce_api.conftest import Clouds, Project, make_call

MADE: list[str] = []
STATUS: dict[str, str] = {}
OPEN = threading.Event()
LOOKED = threading.Event()
NOTED = threading.Event()


def look(cloud, name):
    LOOKED.set()
    return {"id": name, "status": STATUS[name]}


THING = Kind("thing", look)


@pytest.fixture(autouse=True)
def _clean():
    MADE.clear()
    STATUS.clear()
    OPEN.clear()
    LOOKED.clear()
    NOTED.clear()


def make(thing, operation):
    MADE.append(f"{thing} by {operation}")
    return thing


def unmake(thing, result):
    MADE.append(f"{thing} is removed")


def fail():
    raise errors.QuotaExceeded("Quota 'CPUS' exceeded.")


def hold():
    assert OPEN.wait(10)


@durable("tests.making")
def making(thing):
    return flow("making", step(make, provides="target_id"))


@durable("tests.failing")
def failing(thing):
    return flow("failing", step(make, revert=unmake, provides="made"), step(fail))


def note(script):
    NOTED.set()
    return len(script)


@durable("tests.noting")
def noting(script):
    return flow("noting", step(note, provides="length"), step(hold))


@durable("tests.holding")
def holding():
    return flow("holding", step(hold))


@durable("tests.awaiting")
def awaiting(thing):
    def until(row):
        if row["status"] == "BROKEN":
            raise errors.GceError("It broke.")
        return row["status"] == "READY"

    return flow("awaiting", step(lambda thing: Wait(THING, thing, until), name="wait"))


@durable("tests.buggy")
def buggy(thing):
    return flow("buggy", step(lambda thing: thing / 0, name="divide"))


def start(operations, factory, arguments=None, target="instances/vm", claims=(), **call):
    call, arguments = make_call(operations, **call), arguments or {}
    return operations.accept(call, prepare(operations, call, factory, arguments, target, claims))


def prepare(operations, call, factory, arguments, target="instances/vm", claims=()):
    target = f"zones/us-a/{target}"
    return operations.prepare(call, "insert", target, factory, arguments, claims=claims)


def wait(operations, operation):
    return operations.wait(make_call(operations, operation=operation["name"]), zone="us-a")


def test_what_it_was_accepted_with_is_still_told_when_it_is_done(operations):
    call = make_call(operations)
    asked = prepare(operations, call, making, {"thing": "vm"})
    asked.row.warnings = [{"code": "PARTIAL_SUCCESS", "message": "Look out."}]
    ended = wait(operations, operations.accept(call, asked))
    assert (ended["status"], ended["warnings"]) == ("DONE", asked.row.warnings)


def test_an_operation_is_answered_before_its_work_is_done(operations):
    operation = start(operations, holding)
    assert operation["status"] == "PENDING"
    assert operation["targetLink"] == "http://host/compute/v1/projects/demo/zones/us-a/instances/vm"
    assert operation["zone"] == "http://host/compute/v1/projects/demo/zones/us-a"
    assert operation["user"] == "ada"
    OPEN.set()
    done = wait(operations, operation)
    assert (done["status"], done["progress"]) == ("DONE", 100)
    assert done["insertTime"] <= done["startTime"] <= done["endTime"]
    assert "error" not in done


def test_what_a_step_makes_becomes_the_target(operations):
    operation = start(operations, making, {"thing": "a"}, target="disks/data")
    assert "targetId" not in operation
    assert wait(operations, operation)["targetId"] == numeric_id("a")
    assert [f"a by {operation['name']}"] == MADE


def test_an_instance_has_its_number_before_anything_is_made(operations):
    operation = start(operations, making, {"thing": "a"})
    assert operation["targetId"] == identity.of_insert(operation["name"])
    assert wait(operations, operation)["targetId"] == operation["targetId"]


def test_a_failure_is_undone_and_explained(operations):
    done = wait(operations, start(operations, failing, {"thing": "a"}))
    assert MADE[-1] == "a is removed"
    assert done["error"]["errors"] == [
        {"code": "QUOTA_EXCEEDED", "message": "Quota 'CPUS' exceeded."}
    ]
    assert (done["httpErrorStatusCode"], done["httpErrorMessage"]) == (403, "FORBIDDEN")


def test_a_bug_shows_no_trace_to_the_user(operations):
    done = wait(operations, start(operations, buggy, {"thing": 1}))
    assert done["error"]["errors"][0]["message"] == "Internal error: ZeroDivisionError."


@pytest.mark.parametrize(("status", "failed"), [("READY", False), ("BROKEN", True)])
def test_a_waiting_operation_ends_when_the_thing_does(operations, status, failed):
    STATUS["a"] = "BUSY"
    operation = start(operations, awaiting, {"thing": "a"})
    STATUS["a"] = status
    assert ("error" in wait(operations, operation)) is failed


def test_waiting_operations_leave_the_workers_to_others(conf, database):
    conf.set_override("workers", 1, "operations")
    operations = Operations(conf, Clouds(), database)
    names = [f"thing-{n}" for n in range(30)]
    STATUS.update(dict.fromkeys(names, "BUSY"))
    waiting = [
        start(operations, awaiting, {"thing": name}, target=f"instances/{name}") for name in names
    ]
    quick = start(operations, making, {"thing": "quick"})
    assert wait(operations, quick)["status"] == "DONE"
    assert [f"quick by {quick['name']}"] == MADE
    STATUS.update(dict.fromkeys(names, "READY"))
    assert all(wait(operations, operation)["status"] == "DONE" for operation in waiting)


def test_a_repeated_request_gets_the_same_operation_and_works_once(operations):
    request = str(uuid.uuid4())
    first = start(operations, making, {"thing": "a"}, requestId=request)
    wait(operations, first)
    again = start(operations, making, {"thing": "a"}, requestId=request)
    assert again["name"] == first["name"]
    assert operations.repeated(make_call(operations, requestId=request))["name"] == first["name"]
    assert len(MADE) == 1


def test_a_request_id_cannot_be_used_for_something_else(operations):
    request = str(uuid.uuid4())
    start(operations, making, {"thing": "a"}, requestId=request)
    other = make_call(operations, "compute.instances.stop", requestId=request)
    with pytest.raises(errors.Invalid, match="another request"):
        operations.repeated(other)


@pytest.mark.parametrize("request_id", ["1", str(uuid.UUID(int=0))])
def test_a_request_id_is_a_uuid(operations, request_id):
    with pytest.raises(errors.Invalid, match="requestId"):
        operations.repeated(make_call(operations, requestId=request_id))


def test_a_name_is_not_made_twice_at_the_same_time(operations):
    first = start(operations, holding)
    with pytest.raises(errors.AlreadyExists):
        start(operations, holding)
    OPEN.set()
    wait(operations, first)
    assert start(operations, making, {"thing": "a"})["status"] == "PENDING"


def test_an_operation_gets_all_that_it_claims_or_does_not_begin(operations):
    disks = [f"zones/us-a/disks/{name}" for name in ("data", "logs", "more")]
    first = start(operations, holding, claims=disks[:2])
    with pytest.raises(errors.AlreadyExists, match="projects/demo/zones/us-a/disks/logs"):
        start(operations, holding, target="instances/other", claims=[disks[2], disks[1]])
    with pytest.raises(errors.AlreadyExists, match="disks/data"):
        start(operations, holding, target="disks/data")
    # what was refused has claimed nothing, and another project has names of its own
    second = start(operations, holding, target="disks/more")
    stranger = Project(id="other", uuid="f" * 32, name="other")
    third = start(operations, holding, target="disks/data", project=stranger)
    assert third["status"] == "PENDING"
    OPEN.set()
    for operation in (first, second):
        wait(operations, operation)
    again = start(operations, making, {"thing": "a"}, target="instances/other", claims=disks)
    assert wait(operations, again)["status"] == "DONE"


def test_operations_of_one_request_are_accepted_all_or_none(operations):
    call = make_call(operations, requestId=str(uuid.uuid4()))

    def accept(*names):
        plain = make_call(operations)
        parts = [prepare(operations, plain, making, {"thing": n}, f"disks/{n}") for n in names]
        whole = prepare(operations, call, making, {"thing": "whole"})
        return operations.accept(call, whole, *parts)

    taken = start(operations, holding, target="disks/taken")
    with pytest.raises(errors.AlreadyExists, match="disks/taken"):
        accept("a", "taken")
    with pytest.raises(errors.AlreadyExists, match="disks/twice"):
        accept("a", "twice", "twice")
    assert [one["name"] for one in operations.list(make_call(operations))] == [taken["name"]]
    assert operations.repeated(call) is None

    accepted = accept("a", "b")
    assert accept("c", "d")["name"] == accepted["name"]  # by its requestId
    for operation in operations.list(make_call(operations)):
        if operation["name"] != taken["name"]:
            assert wait(operations, operation)["status"] == "DONE"
    assert sorted(made.split()[0] for made in MADE) == ["a", "b", "whole"]
    OPEN.set()
    wait(operations, taken)


def test_operations_are_only_seen_in_their_project_and_place(operations):
    operation = start(operations, making, {"thing": "a"})
    wait(operations, operation)
    stranger = Project(id="other", uuid="f" * 32, name="other")
    assert not list(operations.list(make_call(operations, project=stranger)))
    with pytest.raises(errors.NotFound):
        operations.get(
            make_call(operations, project=stranger, operation=operation["name"]), zone="us-a"
        )
    call = make_call(operations, operation=operation["id"])
    assert operations.get(call, zone="us-a")["name"] == operation["name"]
    with pytest.raises(errors.NotFound):
        operations.get(call, zone="us-b")


def test_only_a_finished_operation_can_be_deleted(operations):
    operation = start(operations, holding)
    call = make_call(operations, operation=operation["name"])
    with pytest.raises(errors.ResourceNotReady):
        operations.delete(call, zone="us-a")
    OPEN.set()
    wait(operations, operation)
    operations.delete(call, zone="us-a")
    assert not list(operations.list(call))


def everything_in(database):
    """All that the database holds, TaskFlow's tables too, as one text."""
    with database.engine.connect() as connection:
        tables = inspect(database.engine).get_table_names()
        found = [connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables]
    return repr(found)


def test_secrets_are_encrypted_in_the_database_and_gone_at_the_end(operations, database):
    def stored():
        with database.reader() as session:
            return session.execute(select(Operation.credentials, Operation.arguments)).one()

    operation = start(operations, noting, {"script": "password=hunter2"})
    assert NOTED.wait(10)
    kept = everything_in(database)
    assert operation["name"] in kept
    assert "hunter2" not in kept
    assert "secret-token" not in kept
    assert all(sealed.startswith(b"gAAAA") for sealed in stored())  # Fernet's first bytes
    OPEN.set()
    wait(operations, operation)
    assert stored() == (None, None)


def left_behind(operations, database, factory, arguments, *, owner, lease_seconds=3600):
    """An operation that another process has begun."""
    store = operations._store
    operations._store = Store(database, owner, lease_seconds)
    begin, operations._engine.begin = operations._engine.begin, lambda *_: None
    operation = start(operations, factory, arguments)
    operations._store, operations._engine.begin = store, begin
    return operation


DEAD = this_process().rsplit(":", 2)[0] + ":999999999:1.00"


@pytest.mark.parametrize(
    ("owner", "lease_seconds"),
    [
        pytest.param(DEAD, 3600, id="this host, process is gone"),
        pytest.param("elsewhere:1:1.00", -1, id="another host, lease has run out"),
    ],
)
def test_an_operation_of_a_process_that_is_gone_is_taken_over(
    operations, database, owner, lease_seconds
):
    operation = left_behind(
        operations, database, making, {"thing": "a"}, owner=owner, lease_seconds=lease_seconds
    )
    operations.resume()
    assert wait(operations, operation)["status"] == "DONE"
    assert [f"a by {operation['name']}"] == MADE


def test_an_operation_of_a_living_process_is_left_alone(operations, database):
    left_behind(operations, database, making, {"thing": "a"}, owner="elsewhere:1:1.00")
    operations._engine._take_over()
    assert operations._engine._runs == {}


def test_a_process_that_lost_its_lease_lets_go(operations, database):
    STATUS["a"] = "BUSY"
    operation = start(operations, awaiting, {"thing": "a"})
    assert LOOKED.wait(10)
    (run,) = operations._engine._runs.values()
    with database.writer() as session:
        session.execute(update(Operation).values(owner="elsewhere:1:1.00"))
    operations._engine._renew()
    assert run.ended.wait(10)
    STATUS["a"] = "READY"
    call = make_call(operations, operation=operation["name"])
    assert operations.get(call, zone="us-a")["status"] == "RUNNING"


def test_operations_are_forgotten_after_a_while(operations):
    wait(operations, start(operations, making, {"thing": "a"}))
    assert operations._store.prune(seconds=60) == 0
    assert operations._store.prune(seconds=-1) == 1


def test_a_server_that_holds_enough_waits_answers_at_once(conf, database):
    conf.set_override("held_waits", 0, "operations")
    operations = Operations(conf, Clouds(), database)
    operation = start(operations, holding)
    (run,) = operations._engine._runs.values()
    assert wait(operations, operation)["status"] != "DONE"
    OPEN.set()
    assert run.ended.wait(10)


def lose(database):
    with database.writer() as session:
        session.execute(update(Operation).values(owner="elsewhere:1:1.00"))


@durable("tests.losing")
def losing(thing):
    return flow("losing", step(make), step(lose), step(make, name="make again", revert=unmake))


def test_a_process_that_lost_its_lease_in_a_step_takes_no_further_one(operations):
    operation = start(operations, losing, {"thing": "a"})
    for run in list(operations._engine._runs.values()):
        assert run.ended.wait(10)
    assert [f"a by {operation['name']}"] == MADE


@pytest.mark.parametrize(
    "request_id",
    ["{" * 80, "urn:uuid:3f02d8a2-87d5-4ae1-b571-2f3c523e9b53", "1", "0" * 32],
)
def test_a_request_id_in_another_form_than_a_plain_uuid_is_refused(operations, request_id):
    with pytest.raises(errors.Invalid, match="requestId"):
        operations.repeated(make_call(operations, requestId=request_id))


@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_show_every_operation_once_and_in_order(operations, monkeypatch, newest_first):
    clock = itertools.count(1_700_000_000_000)
    monkeypatch.setattr(store, "now", lambda: next(clock) // 3)  # some at the same time
    made = [wait(operations, start(operations, making, {"thing": "a"})) for _ in range(8)]
    names = sorted(operation["name"] for operation in made)
    call, seen, after = make_call(operations), [], None
    while True:
        call.page = Page(size=3, newest_first=newest_first, after=after)
        rows, token = paging.of_ordered(call.page, operations.list(call))
        seen += rows
        if token is None:
            break
        after = paging.decode(token, "")
    assert sorted(row["name"] for row in seen) == names
    if newest_first:
        times = [row["insertTime"] for row in seen]
        assert times == sorted(times, reverse=True)
    else:
        assert [row["name"] for row in seen] == names


@pytest.mark.parametrize("after", [["x"], [1, "x"], [-1e300, "x"], {"us": 1}, "x", [None]])
def test_a_made_up_page_token_is_refused_or_harmless(operations, after):
    wait(operations, start(operations, making, {"thing": "a"}))
    call = make_call(operations)
    call.page = Page(newest_first=True, after=after)
    with contextlib.suppress(errors.Invalid):
        paging.of_ordered(call.page, operations.list(call))
