"""The tokens that are handed out: opaque access tokens, and signed id tokens."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from gce_api.database.sealing import Sealer, Unreadable
from gce_api.google import errors

LIFETIME = 3600  # seconds of an access token and an id token
PREFIX = "gce."  # no Keystone token has a dot there
_PURPOSE = "access token"
_CURVE = ec.SECP256R1()

Holder = tuple[Literal["log-in", "key"], str]


class Tokens:
    """Makes and reads tokens; nothing is kept of them.

    An access token is who holds it, encrypted: a log-in or a service account key, by its id.
    """

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._signing = [_signing_key(secret) for secret in sealer.derive("id tokens", 48)]

    def access_token(self, holder: Holder) -> str:
        """A new access token."""
        return PREFIX + self._sealer.seal(_PURPOSE, holder).decode()

    def holder(self, token: str) -> Holder | None:
        """Who holds an access token; ``None`` if it is none of ours.

        :raises errors.Unauthorized: it is one, and too old.
        """
        if not token.startswith(PREFIX):
            return None
        try:
            kind, name = self._sealer.open(_PURPOSE, token.removeprefix(PREFIX), LIFETIME)
        except Unreadable as error:
            raise errors.Unauthorized("The access token has expired, or is none.") from error
        return kind, name

    def id_token(self, issuer: str, audience: str, claims: dict[str, Any]) -> str:
        """A signed id token (OpenID Connect Core, 2)."""
        now = int(time.time())
        standard = {"iss": issuer, "aud": audience, "iat": now, "exp": now + LIFETIME}
        key = self._signing[0]
        return jwt.encode(claims | standard, key, "ES256", headers={"kid": _kid(key)})

    def public_keys(self) -> dict[str, Any]:
        """The keys that id tokens are checked with (RFC 7517)."""
        return {
            "keys": [
                ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
                | {"kid": _kid(key), "use": "sig", "alg": "ES256"}
                for key in self._signing
            ]
        }


def new_secret() -> str:
    """A code, a refresh token: something nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _signing_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret) % (_CURVE.group_order - 1) + 1, _CURVE)


def _kid(key: ec.EllipticCurvePrivateKey) -> str:
    return hashlib.sha256(str(key.public_key().public_numbers().x).encode()).hexdigest()[:40]
