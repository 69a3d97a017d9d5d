"""Log-ins and the steps to one, in the database that all processes share."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keystoneauth1.access import AccessInfoV3
from oslo_config import cfg
from sqlalchemy import delete, select, update

from gce_api.access.auth.identity import Identity
from gce_api.access.oauth.tokens import digest, new_secret
from gce_api.database.connection import Database
from gce_api.database.models import LogIn, LogInStep
from gce_api.database.sealing import Sealer, Unreadable
from gce_api.google import errors
from gce_api.google.times import now
from gce_api.openstack.caller import Credential, Project
from gce_api.openstack.parallel import gather

_STEP, _LOG_IN = "step of a log-in", "log-in"


@dataclass(frozen=True)
class User:
    """Who has logged in: Keystone's UUID and names."""

    id: str
    name: str
    domain: str

    @property
    def email(self) -> str:
        """What clients call the account: the name where that is an address, else made one."""
        return self.name if "@" in self.name else f"{self.name}@{self.domain.lower()}"


@dataclass(frozen=True)
class Wish:
    """What a log-in is to be: for which client, for what, and where."""

    client: str
    scopes: list[str]
    projects: list[str]
    unrestricted: bool


@dataclass(frozen=True)
class KeptLogIn:
    """A log-in as it is kept; ``credentials`` by their project's UUID."""

    id: str
    client: str
    user: User
    scopes: list[str]
    credentials: Mapping[str, Credential]
    expires: int


