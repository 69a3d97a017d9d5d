"""Consistency groups: which disks may be of one."""

from __future__ import annotations

from collections.abc import Sequence

from gce_api.families.storage.disks import places
from gce_api.families.storage.disks.found import RegionDisks
from gce_api.families.storage.disks.marked import policies as policies_of
from gce_api.families.storage.resource_policies.found import FIELD, Policies, Policy
from gce_api.google import errors
from gce_api.openstack.rows import Row

MOST = 128  # disks of a group, as at Google


def check_joining(
    policies: Policies,
    disks: RegionDisks,
    added: Sequence[Policy],
    zones: list[str],
    present: Row | None = None,
) -> None:
    """Check that a disk can have these policies as far as they are consistency groups.

    :param disks: all of the region, where one of ``added`` is a group.
    :param zones: of the disk; ``present``: its volume, if it is there already.
    :raises errors.Invalid: it would be in two groups, or away from the group's other disks.
    """
    groups = {policy.name for policy in added if policy.is_group}
    if not groups:
        return
    if len(groups | _groups_of(policies, disks, present)) > 1:
        raise invalid(FIELD, "A disk can be in one consistency group.")
    (name,) = groups
    others = [v for v in members(disks, name) if present is None or v.id != present.id]
    if any(sorted(places.zones_of(disks.region, v)) != sorted(zones) for v in others):
        raise invalid(
            FIELD,
            f"The disks of the consistency group '{name}' must be in the same zone, or in the same "
            "pair of zones.",
        )
    if len(others) >= MOST:
        raise invalid(FIELD, f"A consistency group has {MOST} disks at most.")


def _groups_of(policies: Policies, disks: RegionDisks, volume: Row | None) -> set[str]:
    """The consistency groups among the policies of a disk."""
    return policies.groups(disks.region.name) & policies_of(volume).keys() if volume else set()


def members(disks: RegionDisks, name: str) -> list[Row]:
    """The volumes of a group's disks."""
    return [volume for volume in disks.volumes if name in policies_of(volume)]


def invalid(field: str, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field '{field}': {why}")
