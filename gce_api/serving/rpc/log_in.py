"""The log-in pages (``/o/oauth2/auth``): Keystone's password or single sign-on, then consent.

What a log-in is for is kept in the browser, encrypted, until the user is known, and then in the
database, for one use. Neither password nor token is ever in a URL, a page or a log.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from keystoneauth1.access import AccessInfoV3
from oauthlib.oauth2 import AccessDeniedError, FatalClientError, OAuth2Error
from werkzeug.datastructures import MultiDict
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gce_api.access.auth.keystone import to_projects
from gce_api.access.oauth import clients
from gce_api.access.oauth.log_ins import User, chosen
from gce_api.access.oauth.tokens import digest
from gce_api.database.sealing import Unreadable
from gce_api.google import errors
from gce_api.openstack.caller import Project
from gce_api.serving.rpc.site import Site

AUTHORIZE, CONSENT, SSO = "/o/oauth2/auth", "/o/oauth2/consent", "/o/oauth2/sso"
PATIENCE = 900  # seconds that a user may take for a page
LONGEST = 2500  # characters of a request; more would not fit into a cookie
_REQUEST, _STEP = "gce_log_in", "gce_consent"  # cookies
_PURPOSE = "authorization request"
_PAGES = Environment(loader=PackageLoader("gce_api.serving.rpc"), autoescape=True)
_TOO_LATE = "This log-in has taken too long, or was begun in another window. Please start again."

_TOO_OFTEN = "Too many log-ins have failed. Please try again later."


def authorize(site: Site, request: Request) -> Response:
    """``GET``: check what the client asks for and show the log-in form."""
    query = request.query_string.decode("latin-1")
    if len(query) > LONGEST:
        return _failure("The request of the program is too long.")
    try:
        _wanted(site, request, query)
    except FatalClientError as error:
        return _failure(_explained(error))
    except OAuth2Error as error:
        return redirect(error.in_uri(error.redirect_uri))
    nonce = secrets.token_urlsafe(24)
    response = _form(site, request, query, nonce)
    sealed = site.services.oauth.sealer.seal(_PURPOSE, [nonce, query]).decode()
    # Keystone sends a browser back from a single sign-on by a form of its own
    crosses = bool(site.services.conf.oauth.single_sign_on)
    _set_cookie(site, request, response, _REQUEST, sealed, "None" if crosses else "Lax")
    return response


def log_in(site: Site, request: Request) -> Response:
    """``POST``: check user name and password with Keystone, and go on to the consent."""
    nonce, query = _kept(site, request)
    if not nonce or not _is_answered(request, nonce):
        return _failure(_TOO_LATE)
    form = request.form
    rates, who = site.services.rates, (form.get("username", ""), request.remote_addr or "")
    try:
        rates.log_in(*who)
        user = site.services.oauth.identity.log_in(
            form.get("username", ""), form.get("password", ""), form.get("domain", "")
        )
    except errors.TooMany as error:
        response = _form(site, request, query, nonce, _TOO_OFTEN, form, status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    except (errors.Unauthorized, errors.Forbidden, errors.Invalid):
        rates.log_in_failed(*who)
        message = "The user name, password or domain is not right."
        return _form(site, request, query, nonce, message, form, status=401)
    except errors.Unavailable as error:
        return _form(site, request, query, nonce, error.message, form, status=503)
    return _to_consent(site, request, query, user)


def single_sign_on(site: Site, request: Request) -> Response:
    """``POST``: Keystone's websso sends the browser here with a token in a form."""
    nonce, query = _kept(site, request)
    if not nonce:
        return _failure(_TOO_LATE)
    try:
        user = site.services.oauth.identity.check(request.form.get("token", ""))
    except errors.GceError as error:
        return _failure(error.message)
    return _to_consent(site, request, query, user)


def ask(site: Site, request: Request) -> Response:
    """``GET``: ask the user who has logged in what the client may do."""
    step = site.services.oauth.steps.look(request.cookies.get(_STEP, ""))
    if step is None:
        return _failure(_TOO_LATE)
    try:
        return _question(site, request, step)
    except errors.GceError as error:
        return _failure(error.message)


def decide(site: Site, request: Request) -> Response:
    """``POST``: send the browser back to the client, with a code or with the user's refusal."""
    oauth, secret = site.services.oauth, request.cookies.get(_STEP, "")
    if not _is_answered(request, _csrf(secret)):
        return _failure(_TOO_LATE)
    step = oauth.steps.look(secret)
    if step is None:
        return _failure(_TOO_LATE)
    allowed = request.form.get("decision") == "allow"
    try:
        projects = chosen(_projects(site, step["token"]), request.form.getlist("project"))
        if allowed and not projects:
            return _question(site, request, step, "Choose a project at least.")
    except errors.GceError as error:
        return _failure(error.message)
    if oauth.steps.take(secret) is None:
        return _failure(_TOO_LATE)
    if not allowed:
        response = redirect(_refusal(site, request, step["query"]))
    else:
        response = redirect(_code(site, request, step, projects))
    response.delete_cookie(_STEP, path=request.script_root + "/o/oauth2/")
    return _guarded(response)


