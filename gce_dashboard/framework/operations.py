"""Operations: how they are doing, and which resources they are at work on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import dateparse, timezone

from gce_dashboard.framework import wording
from gce_dashboard.framework.registry import url_of
from gce_dashboard.framework.resources import last, path_of, scope_of
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


def is_done(operation: Json) -> bool:
    return operation.get("status") == "DONE"


def errors(operation: Json) -> list[str]:
    """The reasons for which the operation failed; none where it did not."""
    listed = operation.get("error", {}).get("errors", [])
    told = [each.get("message") or each.get("code", "") for each in listed]
    if not told and operation.get("httpErrorStatusCode"):
        told = [operation.get("httpErrorMessage") or str(operation["httpErrorStatusCode"])]
    return told


def tone_and_text(operation: Json) -> tuple[str, str]:
    """The status as the list and the tray show it."""
    if not is_done(operation):
        waiting = operation.get("status") == "PENDING"
        return "busy", _("Pending") if waiting else _("Running")
    if errors(operation):
        return "error", _("Failed")
    return "ok", _("Done")


def duration(operation: Json) -> datetime.timedelta | None:
    """From start to end, or until now while it runs."""
    start = dateparse.parse_datetime(operation.get("startTime") or operation.get("insertTime", ""))
    if start is None:
        return None
    end = dateparse.parse_datetime(operation.get("endTime", ""))
    if end is None and is_done(operation):
        return None
    return (end or timezone.now()) - start


def under_way(operations: Iterable[Json]) -> dict[str, Json]:
    """The first operation at work on each target, by the target's path."""
    found: dict[str, Json] = {}
    for operation in operations:
        if not is_done(operation):
            found.setdefault(path_of(operation.get("targetLink", "")), operation)
    return found


def words_of(item: Json) -> str:
    """What is under way on a resource, "" where nothing is."""
    operation = item.get("_operation")
    return wording.sentences(operation)[0] if operation else ""


def mark(items: Iterable[Json], operations: Iterable[Json], path: Callable[[Json], str]) -> None:
    """Note at resources the operation that is at work on them, as ``_operation``; {} for none."""
    working = under_way(operations)
    for item in items:
        item["_operation"] = working.get(path(item), {})


def brief(operation: Json) -> Json:
    """What the notification tray keeps of an Operation."""
    target = path_of(operation.get("targetLink", ""))
    doing, done, failed = wording.sentences(operation)
    return {
        "name": operation.get("name", ""),
        "scope": scope_of(operation),
        "type": operation.get("operationType", ""),
        "target": last(target),
        "words": {"doing": doing, "done": done, "failed": failed},
        "path": target,
        "url": url_of(operation.get("targetLink", "")),
        "record": url_of(f"{scope_of(operation)}/operations/{operation.get('name', '')}"),
        "done": is_done(operation),
        "progress": operation.get("progress", 0),
        "errors": errors(operation),
    }
