"""The OAuth 2 endpoints that programs call; their errors are those of RFC 6749."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from oauthlib.oauth2 import (
    InvalidGrantError,
    OAuth2Error,
    ServerError,
    TemporarilyUnavailableError,
)
from werkzeug.wrappers import Request, Response

from gce_api.google import errors
from gce_api.serving.rpc.site import Site

Json = dict[str, Any]
Answer = tuple[dict[str, str], str, int]

AUDIENCE = "//iam.googleapis.com/locations/global/workforcePools/openstack/providers/keystone"


def token(site: Site, request: Request) -> Response:
    """``POST /token``: a token for a code, a refresh token or a JWT.

    :raises errors.TooMany: too many have failed from there.
    """
    rates, address = site.services.rates, request.remote_addr or ""
    rates.log_in(None, address)
    answer = _answer(site, request, "create_token_response", request.get_data(as_text=True))
    if answer.status_code in (400, 401):
        rates.log_in_failed(None, address)
    return answer


def revoke(site: Site, request: Request) -> Response:
    """``POST /revoke``: end a log-in. Google's clients put the token into the query."""
    given = [request.query_string.decode("latin-1"), request.get_data(as_text=True)]
    return _answer(site, request, "create_revocation_response", "&".join(filter(None, given)))


def introspect(site: Site, request: Request) -> Response:
    """``POST /introspect``: whose a token is."""
    return _answer(site, request, "create_introspect_response", request.get_data(as_text=True))


def public_keys(site: Site, request: Request) -> Json:
    """``GET /oauth2/v3/certs``: what id tokens are checked with."""
    return site.services.oauth.tokens.public_keys()


def login_config(site: Site, request: Request) -> Json:
    """``GET /login-config.json``: the file for ``gcloud auth login --login-config``."""
    root = site.root(request)
    return {
        "type": "external_account_authorized_user_login_config",
        "audience": AUDIENCE,
        "auth_url": root + "o/oauth2/auth",
        "token_url": root + "token",
        "token_info_url": root + "introspect",
        "universe_domain": str(site.services.conf.api.universe_domain),
    }


def _answer(site: Site, request: Request, endpoint: str, body: str) -> Response:
    server = site.services.oauth.server(site.root(request))
    ask: Callable[..., Answer] = getattr(server, endpoint)
    uri = request.base_url
    if request.query_string and endpoint != "create_revocation_response":
        uri += "?" + request.query_string.decode("latin-1")
    try:
        headers, content, status = ask(uri, "POST", body, dict(request.headers))
    except OAuth2Error as error:
        headers, content, status = error.headers, error.json, error.status_code
    except errors.GceError as error:
        translated = _translated(error)
        headers, content, status = {}, translated.json, translated.status_code
    fixed = {"Content-Type": "application/json", "Cache-Control": "no-store", "Pragma": "no-cache"}
    return Response(content or orjson.dumps({}), status, {**headers, **fixed})


def _translated(error: errors.GceError) -> OAuth2Error:
    if isinstance(error, (errors.Unauthorized, errors.Forbidden)):
        return InvalidGrantError(error.message)
    if isinstance(error, errors.Unavailable):
        return TemporarilyUnavailableError(error.message, status_code=503)
    return ServerError(error.message, status_code=500)
