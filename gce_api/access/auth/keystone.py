"""Bearer tokens: checked with Keystone, scoped to the project in the path, and cached.

A bearer is a Keystone token, or stands for application credentials: an access token of a log-in,
or a JWT signed by a service account key. For the latter two the endpoint gets Keystone's token.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cachetools import TLRUCache
from keystoneauth1.access import AccessInfoV3
from oslo_config import cfg

from gce_api.access.auth.identity import Identity
from gce_api.google import errors
from gce_api.google.names import PROJECT_ID
from gce_api.openstack.caller import Caller, Credential, Project
from gce_api.openstack.parallel import gather

_STRIPES = 64  # tokens that may be checked at the same time

# The application credentials that a bearer stands for, by their project's UUID; ``None`` for what
# is not the endpoint's own, errors.Unauthorized for what is, but has ended.
Delegations = Callable[[str], Mapping[str, Credential] | None]


@dataclass
class _Known:
    """What Keystone said about one bearer; forgotten as a whole."""

    access: AccessInfoV3
    projects: list[Project]
    scoped: dict[str, AccessInfoV3]
    lock: threading.Lock = field(default_factory=threading.Lock)


class Authenticator:
    """Turns bearer tokens into callers; safe for use by several threads.

    A Keystone token is believed for ``token_cache_seconds``, never longer than it lives, and not
    after OpenStack has refused it (:meth:`forget`). What stands on an application credential ends
    with it at once: Keystone is asked each time.
    """

    def __init__(self, conf: cfg.ConfigOpts, identity: Identity, delegations: Delegations) -> None:
        self._identity = identity
        self._delegations = delegations
        lifetime = conf.keystone.token_cache_seconds
        self._cache: TLRUCache[str, _Known] = TLRUCache(
            10_000,
            ttu=lambda _, known, now: min(now + lifetime, _expiry(known.access)),
            timer=time.time,
        )
        self._lock = threading.Lock()
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]

    def check(self, token: str) -> None:
        """Whether Keystone accepts the token (asked once for all that it is then used for).

        :raises errors.Unauthorized: it does not.
        """
        self._known(token, self._delegations(token))

    def projects(self, token: str) -> list[Project]:
        """The projects in which the token's user has a role, sorted by id.

        :raises errors.Unauthorized: Keystone does not accept the token.
        """
        credentials = self._delegations(token)
        known = self._known(token, credentials)
        if not known.access.application_credential_id:
            return known.projects

        def works(project: Project) -> bool:
            try:
                self._caller(token, known, credentials, project)
            except errors.Unauthorized:
                return False
            return True

        fine = gather(*(lambda p=p: works(p) for p in known.projects))
        return [project for project, is_fine in zip(known.projects, fine, strict=True) if is_fine]

    def caller(self, token: str, project: str) -> Caller:
        """The token's user in ``project`` (GCE id, Keystone UUID or project number).

        :raises errors.Unauthorized: Keystone does not accept the token.
        :raises errors.NotFound: no such project, as far as this user may know.
        :raises errors.Forbidden: the token cannot be used for that project.
        """
        credentials = self._delegations(token)
        known = self._known(token, credentials)
        found = next((p for p in known.projects if p.is_called(project)), None)
        if found is None:
            raise errors.NotFound.resource(f"projects/{project}")
        return self._caller(token, known, credentials, found)

    def access(self, token: str) -> AccessInfoV3:
        """What Keystone says of the token as it is, whatever it is scoped to.

        :raises errors.Unauthorized: Keystone does not accept the token.
        """
        return self._known(token, self._delegations(token)).access

    def every_project(self, token: str) -> list[Project]:
        """All projects of the cloud, sorted by id.

        :raises errors.Forbidden: Keystone does not tell them to this user.
        """
        return to_projects(self._identity.every_project(str(self.access(token).auth_token)))

    def visitor(self, token: str) -> Caller:
        """The token's user in the token's own project (else in the user's first).

        :raises errors.Unauthorized: Keystone does not accept the token.
        :raises errors.Forbidden: the user is in no project at all.
        """
        credentials = self._delegations(token)
        known = self._known(token, credentials)
        own = [p for p in known.projects if p.uuid == known.access.project_id] or known.projects
        if not own:
            raise errors.Forbidden("This user has no role in any project.")
        return self._caller(token, known, credentials, own[0])

    def forget(self, token: str) -> None:
        """Ask Keystone again next time: somebody did not accept the token."""
        with self._lock:
            self._cache.pop(_digest(token), None)

    def ping(self) -> None:
        """Ask Keystone for its version.

        :raises errors.Unavailable: it does not answer.
        """
        self._identity.ping()

    def log_in_oneself(self) -> AccessInfoV3 | None:
        """Make sure that the endpoint's own user can log in.

        :returns: their token, as Keystone describes it
        :raises errors.Unavailable: they cannot.
        """
        return self._identity.log_in_oneself()

    def _known(self, token: str, credentials: Mapping[str, Credential] | None) -> _Known:
        key = _digest(token)
        with self._stripes[int(key[:8], 16) % _STRIPES]:  # a batch asks once, not per part
            with self._lock:
                known = self._cache.get(key)
            if known is None:
                known = self._ask(token, credentials)
                with self._lock:
                    self._cache[key] = known
            return known

    def _ask(self, token: str, credentials: Mapping[str, Credential] | None) -> _Known:
        if credentials is not None:
            found = self._first_that_works(credentials)
            listed = self._identity.projects(str(found.auth_token))
            return _known(found, [p for p in to_projects(listed) if p.uuid in credentials])
        found, listed = gather(
            lambda: self._identity.check(token), lambda: self._identity.projects(token)
        )
        projects = to_projects(listed)
        if found.application_credential_id:
            projects = [p for p in projects if p.uuid == found.project_id]
        return _known(found, projects)

    def _first_that_works(self, credentials: Mapping[str, Credential]) -> AccessInfoV3:
        for credential in credentials.values():
            try:
                return self._identity.with_credential(credential)
            except errors.Unauthorized:
                continue
        raise errors.Unauthorized("The application credentials behind this token have ended.")

    def _caller(
        self,
        token: str,
        known: _Known,
        credentials: Mapping[str, Credential] | None,
        project: Project,
    ) -> Caller:
        credential = (credentials or {}).get(project.uuid)
        return Caller(project, self._scoped(token, known, credential, project.uuid), credential)

    def _scoped(
        self, token: str, known: _Known, credential: Credential | None, project: str
    ) -> AccessInfoV3:
        """The token itself where it is of the project, else one that is made for it.

        :raises errors.Unauthorized: the application credential behind it has ended.
        """
        with known.lock:
            scoped = known.scoped.get(project)
            if scoped is None or not self._lives(scoped):
                scoped = known.scoped[project] = (
                    self._identity.with_credential(credential)
                    if credential
                    else self._identity.rescope(token, project)
                )
            return scoped

    def _lives(self, scoped: AccessInfoV3) -> bool:
        return not scoped.application_credential_id or self._identity.is_valid(
            str(scoped.auth_token)
        )


def to_projects(rows: list[dict[str, Any]]) -> list[Project]:
    """Keystone's projects, each by its name where that is a GCE id and unique."""
    enabled = [row for row in rows if row.get("enabled", True)]
    count = Counter(row["name"] for row in enabled)
    projects = [
        Project(
            id=row["name"]
            if count[row["name"]] == 1 and PROJECT_ID.fullmatch(row["name"])
            else row["id"],
            uuid=row["id"],
            name=row["name"],
            description=row.get("description") or "",
            domain=row.get("domain_id") or "",
        )
        for row in enabled
    ]
    return sorted(projects, key=lambda p: p.id)


def _known(found: AccessInfoV3, projects: list[Project]) -> _Known:
    return _Known(found, projects, {found.project_id: found} if found.project_id else {})


def _expiry(token: AccessInfoV3) -> float:
    return token.expires.timestamp() if token.expires else math.inf


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
