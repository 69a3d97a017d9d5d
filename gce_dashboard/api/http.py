"""The one place that sends a request to the GCE endpoint."""

from __future__ import annotations

import functools
import http.cookiejar
import os
import uuid
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from gce_dashboard import conf
from gce_dashboard.api import errors
from gce_dashboard.i18n import gettext as _

POOL_SIZE = 32
REQUEST_ID = "X-Openstack-Request-Id"


class BearerAuth(requests.auth.AuthBase):
    def __init__(self, token: str):
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


@functools.cache
def _session() -> requests.Session:
    session = requests.Session()
    # all users share it: nothing of one may be sent for another, nor a .netrc replace a token
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    session.trust_env = False
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=POOL_SIZE)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


# a forked worker must not share its parent's sockets
os.register_at_fork(after_in_child=_session.cache_clear)


def send(
    method: str,
    url: str,
    token: str,
    *,
    params: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Send one request and return the parsed JSON object, {} where the answer has no body.

    :raises errors.GceError: for every way in which that can fail
    """
    request_id = f"req-{uuid.uuid4()}"
    try:
        reply = request(method, url, request_id, params=params, json=body, auth=BearerAuth(token))
    except OSError as failure:  # all of requests' own, and a CA bundle that is not there
        raise _no_answer(failure, request_id) from failure
    return _parse(reply, reply.headers.get(REQUEST_ID, request_id))


def send_batch(url: str, token: str, content: bytes, kind: str) -> requests.Response:
    """POST many requests in one body, and return the answer with theirs.

    :param kind: the content's type
    :raises errors.GceError: there is no answer, or it is no batch
    """
    request_id = f"req-{uuid.uuid4()}"
    headers = {"Content-Type": kind}
    try:
        reply = request(
            "POST", url, request_id, headers=headers, data=content, auth=BearerAuth(token)
        )
    except OSError as failure:
        raise _no_answer(failure, request_id) from failure
    if not reply.ok:
        _parse(reply, reply.headers.get(REQUEST_ID, request_id))
    return reply


def request(
    method: str,
    url: str,
    request_id: str,
    longest: float | None = None,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> requests.Response:
    """Send one request as the settings say; redirects are not followed.

    :param longest: seconds that each time-out is cut to
    :param headers: what it says besides
    :raises OSError: there is no answer; most often a ``requests.RequestException``
    """
    settings = conf.get()
    connect, read = settings.connect_timeout, settings.read_timeout
    return _session().request(
        method,
        url,
        headers={REQUEST_ID: request_id, "Accept": "application/json", **(headers or {})},
        timeout=(min(connect, longest or connect), min(read, longest or read)),
        verify=settings.verify,
        allow_redirects=False,
        **more,
    )


def _parse(reply: requests.Response, request_id: str) -> dict[str, Any]:
    try:
        body = reply.json() if reply.content else {}
    except ValueError:
        body = None
    if reply.status_code >= 300 or not isinstance(body, dict):
        error = errors.from_reply(reply.status_code, body, request_id)
        error.retry_after = _seconds(reply.headers.get("Retry-After", ""))
        raise error
    return body


def _seconds(retry_after: str) -> int:
    """0 for what is no number: the header may also hold a date, which nobody here sends."""
    return int(retry_after) if retry_after.isdecimal() else 0


def _no_answer(failure: OSError, request_id: str) -> errors.GceError:
    if isinstance(failure, requests.exceptions.SSLError):
        text = _("The certificate of the Compute Engine endpoint is not trusted.")
    elif isinstance(failure, requests.Timeout):
        text = _("Compute Engine did not answer in time.")
    elif isinstance(failure, requests.ConnectionError):
        text = _("Compute Engine cannot be reached.")
    else:
        text = _("The request to Compute Engine failed.")
    return errors.EndpointUnavailable(text, request_id=request_id)
