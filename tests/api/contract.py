"""Calls of the endpoint by method id, each answer checked against Google's document."""

from __future__ import annotations

import re
import time
import uuid

import requests

from gce_api.google.discovery import SERVICE_PATH, document

ZONE = "us-central1-a"
REGION = "us-central1"
INT64 = ("int64", "uint64", "fixed64")
BOOT_DISK = {
    "boot": True,
    "autoDelete": True,
    "initializeParams": {"sourceImage": "projects/debian-cloud/global/images/family/debian-12"},
}
TYPES = {"string": str, "boolean": bool, "number": (int, float)}


class Api:
    """One user in one project; zone and region are the usual ones unless given."""

    def __init__(self, root, token, project="demo"):
        self.root = root
        self.project = project
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method_id, body=None, **parameters):
        """The answer of a call that must succeed."""
        answer = self.send(method_id, body, parameters)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        schema = document().methods["compute." + method_id].response
        check(found, schema)
        return found

    def refused(self, method_id, body=None, **parameters):
        """Code, reason and message of a call that must be refused."""
        answer = self.send(method_id, body, parameters)
        assert answer.status_code >= 400, answer.text
        error = answer.json()["error"]
        return error["code"], error["errors"][0]["reason"], error["message"]

    def done(self, method_id, body=None, **parameters):
        """The Operation of a mutation, finished and without error."""
        operation = self.ended(method_id, body, **parameters)
        assert "error" not in operation, operation
        return operation

    def ended(self, method_id, body=None, **parameters):
        """The Operation of a mutation when it is over, whatever came of it."""
        return self.finished(self(method_id, body, **parameters))

    def finished(self, operation):
        """An Operation when it is over."""
        scope = next((s for s in ("zone", "region") if s in operation), "global")
        place = {scope: operation[scope].rpartition("/")[2]} if scope in operation else {}
        while operation["status"] != "DONE":
            operation = self(f"{scope}Operations.wait", operation=operation["name"], **place)
        return operation

    def names(self, method_id, **parameters):
        """The names in a list."""
        return [row["name"] for row in self(method_id, **parameters).get("items", ())]

    def send(self, method_id, body, parameters):
        method = document().methods["compute." + method_id]
        path, query = method.path, {}
        given = {"project": self.project, "zone": ZONE, "region": REGION, **parameters}
        for name, value in given.items():
            path, count = re.subn(rf"\{{\+?{name}\}}", str(value), path)
            if not count and name in parameters:
                query[name] = value
        url = f"{self.root}/{SERVICE_PATH}{path}"
        return self.session.request(method.verb, url, params=query, json=body)


def check(value, schema_name, where=""):
    """Assert that JSON is what a schema of the document says, and what clients rely on."""
    schema = document().schemas[schema_name]
    where = where or schema_name
    assert isinstance(value, dict), where
    known = schema["properties"]
    for name, field in value.items():
        assert name in known, f"{where}.{name} is not in the document"
        _check(field, known[name], f"{where}.{name}")
    if "selfLink" in known and not where.endswith(("accessConfigs", "error")):
        assert value["selfLink"].startswith("http"), where
    if "selfLink" in known and "name" in known:
        born = "insertTime" if schema_name == "Operation" else "creationTimestamp"
        for name in ("id", "kind", born):
            assert value.get(name), f"{where}.{name} is missing"


def _check(value, schema, where):
    if "$ref" in schema:
        check(value, schema["$ref"], where)
    elif schema["type"] == "array":
        assert isinstance(value, list), where
        for element in value:
            _check(element, schema["items"], where)
    elif schema["type"] == "object":
        assert isinstance(value, dict), where
        for name, field in value.items():
            _check(field, schema.get("additionalProperties", {"type": "any"}), f"{where}.{name}")
    elif schema["type"] == "integer":
        assert isinstance(value, int), where
        assert not isinstance(value, bool), where
    elif schema["type"] != "any":
        assert isinstance(value, TYPES[schema["type"]]), where
        if schema.get("format") in INT64:
            assert re.fullmatch(r"-?\d+", value), where
        if "enum" in schema:
            assert value in schema["enum"], f"{where}: {value}"


def becomes(condition, seconds=240):
    """Wait for what the endpoint does by itself; far longer than a loaded machine takes."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.5)


def a_name(prefix):
    """A name that nobody else uses."""
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def instance(name, **more):
    """A request for a small instance with the default image."""
    return {
        "name": name,
        "machineType": f"zones/{ZONE}/machineTypes/e2-small",
        "disks": [BOOT_DISK],
        "networkInterfaces": [{"network": "global/networks/default"}],
        **more,
    }


def free_address(api):
    """An internal address of the network ``default`` that nobody has."""
    found = api("instances.list").get("items", ())
    nics = [nic for vm in found for nic in vm["networkInterfaces"]]
    taken = {nic["networkIP"] for nic in nics if nic["network"].endswith("/default")}
    prefix = next(iter(taken)).rpartition(".")[0] if taken else "10.128.0"
    return next(ip for ip in (f"{prefix}.{n}" for n in range(200, 60, -1)) if ip not in taken)
