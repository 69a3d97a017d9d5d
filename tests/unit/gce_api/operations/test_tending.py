"""What operators do with operations from the command line."""

import json
import threading

import pytest
from sqlalchemy import update

from gce_api.database.models import Claim, Operation
from gce_api.google import errors
from gce_api.openstack import tracing
from gce_api.operations import tending
from gce_api.operations.plans import durable
from gce_api.operations.steps import flow, step
from tests.unit.gce_api.conftest import make_call

THEIRS = "req-0a1b2c3d-0000-4000-8000-0123456789ab"
OPEN = threading.Event()
TOLD: list[str | None] = []


def hold():
    TOLD.append(tracing.current())
    assert OPEN.wait(10)


def fail():
    raise errors.QuotaExceeded("Quota 'CPUS' exceeded.")


@durable("tests.tending.holding")
def holding():
    return flow("holding", step(hold))


@durable("tests.tending.failing")
def failing():
    return flow("failing", step(fail))


@pytest.fixture(autouse=True)
def _clean(operations):
    OPEN.clear()
    TOLD.clear()
    yield
    OPEN.set()
    for run in list(operations._engine._runs.values()):  # before its tables are emptied
        run.ended.wait(10)


def start(operations, factory, name="vm"):
    call = make_call(operations)
    prepared = operations.prepare(call, "insert", f"zones/us-a/instances/{name}", factory, {})
    return operations.accept(call, prepared)["name"]


def wait(operations, name):
    return operations.wait(make_call(operations, operation=name), zone="us-a")


def test_what_is_under_way_is_listed_oldest_first(operations, database):
    names = [start(operations, holding, f"vm-{i}") for i in range(3)]
    rows = tending.listed(database)
    assert [row["name"] for row in rows] == names
    head, *lines = tending.table(rows).splitlines()
    assert head.split() == ["NAME", "TYPE", "STATUS", "AGE", "PROJECT", "TARGET"]
    assert [line.split()[-1] for line in lines] == [
        f"zones/us-a/instances/vm-{i}" for i in range(3)
    ]


def test_failures_are_listed_apart(operations, database):
    wait(operations, failed := start(operations, failing))
    assert tending.table(tending.listed(database)) == "There are none."
    (row,) = tending.listed(database, failed=True)
    assert (row["name"], row["error"]["code"]) == (failed, "QUOTA_EXCEEDED")


def test_what_is_shown_of_one_has_the_request_and_no_secrets(operations, database):
    tracing.begin(THEIRS)
    name = start(operations, holding)
    told = json.loads(tending.shown(database, name))
    assert told["trace"] == THEIRS
    assert not {"arguments", "credentials"} & told.keys()
    assert "secret" not in str(told)


def test_an_operations_work_has_the_id_of_the_request_that_asked_for_it(operations):
    tracing.begin(THEIRS)
    name = start(operations, holding)
    tracing.begin()
    OPEN.set()
    wait(operations, name)
    assert TOLD == [THEIRS]


def test_an_abandoned_operation_has_failed_and_holds_no_name(operations, database):
    name = start(operations, holding)
    assert "What it has made so far stays" in tending.abandon(database, name)
    error = wait(operations, name)["error"]["errors"][0]
    assert error["message"] == "The operation was abandoned by the operator."
    with database.reader() as session:
        assert not session.query(Claim).count()
    start(operations, holding)  # of the same name


def test_a_retried_operation_is_nobodys(operations, database):
    name = start(operations, holding)
    tending.retry(database, name)
    (row,) = tending.listed(database)
    assert (row["owner"], row["lease"], row["owner_is_gone"]) == (None, None, True)


@pytest.mark.parametrize("action", [tending.retry, tending.abandon])
def test_what_has_ended_stays_so(operations, database, action):
    wait(operations, name := start(operations, failing))
    with pytest.raises(tending.Refused, match="has ended already"):
        action(database, name)
    with pytest.raises(tending.Refused, match="There is no operation nothing"):
        action(database, "nothing")


def test_purging_removes_what_ended_long_ago_alone(operations, database):
    old, new = start(operations, failing), start(operations, failing, "vm-2")
    running = start(operations, holding, "vm-3")
    for name in (old, new):
        wait(operations, name)
    with database.writer() as session:
        session.execute(update(Operation).where(Operation.name == old).values(ended=1000))
        session.execute(update(Operation).where(Operation.name == running).values(inserted=1000))
    assert tending.purge(database, 30) == 1
    assert [row["name"] for row in tending.listed(database, failed=True)] == [new]
    assert [row["name"] for row in tending.listed(database)] == [running]