def _wanted(site: Site, request: Request, query: str) -> tuple[list[str], dict[str, Any]]:
    """The scopes and facts of an authorization request.

    :raises OAuth2Error: it is not good.
    """
    server = site.services.oauth.server(site.root(request))
    scopes, facts = server.validate_authorization_request(_uri(request, query))
    return scopes, facts


def _form(
    site: Site,
    request: Request,
    query: str,
    nonce: str,
    message: str = "",
    form: MultiDict[str, str] | None = None,
    status: int = 200,
) -> Response:
    conf, form = site.services.conf, form or MultiDict()
    _, facts = _wanted(site, request, query)
    back = quote(site.root(request).rstrip("/") + SSO, safe="")
    sign_on = {
        f"{site.services.oauth.identity.auth_url}/auth/OS-FEDERATION/websso/{protocol}"
        f"?origin={back}": name
        for protocol, name in conf.oauth.single_sign_on.items()
    }
    return _page(
        "log_in.html",
        status,
        action=request.script_root + AUTHORIZE,
        client=clients.name_of(facts["client_id"]),
        csrf=nonce,
        message=message,
        username=form.get("username", ""),
        domain=form.get("domain") or conf.oauth.domain,
        single_sign_on=sign_on,
    )


def _to_consent(site: Site, request: Request, query: str, user: AccessInfoV3) -> Response:
    step = {
        "query": query,
        "token": user.auth_token,
        "user": [user.user_id, user.username, user.user_domain_name],
    }
    response = redirect(request.script_root + CONSENT, 303)
    secret = site.services.oauth.steps.add(step, PATIENCE)
    _set_cookie(site, request, response, _STEP, secret, "Lax")
    response.delete_cookie(_REQUEST, path=request.script_root + "/o/oauth2/")
    return _guarded(response)


def _question(site: Site, request: Request, step: dict[str, Any], message: str = "") -> Response:
    _, facts = _wanted(site, request, step["query"])
    projects = _projects(site, step["token"])
    if not projects:
        return _failure("This user has no role in any project.")
    target = clients.origin(facts["redirect_uri"])
    return _page(
        "consent.html",
        form_target=target,
        action=request.script_root + CONSENT,
        client=clients.name_of(facts["client_id"]),
        csrf=_csrf(request.cookies.get(_STEP, "")),
        days=f"{site.services.conf.oauth.login_days:g}",
        local=clients.is_loopback(facts["redirect_uri"]),
        message=message,
        projects=projects,
        target=target,
        user=User(*step["user"]),
    )


def _code(site: Site, request: Request, step: dict[str, Any], projects: list[str]) -> str:
    """Where the browser goes with a code."""
    server = site.services.oauth.server(site.root(request))
    uri = _uri(request, step["query"])
    scopes, _ = server.validate_authorization_request(uri)
    allowed = {
        "token": step["token"],
        "user": step["user"],
        "projects": projects,
        "unrestricted": "unrestricted" in request.form,
    }
    headers, _, _ = server.create_authorization_response(
        uri, scopes=scopes, credentials={"allowed": allowed}
    )
    return str(headers["Location"])


def _refusal(site: Site, request: Request, query: str) -> str:
    """Where the browser goes without one."""
    _, facts = _wanted(site, request, query)
    return str(AccessDeniedError(state=facts["state"]).in_uri(facts["redirect_uri"]))


def _projects(site: Site, token: str) -> list[Project]:
    return to_projects(site.services.oauth.identity.projects(token))


def _kept(site: Site, request: Request) -> tuple[str, str]:
    """The nonce and query of the log-in that this browser has begun; empty if there is none."""
    try:
        nonce, query = site.services.oauth.sealer.open(
            _PURPOSE, request.cookies.get(_REQUEST, ""), PATIENCE
        )
    except Unreadable:
        return "", ""
    return nonce, query


def _csrf(secret: str) -> str:
    return digest("csrf " + secret)


def _is_answered(request: Request, csrf: str) -> bool:
    """Whether a form comes from a page of ours."""
    return hmac.compare_digest(csrf.encode(), request.form.get("csrf", "").encode())


def _uri(request: Request, query: str) -> str:
    return f"{request.base_url}?{query}"


def _explained(error: FatalClientError) -> str:
    return f"The program that has sent you here asks for something impossible: {error.description}"


def _set_cookie(
    site: Site, request: Request, response: Response, name: str, value: str, same_site: str
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=PATIENCE,
        path=request.script_root + "/o/oauth2/",
        secure=site.root(request).startswith("https:"),
        httponly=True,
        samesite=same_site,
    )


def _failure(message: str) -> Response:
    return _page("failure.html", 400, message=message)


def _page(name: str, status: int = 200, form_target: str = "", **values: Any) -> Response:
    nonce = secrets.token_urlsafe(16)
    html = _PAGES.get_template(name).render(nonce=nonce, **values)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; "
        f"form-action 'self' {form_target}; frame-ancestors 'none'"
    )
    return _guarded(response)


def _guarded(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    return response
