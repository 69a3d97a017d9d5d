"""Keystone tokens: checked, listed and re-scoped to the project in the path, and cached."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cachetools import TTLCache
from keystoneauth1 import access, loading, session
from keystoneauth1 import exceptions as ks
from oslo_config import cfg

from gce_api import errors
from gce_api.names import PROJECT_ID, numeric_id

T = TypeVar("T")


@dataclass(frozen=True)
class Project:
    """A Keystone project in GCE's terms: ``id`` is its GCE id, ``uuid`` Keystone's."""

    id: str
    uuid: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Caller:
    """A user, as checked by Keystone, in one project."""

    project: Project
    access: access.AccessInfo = field(repr=False)

    @property
    def user(self) -> str:
        return self.access.username or ""

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.access.role_names or ())


class Authenticator:
    """Turns bearer tokens into callers; safe for use by several threads."""

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self._auth_url = conf.keystone.auth_url.rstrip("/")
        self._session: session.Session = loading.load_session_from_conf_options(conf, "keystone")
        self._cache: TTLCache[Hashable, Any] = TTLCache(10_000, conf.keystone.token_cache_seconds)
        self._lock = threading.Lock()

    def projects(self, token: str) -> list[Project]:
        """The projects in which the token's user has a role, sorted by id.

        :raises errors.Unauthorized: Keystone does not accept the token.
        """
        return self._cached(("projects", _digest(token)), lambda: self._list_projects(token))

    def caller(self, token: str, project: str) -> Caller:
        """The token's user in ``project`` (GCE id, Keystone UUID or project number).

        :raises errors.Unauthorized: Keystone does not accept the token.
        :raises errors.NotFound: no such project, as far as this user may know.
        :raises errors.Forbidden: the token cannot be used for that project.
        """
        found = next((p for p in self.projects(token) if project in _addresses(p)), None)
        if found is None:
            raise errors.NotFound.resource(f"projects/{project}")
        key = ("access", _digest(token), found.uuid)
        return Caller(found, self._cached(key, lambda: self._scoped(token, found)))

    def _cached(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._cache:
                return self._cache[key]
        value = make()
        with self._lock:
            self._cache[key] = value
        return value

    def _list_projects(self, token: str) -> list[Project]:
        answer = self._call(token, "GET", "/auth/projects")
        rows = [row for row in answer.json()["projects"] if row.get("enabled", True)]
        count = Counter(row["name"] for row in rows)
        projects = [
            Project(
                id=row["name"]
                if count[row["name"]] == 1 and PROJECT_ID.fullmatch(row["name"])
                else row["id"],
                uuid=row["id"],
                name=row["name"],
                description=row.get("description") or "",
            )
            for row in rows
        ]
        return sorted(projects, key=lambda p: p.id)

    def _scoped(self, token: str, project: Project) -> access.AccessInfo:
        """The token as it is when it is scoped to the project, else one made from it."""
        answer = self._call(token, "GET", "/auth/tokens", headers={"X-Subject-Token": token})
        present = access.create(body=answer.json(), auth_token=token)
        if present.project_id == project.uuid:
            return present
        body = {
            "auth": {
                "identity": {"methods": ["token"], "token": {"id": token}},
                "scope": {"project": {"id": project.uuid}},
            }
        }
        return access.create(resp=self._call(None, "POST", "/auth/tokens", json=body))

    def _call(self, token: str | None, verb: str, path: str, **request: Any) -> Any:
        headers = request.pop("headers", {})
        if token:
            headers["X-Auth-Token"] = token
        try:
            return self._session.request(
                self._auth_url + path, verb, authenticated=False, headers=headers, **request
            )
        except (ks.Unauthorized, ks.NotFound) as error:
            raise errors.Unauthorized(
                "Request had invalid authentication credentials. Expected a Keystone token."
            ) from error
        except ks.Forbidden as error:
            raise errors.Forbidden("These credentials cannot be used for this project.") from error
        except ks.ClientException as error:
            raise errors.Unavailable("The identity service cannot be reached.") from error


def _addresses(project: Project) -> set[str]:
    return {project.id, project.uuid, numeric_id(project.uuid)}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
