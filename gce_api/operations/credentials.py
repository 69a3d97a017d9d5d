"""The caller's token and catalogue, kept with an operation, encrypted, until it is done."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import zlib
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from keystoneauth1 import access
from keystoneauth1.identity.access import AccessInfoPlugin
from oslo_config import cfg

from gce_api import errors
from gce_api.auth.keystone import Caller, Project


class Vault:
    """Seals and opens callers.

    The key is that of ``[operations] secret_key_file`` (the first line seals, every line opens,
    so keys can be changed), which is made where it is missing. Without a file it is derived from
    the service user's password: every node that has the same configuration has the same key, and
    a copy of the database is of no use without the configuration.
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        keys = _keys(conf)
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, caller: Caller) -> bytes:
        """Encrypt what is needed to act for ``caller`` later."""
        state = AccessInfoPlugin(caller.access).get_auth_state()
        content = {"project": dataclasses.asdict(caller.project), "auth": json.loads(state or "")}
        return self._fernet.encrypt(zlib.compress(json.dumps(content).encode()))

    def open(self, sealed: bytes) -> Caller:
        """The caller again.

        :raises errors.Unauthorized: sealed with a key that this process does not have.
        """
        try:
            content = json.loads(zlib.decompress(self._fernet.decrypt(sealed)))
        except InvalidToken as error:
            raise errors.Unauthorized(
                "The credentials of this operation cannot be read: the endpoint's key has changed."
            ) from error
        auth = content["auth"]
        return Caller(
            Project(**content["project"]),
            access.create(body=auth["body"], auth_token=auth["auth_token"]),
        )


def _keys(conf: cfg.ConfigOpts) -> list[bytes]:
    path = conf.operations.secret_key_file
    if path:
        return _keys_of_file(Path(path))
    if conf.keystone.password:
        return [_derive(conf.keystone.password)]
    raise cfg.ConfigFileValueError(
        "[operations] secret_key_file must be set where [keystone] has no password to derive "
        "the key from"
    )


def _keys_of_file(path: Path) -> list[bytes]:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        keys = path.read_bytes().split()
        if not keys:
            raise cfg.ConfigFileValueError(f"{path} holds no key") from None
        return keys
    with os.fdopen(descriptor, "wb") as file:
        key = Fernet.generate_key()
        file.write(key + b"\n")
    return [key]


def _derive(password: str) -> bytes:
    kdf = Scrypt(salt=b"gce-api operations", length=32, n=2**14, r=8, p=1)
    return base64.urlsafe_b64encode(kdf.derive(password.encode()))
