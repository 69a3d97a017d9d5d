"""Batches: many requests in one body (``multipart/mixed`` of ``application/http``).

https://cloud.google.com/compute/docs/api/how-tos/batch
"""

from __future__ import annotations

import email.parser
import email.policy
import io
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from typing import Any
from urllib.parse import unquote_to_bytes

from werkzeug.wrappers import Request, Response

from gce_api.google import errors
from gce_api.serving.rpc.site import Site

LARGEST = 1000  # parts, as Google's
THREADS = 8  # parts of a batch that run at the same time

_ORIGIN = re.compile(r"https?://[^/?]*")  # some clients give the whole URL
_MARK = "gce_api.batch"  # in the WSGI environment of a part
_INHERITED = (
    "HTTP_HOST",
    "HTTP_AUTHORIZATION",
    "HTTP_X_OPENSTACK_REQUEST_ID",
    "SCRIPT_NAME",
    "SERVER_",
    "REMOTE_",
    "wsgi.",
)


def run(site: Site, request: Request, version: str | None = None) -> Response:
    """Answer the parts, several at a time, in the order in which they came.

    A part without its own Authorization header has the batch's. A part that fails, or is not
    understood, is answered by an error in its place.

    :raises errors.Invalid: the body is no batch, or too long.
    """
    if _MARK in request.environ:
        raise errors.Invalid("A batch cannot hold a batch.")
    parts = _parts(request)
    with ThreadPoolExecutor(min(THREADS, len(parts)), thread_name_prefix="batch") as pool:
        answers = list(pool.map(lambda part: _answer(site.respond, request, part), parts))
    boundary = "batch_" + secrets.token_urlsafe(24)
    body = (
        b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), answer) for answer in answers)
        + b"--%b--\r\n" % boundary.encode()
    )
    return Response(body, content_type=f"multipart/mixed; boundary={boundary}")


def _parts(request: Request) -> list[Message]:
    """The parts of the body.

    :raises errors.Invalid: there are none, or too many.
    """
    head = f"Content-Type: {request.headers.get('Content-Type', '')}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(
        head + request.get_data()
    )
    parts = message.get_payload() if message.is_multipart() else None
    if not isinstance(parts, list) or not parts:
        raise errors.Invalid("Failed to parse the batch request: it is not multipart/mixed.")
    if len(parts) > LARGEST:
        raise errors.Invalid(f"The batch has {len(parts)} requests; {LARGEST} are possible.")
    return parts  # type: ignore[return-value]  # strings only where there are no parts


def _answer(
    respond: Callable[[dict[str, Any]], Response], request: Request, part: Message
) -> bytes:
    """A part's answer as a part."""
    response = respond(_environ(request, part))
    content = response.get_data()
    content_id = str(part.get("Content-ID", "")).strip().lstrip("<")
    header = f"Content-ID: <response-{content_id}\r\n" if content_id else ""
    lines = [
        "Content-Type: application/http\r\n" + header,
        f"HTTP/1.1 {response.status}",
        *(f"{name}: {value}" for name, value in response.headers),
    ]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + content


def _environ(request: Request, part: Message) -> dict[str, Any]:
    """The WSGI environment of a part: a request line, headers, an empty line, a body."""
    payload = part.get_payload(decode=True)
    line, _, rest = (payload if isinstance(payload, bytes) else b"").lstrip().partition(b"\n")
    inner = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(rest)
    body = inner.get_payload(decode=True)
    verb, _, target = line.decode("latin-1").strip().partition(" ")
    local = _ORIGIN.sub("", target.removesuffix(" HTTP/1.1"))
    path, _, query = local.partition("?")
    path = path.removeprefix(request.script_root)
    headers = {
        "HTTP_" + name.upper().replace("-", "_"): str(value)
        for name, value in inner.items()
        if name.lower() in ("authorization", "if-match", "if-none-match")
    }
    return {
        **{n: v for n, v in request.environ.items() if n.startswith(_INHERITED)},
        **headers,
        "REQUEST_METHOD": verb.upper(),
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)) if isinstance(body, bytes) else "0",
        "wsgi.input": io.BytesIO(body if isinstance(body, bytes) else b""),
        _MARK: True,
    }
