"""The authorization server: OAuthLib's endpoints on our log-ins and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oauthlib.common import Request
from oauthlib.oauth2 import (
    AuthorizationEndpoint,
    BearerToken,
    IntrospectEndpoint,
    RefreshTokenGrant,
    RevocationEndpoint,
    TokenEndpoint,
)
from oslo_config import cfg

from gce_api.access.auth.identity import Identity
from gce_api.access.iam.assertions import Assertions
from gce_api.access.iam.keys import Keys
from gce_api.access.oauth.grants import JWT_BEARER, CodeGrant, JwtGrant
from gce_api.access.oauth.log_ins import KeptLogIn, LogIns, Steps
from gce_api.access.oauth.tokens import LIFETIME, Tokens
from gce_api.access.oauth.validator import Validator
from gce_api.database.connection import Database
from gce_api.database.sealing import Sealer
from gce_api.google import errors
from gce_api.openstack.caller import Credential

TOKEN_PATHS = ("/token", "/oauth2/v4/token", "/o/oauth2/token")  # ours first; Google's of old


class OAuth:
    """Everything that the ways in are made of, as long as the process lives."""

    def __init__(self, conf: cfg.ConfigOpts, database: Database, identity: Identity) -> None:
        self.identity = identity
        self.sealer = Sealer(conf)
        self.keys = Keys(database, identity, self.sealer)
        self.steps = Steps(database, self.sealer)
        self.log_ins = LogIns(conf, database, identity, self.sealer)
        self.tokens = Tokens(self.sealer)
        self.assertions = Assertions(conf, self.keys)
        self._conf = conf

    def credentials(self, bearer: str) -> Mapping[str, Credential] | None:
        """The application credentials that a bearer stands for, by their project's UUID.

        :returns: ``None`` for what is not ours: Keystone may know it.
        :raises errors.Unauthorized: it is ours and has ended, or is not good.
        """
        kind, name = self.tokens.holder(bearer) or (None, "")
        if kind == "log-in":
            log_in = self.log_ins.find(name)
            if log_in is None:
                raise errors.Unauthorized("The log-in behind this token has ended.")
            return log_in.credentials
        key = self.keys.find(name) if kind else self.assertions.key_of_bearer(bearer)
        if key is not None:
            return self.keys.credentials(key)
        if kind:
            raise errors.Unauthorized("The service account key behind this token was deleted.")
        return None

    def server(self, root: str) -> Server:
        """The endpoints of the authorization server at ``root``."""
        validator = TokenValidator(self._conf, self)
        return Server(validator, self, root)


class TokenValidator(Validator):
    """What the endpoints that are asked about tokens ask besides."""

    def __init__(self, conf: cfg.ConfigOpts, oauth: OAuth) -> None:
        super().__init__(conf, oauth.steps, oauth.log_ins)
        self._oauth = oauth

    def revoke_token(self, token: str, token_type_hint: str, request: Request, **_: Any) -> None:
        """End the log-in of a refresh or an access token."""
        found = self._log_in_of(token)
        if found:
            self._log_ins.end(found.id)

    def introspect_token(
        self, token: str, token_type_hint: str, request: Request, **_: Any
    ) -> dict[str, Any] | None:
        """Whose a token is (RFC 7662), ``None`` if it is good for nothing."""
        found = self._log_in_of(token)
        if found:
            return _of_log_in(found) if self._log_ins.works(found) else None
        kind, name = self._holder(token)
        key = self._oauth.keys.find(name) if kind == "key" else None
        if key is None or not self._oauth.keys.works(key):
            return None
        return {"username": key.email, "sub": key.account, "token_type": "Bearer"}

    def _log_in_of(self, token: str) -> KeptLogIn | None:
        kind, name = self._holder(token)
        if kind == "log-in":
            return self._log_ins.find(name)
        return self._log_ins.by_refresh_token(token)

    def _holder(self, token: str) -> tuple[str | None, str]:
        try:
            return self._oauth.tokens.holder(token) or (None, "")
        except errors.Unauthorized:
            return None, ""


class Server(AuthorizationEndpoint, TokenEndpoint, IntrospectEndpoint, RevocationEndpoint):
    """RFC 6749 (code, refresh), 7523, 7662 and 7009."""

    def __init__(self, validator: TokenValidator, oauth: OAuth, root: str) -> None:
        code = CodeGrant(validator, post_token=[_returning_nothing(validator.make_log_in)])
        refresh = RefreshTokenGrant(validator, issue_new_refresh_tokens=False)
        for grant in (code, refresh):
            grant.register_token_modifier(_with_id_token(oauth.tokens, root))
        bearer = BearerToken(
            validator,
            token_generator=lambda request: oauth.tokens.access_token(("log-in", request.log_in)),
            refresh_token_generator=lambda request: request.new_refresh_token,
            expires_in=LIFETIME,
        )
        AuthorizationEndpoint.__init__(
            self,
            default_response_type="code",
            response_types={"code": code},
            default_token_type=bearer,
        )
        TokenEndpoint.__init__(
            self,
            default_grant_type="authorization_code",
            grant_types={
                "authorization_code": code,
                "refresh_token": refresh,
                JWT_BEARER: JwtGrant(oauth.assertions, oauth.keys, oauth.tokens, root, TOKEN_PATHS),
            },
            default_token_type=bearer,
        )
        RevocationEndpoint.__init__(self, validator)
        IntrospectEndpoint.__init__(self, validator)


def _returning_nothing(validate: Any) -> Any:
    """As OAuthLib wants its validators: they return what they add to the request's facts."""

    def validator(request: Request) -> dict[str, Any]:
        validate(request)
        return {}

    return validator


def _with_id_token(tokens: Tokens, issuer: str) -> Any:
    """Adds an id token, from which gcloud takes the account's name, where `openid` is asked for."""

    def modifier(token: dict[str, Any], token_handler: Any, request: Request) -> dict[str, Any]:
        if "openid" in request.scopes:
            user = request.user
            about = {"sub": user.id, "email": user.email, "email_verified": True, "name": user.name}
            token["id_token"] = tokens.id_token(issuer, request.client_id, about)
        return token

    return modifier


def _of_log_in(found: KeptLogIn) -> dict[str, Any]:
    return {
        "username": found.user.email,
        "sub": found.user.id,
        "client_id": found.client,
        "scope": " ".join(found.scopes),
        "token_type": "Bearer",
    }
