"""The Python program and the curl commands of a form send exactly what the form would send."""

import json
import os
import re
import subprocess
import uuid

import pytest
import requests

from tests.console_examples import CREATES
from tests.console_texts import requests_of

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def address(page):
    return "/project/gce_" + re.sub(r"(?<!^)([A-Z])", r"_\1", page).lower() + "/p/demo/"


def fill(value):
    """The values of an example with a name wherever one belongs."""
    if isinstance(value, dict):
        return {key: fill(each) for key, each in value.items()}
    if isinstance(value, list):
        return [fill(each) for each in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"(?<!\$)\{(\w+)\}", r"\1-1", value)


def shown(console, example):
    body = {**fill(example.values), "request_id": str(uuid.uuid4())}
    answer = console.post(
        f"{address(example.page)}create/?preview=1",
        json.dumps(body),
        content_type="application/json",
        **AJAX,
    ).json()
    assert answer["errors"] == {}
    return answer


def asked(answer):
    """The requests of the tab REST."""
    return [(method, url, without_defaults(body)) for method, url, body in requests_of(answer)]


def without_defaults(value):
    """A body without what it need not say."""
    if isinstance(value, dict):
        kept = {key: without_defaults(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, [], {})}
    return [without_defaults(each) for each in value] if isinstance(value, list) else value


def loads(data):
    return json.loads(data) if data else None


def sent_by(program):
    """The requests of a program, each of which is done at once."""
    sent = []

    def send(session, method, url, params=None, data=None, json=None, **more):
        body = json if json is not None else loads(data)
        query = "&".join(f"{key}={value}" for key, value in params or [] if key != "$alt")
        sent.append((method, f"{url}?{query}" if query else url, without_defaults(body)))
        reply = requests.Response()
        reply.status_code = 200
        reply._content = b'{"name": "operation-1", "status": "DONE"}'
        return reply

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "request", send)
        patch.setattr(subprocess, "check_output", lambda *words, **more: "a-token\n")
        exec(compile(program, "equivalent.py", "exec"), {})
    return sent


@pytest.mark.parametrize("example", CREATES, ids=[each.page for each in CREATES])
def test_a_program_sends_what_the_form_sends(console, endpoint, example):
    answer = shown(console, example)
    assert sent_by(answer["python"]) == asked(answer)


@pytest.mark.parametrize("example", CREATES, ids=[each.page for each in CREATES])
def test_curl_commands_send_what_the_form_sends(console, endpoint, tmp_path, example):
    for name, text in (("openstack", "echo a-token"), ("curl", 'printf "%s\\0" "$@"; echo')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o700)
    answer = shown(console, example)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", answer["curl"]], env={"PATH": path}, capture_output=True, text=True, check=True
    )
    sent = []
    for line in done.stdout.split("\0\n")[:-1]:
        words = line.split("\0")
        assert "Authorization: Bearer a-token" in words
        body = loads(words[words.index("-d") + 1]) if "-d" in words else None
        sent.append((words[1], words[2], without_defaults(body)))
    assert sent == asked(answer)
