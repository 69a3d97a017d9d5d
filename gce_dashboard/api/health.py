"""Whether an endpoint is well: asked of its root, without anybody's token."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import uuid
from collections.abc import Iterator
from typing import Any

import requests
import urllib3

from gce_dashboard.api import http
from gce_dashboard.api.client import API
from gce_dashboard.i18n import gettext as _

LONGEST_SECONDS = 10  # a person waits for the answer, whatever the time-outs are


@dataclasses.dataclass(frozen=True)
class Health:
    """What a check found.

    :ivar problem: what is wrong, in a sentence; "" where all is well
    :ivar version: the endpoint's version, "" where it does not say
    :ivar methods: how many methods of compute v1 it serves
    :ivar latency_ms: from sending the request to the head of the answer
    """

    problem: str = ""
    version: str = ""
    methods: int | None = None
    latency_ms: int | None = None

    @property
    def well(self) -> bool:
        return not self.problem


def check(url: str) -> Health:
    """Ask the endpoint at a catalogue's URL how it is: ``GET <root>/healthcheck/ready``."""
    if not url.rstrip("/").endswith(API):
        return Health(_("The URL does not end in %s.") % API)
    root = url.rstrip("/").removesuffix(API)
    try:
        reply = http.request(
            "GET", f"{root}/healthcheck/ready", f"req-{uuid.uuid4()}", longest=LONGEST_SECONDS
        )
    except OSError as failure:
        return Health(in_words(failure))
    return _read(reply)


def _read(reply: requests.Response) -> Health:
    latency = round(reply.elapsed.total_seconds() * 1000)
    try:
        told = reply.json()
    except ValueError:
        told = None
    failed = _failed(told)
    if 300 <= reply.status_code < 400:
        problem = _("It sends clients elsewhere (HTTP %d).") % reply.status_code
    elif reply.status_code == 404 or (reply.ok and not isinstance(told, dict)):
        problem = _("Something answers there, but it is no GCE endpoint.")
    elif failed:
        problem = _("It answers that these do not work: %s.") % ", ".join(failed)
    elif not reply.ok:
        problem = _("It answers that it is not well (HTTP %d).") % reply.status_code
    else:
        problem = ""
    if not isinstance(told, dict):
        told = {}
    return Health(problem, str(told.get("version", "")), _methods(told), latency)


def _failed(told: Any) -> list[str]:
    """What the endpoint needs and does not find working."""
    checks = told.get("checks") if isinstance(told, dict) else None
    if not isinstance(checks, dict):
        return []
    return [str(name) for name, state in checks.items() if state != "OK"]


def _methods(told: dict[str, Any]) -> int | None:
    value = told.get("methods")
    return value if isinstance(value, int) else None


def in_words(failure: OSError) -> str:
    """Why there was no answer, in a sentence for an administrator."""
    causes = list(_causes(failure))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _tls(cause)
        if isinstance(cause, (socket.gaierror, urllib3.exceptions.NameResolutionError)):
            return _("Its host name cannot be resolved.")
        if isinstance(cause, ConnectionRefusedError):
            return _("Nothing listens there: the connection was refused.")
        if isinstance(cause, ConnectionResetError):
            return _("It closed the connection without an answer.")
    if isinstance(failure, requests.exceptions.ConnectTimeout):
        return _("No connection was made in time.")
    if isinstance(failure, requests.Timeout):
        return _("It did not answer in time.")
    if isinstance(failure, requests.exceptions.InvalidURL):
        return _("That is not a URL that can be called.")
    return _("It cannot be reached.")


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """The failure and all that lie behind it; requests and urllib3 keep them in three ways."""
    waiting: list[Any] = [failure]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]


def _tls(error: ssl.SSLError) -> str:
    """What is wrong with TLS; the numbers are OpenSSL's X509_V_ERR codes."""
    known = {
        9: _("Its certificate is not valid yet."),
        10: _("Its certificate has expired."),
        18: _("Its certificate is self-signed and not among the trusted ones."),
        19: _("A self-signed certificate in its chain is not among the trusted ones."),
        20: _("Its certificate was issued by an authority that is not trusted here."),
        23: _("Its certificate has been revoked."),
        62: _("Its certificate is for another host name."),
        64: _("Its certificate is for another address."),
    }
    code = getattr(error, "verify_code", None)
    if code in known:
        return known[code]
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("Its certificate is not trusted: %s.") % error.verify_message
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        return _("It does not speak TLS there: http:// may be meant.")
    return _("No secure connection could be made (%s).") % (error.reason or "TLS")
