"""Makes managed instance groups what they should be: their size, and their members alive.

What is to be done is decided by :mod:`gce_api.families.groups.managers.deeds` and written down
before it begins; an operation carries a request id that is the same when it is begun twice, so a
process may be killed anywhere in here.
"""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gce_api.background.jobs import apart, every
from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.database.references import MANAGERS
from gce_api.families.groups.managers import deeds, members
from gce_api.families.groups.managers.deeds import Deed, Seen
from gce_api.families.shared.call import Services
from gce_api.families.shared.performing import perform
from gce_api.google import errors
from gce_api.google.names import numeric_id
from gce_api.google.times import now
from gce_api.openstack import failures, servers
from gce_api.openstack.caller import Caller
from gce_api.operations.store import DONE, states

LOOK = 10.0  # seconds between two looks at a group that is as it should be, or that failed
AT_ONCE = 20  # operations that are begun for a group at one look

Json = dict[str, Any]

_looked: dict[str, float] = {}  # when each group was looked at last
_resting: dict[str, float] = {}  # until when one is left alone, as the last look failed
_pool = ThreadPoolExecutor(8, thread_name_prefix="groups")


@every(2)
def look_after_groups(services: Services) -> None:
    with services.database.reader() as session:
        groups = list(resources.everywhere(session, MANAGERS))
    for gone in _looked.keys() - {group.id for group in groups}:
        del _looked[gone]
        _resting.pop(gone, None)
    groups = [group for group in groups if _is_due(group)]
    # before any servers are listed: a server whose operation is done by now must be among them
    operations = _operations(services, groups)
    listing = servers.listing()
    for group in groups:
        with apart(f"Looking after the instance group {group.name}"):
            _resting[group.id] = time.monotonic() + LOOK
            _tend(services, group, operations, listing)
            del _resting[group.id]


def _is_due(group: Resource) -> bool:
    moment = time.monotonic()
    if moment < _resting.get(group.id, 0.0):
        return False
    idle = members.is_idle(group.content, now())
    if idle and moment - _looked.get(group.id, float("-inf")) < LOOK:
        return False
    _looked[group.id] = moment
    return True


def _operations(services: Services, groups: list[Resource]) -> dict[str, Json]:
    """How the operations are that are under way for members; unknown ones are over."""
    every = [member for group in groups for member in group.content["instances"].values()]
    names = [member["operation"] for member in every if member["operation"]]
    over = {name: {"status": DONE, "error": None} for name in names}
    return over | states(services.database, names)


def _tend(
    services: Services, group: Resource, operations: dict[str, Json], listing: servers.Listing
) -> None:
    """One step of one group."""
    with services.agents.acting(group.project, group.content["agent"]) as caller:
        cloud = services.clouds.at(caller, group.scope)
        seen = Seen(operations, listing(cloud), now())
        beginning = _settle(services, group, seen)
        for deed, operation, error in _pool.map(
            lambda deed: _begin(services, caller, group, deed), beginning
        ):
            _note(services, group, deed, operation, error)


def _settle(services: Services, group: Resource, seen: Seen) -> list[Deed]:
    """Write down what was seen and what follows; a deleted group without members is forgotten."""
    with services.database.writer() as session:
        row = resources.by_id(session, group.id, lock=True)
        if row is None:
            return []
        content = deeds.settle(row.content, seen)
        if content.get("deleting") and not content["instances"]:
            session.delete(row)
            return []
        beginning = deeds.begin(content, seen, AT_ONCE)
        if content != row.content:
            row.content = content
        return beginning


def _begin(
    services: Services, caller: Caller, group: Resource, deed: Deed
) -> tuple[Deed, str, errors.GceError | None]:
    """Begin an operation; its name, or why it could not begin."""
    member = deed.member
    asked = f"{group.id}/{deed.name}/{deed.verb}/{member['serial']}/{member['template']}"
    params = {"zone": member["zone"], "requestId": str(uuid.uuid5(uuid.NAMESPACE_URL, asked))}
    body = None
    try:
        if deed.verb == "insert":
            params["sourceInstanceTemplate"] = member["template"]
            body = _body(services, caller, group, deed)
        else:
            params["instance"] = deed.server_name
        operation = perform(services, caller, f"compute.instances.{deed.verb}", params, body)
    except Exception as error:
        failure = error if isinstance(error, errors.GceError) else failures.translate(error)
        if failure is None:
            raise
        return deed, "", failure
    return deed, operation["name"], None


def _body(services: Services, caller: Caller, group: Resource, deed: Deed) -> Json:
    """What a new member has besides what its template says: where it comes from, and what the
    group's ``allInstancesConfig`` wants of all.
    """
    scope, _, name = deed.member["template"].rpartition("/instanceTemplates/")
    with services.database.reader() as session:
        found = resources.find(session, group.project, "instanceTemplates", scope, name)
        if found is None:
            raise errors.NotFound.resource(deed.member["template"])
        items = (found.content["properties"].get("metadata") or {}).get("items") or []
    project = f"projects/{numeric_id(caller.project.uuid)}"
    origin = {
        "created-by": f"{project}/{group.scope}/{MANAGERS}/{group.name}",
        "instance-template": f"{project}/{deed.member['template']}",
    }
    config = (group.content.get("allInstancesConfig") or {}).get("properties") or {}
    extra = (config.get("metadata") or {}) | origin
    kept = [item for item in items if item["key"] not in extra]
    added = [{"key": key, "value": value} for key, value in extra.items()]
    body: Json = {"name": deed.name, "metadata": {"items": [*kept, *added]}}
    return body | ({"labels": config["labels"]} if config.get("labels") else {})


def _note(
    services: Services, group: Resource, deed: Deed, operation: str, error: errors.GceError | None
) -> None:
    with services.database.writer() as session:
        row = resources.by_id(session, group.id, lock=True)
        if row is None:
            return
        content = {**row.content, "instances": dict(row.content["instances"])}
        if deed.name in content["instances"]:
            content["instances"][deed.name] = dict(content["instances"][deed.name])
        if error:
            deeds.failed(content, deed, error.operation_code, error.message, now())
        else:
            deeds.begun(content, deed, operation)
        row.content = content
