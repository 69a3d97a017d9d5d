"""A page in two parts of one response: all but its rows, and its rows when they are there.

The rows are asked for while Horizon renders its frame, which takes about as long as they do: the
menu alone asks several services what it may offer. The browser shows the frame and reads its
scripts meanwhile, and needs no second request.
"""

from __future__ import annotations

import concurrent.futures
import contextvars
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

Json = dict[str, Any]
Rows = concurrent.futures.Future[Json]

PLACE = b"<!-- gce-rows -->"  # in the template, behind all scripts
ELEMENT = "gce-rows"
# as Django's json_script has it, which takes ten times as long
ESCAPED = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"}


def begin(rows: Callable[[], Json]) -> Rows:
    """Ask for rows, in a thread, in the language and time zone of the request."""
    pool = concurrent.futures.ThreadPoolExecutor(1, "gce-rows")
    pending = pool.submit(contextvars.copy_context().run, rows)
    pool.shutdown(wait=False)
    return pending


def respond(render: Callable[[], HttpResponse], pending: Rows) -> StreamingHttpResponse:
    """The page that ``render`` makes, with what has been asked for as JSON at its place.

    :param pending: when it fails, the page comes without: its script then asks, and is told in a
        response of its own, which may still have a status and cookies.
    """
    page = render()
    response = StreamingHttpResponse(
        _parts(page.content, pending), status=page.status_code, content_type=page["Content-Type"]
    )
    response["X-Accel-Buffering"] = "no"  # nginx would hold the frame back until the rows come
    return response


def _parts(page: bytes, pending: Rows) -> Iterator[bytes]:
    before, _place, behind = page.partition(PLACE)
    yield before
    yield _element(pending) + behind


def _element(pending: Rows) -> bytes:
    if pending.exception() is not None:
        return b""
    text = json.dumps(pending.result())
    for mark, escaped in ESCAPED.items():
        text = text.replace(mark, escaped)
    return f'<script id="{ELEMENT}" type="application/json">{text}</script>'.encode()
