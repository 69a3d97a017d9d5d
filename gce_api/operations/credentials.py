"""What is kept with an operation for the endpoint's eyes only, until it is done, encrypted.

That is the caller's token and catalogue, and the arguments of the flow, such as startup scripts.
"""

from __future__ import annotations

import base64
import dataclasses
import os
import zlib
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from keystoneauth1 import access
from keystoneauth1.identity.access import AccessInfoPlugin
from oslo_config import cfg

from gce_api import errors
from gce_api.auth.keystone import Caller, Project


class Vault:
    """Seals and opens callers, and plain JSON.

    The key is that of ``[operations] secret_key_file`` (the first line seals, every line opens,
    so keys can be changed), which is made where it is missing. Without a file it is derived from
    the service user's password: every node that has the same configuration has the same key, and
    a copy of the database is of no use without the configuration.
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        keys = _keys(conf)
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, content: Any) -> bytes:
        """Encrypt plain JSON."""
        return self._fernet.encrypt(zlib.compress(orjson.dumps(content)))

    def open(self, sealed: bytes | None) -> Any:
        """The JSON again.

        :raises errors.Unauthorized: sealed with a key that this process does not have, or gone.
        """
        try:
            return orjson.loads(zlib.decompress(self._fernet.decrypt(sealed or b"")))
        except InvalidToken as error:
            raise errors.Unauthorized(
                "What was kept with this operation cannot be read: the endpoint's key has changed."
            ) from error

    def seal_caller(self, caller: Caller) -> bytes:
        """Encrypt what is needed to act for ``caller`` later."""
        state = AccessInfoPlugin(caller.access).get_auth_state()
        auth = orjson.loads(state or "")
        return self.seal({"project": dataclasses.asdict(caller.project), "auth": auth})

    def open_caller(self, sealed: bytes | None) -> Caller:
        """The caller again.

        :raises errors.Unauthorized: as :meth:`open`.
        """
        content = self.open(sealed)
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
