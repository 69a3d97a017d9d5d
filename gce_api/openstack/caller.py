"""Who asks: a user of Keystone in one project, in GCE's terms."""

from __future__ import annotations

from dataclasses import dataclass, field

from keystoneauth1.access import AccessInfoV3

from gce_api.google.names import numeric_id


@dataclass(frozen=True)
class Credential:
    """A Keystone application credential: a user's roles in one project, without the password."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Project:
    """A Keystone project in GCE's terms; ``id`` is its GCE id, the other two ids Keystone's."""

    id: str
    uuid: str
    name: str
    description: str = ""
    domain: str = ""

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is its GCE id, Keystone UUID or project number."""
        return name in (self.id, self.uuid, numeric_id(self.uuid))


@dataclass(frozen=True)
class Caller:
    """A user, as checked by Keystone, in one project.

    ``credential`` is the application credential that the endpoint acts with, if it holds one.
    """

    project: Project
    access: AccessInfoV3 = field(repr=False)
    credential: Credential | None = None

    @property
    def user(self) -> str:
        return self.access.username or ""

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.access.role_names or ())
