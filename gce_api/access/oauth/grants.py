"""The grants that differ from OAuthLib's own: PKCE by S256 only, and JWTs (RFC 7523)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from oauthlib.common import Request
from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Error,
)
from oauthlib.oauth2.rfc6749.grant_types.base import GrantTypeBase

from gce_api.access.iam.assertions import Assertions
from gce_api.access.iam.keys import Keys
from gce_api.access.oauth.tokens import LIFETIME, Tokens
from gce_api.database.models import ServiceAccountKey
from gce_api.google import errors

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class CodeGrant(AuthorizationCodeGrant):
    """Authorization codes whose challenge is a hash; `plain` would protect nothing."""

    _code_challenge_methods = {
        "S256": AuthorizationCodeGrant._code_challenge_methods["S256"],
    }


class JwtGrant(GrantTypeBase):
    """Service account keys: a JWT for an access token, or for an id token.

    ``target_audience`` in the JWT asks for an id token for that audience, anything else for an
    access token. https://developers.google.com/identity/protocols/oauth2/service-account
    """

    def __init__(
        self, assertions: Assertions, keys: Keys, tokens: Tokens, issuer: str, paths: Iterable[str]
    ) -> None:
        super().__init__()
        self._issuer = issuer
        self._token_uris = [issuer + path.lstrip("/") for path in paths]
        self._assertions = assertions
        self._keys = keys
        self._tokens = tokens

    def create_token_response(
        self, request: Request, token_handler: Any
    ) -> tuple[dict[str, str], str, int]:
        headers = self._get_default_headers()
        try:
            key, claims = self._checked(request)
        except OAuth2Error as error:
            return headers | error.headers, error.json, error.status_code
        return headers, json.dumps(self._answer(key, claims)), 200

    def _checked(self, request: Request) -> tuple[ServiceAccountKey, Any]:
        assertion = getattr(request, "assertion", None)
        if not assertion:
            raise InvalidRequestError("Missing assertion parameter.", request=request)
        try:
            key, claims = self._assertions.verify(assertion, self._token_uris)
        except errors.Unauthorized as error:
            raise InvalidGrantError(error.message, request=request) from error
        if not self._keys.works(key):
            raise InvalidGrantError(
                "The application credential of this key is gone, or its user or project is "
                "disabled.",
                request=request,
            )
        return key, claims

    def _answer(self, key: ServiceAccountKey, claims: Any) -> dict[str, Any]:
        audience = claims.get("target_audience")
        if audience:
            about = {
                "sub": key.account,
                "azp": key.account,
                "email": key.email,
                "email_verified": True,
            }
            return {"id_token": self._tokens.id_token(self._issuer, str(audience), about)}
        return {
            "access_token": self._tokens.access_token(("key", key.id)),
            "expires_in": LIFETIME,
            "token_type": "Bearer",
        }
