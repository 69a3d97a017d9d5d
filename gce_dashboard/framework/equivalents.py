"""Requests as everybody's tools would send them: REST, curl, Python."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gce_dashboard.api import Change, Client
from gce_dashboard.framework import python_text
from gce_dashboard.framework.commands import curl

Json = dict[str, Any]


def of(changes: Sequence[Change], client: Client, project: str) -> Json:
    """Requests that are sent one after another: as REST, as curl commands, as a Python program.

    The others stand below the first one's body.
    """
    urls = [client.url(change.path, project) for change in changes]
    bodies = [_text(change.body) for change in changes]
    every = list(zip(changes, urls, bodies, strict=True))
    others = (f"{change.method} {url}\n{body}" for change, url, body in every[1:])
    return {
        "method": changes[0].method,
        "url": urls[0],
        "body": "\n\n".join([bodies[0], *others]),
        "curl": "\n\n".join(curl(url, body, change.method) for change, url, body in every),
        "python": python_text.program(changes, client.endpoint, urls),
    }


def _text(body: Json | None) -> str:
    return "" if body is None else json.dumps(body, indent=2, ensure_ascii=False)
