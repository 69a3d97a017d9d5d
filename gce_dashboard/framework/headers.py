"""What every answer of the console tells the browser: what may run in it, and that it is gzipped.

Horizon sends neither, and an operator who installs the plugin should not need a middleware for it:
the views of our panels are wrapped instead.
"""

from __future__ import annotations

import functools
import gzip
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.text import StreamingBuffer

View = Callable[..., HttpResponse]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
    ),
}
GZIP = GZipMiddleware(lambda _request: HttpResponse())


def guarded(view: View) -> View:
    """A view whose answers say what may run in them, and come compressed to who can read that."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        protect(response)
        if getattr(response, "is_rendered", True):
            return compress(request, response)
        response.add_post_render_callback(functools.partial(compress, request))
        return response

    return answer


def protect(response: HttpResponse) -> None:
    """Set the headers; a page also gets a policy under which nothing inline runs."""
    for name, value in HEADERS.items():
        response.setdefault(name, value)
    if response.get("Content-Type", "").startswith("text/html"):
        response.setdefault("Content-Security-Policy", content_policy())


def content_policy() -> str:
    """Scripts and styles come as files from where Horizon's static files are; nothing else may.

    A form may lead on to where the log-out of a federated Horizon leads.
    """
    files = _sources(settings.STATIC_URL)
    directives = {
        "default-src": "'none'",
        "script-src": files,
        "style-src": files,
        "font-src": files,
        "img-src": f"{files} data:",
        "connect-src": "'self'",
        "form-action": _sources(getattr(settings, "WEBSSO_DEFAULT_REDIRECT_LOGOUT", None)),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _sources(url: str | None) -> str:
    """This site, and the one of a URL where that is another."""
    parts = urlsplit(url or "")
    return f"'self' {parts.scheme or 'https'}://{parts.netloc}" if parts.netloc else "'self'"


def compress(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response gzipped, as Django's middleware does it, but for streams: those stay in parts.

    Both blur the length by a random number of bytes, so that it tells nothing about a secret in a
    page beside what somebody made the user's browser ask for. It takes the place of the random
    comment that Horizon's debreach would write behind the page, and into the compressed bytes.
    """
    parts = response.streaming_content if response.streaming else None
    compressed = GZIP.process_response(request, response)
    if compressed.has_header("Content-Encoding"):
        compressed._random_comment_exempt = True
        if parts is not None:
            compressed.streaming_content = _compressed_parts(parts)
    return compressed


def _compressed_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Each part as soon as it is there; Django's own would keep the first until there is more."""
    buffer = StreamingBuffer()
    blur = b"a" * secrets.randbelow(GZIP.max_random_bytes)
    with gzip.GzipFile(filename=blur, mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as file:
        for part in parts:
            file.write(part)
            file.flush()
            yield buffer.read()
    yield buffer.read()
