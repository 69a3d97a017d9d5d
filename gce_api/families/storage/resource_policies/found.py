"""The resource policies of a project, and how a request's are looked up among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.google import errors
from gce_api.google.links import Reference, References
from gce_api.google.names import numeric_id

COLLECTION = "resourcePolicies"
SCHEDULE = "snapshotSchedulePolicy"
PLACEMENT = "groupPlacementPolicy"
GROUP = "diskConsistencyGroupPolicy"
KINDS = (SCHEDULE, PLACEMENT, GROUP)
OF_DISKS = {SCHEDULE, GROUP}

FIELD = "resource.resourcePolicies"


@dataclass(frozen=True)
class Policy:
    """A resource policy; ``scope``: ``regions/r``; ``content``: what is kept of it."""

    id: str
    name: str
    scope: str
    content: Mapping[str, Any]

    @property
    def path(self) -> str:
        """Its path below the project."""
        return f"{self.scope}/{COLLECTION}/{self.name}"

    @property
    def is_group(self) -> bool:
        """Whether it is a consistency group of disks."""
        return GROUP in self.content


@dataclass(frozen=True)
class Policies:
    """The policies that a request may refer to: all of the project, or none where it names none."""

    references: References
    every: Sequence[Policy] = ()

    def at(self, scope: str, name: str) -> Policy:
        """A policy by its scope and its name or numeric id.

        :raises errors.NotFound: there is none.
        """
        for policy in self.every:
            if policy.scope == scope and name in (policy.name, numeric_id(policy.id)):
                return policy
        path = f"projects/{self.references.project.id}/{scope}/{COLLECTION}/{name}"
        raise errors.NotFound.resource(path)

    def refer(self, url: object, region: str, field: str) -> Policy:
        """The policy that a request refers to; a bare name is one of ``region``.

        :raises errors.NotFound: there is none.
        """
        reference = self.references.refer(url, COLLECTION, field)
        return self.at(_scope(reference, region), reference.name)

    def of_disk(self, urls: Iterable[str], region: str) -> list[Policy]:
        """The policies that a request wants for a disk of a region.

        :raises errors.Invalid: one cannot be a disk's, or is of another region.
        :raises errors.NotFound: there is none of this name.
        """
        return [self._of_disk(url, region) for url in urls]

    def _of_disk(self, url: str, region: str) -> Policy:
        policy = self.refer(url, region, FIELD)
        if policy.scope != f"regions/{region}":
            raise errors.Invalid(
                f"Invalid value for field '{FIELD}': '{url}'. It is not in the disk's region."
            )
        if not OF_DISKS & policy.content.keys():
            raise errors.Invalid(
                f"Invalid value for field '{FIELD}': '{url}'. It is no snapshot schedule, and no "
                "consistency group."
            )
        return policy

    def groups(self, region: str) -> set[str]:
        """The names of a region's consistency groups."""
        scope = f"regions/{region}"
        return {policy.name for policy in self.every if policy.scope == scope and policy.is_group}


def _scope(reference: Reference, region: str) -> str:
    if reference.zone:
        return f"zones/{reference.zone}"
    return f"regions/{reference.region or region}"
