"""Making members of a managed group: planned together, begun together.

However many there are, those of a template cost the look-ups of one. Each is an operation of its
own, as if the group's user had asked for the instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from gce_api.database.models import Resource
from gce_api.database.references import MANAGERS, at
from gce_api.families.groups.managers.acting import Actor, Begun, refused
from gce_api.families.groups.managers.deeds import Deed
from gce_api.families.instances.inserts import find
from gce_api.families.instances.inserts.api import prepare_insert
from gce_api.families.instances.inserts.plan import plan_instance
from gce_api.families.instances.templates.plan import merged
from gce_api.families.shared.call import ZonalCall
from gce_api.families.shared.performing import call_of
from gce_api.google import errors
from gce_api.google.names import numeric_id
from gce_api.openstack.places import Zone
from gce_api.operations.rows import Prepared

T = TypeVar("T")
R = TypeVar("R")

METHOD = "compute.instances.insert"

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """The request for a member: its own call, and the body with what the template says."""

    deed: Deed
    call: ZonalCall
    zone: Zone
    body: Json


def insert(actor: Actor, deeds: Sequence[Deed]) -> list[Begun]:
    """Begin the operations that make members."""
    in_order = sorted(deeds, key=_template_of)
    return [
        begun
        for path, of_template in groupby(in_order, key=_template_of)
        for begun in _of_template(actor, path, list(of_template))
    ]


def body_of(actor: Actor, template: Resource, name: str) -> Json:
    """What a new member has besides what its template says: where it comes from, and what the
    group's ``allInstancesConfig`` wants of all."""
    group, project = actor.group, f"projects/{numeric_id(actor.caller.project.uuid)}"
    origin = {
        "created-by": f"{project}/{group.scope}/{MANAGERS}/{group.name}",
        "instance-template": f"{project}/{template.scope}/{template.collection}/{template.name}",
    }
    config = (group.content.get("allInstancesConfig") or {}).get("properties") or {}
    extra = (config.get("metadata") or {}) | origin
    items = (template.content["properties"].get("metadata") or {}).get("items") or []
    kept = [item for item in items if item["key"] not in extra]
    added = [{"key": key, "value": value} for key, value in extra.items()]
    body: Json = {"name": name, "metadata": {"items": [*kept, *added]}}
    return body | ({"labels": config["labels"]} if config.get("labels") else {})


def _template_of(deed: Deed) -> str:
    return deed.member["template"]


def _of_template(actor: Actor, path: str, deeds: list[Deed]) -> list[Begun]:
    try:
        template = _template(actor, path)
    except errors.NotFound as error:
        return [refused(deed, error) for deed in deeds]
    asked, failed = _apart(deeds, lambda deed: deed, lambda deed: _asked(actor, template, deed))
    begun, new = _known(asked)
    try:
        return [*failed, *begun, *_begin(new)]
    except Exception as error:
        return [*failed, *begun, *(refused(one.deed, error) for one in new)]


def _apart(
    items: Iterable[T], deed_of: Callable[[T], Deed], do: Callable[[T], R]
) -> tuple[list[R], list[Begun]]:
    """Do something with each of some items, and tell which of them could not begin therefore."""
    done: list[R] = []
    failed = []
    for item in items:
        try:
            done.append(do(item))
        except Exception as error:
            failed.append(refused(deed_of(item), error))
    return done, failed


def _template(actor: Actor, path: str) -> Resource:
    """The template of a path.

    :raises errors.NotFound: there is none any more.
    """
    with actor.services.database.reader() as session:
        found = at(session, actor.group.project, path)
    if found is None:
        raise errors.NotFound.resource(path)
    return found


def _asked(actor: Actor, template: Resource, deed: Deed) -> Asked:
    """The request for a member, whose zone is there.

    :raises errors.NotFound: it is not.
    """
    own = body_of(actor, template, deed.name)
    call = call_of(actor.services, actor.caller, METHOD, actor.parameters(deed), own)
    assert isinstance(call, ZonalCall)
    return Asked(deed, call, call.zone, merged(template.content["properties"], call.body))


def _known(asked: Sequence[Asked]) -> tuple[list[Begun], list[Asked]]:
    """What was begun before a process was killed, and what was not."""
    begun, new = [], []
    for one in asked:
        operation = one.call.services.operations.repeated(one.call)
        if operation:
            begun.append(Begun(one.deed, operation["name"]))
        else:
            new.append(one)
    return begun, new


def _begin(asked: Sequence[Asked]) -> list[Begun]:
    """Plan all by the same look-ups, and begin those that can be."""
    if not asked:
        return []
    found = find.for_instances(asked[0].call, [(one.zone, one.body) for one in asked])

    def prepare(one: Asked) -> tuple[Asked, Prepared]:
        plan = plan_instance(one.body, one.zone, found)
        return one, prepare_insert(one.call, one.zone, plan)

    prepared, failed = _apart(asked, lambda one: one.deed, prepare)
    return [*failed, *_accept(prepared)]


def _accept(prepared: Sequence[tuple[Asked, Prepared]]) -> list[Begun]:
    """Accept operations together, or one by one where one of them keeps the others from it."""
    if not prepared:
        return []
    (asked, first), *others = prepared
    accept = asked.call.services.operations.accept
    try:
        operation = accept(asked.call, first, *(one for _, one in others))
    except errors.GceError:
        operation = None
    if operation is None or operation["name"] != first.name:  # another process was quicker
        return [_accept_alone(asked, one) for asked, one in prepared]
    return [Begun(asked.deed, one.name) for asked, one in prepared]


def _accept_alone(asked: Asked, prepared: Prepared) -> Begun:
    try:
        operation = asked.call.services.operations.accept(asked.call, prepared)
    except errors.GceError as error:
        return refused(asked.deed, error)
    return Begun(asked.deed, operation["name"])
