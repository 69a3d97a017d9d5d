"""Agents: credentials to act for a user when no request is at hand.

An agent is a Keystone application credential of the user in the project. It is made with the
user's token at the moment they ask for something that goes on by itself, has the roles that they
have in the project, is listed among their application credentials, and ends when they delete it
there, or lose their roles. Its secret is kept encrypted.
"""

from __future__ import annotations

import hashlib
import threading
import time
from typing import Any

from cachetools import TTLCache
from keystoneauth1 import exceptions as ks
from keystoneauth1 import loading
from keystoneauth1.identity.v3 import ApplicationCredential
from openstack import exceptions as sdk
from oslo_config import cfg

from gce_api import errors
from gce_api.auth.keystone import Authenticator, Caller
from gce_api.database import resources
from gce_api.database.connection import Database
from gce_api.openstack.cloud import Cloud
from gce_api.sealing import Sealer, Unreadable

COLLECTION = "agents"  # beside GCE's own collections, none of which is called so
PURPOSE = "agent"
DESCRIPTION = "The GCE endpoint acts for you with this: schedules, groups, load balancers."
LIFETIME = 600  # seconds for which a token is used


class Agents:
    """Makes agents and lets them act; safe for use by several threads."""

    def __init__(
        self, conf: cfg.ConfigOpts, authenticator: Authenticator, database: Database
    ) -> None:
        self._auth_url = conf.keystone.auth_url
        self._session = loading.load_session_from_conf_options(conf, "keystone")
        self._authenticator = authenticator
        self._database = database
        self._sealer = Sealer(conf)
        self._callers: TTLCache[tuple[str, str], Caller] = TTLCache(1000, LIFETIME)
        self._lock = threading.Lock()

    def appoint(self, cloud: Cloud) -> str:
        """The name of an agent of the cloud's caller in their project; made where there is none
        that works.

        :raises errors.Unsupported: Keystone lets these credentials make no others, as they are
            an application credential themselves.
        """
        project, name = cloud.caller.project.uuid, _name_of(cloud.caller)
        with self._lock:  # the user may have deleted it since it was asked for
            self._callers.pop((project, name), None)
        if not self._works(project, name):
            with cloud.turn_of(f"agents/{project}/{name}"):  # one of two would be left over
                if not self._works(project, name):
                    self._keep(project, name, _application_credential(cloud))
        return name

    def _works(self, project: str, name: str) -> bool:
        try:
            self.caller(project, name)
        except errors.Unauthorized:
            return False
        return True

    def caller(self, project: str, name: str) -> Caller:
        """The user for whom an agent acts (``project``: Keystone UUID).

        :raises errors.Unauthorized: there is no such agent (any more).
        :raises errors.Unavailable: Keystone cannot be reached.
        """
        with self._lock:
            known = self._callers.get((project, name))
        if known:
            return known
        found = self._authenticated(project, self._secrets(project, name))
        with self._lock:
            self._callers[project, name] = found
        return found

    def _authenticated(self, project: str, credential: dict[str, str]) -> Caller:
        plugin = ApplicationCredential(
            self._auth_url,
            application_credential_id=credential["id"],
            application_credential_secret=credential["secret"],
        )
        try:
            token = plugin.get_token(self._session)
        except (ks.Unauthorized, ks.NotFound) as error:
            raise errors.Unauthorized("The application credential is gone.") from error
        except ks.ClientException as error:
            raise errors.Unavailable("The identity service cannot be reached.") from error
        return self._authenticator.caller(str(token), project)

    def _secrets(self, project: str, name: str) -> dict[str, str]:
        with self._database.reader() as session:
            row = resources.find(session, project, COLLECTION, "global", name)
        if row is None:
            raise errors.Unauthorized("Nobody has been appointed.")
        try:
            secrets: dict[str, str] = self._sealer.open(PURPOSE, row.content["sealed"])
        except Unreadable as error:
            raise errors.Unauthorized("The endpoint's key has changed.") from error
        return secrets

    def _keep(self, project: str, name: str, credential: dict[str, str]) -> None:
        content = {"sealed": self._sealer.seal(PURPOSE, credential).decode()}
        with self._database.writer() as session:
            row = resources.find(session, project, COLLECTION, "global", name, lock=True)
            if row is None:
                resources.insert(session, project, COLLECTION, "global", name, content)
            else:
                row.content = content


def _name_of(caller: Caller) -> str:
    return "agent-" + hashlib.sha256(str(caller.access.user_id).encode()).hexdigest()[:32]


def _application_credential(cloud: Cloud) -> dict[str, str]:
    """A new application credential of a caller in their project (Keystone v3.10).

    Where the caller is one that may make no others, as service account keys are, it is that one.
    """
    caller = cloud.caller
    own = caller.credential
    if own and caller.access.application_credential.get("restricted"):
        return {"id": own.id, "secret": own.secret}
    identity: Any = cloud.connection.identity
    try:
        made = identity.create_application_credential(
            user=caller.access.user_id,
            name=f"gce-endpoint {caller.project.name} {time.time_ns()}",
            description=DESCRIPTION,
        )
    except sdk.ForbiddenException as error:
        raise errors.Unsupported(
            "What goes on by itself needs an application credential of yours, and Keystone lets "
            "these credentials make none: use a password or a token that was made from one."
        ) from error
    return {"id": made.id, "secret": made.secret}
