"""Makes managed instance groups what they should be: their size, and their members alive.

What is to be done is decided by :mod:`gce_api.families.groups.managers.deeds` and written down
before it begins; an operation carries a request id that is the same when it is begun twice, so a
process may be killed anywhere in here.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from gce_api.background.jobs import apart, every
from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.database.references import MANAGERS
from gce_api.families.groups.managers import deeds, inserts, members
from gce_api.families.groups.managers.acting import Actor, Begun, refused
from gce_api.families.groups.managers.deeds import INSERT, Deed, Seen
from gce_api.families.groups.managers.plan import MOST
from gce_api.families.shared.call import Services
from gce_api.families.shared.performing import perform
from gce_api.google.times import now
from gce_api.openstack import servers
from gce_api.openstack.tracing import carried
from gce_api.operations.store import DONE, states

LOOK = 10.0  # seconds between two looks at a group that is as it should be, or that failed
AT_ONCE = 20  # operations other than inserts that are begun for a group at one look

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
        _begin(Actor(services, caller, group), beginning)


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
        beginning = deeds.begin(content, seen, AT_ONCE, MOST)
        if content != row.content:
            row.content = content
        return beginning


def _begin(actor: Actor, beginning: list[Deed]) -> None:
    """Begin operations, the inserts together and the others side by side, and write down what came
    of them."""
    new = [deed for deed in beginning if deed.verb == INSERT]
    if new:
        _note(actor, inserts.insert(actor, new))
    others = [deed for deed in beginning if deed.verb != INSERT]
    for begun in _pool.map(carried(partial(_perform, actor)), others):
        _note(actor, [begun])


def _perform(actor: Actor, deed: Deed) -> Begun:
    """Begin the operation of one deed on a member that has a server."""
    params = {**actor.parameters(deed), "instance": deed.server_name}
    method = f"compute.instances.{deed.verb}"
    try:
        return Begun(deed, perform(actor.services, actor.caller, method, params)["name"])
    except Exception as error:
        return refused(deed, error)


def _note(actor: Actor, everything: Sequence[Begun]) -> None:
    """Write down what came of deeds."""
    with actor.services.database.writer() as session:
        row = resources.by_id(session, actor.group.id, lock=True)
        if row is None:
            return
        content = copy.deepcopy(row.content)
        for one in everything:
            if one.error:
                code, message = one.error.operation_code, one.error.message
                deeds.failed(content, one.deed, code, message, now())
            else:
                deeds.begun(content, one.deed, one.operation)
        row.content = content
