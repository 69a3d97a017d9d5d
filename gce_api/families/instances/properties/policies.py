"""The resource policies of an instance, which are only kept: paths such as
``projects/p/regions/r/resourcePolicies/x``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gce_api.google import errors
from gce_api.google.links import References

FIELD = "resourcePolicies"
OF_DISKS = {"snapshotSchedulePolicy", "diskConsistencyGroupPolicy"}


def with_added(
    present: list[str],
    urls: list[str],
    references: References,
    region: str,
    known: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    """The policies of an instance when some are added.

    :param known: what the policies of the region are, by name.
    :raises errors.Invalid: one is of another region, of disks, or no reference to a policy.
    :raises errors.NotFound: there is no such policy.
    """
    added = [_path(url, references, region) for url in urls]
    for path in added:
        content = known.get(path.rpartition("/")[2])
        if content is None:
            raise errors.NotFound.resource(path)
        if OF_DISKS & content.keys():
            raise errors.Invalid(
                f"Invalid value for field '{FIELD}': '{path}'. It is a policy of disks."
            )
    return list(dict.fromkeys(present + added))


def without(present: list[str], urls: list[str], references: References, region: str) -> list[str]:
    """The policies of an instance when some are removed.

    :raises errors.Invalid: it has one of these not.
    """
    removed = [_path(url, references, region) for url in urls]
    missing = next((path for path in removed if path not in present), None)
    if missing:
        raise errors.Invalid(
            f"Invalid value for field '{FIELD}': '{missing}'. The instance does not have this "
            "resource policy."
        )
    return [path for path in present if path not in removed]


def _path(url: str, references: References, region: str) -> str:
    reference = references.refer(url, FIELD, FIELD)
    if reference.region not in (None, region):
        raise errors.Invalid(
            f"Invalid value for field '{FIELD}': '{url}'. The resource policy is not in the region "
            "of the instance."
        )
    return f"projects/{references.project.id}/regions/{region}/resourcePolicies/{reference.name}"
