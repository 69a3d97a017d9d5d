"""Requests as a Python program, with Google's library wherever it has their method."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from gce_dashboard.api import Change
from gce_dashboard.framework.field import Int64, Map
from gce_dashboard.framework.resources import prefix, without_empty

Json = dict[str, Any]
HEAD = """\
import subprocess

from google.{library}
from google.oauth2.credentials import Credentials

issue = ["openstack", "token", "issue", "-f", "value", "-c", "id"]
token = subprocess.check_output(issue, text=True).strip()
"""
WAIT = """\
while operation.status != compute_v1.Operation.Status.DONE:
    operation = operations.wait({where}operation=operation.name)
for error in operation.error.errors:
    raise SystemExit(error.message)
"""
COMPUTE = "cloud import compute_v1"
SESSION = "auth.transport.requests import AuthorizedSession"
# collections that google-cloud-compute has not got, or whose methods answer with no Operation there
LEFT_OUT = ("httpHealthChecks", "httpsHealthChecks", "operations", "serviceAccounts")
METHODS = {"POST": "insert", "PATCH": "patch", "PUT": "update", "DELETE": "delete"}
# what the library calls a body that is not called after its method
TYPES = {
    "addAccessConfig": "AccessConfig",
    "attachDisk": "AttachedDisk",
    "createSnapshot": "Snapshot",
    "deprecate": "DeprecationStatus",
    "setCommonInstanceMetadata": "Metadata",
    "setMetadata": "Metadata",
    "setTags": "Tags",
    "setTarget": "TargetReference",
    "setUrlMap": "UrlMapReference",
}
# and bodies whose names Google has cut
SHORTER = {
    "RegionInstanceGroupManagersRecreateInstances": "RegionInstanceGroupManagersRecreate",
    **{
        f"{managers}ApplyUpdatesToInstances": f"{managers}ApplyUpdates"
        for managers in ("InstanceGroupManagers", "RegionInstanceGroupManagers")
    },
}
# methods whose path says no more of the resource than that it is one
OF_ANY = ("setLabels", "setDeletionProtection")


def program(changes: Sequence[Change], endpoint: str, urls: Sequence[str]) -> str:
    """The program that sends the requests one after another, and waits for each as it should.

    :param endpoint: the compute API's address, with ``/compute/v1`` at its end
    :param urls: the requests' own, for what the library cannot send
    """
    if any(each in change.path.split("/") for change in changes for each in LEFT_OUT):
        return _with_requests(changes, urls)
    steps = (_step(change, urls[0]) for change in changes)
    root = re.sub(r"/compute/v1/?$", "", endpoint)
    here = _mapping(
        {"credentials": Code("Credentials(token)"), "client_options": {"api_endpoint": root}}, 0
    )
    return "\n".join([HEAD.format(library=COMPUTE), f"here = {here}\n", *steps])


class Code(str):
    """An expression of the program."""


def _with_requests(changes: Sequence[Change], urls: Sequence[str]) -> str:
    lines = ["session = AuthorizedSession(Credentials(token))\n"]
    for change, url in zip(changes, urls, strict=True):
        body = f", json={_value(_plain(change.body), 0)}" if change.body is not None else ""
        lines.append(f"reply = session.{change.method.lower()}({literal(url)}{body})\n")
        lines.append("reply.raise_for_status()\nprint(reply.text)\n")
    return HEAD.format(library=SESSION) + "".join(lines)


def _step(change: Change, url: str) -> str:
    """One request, and waiting until what it asks for is done."""
    call = _Call(change, re.search(r"/projects/([^/]+)", url)[1])  # type: ignore[index]
    where = "".join(f"{key}={literal(value)}, " for key, value in call.place.items())
    wait = WAIT.format(where=where)
    operations = f"operations = compute_v1.{call.operations}Client(**here)\n"
    request = _mapping(call.request, 1)
    return (
        f"operation = compute_v1.{call.client}Client(**here).{snake(call.method)}_unary(\n"
        f"    request={request}\n)\n{_left_out(change)}{operations}{wait}"
    )


def _left_out(change: Change) -> str:
    """A remark on what the library cannot say: that a list or a mapping is to be empty."""
    emptied = [snake(key) for key, value in (change.body or {}).items() if value in (None, {}, [])]
    if change.method != "PATCH" or not emptied:
        return ""
    return f"# the library has no way to empty: {', '.join(emptied)}\n"


class _Call:
    """What the library calls a request, from its path alone: ``regions/r/disks/d/resize?...``."""

    def __init__(self, change: Change, project: str):
        path, _mark, query = change.path.partition("?")
        place, rest = _split(path)
        scope, _slash, name = place.partition("/")
        one = singular(rest[0]) if rest else "Project"
        collection = rest[0][0].upper() + rest[0][1:] if rest else "Projects"
        self.client = f"{prefix(rest[0], place).capitalize() if rest else ''}{collection}"
        self.method = rest[2] if len(rest) > 2 else METHODS[change.method]
        if not rest:
            self.method = path
        self.place = {"project": project, **({scope.removesuffix("s"): name} if name else {})}
        scoped = scope.removesuffix("s").capitalize() if name else "Global"
        self.operations = f"{scoped}Operations"
        self.request: Json = dict(self.place)
        if len(rest) > 1:
            self.request[self._target(rest[0], one)] = rest[1]
        self.request |= dict(_parameters(query))
        if change.body is not None:
            kind = one if self.method in METHODS.values() else self._type(place)
            self.request[f"{snake(kind[0].lower() + kind[1:])}_resource"] = without_empty(
                change.body
            )

    def _target(self, collection: str, one: str) -> str:
        """The argument with the resource's name."""
        if self.method in OF_ANY and (self.method, collection) != ("setLabels", "instances"):
            return "resource"
        return snake(one[0].lower() + one[1:])

    def _type(self, place: str) -> str:
        """The type of the body of a method of its own."""
        if self.method in TYPES:
            return TYPES[self.method]
        if self.method == "setLabels" and self.client != "Instances":
            return f"{place.split('/')[0].removesuffix('s').capitalize()}SetLabelsRequest"
        named = f"{self.client}{self.method[0].upper()}{self.method[1:]}"
        return f"{SHORTER.get(named, named)}Request"


