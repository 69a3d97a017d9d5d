"""A resource as Terraform's configuration says it (HCL)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from gce_dashboard.framework import jsonpath
from gce_dashboard.framework.field import EMPTY, Field, Int64, Map

Json = dict[str, Any]
_ESCAPES = str.maketrans(
    {chr(number): f"\\u{number:04x}" for number in range(32)}
    | {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
)
_TEMPLATE = re.compile(r"(\$+|%+)\{")


def configuration(kind: str, name: str, project: str, fields: Iterable[Field], values: Json) -> str:
    """The block of a configuration that makes the same."""
    found: Json = {"project": project}
    for field in fields:
        if field.name in values:
            _add(found, field, values)
    return block(kind, name, found)


def block(kind: str, name: str, arguments: Json) -> str:
    """A resource of Terraform's configuration, given its arguments and blocks."""
    return f"resource {json.dumps(kind)} {json.dumps(label(name))} {{\n{_hcl(arguments, 1)}}}\n"


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
            f"{indent}{text(str(key))} = {_hcl_value(each, depth)}\n" for key, each in value.items()
        )
        return f"{{\n{pairs}{'  ' * depth}}}"
    if isinstance(value, list):
        return "[" + ", ".join(_hcl_value(each, depth) for each in value) + "]"
    return text(value) if isinstance(value, str) else json.dumps(value)


def text(value: str) -> str:
    """A quoted text, in which nothing is taken for Terraform's own language."""
    return f'"{_TEMPLATE.sub(_no_template, value.translate(_ESCAPES))}"'


def _no_template(found: re.Match[str]) -> str:
    """``$${`` is a text's ``${``; of several signs before the brace each is spelt out."""
    signs = found[1]
    return f"{signs * 2}{{" if len(signs) == 1 else f"\\u{ord(signs[0]):04x}" * len(signs) + "{"
