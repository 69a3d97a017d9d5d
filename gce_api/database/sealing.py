"""Secrets at rest: encrypted with keys that are in the configuration, not in the database.

The keys are those of ``[operations] secret_key_file`` (the first line seals, every line opens, so
keys can be changed), which is made where it is missing. Without a file the key is derived from
the service user's password: every node that has the same configuration has the same key, and a
copy of the database is of no use without the configuration.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from oslo_config import cfg

from gce_api import options


class Unreadable(Exception):
    """Not sealed by this endpoint for this purpose, or too long ago."""


class Sealer:
    """Seals JSON for one purpose; what was sealed for another does not open.

    :raises options.Wrong: there is no key to do so with.
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self._keys = _keys(conf)
        try:
            self._fernet = MultiFernet([Fernet(key) for key in self._keys])
        except ValueError:
            raise options.Wrong(
                f"[operations] secret_key_file: {conf.operations.secret_key_file} holds a line "
                "that is no Fernet key."
            ) from None

    def seal(self, purpose: str, content: Any) -> bytes:
        """Encrypt plain JSON; the result is URL-safe ASCII."""
        return self._fernet.encrypt(zlib.compress(json.dumps([purpose, content]).encode()))

    def open(self, purpose: str, sealed: bytes | str, seconds: int | None = None) -> Any:
        """The content again.

        :param seconds: how old it may be.
        :raises Unreadable: by nobody's key of ours, for another purpose, or too old.
        """
        try:
            sealed_for, content = json.loads(zlib.decompress(self._fernet.decrypt(sealed, seconds)))
        except (InvalidToken, ValueError) as error:  # the latter for what is not ASCII
            raise Unreadable from error
        if sealed_for != purpose:
            raise Unreadable
        return content

    def derive(self, purpose: str, length: int) -> list[bytes]:
        """Secret bytes for another kind of key, from each of the keys in their order."""
        return [
            HKDF(hashes.SHA256(), length, salt=None, info=purpose.encode()).derive(
                base64.urlsafe_b64decode(key)
            )
            for key in self._keys
        ]


def _keys(conf: cfg.ConfigOpts) -> list[bytes]:
    path = conf.operations.secret_key_file
    if path:
        return _keys_of_file(Path(path))
    if conf.keystone.password:
        return [_derive(conf.keystone.password)]
    raise options.Wrong(
        "[operations] secret_key_file: must be set where [keystone] has no password to derive "
        "the key from."
    )


def _keys_of_file(path: Path) -> list[bytes]:
    try:
        return _made(path)
    except FileExistsError:
        pass
    except OSError as error:
        raise options.Wrong(f"[operations] secret_key_file: {error}") from None
    try:
        keys = path.read_bytes().split()
    except OSError as error:
        raise options.Wrong(f"[operations] secret_key_file: {error}") from None
    if not keys:
        raise options.Wrong(f"[operations] secret_key_file: {path} holds no key.")
    return keys


def _made(path: Path) -> list[bytes]:
    """A new file with a key.

    :raises FileExistsError: there is one.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        key = Fernet.generate_key()
        file.write(key + b"\n")
    return [key]


def _derive(password: str) -> bytes:
    kdf = Scrypt(salt=b"gce-api operations", length=32, n=2**14, r=8, p=1)
    return base64.urlsafe_b64encode(kdf.derive(password.encode()))
