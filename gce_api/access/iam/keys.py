"""Service account keys: RSA keys whose public half stands for an application credential."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import delete, func, select

from gce_api.access.auth.identity import Identity
from gce_api.access.iam.accounts import Account
from gce_api.database.connection import Database
from gce_api.database.models import ServiceAccountKey
from gce_api.database.sealing import Sealer, Unreadable
from gce_api.google import errors
from gce_api.google.times import now
from gce_api.openstack.caller import Caller, Credential
from gce_api.openstack.parallel import gather

MOST = 10  # keys of an account, as Google's
_PURPOSE = "service account key"
_BITS = 2048
KEY_ID = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class NewKey:
    """A key with its private half (PEM), which is kept nowhere."""

    row: ServiceAccountKey
    private_key: str


class Keys:
    """Makes, finds and ends keys; safe for use by several threads."""

    def __init__(self, database: Database, identity: Identity, sealer: Sealer) -> None:
        self._database = database
        self._identity = identity
        self._sealer = sealer

    def of_account(self, account: Account) -> list[ServiceAccountKey]:
        """The keys of an account, the oldest first."""
        query = select(ServiceAccountKey).where(ServiceAccountKey.account == account.number)
        with self._database.reader() as session:
            rows = session.scalars(query.order_by(ServiceAccountKey.created)).all()
            session.expunge_all()
        return list(rows)

    def find(self, key_id: str) -> ServiceAccountKey | None:
        """A key by its id."""
        if not KEY_ID.fullmatch(key_id):
            return None
        with self._database.reader() as session:
            row = session.get(ServiceAccountKey, key_id)
            session.expunge_all()
        return row

    def of_email(self, email: str) -> list[ServiceAccountKey]:
        """The keys of the account of an email address."""
        query = select(ServiceAccountKey).where(ServiceAccountKey.email == email)
        with self._database.reader() as session:
            rows = session.scalars(query).all()
            session.expunge_all()
        return list(rows)

    def create(self, caller: Caller, account: Account) -> NewKey:
        """A new key that acts as the caller.

        :raises errors.QuotaExceeded: the account has as many as it can.
        :raises errors.Forbidden: Keystone lets the caller make no application credential.
        """
        key_id = secrets.token_hex(20)
        private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        credential = self._credential(caller, account, key_id)
        row = ServiceAccountKey(
            id=key_id,
            project=caller.project.uuid,
            account=account.number,
            email=account.email,
            user=caller.access.user_id,
            public_key=private.public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            .decode(),
            credential=credential.id,
            secret=self._sealer.seal(_PURPOSE, credential.secret),
            created=now(),
        )
        try:
            self._keep(row)
        except BaseException:
            self._identity.delete_credential(row.user, credential.id, caller.access.auth_token)
            raise
        pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return NewKey(row, pem.decode())

    def end(self, caller: Caller, row: ServiceAccountKey) -> None:
        """Delete a key, at once, and its application credential where that can be done."""
        with self._database.writer() as session:
            session.execute(delete(ServiceAccountKey).where(ServiceAccountKey.id == row.id))
        self.tidy(caller, row)

    def tidy(self, caller: Caller, row: ServiceAccountKey) -> None:
        """Delete the application credential of a key that was deleted, where that can be done.

        It is its user's, who may delete it; so may the endpoint, where it is an administrator.
        Else it stays in its user's list, with a secret that nobody has any more.
        """
        token = caller.access.auth_token if caller.access.user_id == row.user else None
        if not (token and self._identity.delete_credential(row.user, row.credential, token)):
            self._identity.delete_credential(row.user, row.credential)

    def credentials(self, row: ServiceAccountKey) -> Mapping[str, Credential]:
        """What a key stands for, by its project's UUID.

        :raises errors.Unauthorized: the endpoint's own key has changed.
        """
        try:
            secret = self._sealer.open(_PURPOSE, row.secret)
        except Unreadable as error:
            raise errors.Unauthorized("The endpoint's key has changed.") from error
        return {row.project: Credential(row.credential, secret)}

    def work(self, rows: list[ServiceAccountKey]) -> list[bool]:
        """Whether each key still works: its application credential may be gone."""
        return gather(*(lambda row=row: self.works(row) for row in rows))

    def works(self, row: ServiceAccountKey) -> bool:
        """Whether Keystone still accepts a key's application credential."""
        try:
            for credential in self.credentials(row).values():
                self._identity.with_credential(credential)
        except (errors.Unauthorized, errors.Forbidden):
            return False
        return True

    def _credential(self, caller: Caller, account: Account, key_id: str) -> Credential:
        try:
            return self._identity.create_credential(
                caller.access,
                name=f"gce-key {account.email} {key_id}",
                description=f"Key {key_id} of the service account {account.email}. "
                "Delete this and the key ends.",
            )
        except errors.Forbidden as error:
            raise errors.Forbidden(
                "Keystone lets these credentials make no application credential, which a key "
                "stands for. Log in anew and allow it, or use a token made from a password."
            ) from error

    def _keep(self, row: ServiceAccountKey) -> None:
        query = select(func.count()).where(ServiceAccountKey.account == row.account)
        with self._database.writer() as session:
            if (session.scalar(query) or 0) >= MOST:
                raise errors.QuotaExceeded(f"A service account has up to {MOST} keys.")
            session.add(row)
            session.flush()
            session.expunge(row)
