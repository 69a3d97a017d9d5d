"""The Operation resource: a row of the operations table in GCE's terms."""

from __future__ import annotations

import http
from typing import Any

from gce_api.database.models import Operation
from gce_api.google import times
from gce_api.google.errors import GceError
from gce_api.google.links import Links
from gce_api.google.names import numeric_id
from gce_api.openstack import identity
from gce_api.operations.store import DONE


def to_operation(links: Links, row: Operation) -> dict[str, Any]:
    """GCE's Operation resource; keys without a value are left out."""
    scope = _scope(row)
    fields = {
        "kind": "compute#operation",
        "id": row.id,
        "name": row.name,
        "selfLink": links.url(f"{scope}/operations/{row.name}"),
        "zone": links.zone(row.zone) if row.zone else None,
        "region": links.region(row.region) if row.region else None,
        "operationType": row.kind,
        "operationGroupId": row.group_id,
        "clientOperationId": row.request_id,
        "targetLink": links.url(row.target) if row.target else links.url("").rstrip("/"),
        "targetId": _target_id(row),
        "user": row.user,
        "status": row.status,
        "statusMessage": row.message,
        "progress": row.progress,
        "insertTime": times.of_milliseconds(row.inserted),
        "startTime": _time(row.started),
        "endTime": _time(row.ended),
        "warnings": row.warnings or None,
        **_error(row),
    }
    return {name: value for name, value in fields.items() if value is not None}


def to_error(error: GceError) -> dict[str, Any]:
    """What a row keeps of the error that ended its operation."""
    return {"status": error.code, "code": error.operation_code, "message": error.message}


def _scope(row: Operation) -> str:
    if row.zone:
        return f"zones/{row.zone}"
    return f"regions/{row.region}" if row.region else "global"


def _error(row: Operation) -> dict[str, Any]:
    """A failed Operation needs all three: some clients look only at the ``httpError`` ones."""
    if row.status != DONE or not row.error:
        return {}
    code, message, status = row.error["code"], row.error["message"], row.error["status"]
    phrase = http.HTTPStatus(status).phrase.upper()
    return {
        "error": {"errors": [{"code": code, "message": message}]},
        "httpErrorStatusCode": status,
        "httpErrorMessage": phrase,
    }


def _target_id(row: Operation) -> str | None:
    """The numeric id of the target, as soon as it has one."""
    if row.kind == "insert" and "/instances/" in row.target:
        return identity.of_insert(row.name)
    if row.target_id is None or row.target_id.isdecimal():
        return row.target_id
    return numeric_id(row.target_id)


def _time(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else times.of_milliseconds(milliseconds)
