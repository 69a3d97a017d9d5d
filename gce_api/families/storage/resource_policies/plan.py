"""What is kept of a resource policy that a request asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gce_api.families.storage.resource_policies.found import KINDS, SCHEDULE
from gce_api.families.storage.resource_policies.schedules import plan_policy
from gce_api.google import errors
from gce_api.google.merging import without_nulls

UNSUPPORTED = {
    "instanceSchedulePolicy": "Schedules that start and stop instances are not available here.",
    "workloadPolicy": "Workload policies are not available here.",
}

Content = dict[str, Any]


def content_of(body: Mapping[str, Any]) -> Content:
    """What is kept of a policy.

    :raises errors.GceError: it cannot be had as asked for.
    """
    for field, message in UNSUPPORTED.items():
        if body.get(field) is not None:
            raise errors.Unsupported(message)
    policies = [field for field in KINDS if body.get(field) is not None]
    if len(policies) != 1:
        raise errors.Required(f"A resource policy has one of: {', '.join(KINDS)}.")
    content = {policies[0]: body[policies[0]], "description": body.get("description") or None}
    if SCHEDULE in content:
        content[SCHEDULE] = plan_policy(content[SCHEDULE])
    return content


def given_by(patch: Content, mask: str) -> Content:
    """What a patch changes: what its mask names, absent or not; without a mask all that it has."""
    fields = {name.strip().split(".")[0] for name in mask.split(",") if name.strip()}
    return {name: patch.get(name) for name in fields} if fields else patch


def patched(present: Content, given: Content) -> Content:
    """The present content with a patch: of a schedule, the parts that the patch has.

    :raises errors.GceError: there cannot be such a policy.
    """
    merged = {**present, **given}
    if given.get(SCHEDULE):
        merged[SCHEDULE] = {**present.get(SCHEDULE, {}), **given[SCHEDULE]}
    others = {name: value for name, value in present.items() if name not in KINDS}
    return {**others, **content_of(without_nulls(merged))}
