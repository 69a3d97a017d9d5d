"""Host and path rules, as a form has them: a row for each host with the paths that lead elsewhere.

A URL map says the same in two lists: host rules, each with the name of a matcher, and matchers with
the paths. Here a host is one row for each service that it leads to; a row without paths is the
host's default.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from gce_dashboard.framework import fields
from gce_dashboard.framework.commands import shell_lines
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ANY_HOST = "*"
EVERYTHING = "/*"


def is_path(word: str) -> None:
    if not word.startswith("/") or "*" in word[:-1]:
        raise ValidationError(_("%s: a path begins with / and may end with *.") % word)


def by_host(rows: list[Json]) -> dict[str, list[Json]]:
    """The rows of each host, in the order in which hosts were first named."""
    found: dict[str, list[Json]] = {}
    for row in rows or []:
        found.setdefault(row["host"] or ANY_HOST, []).append(row)
    return found


def matcher_name(number: int) -> str:
    return f"path-matcher-{number}"


def host_rules(rows: list[Json], values: Json) -> list[Json]:
    return [
        {"hosts": [host], "pathMatcher": matcher_name(number)}
        for number, host in enumerate(by_host(rows), 1)
    ]


def path_matchers(rows: list[Json], values: Json) -> list[Json]:
    """The matcher of each host; what no path is about goes to its row without one."""
    return [
        _matcher(matcher_name(number), rows_of_host, values.get("service", ""))
        for number, rows_of_host in enumerate(by_host(rows).values(), 1)
    ]


def _matcher(name: str, rows: list[Json], otherwise: str) -> Json:
    default = next((row["to"] for row in rows if is_default(row)), otherwise)
    ruled = [{"paths": row["paths"], "service": row["to"]} for row in rows if not is_default(row)]
    matcher = {"name": name, "defaultService": default}
    return {**matcher, "pathRules": ruled} if ruled else matcher


def is_default(row: Json) -> bool:
    return not row["paths"] or row["paths"] == [EVERYTHING]


def rows_of(url_map: Json) -> list[Json]:
    """The rows of a URL map that is there."""
    matchers = {each["name"]: each for each in url_map.get("pathMatchers", [])}
    return [
        {"host": host, **row}
        for rule in url_map.get("hostRules", [])
        for host in rule.get("hosts", [])
        for row in _rows_of(matchers.get(rule.get("pathMatcher"), {}))
    ]


def _rows_of(matcher: Json) -> Iterator[Json]:
    for rule in matcher.get("pathRules", []):
        yield {"paths": rule.get("paths", []), "to": path_of(rule.get("service", ""))}
    if matcher.get("defaultService"):
        yield {"paths": [EVERYTHING], "to": path_of(matcher["defaultService"])}


def commands(project: str, values: Json) -> Iterator[str]:
    """gcloud's commands that add the matchers."""
    rows = values.get("rules") or []
    for matcher, rule in zip(path_matchers(rows, values), host_rules(rows, values), strict=True):
        paths = ",".join(
            f"{path}={last(each['service'])}"
            for each in matcher.get("pathRules", [])
            for path in each["paths"]
        )
        yield shell_lines(
            f"gcloud compute url-maps add-path-matcher {shlex.quote(values.get('name', ''))}",
            f"--project={project}",
            f"--path-matcher-name={matcher['name']}",
            f"--default-service={last(matcher['defaultService'])}",
            shlex.quote(f"--new-hosts={','.join(rule['hosts'])}"),
            *([shlex.quote(f"--path-rules={paths}")] if paths else []),
        )


def hcl(rows: list[Json], values: Json) -> Json:
    """Terraform's blocks for both lists."""
    hosts = [
        {"hosts": each["hosts"], "path_matcher": each["pathMatcher"]}
        for each in host_rules(rows, values)
    ]
    matchers = [
        {
            "name": each["name"],
            "default_service": each["defaultService"],
            "path_rule": each.get("pathRules", []),
        }
        for each in path_matchers(rows, values)
    ]
    return {"host_rule": hosts, "path_matcher": matchers} if hosts else {}


RULES = fields.group(
    "rules",
    _("Host and path rules"),
    fields.custom("host", fields.text("host", _("Host (* for any)"), most=253).control),
    fields.listed("paths", _("Paths, such as /images/*"), check=is_path),
    fields.choice("to", _("Backend service"), offer="globalServices"),
    add=_("Add a host and path rule"),
    path="hostRules",
    body=host_rules,
    read=rows_of,
    hcl=hcl,
)
MATCHERS = fields.hidden(
    "matchers",
    path="pathMatchers",
    body=lambda _given, values: path_matchers(values.get("rules"), values),
    hcl="",
)
SECTIONS = (
    section("", fields.name(suggest="url-map"), fields.description()),
    section(
        _("Host and path rules"),
        fields.choice(
            "service",
            _("Default backend service"),
            offer="globalServices",
            path="defaultService",
            flag=lambda path, values: [f"--default-service={last(path)}"] if path else [],
            hcl="default_service",
            read=lambda url_map: path_of(url_map.get("defaultService", "")),
            help=_("Gets whatever no rule is about."),
        ),
        RULES,
        MATCHERS,
        fields.fingerprint("fingerprint"),
    ),
)
