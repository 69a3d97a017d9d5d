"""Operations: what mutations of this endpoint are doing, have done, or why they failed.

Finished ones are kept for ``[operations] retention_days``.
"""

from __future__ import annotations

from collections.abc import Iterator

from gce_api.families.shared.call import Call, ListCall
from gce_api.google.merging import Json
from gce_api.google.registry import implements


@implements(
    "compute.zoneOperations.list",
    "compute.regionOperations.list",
    "compute.globalOperations.list",
    ordered=True,
)
def list_operations(call: ListCall) -> Iterator[Json]:
    return call.services.operations.list(call, **_place(call))


@implements("compute.globalOperations.aggregatedList", ordered=True)
def list_all_operations(call: ListCall) -> Iterator[Json]:
    return call.services.operations.list(call)


@implements(
    "compute.zoneOperations.get",
    "compute.regionOperations.get",
    "compute.globalOperations.get",
)
def get_operation(call: Call) -> Json:
    return call.services.operations.get(call, **_place(call))


@implements(
    "compute.zoneOperations.wait",
    "compute.regionOperations.wait",
    "compute.globalOperations.wait",
)
def wait_for_operation(call: Call) -> Json:
    return call.services.operations.wait(call, **_place(call))


@implements(
    "compute.zoneOperations.delete",
    "compute.regionOperations.delete",
    "compute.globalOperations.delete",
)
def delete_operation(call: Call) -> Json:
    call.services.operations.delete(call, **_place(call))
    return {}


def _place(call: Call) -> dict[str, str | None]:
    """Where the path says that the operation is; a zonal one has no region of its own."""
    return {
        "zone": call.zone.name if call.zone else None,
        "region": None if call.zone else call.region,
    }
