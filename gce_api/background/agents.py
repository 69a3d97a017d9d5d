"""Agents: credentials to act for a user when no request is at hand.

An agent is a Keystone application credential of the user in the project. It is made with the
user's token at the moment they ask for something that goes on by itself, has the roles that they
have in the project, is listed among their application credentials, and ends when they delete it
there, or lose their roles. Its secret is kept encrypted.

One that Keystone does not accept rests: its user or project may be gone for good, or just disabled.
That is logged once, and it is tried again after a minute, later once an hour.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cachetools import TTLCache
from keystoneauth1 import exceptions as ks
from keystoneauth1.identity.v3 import ApplicationCredential
from oslo_config import cfg
from oslo_log import log

from gce_api.access.auth.identity import OUTAGE
from gce_api.access.auth.keystone import Authenticator
from gce_api.database import resources
from gce_api.database.connection import Database
from gce_api.database.sealing import Sealer, Unreadable
from gce_api.google import errors
from gce_api.openstack import application_credentials, failures, sessions
from gce_api.openstack.caller import Caller
from gce_api.openstack.cloud import Cloud

LOG = log.getLogger(__name__)

COLLECTION = "agents"  # beside GCE's own collections, none of which is called so
PURPOSE = "agent"
DESCRIPTION = "The GCE endpoint acts for you with this: schedules, groups, load balancers."
LIFETIME = 600  # seconds for which a token is used
SHORT_REST, LONG_REST = 60.0, 3600.0  # seconds for which one that fails is not tried


class Resting(errors.Unauthorized):
    """An agent cannot act; what is to be said about that has been logged."""


@dataclass(frozen=True)
class _Rest:
    """``sealed`` is the credential that failed: another one is tried at once."""

    sealed: str
    seconds: float
    until: float


class Agents:
    """Makes agents and lets them act; safe for use by several threads."""

    def __init__(
        self, conf: cfg.ConfigOpts, authenticator: Authenticator, database: Database
    ) -> None:
        self._auth_url = conf.keystone.auth_url
        self._session = sessions.load(conf, "keystone")
        self._authenticator = authenticator
        self._database = database
        self._sealer = Sealer(conf)
        self._callers: TTLCache[tuple[str, str], Caller] = TTLCache(1000, LIFETIME)
        self._rests: dict[tuple[str, str], _Rest] = {}
        self._lock = threading.Lock()

    def appoint(self, cloud: Cloud) -> str:
        """The name of an agent of the cloud's caller in their project; made where there is none
        that works.

        :raises errors.Unsupported: Keystone lets these credentials make no others, as they are
            an application credential themselves.
        """
        project, name = cloud.caller.project.uuid, _name_of(cloud.caller)
        self._forget(project, name)  # the user may have deleted it since it was asked for
        if not self._works(project, name):
            with cloud.turn_of(f"agents/{project}/{name}") as turn:  # one of two would be left over
                if not self._works(project, name):
                    turn.check()
                    self._keep(project, name, _credential(cloud))
        return name

    @contextmanager
    def acting(self, project: str, name: str) -> Iterator[Caller]:
        """Act for a user in the block (``project``: Keystone UUID).

        :raises Resting: there is no such agent (any more), or there was none a while ago.
        :raises errors.Unavailable: Keystone cannot be reached.
        """
        caller = self._awake(project, name)
        try:
            yield caller
        except Exception as error:
            failure = error if isinstance(error, errors.GceError) else failures.translate(error)
            if isinstance(failure, errors.Unauthorized):  # the token was revoked meanwhile
                self._forget(project, name)
                self._awake(project, name)
            raise

    def _awake(self, project: str, name: str) -> Caller:
        key = (project, name)
        with self._lock:
            known = self._callers.get(key)
        if known:
            return known
        sealed = self._sealed(project, name)
        rest = self._rests.get(key)
        if rest and rest.sealed == sealed and time.monotonic() < rest.until:
            raise Resting("The agent rests.")
        try:
            found = self._caller(project, name, sealed)
        except (errors.Unauthorized, errors.NotFound) as error:
            self._lay_to_rest(project, name, sealed, error)
            raise Resting(error.message) from error
        if self._rests.pop(key, None):
            LOG.info("%s of project %s can act again", name, project)
        return found

    def _lay_to_rest(self, project: str, name: str, sealed: str, error: errors.GceError) -> None:
        last = self._rests.get((project, name))
        if last and last.sealed == sealed:
            seconds = min(2 * last.seconds, LONG_REST)
        else:
            seconds = SHORT_REST
            LOG.warning(
                "%s of project %s cannot act: %s What it looked after (instance groups, load "
                "balancers, snapshot schedules) is left alone until it can; that is tried again "
                "in a minute, later once an hour.",
                *(name, project, error.message),
            )
        self._rests[project, name] = _Rest(sealed, seconds, time.monotonic() + seconds)

    def _forget(self, project: str, name: str) -> None:
        with self._lock:
            self._callers.pop((project, name), None)

    def _works(self, project: str, name: str) -> bool:
        try:
            self._caller(project, name, self._sealed(project, name))
        except errors.Unauthorized:
            return False
        return True

    def _caller(self, project: str, name: str, sealed: str) -> Caller:
        """The user for whom an agent acts, asked of Keystone.

        :raises errors.Unauthorized: it cannot.
        """
        found = self._authenticated(project, self._opened(sealed))
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
            raise errors.Unauthorized(
                "Keystone does not accept the application credential."
            ) from error
        except ks.ClientException as error:
            OUTAGE.begins(error)
            raise errors.Unavailable("The identity service cannot be reached.") from error
        return self._authenticator.caller(str(token), project)

    def _sealed(self, project: str, name: str) -> str:
        """An agent's credential as it is kept; empty where there is none."""
        with self._database.reader() as session:
            row = resources.find(session, project, COLLECTION, "global", name)
            return row.content["sealed"] if row else ""

    def _opened(self, sealed: str) -> dict[str, str]:
        if not sealed:
            raise errors.Unauthorized("Nobody has been appointed.")
        try:
            secrets: dict[str, str] = self._sealer.open(PURPOSE, sealed)
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


def _credential(cloud: Cloud) -> dict[str, str]:
    """A new application credential of a caller in their project.

    Where the caller is one that may make no others, as service account keys are, it is that one.
    """
    caller = cloud.caller
    own = caller.credential
    if own and caller.access.application_credential.get("restricted"):
        return {"id": own.id, "secret": own.secret}
    name = f"gce-endpoint {caller.project.name} {time.time_ns()}"
    made = application_credentials.create(cloud, name, DESCRIPTION)
    if made is None:
        raise errors.Unsupported(
            "What goes on by itself needs an application credential of yours, and Keystone lets "
            "these credentials make none: use a password or a token that was made from one."
        )
    return {"id": made.id, "secret": made.secret}
