"""What of the endpoint's own resources a body may refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gce_api.google import errors
from gce_api.google.links import Reference, References
from gce_api.google.names import numeric_id

Content = dict[str, Any]

# health checks of the first kinds, which are global whatever uses them; by their default ports
LEGACY = {"httpHealthChecks": 80, "httpsHealthChecks": 443}


@dataclass(frozen=True)
class Kept:
    """A resource: its path below the project, its UUID, and what is kept of it."""

    path: str
    id: str
    content: Content = field(default_factory=dict)

    @property
    def collection(self) -> str:
        return self.path.split("/")[-2]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Known:
    """The resources of a project by their paths, as a call of a scope may refer to them.

    :param scope: ``global``, ``regions/r`` or ``zones/z``, of the call's path.
    """

    references: References
    project: str
    scope: str
    resources: Mapping[str, Kept]

    def path(self, url: object, collection: str, field: str) -> str:
        """The path of a resource that a body refers to in the call's own scope.

        :raises errors.Invalid: it refers to something else, or to another region's.
        :raises errors.NotFound: there is none.
        """
        return self.referred(url, collection, field).path

    def referred(self, url: object, collection: str, field: str) -> Kept:
        """The resource itself."""
        reference = self.references.refer(url, collection, field)
        if reference.region and self.scope != f"regions/{reference.region}":
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{url}'. It is of another region."
            )
        path = f"{self._scope(reference, collection, url)}/{collection}/{reference.name}"
        found = self.at(path)
        if found is None:
            raise errors.NotFound(
                f"Invalid value for field '{field}': '{url}'. "
                f"The resource 'projects/{self.project}/{path}' was not found"
            )
        return found

    def at(self, path: str) -> Kept | None:
        """The resource of a path that ends with its name or numeric id."""
        parent, _, name = path.rpartition("/")
        if not name.isdecimal():
            return self.resources.get(path)
        of_parent = (kept for at, kept in self.resources.items() if at.rpartition("/")[0] == parent)
        return next((kept for kept in of_parent if numeric_id(kept.id) == name), None)

    def _scope(self, reference: Reference, collection: str, url: object) -> str:
        if reference.zone:
            return f"zones/{reference.zone}"
        if reference.region:
            return f"regions/{reference.region}"
        if collection in LEGACY or re.search("(^|/)global/", str(url)):
            return "global"
        return self.scope
