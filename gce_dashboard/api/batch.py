"""Many requests in one: Google's batches (``multipart/mixed`` of ``application/http``)."""

from __future__ import annotations

import email.parser
import email.policy
import json
import uuid
from collections.abc import Sequence
from typing import Any

from gce_dashboard.api import errors, http

Json = dict[str, Any]


def get(root: str, token: str, paths: Sequence[str]) -> list[Json | errors.GceError]:
    """GET several paths of the endpoint in one request.

    :param root: the endpoint's, without a slash at its end
    :returns: for each path the parsed answer, or the error
    :raises errors.GceError: the batch as a whole is not answered
    """
    boundary = f"batch_{uuid.uuid4().hex}"
    parts = [
        f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <{number}>\r\n\r\n"
        f"GET {path} HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n"
        for number, path in enumerate(paths)
    ]
    body = "".join([*parts, f"--{boundary}--\r\n"]).encode()
    kind = f"multipart/mixed; boundary={boundary}"
    reply = http.send_batch(f"{root}/batch", token, body, kind)
    head = f"Content-Type: {reply.headers.get('Content-Type', '')}\r\n\r\n".encode()
    answer = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(head + reply.content)
    found = answer.get_payload() if answer.is_multipart() else []
    if not isinstance(found, list) or len(found) != len(paths):
        raise errors.from_reply(reply.status_code, None, reply.headers.get(http.REQUEST_ID, ""))
    return [_parse(each.get_payload(decode=True)) for each in found]  # type: ignore[union-attr]


def _parse(content: Any) -> Json | errors.GceError:
    """The answer in a part: a status line, headers, an empty line, JSON."""
    head, _, text = content.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(each.split(": ", 1) for each in lines if ": " in each)
    code = int(line.split()[1])
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if code >= 300 or not isinstance(body, dict):
        return errors.from_reply(code, body, headers.get(http.REQUEST_ID, ""))
    return body
