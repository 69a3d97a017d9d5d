"""A change as everybody's tools would make it: REST, curl, gcloud, Python, Terraform."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from collections.abc import Iterable, Sequence
from typing import Any

from gce_dashboard.framework import jsonpath
from gce_dashboard.framework.commands import curl, shell_lines
from gce_dashboard.framework.field import EMPTY, Field, Int64, Map
from gce_dashboard.framework.registry import Resource

Json = dict[str, Any]


def gcloud(command: str, name: str, project: str, fields: Iterable[Field], values: Json, more=()):
    """``gcloud compute disks create NAME --flag ...``, a flag a line, quoted for a POSIX shell."""
    flags = [f"--project={project}", *more]
    for field in fields:
        if field.name in values:
            flags += field.flags(values[field.name], values)
    words = f"gcloud {command} {shlex.quote(name)}"
    return shell_lines(words, *(shlex.quote(flag) for flag in flags))


def rest(method: str, url: str, body: Json | None) -> Json:
    """The request and the same as a curl command."""
    text = "" if body is None else json.dumps(body, indent=2, ensure_ascii=False)
    return {"method": method, "url": url, "body": text, "curl": curl(url, text, method)}


def place_flags(path: str, scopes: Sequence[str] = ()) -> list[str]:
    """gcloud's flags that say where a resource is: ``--zone=us-central1-a``.

    :param scopes: where its collection has resources; gcloud has to be told ``--global`` where it
        has others, too
    """
    scope, _slash, rest = path.partition("/")
    if scope == "global":
        return ["--global"] if len(scopes) > 1 else []
    return [f"--{scope.removesuffix('s')}={rest.split('/')[0]}"]


@dataclasses.dataclass(frozen=True)
class PythonCall:
    """A call of google-cloud-compute.

    :ivar client: such as ``DisksClient``; ``method`` of it
    :ivar where: the arguments that say where: project, zone, the resource's name
    :ivar argument: of the body, such as ``disk_resource``; ``type`` of it, such as ``Disk``
    """

    client: str
    method: str
    where: Json
    argument: str
    type: str

    @classmethod
    def of(cls, resource: Resource, method: str, project: str, place: str, name: str = ""):
        """A call about a resource's collection, or one of it.

        :param place: ``zones/us-central1-a``, ``regions/us-central1`` or ``global``
        """
        one = snake(resource.type[0].lower() + resource.type[1:])
        scope, _slash, where = place.partition("/")
        words = {"project": project}
        if where:
            words[scope.removesuffix("s")] = where
        if name:
            words[one] = name
        many = resource.collection[0].upper() + resource.collection[1:]
        client = f"{resource.prefix(place).capitalize()}{many}Client"
        return cls(client, method, words, f"{one}_resource", resource.type)

    def source(self, body: Json) -> str:
        """The program, which waits for the operation as an application would."""
        arguments = [f"    {name}={json.dumps(value)}," for name, value in self.where.items()]
        resource = f"compute_v1.{self.type}({_mapping(body, 1)})"
        return "\n".join(
            [
                "from google.cloud import compute_v1",
                "",
                f"client = compute_v1.{self.client}()",
                f"operation = client.{self.method}(",
                *arguments,
                f"    {self.argument}={resource},",
                ")",
                "operation.result()",
                "",
            ]
        )


def snake(name: str) -> str:
    """A field of JSON as the Python library calls it: ``networkIP`` is ``network_i_p``."""
    return name[:1] + re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name[1:])


def _python(value: Any, depth: int) -> str:
    if isinstance(value, Int64):
        return str(int(value))
    if isinstance(value, dict):
        return _mapping(value, depth)
    if isinstance(value, list):
        inner = "".join(f"{'    ' * (depth + 1)}{_python(each, depth + 1)},\n" for each in value)
        return f"[\n{inner}{'    ' * depth}]"
    return repr(value)


def _mapping(value: Json, depth: int) -> str:
    names = (each if isinstance(value, Map) else snake(each) for each in value)
    inner = "".join(
        f"{'    ' * (depth + 1)}{json.dumps(name)}: {_python(each, depth + 1)},\n"
        for name, each in zip(names, value.values(), strict=True)
    )
    return f"{{\n{inner}{'    ' * depth}}}"


def terraform(kind: str, name: str, project: str, fields: Iterable[Field], values: Json) -> str:
    """The block of a configuration that makes the same."""
    block: Json = {"project": project}
    for field in fields:
        if field.name in values:
            _add(block, field, values)
    return hcl_block(kind, name, block)


def hcl_block(kind: str, name: str, block: Json) -> str:
    """A resource of Terraform's configuration, given its arguments and blocks."""
    return f"resource {json.dumps(kind)} {json.dumps(label(name))} {{\n{_hcl(block, 1)}}}\n"


def label(name: str) -> str:
    """What a configuration calls a resource by its name."""
    return re.sub(r"\W", "_", name) or "this"


def _add(block: Json, field: Field, values: Json) -> None:
    if callable(field.hcl):
        _merge(block, field.hcl(values[field.name], values))
        return
    place = hcl_path(field)
    value = _terraform_value(field, values) if place else None
    if value not in EMPTY:
        jsonpath.put(block, place, value)


def _merge(block: Json, part: Json) -> None:
    for name, value in part.items():
        if isinstance(value, dict) and isinstance(block.get(name), dict):
            _merge(block[name], value)
        else:
            block[name] = value


def hcl_path(field: Field) -> str:
    """Terraform's place for a field."""
    if isinstance(field.hcl, str):
        return field.hcl
    return re.sub(r"(?<=[a-z0-9])([A-Z]+)", lambda found: "_" + found[1].lower(), field.path)


def _terraform_value(field: Field, values: Json) -> Any:
    value = values[field.name]
    if not field.rows or callable(field.body):
        return field.to_body(value, values)
    return [_row(field, {**values, **row}) for row in value or []]


def _row(field: Field, values: Json) -> Json:
    row: Json = {}
    for each in field.rows:
        value = each.to_body(values.get(each.name), values)
        if hcl_path(each) and value not in EMPTY:
            jsonpath.put(row, hcl_path(each), value)
    return row


def _hcl(block: Json, depth: int) -> str:
    indent = "  " * depth
    lines = []
    for name, value in block.items():
        blocks = value if isinstance(value, list) and value and isinstance(value[0], dict) else None
        if isinstance(value, dict) and not isinstance(value, Map):
            blocks = [value]
        if blocks is None:
            lines.append(f"{indent}{name} = {_hcl_value(value, depth)}\n")
        else:
            lines += [f"{indent}{name} {{\n{_hcl(each, depth + 1)}{indent}}}\n" for each in blocks]
    return "".join(lines)


def _hcl_value(value: Any, depth: int) -> str:
    if isinstance(value, Int64):
        return str(int(value))
    if isinstance(value, Map):
        indent = "  " * (depth + 1)
        pairs = "".join(
            f"{indent}{json.dumps(key)} = {_hcl_value(each, depth)}\n"
            for key, each in value.items()
        )
        return f"{{\n{pairs}{'  ' * depth}}}"
    if isinstance(value, list):
        return "[" + ", ".join(_hcl_value(each, depth) for each in value) + "]"
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("${", "$${").replace("%{", "%%{") if isinstance(value, str) else text
