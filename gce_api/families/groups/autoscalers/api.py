"""Autoscalers, zonal and regional: kept by the endpoint;
:mod:`gce_api.families.groups.autoscalers.job` scales.

They scale by schedules and, where there is telemetry, by CPU utilization. A policy without any of
these keeps its group between the least and the most.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gce_api.database.models import Resource
from gce_api.families.groups.autoscalers import find
from gce_api.families.groups.autoscalers.plan import check_alone, plan_autoscaler
from gce_api.families.groups.autoscalers.show import LOAD, to_autoscaler
from gce_api.families.groups.managers import find as managers
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.families.shared.kept import Collection, scope_of
from gce_api.google import errors
from gce_api.google.merging import patched
from gce_api.google.registry import implements

AUTOSCALERS = Collection("autoscalers")

Json = dict[str, Any]


@implements(
    "compute.autoscalers.list",
    "compute.autoscalers.aggregatedList",
    "compute.regionAutoscalers.list",
)
def list_autoscalers(call: Call) -> list[Json]:
    return _shown(call, AUTOSCALERS.listed(call))


@implements("compute.autoscalers.get", "compute.regionAutoscalers.get")
def get_autoscaler(call: Call) -> Json:
    (shown,) = _shown(call, [AUTOSCALERS.get(call)])
    return shown


@implements("compute.autoscalers.insert", "compute.regionAutoscalers.insert")
def insert_autoscaler(call: RegionalCall) -> Json:
    name, content = call.body.get("name"), plan_autoscaler(call.body, find.for_scaler(call))
    check_alone(content["target"], name, managers.autoscalers(call), call.project.id)
    return AUTOSCALERS.insert(call, name, content)


@implements("compute.autoscalers.patch", "compute.regionAutoscalers.patch")
def patch_autoscaler(call: RegionalCall) -> Json:
    row = AUTOSCALERS.find(call, scope_of(call), _name(call))
    present = {
        "autoscalingPolicy": row.content["policy"],
        "target": row.content["target"],
        "description": row.content.get("description") or "",
    }
    return _replace(call, patched(present, call.patch))


@implements("compute.autoscalers.update", "compute.regionAutoscalers.update")
def update_autoscaler(call: RegionalCall) -> Json:
    return _replace(call, call.body)


@implements("compute.autoscalers.delete", "compute.regionAutoscalers.delete")
def delete_autoscaler(call: Call) -> Json:
    """The group keeps the size that it has."""
    return AUTOSCALERS.delete(call)


def _replace(call: RegionalCall, body: Json) -> Json:
    name = _name(call)
    present = AUTOSCALERS.find(call, scope_of(call), name).content
    asked = {**body, "target": body.get("target") or present["target"]}
    content = plan_autoscaler(asked, find.for_scaler(call))
    if content["target"] != present["target"]:
        raise errors.Invalid(
            f"Invalid value for field 'resource.target': '{body['target']}'. An autoscaler cannot "
            "be given another group."
        )
    return AUTOSCALERS.change(call, lambda kept: {LOAD: kept.get(LOAD), **content}, name)


def _name(call: Call) -> str:
    """The autoscaler that a change is about, which is not in its path."""
    name = call.params.get("autoscaler") or call.body.get("name")
    if not name:
        raise errors.Required("Required field 'autoscaler' not specified")
    return str(name)


def _shown(call: Call, rows: list[Resource]) -> list[Json]:
    now = datetime.now(UTC)
    sizes = managers.sizes(call)
    return [
        to_autoscaler(call.links, row, sizes.get(row.content["target"], 0), now) for row in rows
    ]
