"""Accelerator types: none, as no flavor's devices are told of in GCE's terms.

They can be listed all the same, as clients look through them before they offer any.
"""

from __future__ import annotations

from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.registry import implements


@implements("compute.acceleratorTypes.list", "compute.acceleratorTypes.aggregatedList")
def list_accelerator_types(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: [])


@implements("compute.acceleratorTypes.get")
def get_accelerator_type(call: Call) -> Json:
    raise errors.NotFound.resource(call.path)