def _split(path: str) -> tuple[str, list[str]]:
    """``("zones/z", ["disks", "d", "resize"])``; no collection for a method of the project."""
    parts = path.split("/")
    if parts[0] == "global":
        return "global", parts[1:]
    if parts[0] not in ("zones", "regions") and len(parts) > 1:
        return "", parts
    return ("/".join(parts[:2]), parts[2:]) if len(parts) > 1 else ("", [])


def _parameters(query: str) -> Iterator[tuple[str, Any]]:
    for key, value in parse_qsl(query):
        flags = {"true": True, "false": False}
        yield snake(key), flags.get(value, int(value) if value.isdigit() else value)


def singular(collection: str) -> str:
    """Google's type of one of a collection: ``Address`` of ``addresses``."""
    for many, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if collection.endswith(many):
            collection = collection.removesuffix(many) + one
            break
    return collection[0].upper() + collection[1:]


def snake(name: str) -> str:
    """A field of JSON as the Python library calls it: ``networkIP`` is ``network_i_p``."""
    return name[:1] + re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name[1:])


# literals


def literal(value: Any) -> str:
    """A value as Python source; a text in double quotes, as most programs have them."""
    if not isinstance(value, str) or not value.isprintable() or '"' in value or "\\" in value:
        return repr(value)
    return f'"{value}"'


def _plain(body: Any) -> Any:
    """A body whose keys are JSON's own."""
    if isinstance(body, dict):
        return Map({key: _plain(each) for key, each in body.items()})
    if isinstance(body, Int64):
        return str(body)
    return [_plain(each) for each in body] if isinstance(body, list) else body


def _value(value: Any, depth: int) -> str:
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, Int64):
        return str(int(value))
    if isinstance(value, dict):
        return _mapping(value, depth)
    if isinstance(value, list):
        return _block("[]", (_value(each, depth + 1) for each in value), depth)
    return literal(value)


def _mapping(value: Json, depth: int) -> str:
    names = (each if isinstance(value, Map) else snake(each) for each in value)
    values = (_value(each, depth + 1) for each in value.values())
    return _block("{}", (f"{literal(k)}: {v}" for k, v in zip(names, values, strict=True)), depth)


def _block(brackets: str, lines: Iterator[str], depth: int) -> str:
    indent = "    " * depth
    inner = "".join(f"{indent}    {each},\n" for each in lines)
    return f"{brackets[0]}\n{inner}{indent}{brackets[1]}" if inner else brackets
