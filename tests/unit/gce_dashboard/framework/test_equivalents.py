"""The Python program and the curl commands of a form send exactly what the form would send."""

import json
import os
import re
import subprocess
import uuid
from urllib.parse import parse_qsl, urlencode

import pytest
import requests

from gce_dashboard.framework import registry
from tests.console_changes import CHANGES, Change
from tests.console_examples import CREATES
from tests.console_texts import requests_of
from tests.unit.gce_dashboard.conftest import BASE

FORMS = [*CREATES, *CHANGES]
IDS = [
    *(f"create {each.page}" for each in CREATES),
    *(f"{each.action or 'edit'} {each.path}" for each in CHANGES),
]
GROUPS = "instanceGroups"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def address(page):
    return "/project/gce_" + re.sub(r"(?<!^)([A-Z])", r"_\1", page).lower() + "/p/demo/"


def fill(value):
    """The values of an example with a name wherever one belongs."""
    if isinstance(value, dict):
        return {fill(key): fill(each) for key, each in value.items()}
    if isinstance(value, list):
        return [fill(each) for each in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"(?<!\$)\{(\w+)\}", r"\1-1", value)


def preview(console, url, body):
    send = {"content_type": "application/json", **AJAX}
    answer = console.post(f"{url}?preview=1", json.dumps(body), **send).json()
    assert answer.get("errors", {}) == {}
    return answer


def shown(console, endpoint, example):
    """What the form of an example shows."""
    if isinstance(example, Change):
        return shown_of_change(console, endpoint, example)
    body = {**fill(example.values), "request_id": str(uuid.uuid4())}
    return preview(console, f"{address(example.page)}create/", body)


def shown_of_change(console, endpoint, change):
    path, values = fill(change.path), fill(change.values)
    for at, item in items_of(change).items():
        endpoint.on("GET", at, item)
    *place, collection, name = path.split("/")
    page = GROUPS if collection == "instanceGroupManagers" else collection
    url = f"{address(page)}{'/'.join([*place, name])}/"
    if not change.action:
        return preview(console, f"{url}edit/", {**values, "request_id": str(uuid.uuid4())})
    pages = next(each.pages for each in registry.registered() if each.resource.collection == page)
    if change.action not in {each.name for each in pages["detail"].actions}:
        url = address(page)  # of the list alone
    return preview(console, url, {"action": change.action, "targets": [path], "values": values})


def items_of(change):
    """What the endpoint has, by its path."""
    path = fill(change.path)
    found = {path: fill(change.item), **fill(change.others)}
    for at, item in found.items():
        *place, _collection, name = at.split("/")
        if len(place) == 2:
            item[place[0].removesuffix("s")] = f"{BASE}/{'/'.join(place)}"
        item |= {"name": name, "selfLink": f"{BASE}/{at}"}
    return found


def asked(answer):
    """The requests of the tab REST."""
    return [sent(*each) for each in requests_of(answer)]


def sent(method, url, body):
    """A request as it can be compared with another."""
    path, _mark, query = url.partition("?")
    return method, path, sorted(parse_qsl(query)), without_defaults(body)


def without_defaults(value):
    """A body without what it need not say."""
    if isinstance(value, dict):
        kept = {key: without_defaults(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, [], {})}
    return [without_defaults(each) for each in value] if isinstance(value, list) else value


def wanted_forms():
    """What of the registry has a form, or can be asked for a command."""
    for each in registry.registered():
        collection = each.resource.collection
        if "create" in each.pages:
            yield "create", collection
        if "edit" in each.pages:
            yield "edit", collection
        actions = (page.actions for page in each.pages.values() if hasattr(page, "actions"))
        yield from ((action.name, collection) for every in actions for action in every)


def test_every_form_of_the_registry_is_tried():
    changes = {
        (each.action or "edit", each.path.split("/")[-2].replace("Managers", "s"))
        for each in CHANGES
    }
    tried = {("create", each.page) for each in CREATES} | changes
    assert set(wanted_forms()) - tried == set()


def loads(data):
    return json.loads(data) if data else None


def sent_by(program):
    """The requests of a program, each of which is done at once."""
    found = []

    def send(session, method, url, params=None, data=None, json=None, **more):
        body = json if json is not None else loads(data)
        query = urlencode([(key, value) for key, value in params or [] if key != "$alt"])
        found.append(sent(method, f"{url}?{query}" if query else url, body))
        reply = requests.Response()
        reply.status_code = 200
        reply._content = b'{"name": "operation-1", "status": "DONE"}'
        return reply

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "request", send)
        patch.setattr(subprocess, "check_output", lambda *words, **more: "a-token\n")
        exec(compile(program, "equivalent.py", "exec"), {})
    return found


@pytest.mark.parametrize("example", FORMS, ids=IDS)
def test_a_program_sends_what_the_form_sends(console, endpoint, example):
    answer = shown(console, endpoint, example)
    assert sent_by(answer["python"]) == asked(answer)


@pytest.mark.parametrize("example", FORMS, ids=IDS)
def test_curl_commands_send_what_the_form_sends(console, endpoint, tmp_path, example):
    for name, text in (("openstack", "echo a-token"), ("curl", 'printf "%s\\0" "$@"; echo')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o700)
    answer = shown(console, endpoint, example)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", answer["curl"]], env={"PATH": path}, capture_output=True, text=True, check=True
    )
    found = []
    for line in done.stdout.split("\0\n")[:-1]:
        words = line.split("\0")
        assert "Authorization: Bearer a-token" in words
        body = loads(words[words.index("-d") + 1]) if "-d" in words else None
        found.append(sent(words[1], words[2], body))
    assert found == asked(answer)
