"""What OAuthLib asks about clients, codes and tokens."""

from __future__ import annotations

import base64
import binascii
import uuid
from types import SimpleNamespace
from typing import Any

from oauthlib.common import Request
from oauthlib.oauth2 import InvalidGrantError, RequestValidator
from oslo_config import cfg

from gce_api.access.oauth.clients import may_redirect
from gce_api.access.oauth.log_ins import LogIns, Steps, User, Wish
from gce_api.google import errors

CODE_SECONDS = 120  # a client exchanges its code at once


class Validator(RequestValidator):
    """Answers from the database; what is found out of a request is put on it.

    ``request.code_step`` is what was kept with a code, ``request.log_in`` the id of the log-in
    that a token is for.
    """

    def __init__(self, conf: cfg.ConfigOpts, steps: Steps, log_ins: LogIns) -> None:
        self._allowed = set(conf.oauth.redirect_uris)
        self._steps = steps
        self._log_ins = log_ins

    # clients: all are public

    def client_authentication_required(self, request: Request, *_: Any, **__: Any) -> bool:
        return False

    def authenticate_client_id(
        self, client_id: str | None, request: Request, *_: Any, **__: Any
    ) -> bool:
        client_id = client_id or _basic_user(request) or ""
        request.client_id = client_id
        request.client = SimpleNamespace(client_id=client_id)
        return True

    def validate_client_id(self, client_id: str, request: Request, *_: Any, **__: Any) -> bool:
        return len(client_id) <= 255 and client_id.isprintable()

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *_: Any, **__: Any
    ) -> bool:
        return may_redirect(redirect_uri, self._allowed)

    def get_default_redirect_uri(self, *_: Any, **__: Any) -> None:
        return None

    def validate_response_type(
        self, client_id: str, response_type: str, *_: Any, **__: Any
    ) -> bool:
        return response_type == "code"

    def validate_grant_type(self, *_: Any, **__: Any) -> bool:
        return True

    def validate_scopes(self, *_: Any, **__: Any) -> bool:
        return True  # they say what a client wants; Keystone's roles say what the user may

    def get_default_scopes(self, client_id: str, request: Request, *_: Any, **__: Any) -> list[str]:
        return []

    def is_origin_allowed(self, *_: Any, **__: Any) -> bool:
        return False

    # codes

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        return True

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *_: Any, **__: Any
    ) -> None:
        """Keep what the code is good for; the code that OAuthLib made is replaced by ours."""
        code["code"] = self._steps.add(
            {
                "client": client_id,
                "redirect_uri": request.redirect_uri,
                "scopes": request.scopes or [],
                "challenge": request.code_challenge,
                **request.allowed,
            },
            CODE_SECONDS,
        )

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Request, *_: Any, **__: Any
    ) -> bool:
        step = self._steps.take(code)
        if step is None:
            log_in = self._steps.spent_on(code)
            if log_in:  # somebody else has it too (RFC 6749, 4.1.2)
                self._log_ins.end(log_in)
            return False
        request.code_step = step
        request.scopes = step["scopes"]
        request.user = User(*step["user"])
        return bool(step["client"] == client_id)

    def get_code_challenge(self, code: str, request: Request) -> str:
        return str(request.code_step["challenge"])

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return "S256"

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Any, request: Request, **_: Any
    ) -> bool:
        return bool(request.code_step["redirect_uri"] == redirect_uri)

    def make_log_in(self, request: Request) -> None:
        """Make the log-in that a checked code is good for.

        :raises InvalidGrantError: Keystone does not allow it.
        """
        step = request.code_step
        wish = Wish(step["client"], step["scopes"], step["projects"], step["unrestricted"])
        request.log_in = str(uuid.uuid4())
        try:
            request.new_refresh_token = self._log_ins.create(
                request.log_in, request.user, step["token"], wish
            )
        except (errors.Unauthorized, errors.Forbidden, errors.Invalid) as error:
            raise InvalidGrantError(description=error.message, request=request) from error
        self._steps.spend(request.code, request.log_in)

    def invalidate_authorization_code(self, *_: Any, **__: Any) -> None:
        """It was when it was checked."""

    def save_bearer_token(self, *_: Any, **__: Any) -> None:
        """Nothing is kept of a token."""

    # refresh tokens

    def validate_refresh_token(
        self, refresh_token: str, client: Any, request: Request, *_: Any, **__: Any
    ) -> bool:
        found = self._log_ins.by_refresh_token(refresh_token)
        if found is None or found.client != client.client_id or not self._log_ins.works(found):
            return False
        request.log_in = found.id
        request.user = found.user
        request.original_scopes = found.scopes
        return True

    def get_original_scopes(
        self, refresh_token: str, request: Request, *_: Any, **__: Any
    ) -> list[str]:
        found: list[str] = request.original_scopes
        return found


def _basic_user(request: Request) -> str | None:
    """The client id of HTTP Basic (RFC 6749, 2.3.1)."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return None
