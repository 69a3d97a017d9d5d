"""JWTs signed by service account keys (RFC 7523), as bearers and for tokens.

https://developers.google.com/identity/protocols/oauth2/service-account#jwt-auth
"""

from __future__ import annotations

from typing import Any

import jwt
from oslo_config import cfg

from gce_api.access.iam.keys import Keys
from gce_api.database.models import ServiceAccountKey
from gce_api.google import errors

ALGORITHM = "RS256"
# google-auth names Google's token endpoint whatever the key's token_uri is
GOOGLES_TOKEN_URIS = (
    "https://oauth2.googleapis.com/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://accounts.google.com/o/oauth2/token",
)
SERVICES = ("compute", "iam", "cloudresourcemanager")  # what a bearer may be meant for
LONGEST = 3600  # seconds between iat and exp
LEEWAY = 60  # seconds that clocks may differ


class Assertions:
    """Checks JWTs against the keys."""

    def __init__(self, conf: cfg.ConfigOpts, keys: Keys) -> None:
        self._keys = keys
        domains = {"googleapis.com", str(conf.api.universe_domain)}
        self._audiences = [f"https://{name}.{domain}/" for name in SERVICES for domain in domains]
        if conf.api.public_url:
            self._audiences.append(str(conf.api.public_url).rstrip("/") + "/")

    def key_of_bearer(self, token: str) -> ServiceAccountKey | None:
        """The key that has signed a bearer; ``None`` if that is no such JWT at all.

        :raises errors.Unauthorized: it is one, and not good.
        """
        if not token.startswith("eyJ"):
            return None
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError:
            return None
        if "kid" not in header:
            return None  # Keystone has JWTs too, without
        key, _ = self._verified(token, header, self._audiences, may_have_scope=True)
        return key

    def verify(self, assertion: str, token_uris: list[str]) -> tuple[ServiceAccountKey, Any]:
        """The key and the claims of an assertion that asks for a token.

        :param token_uris: how this server's token endpoint may be called.
        :raises errors.Unauthorized: it is not good.
        """
        try:
            header = jwt.get_unverified_header(assertion)
        except jwt.InvalidTokenError as error:
            raise errors.Unauthorized("Invalid JWT: it cannot be read.") from error
        return self._verified(assertion, header, [*GOOGLES_TOKEN_URIS, *token_uris])

    def _verified(
        self,
        token: str,
        header: dict[str, Any],
        audiences: list[str],
        may_have_scope: bool = False,
    ) -> tuple[ServiceAccountKey, Any]:
        key = self._signer(token, header)
        if key is None:
            raise errors.Unauthorized("Invalid JWT Signature: no such service account key.")
        try:
            claims = self._decoded(token, key, audiences)
        except jwt.MissingRequiredClaimError as error:
            if error.claim != "aud" or not may_have_scope:
                raise errors.Unauthorized(f"Invalid JWT: {error}.") from error
            claims = self._decoded(token, key, None)
            if not claims.get("scope"):
                raise errors.Unauthorized("Invalid JWT: it has neither aud nor scope.") from error
        except jwt.InvalidTokenError as error:
            raise errors.Unauthorized(f"Invalid JWT: {error}.") from error
        if claims.get("sub", key.email) != key.email:
            raise errors.Unauthorized("Invalid JWT: a service account stands for itself only.")
        if int(claims["exp"]) - int(claims["iat"]) > LONGEST + LEEWAY:
            raise errors.Unauthorized("Invalid JWT: it may be good for one hour only.")
        return key, claims

    def _signer(self, token: str, header: dict[str, Any]) -> ServiceAccountKey | None:
        """The key that a JWT says has signed it; where it does not say (libcloud's do not, as RFC
        7515 lets them), the one of its issuer's that has."""
        if "kid" in header:
            return self._keys.find(str(header["kid"]))
        try:
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except jwt.InvalidTokenError:
            return None
        found = self._keys.of_email(issuer) if isinstance(issuer, str) else []
        return next((key for key in found if _has_signed(key, token)), None)

    def _decoded(self, token: str, key: ServiceAccountKey, audiences: list[str] | None) -> Any:
        return jwt.decode(
            token,
            key.public_key,
            algorithms=[ALGORITHM],
            issuer=key.email,
            audience=audiences,
            leeway=LEEWAY,
            options={
                "require": ["exp", "iat", "iss", *(["aud"] if audiences else [])],
                "verify_aud": audiences is not None,
            },
        )


def _has_signed(key: ServiceAccountKey, token: str) -> bool:
    try:
        jwt.PyJWS().decode(token, key.public_key, algorithms=[ALGORITHM])
    except jwt.InvalidTokenError:
        return False
    return True
