"""Keystone tokens: checked, listed and re-scoped to the project in the path, and cached."""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cachetools import TLRUCache
from keystoneauth1 import access, loading, session
from keystoneauth1 import exceptions as ks
from keystoneauth1.access import AccessInfo
from oslo_config import cfg

from gce_api import errors
from gce_api.names import PROJECT_ID, numeric_id
from gce_api.openstack.parallel import gather

_STRIPES = 64  # tokens that may be checked at the same time


@dataclass(frozen=True)
class Project:
    """A Keystone project in GCE's terms: ``id`` is its GCE id, ``uuid`` Keystone's."""

    id: str
    uuid: str
    name: str
    description: str = ""

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is its GCE id, Keystone UUID or project number."""
        return name in (self.id, self.uuid, numeric_id(self.uuid))


@dataclass(frozen=True)
class Caller:
    """A user, as checked by Keystone, in one project."""

    project: Project
    access: AccessInfo = field(repr=False)

    @property
    def user(self) -> str:
        return self.access.username or ""

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.access.role_names or ())


@dataclass
class _Known:
    """What Keystone said about one token; forgotten as a whole."""

    access: AccessInfo
    projects: list[Project]
    scoped: dict[str, AccessInfo]
    lock: threading.Lock = field(default_factory=threading.Lock)


class Authenticator:
    """Turns bearer tokens into callers; safe for use by several threads.

    A token is believed for ``token_cache_seconds``, never longer than it lives, and not after
    OpenStack has refused it (:meth:`forget`).
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self._auth_url = conf.keystone.auth_url.rstrip("/")
        self._session: session.Session = loading.load_session_from_conf_options(conf, "keystone")
        lifetime = conf.keystone.token_cache_seconds
        self._cache: TLRUCache[str, _Known] = TLRUCache(
            10_000,
            ttu=lambda _, known, now: min(now + lifetime, _expiry(known.access)),
            timer=time.time,
        )
        self._lock = threading.Lock()
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]

    def projects(self, token: str) -> list[Project]:
        """The projects in which the token's user has a role, sorted by id.

        :raises errors.Unauthorized: Keystone does not accept the token.
        """
        return self._known(token).projects

    def caller(self, token: str, project: str) -> Caller:
        """The token's user in ``project`` (GCE id, Keystone UUID or project number).

        :raises errors.Unauthorized: Keystone does not accept the token.
        :raises errors.NotFound: no such project, as far as this user may know.
        :raises errors.Forbidden: the token cannot be used for that project.
        """
        known = self._known(token)
        found = next((p for p in known.projects if p.is_called(project)), None)
        if found is None:
            raise errors.NotFound.resource(f"projects/{project}")
        return Caller(found, self._scoped(token, known, found.uuid))

    def visitor(self, token: str) -> Caller:
        """The token's user in the token's own project (else in the user's first).

        :raises errors.Unauthorized: Keystone does not accept the token.
        :raises errors.Forbidden: the user is in no project at all.
        """
        known = self._known(token)
        own = [p for p in known.projects if p.uuid == known.access.project_id] or known.projects
        if not own:
            raise errors.Forbidden("This user has no role in any project.")
        return Caller(own[0], self._scoped(token, known, own[0].uuid))

    def forget(self, token: str) -> None:
        """Ask Keystone again next time: somebody did not accept the token."""
        with self._lock:
            self._cache.pop(_digest(token), None)

    def ping(self) -> None:
        """Ask Keystone for its version.

        :raises errors.Unavailable: it does not answer.
        """
        self._call(None, "GET", "", timeout=5)

    def _known(self, token: str) -> _Known:
        key = _digest(token)
        with self._stripes[int(key[:8], 16) % _STRIPES]:  # a batch asks once, not per part
            with self._lock:
                known = self._cache.get(key)
            if known is None:
                known = self._ask(token)
                with self._lock:
                    self._cache[key] = known
            return known

    def _ask(self, token: str) -> _Known:
        checked, listed = gather(
            lambda: self._call(token, "GET", "/auth/tokens", headers={"X-Subject-Token": token}),
            lambda: self._call(token, "GET", "/auth/projects"),
        )
        found = access.create(body=checked.json(), auth_token=token)
        _refuse_restricted(checked.json()["token"])
        scoped = {found.project_id: found} if found.project_id else {}
        return _Known(found, _projects(listed.json()["projects"]), scoped)

    def _scoped(self, token: str, known: _Known, project: str) -> AccessInfo:
        """The token itself where it is of the project, else one that is made from it."""
        with known.lock:
            if project not in known.scoped:
                known.scoped[project] = self._rescope(token, project)
            return known.scoped[project]

    def _rescope(self, token: str, project: str) -> AccessInfo:
        body = {
            "auth": {
                "identity": {"methods": ["token"], "token": {"id": token}},
                "scope": {"project": {"id": project}},
            }
        }
        return access.create(resp=self._call(None, "POST", "/auth/tokens", json=body))

    def _call(self, token: str | None, verb: str, path: str, **request: Any) -> Any:
        headers = request.pop("headers", {})
        if token:
            headers["X-Auth-Token"] = token
        try:
            return self._session.request(
                self._auth_url + path,
                verb,
                authenticated=False,
                headers=headers,
                log=False,  # the headers hold tokens
                **request,
            )
        except (ks.Unauthorized, ks.NotFound) as error:
            raise errors.Unauthorized(
                "Request had invalid authentication credentials. Expected a Keystone token."
            ) from error
        except ks.Forbidden as error:
            raise errors.Forbidden("These credentials cannot be used for this project.") from error
        except ks.ClientException as error:
            raise errors.Unavailable("The identity service cannot be reached.") from error


def _refuse_restricted(token: dict[str, Any]) -> None:
    """Refuse an application credential with access rules (Keystone's limit to some requests).

    OpenStack's services check the rules against what they are asked, but not in a request that
    carries a service token, as those of operations do: the rules would be of no effect here.

    :raises errors.Forbidden: the token has such rules.
    """
    if token.get("application_credential", {}).get("access_rules") is not None:
        raise errors.Forbidden("An application credential with access rules cannot be used here.")


def _projects(rows: list[dict[str, Any]]) -> list[Project]:
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
        )
        for row in enabled
    ]
    return sorted(projects, key=lambda p: p.id)


def _expiry(token: AccessInfo) -> float:
    return token.expires.timestamp() if token.expires else math.inf


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