class Steps:
    """What is kept of a log-in on its way, each of it good for one use."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    def add(self, content: dict[str, Any], seconds: int) -> str:
        """Keep something for so long; returns the secret it is found by."""
        secret = new_secret()
        sealed = self._sealer.seal(_STEP, content)
        with self._database.writer() as session:
            session.execute(delete(LogInStep).where(LogInStep.expires < now()))
            session.add(
                LogInStep(id=digest(secret), content=sealed, expires=now() + seconds * 1000)
            )
        return secret

    def look(self, secret: str) -> dict[str, Any] | None:
        """What is kept, ``None`` if it was used, is too old, or never was."""
        query = select(LogInStep.content).where(*_unused(secret))
        with self._database.reader() as session:
            sealed = session.scalar(query)
        return self._open(sealed) if sealed else None

    def take(self, secret: str) -> dict[str, Any] | None:
        """The same, for the one who is first."""
        query = update(LogInStep).where(*_unused(secret)).values(used="")
        with self._database.writer() as session:
            taken = session.execute(query).rowcount == 1  # type: ignore[attr-defined]
            row = session.get(LogInStep, digest(secret)) if taken else None
            sealed = row.content if row else None
        return self._open(sealed) if sealed else None

    def spend(self, secret: str, log_in: str) -> None:
        """Note the log-in that something was taken for."""
        query = update(LogInStep).where(LogInStep.id == digest(secret)).values(used=log_in)
        with self._database.writer() as session:
            session.execute(query)

    def spent_on(self, secret: str) -> str | None:
        """The log-in that something was taken for."""
        with self._database.reader() as session:
            return session.scalar(select(LogInStep.used).where(LogInStep.id == digest(secret)))

    def _open(self, sealed: bytes) -> dict[str, Any] | None:
        try:
            content: dict[str, Any] = self._sealer.open(_STEP, sealed)
        except Unreadable:
            return None
        return content


class LogIns:
    """Makes, finds and ends log-ins; safe for use by several threads."""

    def __init__(
        self, conf: cfg.ConfigOpts, database: Database, identity: Identity, sealer: Sealer
    ) -> None:
        self._lifetime = datetime.timedelta(days=conf.oauth.login_days)
        self._database = database
        self._identity = identity
        self._sealer = sealer

    def create(self, log_in: str, user: User, token: str, wish: Wish) -> str:
        """Make application credentials in the projects and keep them; returns a refresh token.

        :param log_in: the id it is to have.
        :param token: Keystone's of the user, good for every project.
        :raises errors.GceError: they cannot be had; none is left behind.
        """
        end = datetime.datetime.now(datetime.UTC) + self._lifetime
        credentials = self._make(token, wish, end)
        refresh = new_secret()
        content = {
            "user": [user.id, user.name, user.domain],
            "scopes": wish.scopes,
            "credentials": {place: [c.id, c.secret] for place, c in credentials.items()},
        }
        with self._database.writer() as session:
            session.execute(delete(LogIn).where(LogIn.expires < now()))
            session.add(
                LogIn(
                    id=log_in,
                    refresh=digest(refresh),
                    user=user.id,
                    client=wish.client,
                    content=self._sealer.seal(_LOG_IN, content),
                    expires=int(end.timestamp() * 1000),
                )
            )
        return refresh

    def find(self, log_in: str) -> KeptLogIn | None:
        """A log-in by its id, if it has not ended."""
        return self._one(LogIn.id == log_in)

    def by_refresh_token(self, token: str) -> KeptLogIn | None:
        """A log-in by its refresh token, if it has not ended."""
        return self._one(LogIn.refresh == digest(token))

    def works(self, log_in: KeptLogIn) -> bool:
        """Whether Keystone still accepts one of its application credentials."""
        for credential in log_in.credentials.values():
            with contextlib.suppress(errors.Unauthorized, errors.Forbidden):
                self._identity.with_credential(credential)
                return True
        return False

    def end(self, log_in: str) -> None:
        """Delete a log-in, at once, and its application credentials where that can be done."""
        found = self.find(log_in)
        with self._database.writer() as session:
            session.execute(delete(LogIn).where(LogIn.id == log_in))
        for credential in found.credentials.values() if found else ():
            self._delete(found.user.id, credential)  # type: ignore[union-attr]

    def _one(self, condition: Any) -> KeptLogIn | None:
        with self._database.reader() as session:
            row = session.scalar(select(LogIn).where(condition, LogIn.expires > now()))
            session.expunge_all()
        if row is None:
            return None
        try:
            content = self._sealer.open(_LOG_IN, row.content)
        except Unreadable:
            return None
        return KeptLogIn(
            id=row.id,
            client=row.client,
            user=User(*content["user"]),
            scopes=content["scopes"],
            credentials={p: Credential(*pair) for p, pair in content["credentials"].items()},
            expires=row.expires,
        )

    def _make(self, token: str, wish: Wish, end: datetime.datetime) -> dict[str, Credential]:
        def make(project: str) -> tuple[AccessInfoV3, Credential] | errors.GceError:
            try:
                scoped = self._identity.rescope(token, project)
                return scoped, self._identity.create_credential(
                    scoped,
                    name=f"gce-log-in {wish.client[:100]} {uuid.uuid4().hex[:12]}",
                    description="A log-in at the Compute Engine endpoint. "
                    "Delete this and the log-in ends.",
                    expires=end,
                    unrestricted=wish.unrestricted,
                )
            except errors.GceError as error:
                return error

        made = dict(
            zip(wish.projects, gather(*(lambda p=p: make(p) for p in wish.projects)), strict=True)
        )
        failed = [result for result in made.values() if isinstance(result, errors.GceError)]
        if failed:
            for result in made.values():
                if not isinstance(result, errors.GceError):
                    scoped, credential = result
                    self._identity.delete_credential(
                        str(scoped.user_id), credential.id, scoped.auth_token
                    )
            raise failed[0]
        return {project: credential for project, (_, credential) in made.items()}

    def _delete(self, user: str, credential: Credential) -> None:
        """As the endpoint, if that is an administrator, else by the credential itself."""
        if self._identity.delete_credential(user, credential.id):
            return
        with contextlib.suppress(errors.GceError):
            token = self._identity.with_credential(credential).auth_token
            self._identity.delete_credential(user, credential.id, token)


def chosen(projects: list[Project], wanted: list[str]) -> list[str]:
    """The UUIDs of those of a user's projects that they have ticked."""
    return [project.uuid for project in projects if project.uuid in wanted]


def _unused(secret: str) -> tuple[Any, ...]:
    return LogInStep.id == digest(secret), LogInStep.used.is_(None), LogInStep.expires > now()
