"""URL maps: which host and path leads to which backend service, as Octavia's L7 rules tell it.

Octavia takes the first policy that fits, so the ways are sorted: named hosts before any host,
exact paths before prefixes, long before short, and a matcher's default last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gce_api.google import errors

Content = dict[str, Any]

_BEYOND = ("headerAction", "defaultRouteAction", "defaultUrlRedirect", "routeRules")
_BEYOND_OF_RULES = ("routeAction", "urlRedirect", "customErrorResponsePolicy")


@dataclass(frozen=True)
class Way:
    """Octavia's L7 rules, all of which must hold, and the path of the service that they lead to."""

    rules: list[dict[str, str]]
    service: str


def check(body: Content) -> None:
    """Refuse what cannot be, or what Octavia has no policy for.

    :raises errors.Invalid: a matcher is missing, or a path or host is malformed.
    :raises errors.Unsupported: it redirects, or rewrites.
    """
    _check_known(body, "resource")
    matchers = {matcher.get("name") for matcher in body.get("pathMatchers") or ()}
    for index, rule in enumerate(body.get("hostRules") or ()):
        where = f"resource.hostRules[{index}]"
        if rule.get("pathMatcher") not in matchers:
            raise errors.Invalid(
                f"Invalid value for field '{where}.pathMatcher': '{rule.get('pathMatcher', '')}'. "
                "There is no path matcher of this name."
            )
        for host in rule.get("hosts") or ():
            if "*" in host.removeprefix("*"):
                raise errors.Invalid(
                    f"Invalid value for field '{where}.hosts': '{host}'. "
                    "A wildcard may only be at the start."
                )
    for index, matcher in enumerate(body.get("pathMatchers") or ()):
        _check_matcher(matcher, f"resource.pathMatchers[{index}]")


def services_of(content: Content) -> list[str]:
    """Whatever a URL map names as a service, each once: paths, or URLs of a body."""
    matchers = content.get("pathMatchers") or ()
    rules = [rule for matcher in matchers for rule in matcher.get("pathRules") or ()]
    found = [
        content.get("defaultService"),
        *(matcher.get("defaultService") for matcher in matchers),
        *(rule.get("service") for rule in rules),
    ]
    return list(dict.fromkeys(service for service in found if service))


def ways_of(content: Content) -> list[Way]:
    """The ways through a URL map but its default, in the order in which they are tried."""
    matchers = {matcher["name"]: matcher for matcher in content.get("pathMatchers") or ()}
    hosts = [
        (host, matchers[rule["pathMatcher"]])
        for rule in content.get("hostRules") or ()
        for host in rule.get("hosts") or ()
    ]
    hosts.sort(key=lambda pair: (pair[0].startswith("*"), -len(pair[0])))
    return [way for host, matcher in hosts for way in _of_matcher(_host_rules(host), matcher)]


def _of_matcher(host: list[dict[str, str]], matcher: Content) -> list[Way]:
    paths = [
        (path, rule["service"])
        for rule in matcher.get("pathRules") or ()
        for path in rule.get("paths") or ()
    ]
    paths.sort(key=lambda pair: (pair[0].endswith("*"), -len(pair[0])))
    found = [Way([*host, _path_rule(path)], service) for path, service in paths]
    rest = host or [{"type": "PATH", "compare_type": "STARTS_WITH", "value": "/"}]
    return [*found, Way(rest, matcher["defaultService"])]


def _host_rules(host: str) -> list[dict[str, str]]:
    if host == "*":
        return []
    compare = "ENDS_WITH" if host.startswith("*") else "EQUAL_TO"
    return [{"type": "HOST_NAME", "compare_type": compare, "value": host.removeprefix("*")}]


def _path_rule(path: str) -> dict[str, str]:
    compare = "STARTS_WITH" if path.endswith("*") else "EQUAL_TO"
    return {"type": "PATH", "compare_type": compare, "value": path.removesuffix("*")}


def _check_matcher(matcher: Content, where: str) -> None:
    _check_known(matcher, where)
    if not matcher.get("defaultService"):
        raise errors.Required(f"Required field '{where}.defaultService' not specified")
    for index, rule in enumerate(matcher.get("pathRules") or ()):
        inside = f"{where}.pathRules[{index}]"
        for name in _BEYOND_OF_RULES:
            if rule.get(name):
                raise errors.Unsupported(f"'{inside}.{name}' is not available here.")
        if not rule.get("service"):
            raise errors.Required(f"Required field '{inside}.service' not specified")
        for path in rule.get("paths") or ():
            if not path.startswith("/") or "*" in path[:-1]:
                raise errors.Invalid(
                    f"Invalid value for field '{inside}.paths': '{path}'. Must start with / and "
                    "may have a wildcard at its end only."
                )


def _check_known(part: Content, where: str) -> None:
    for name in _BEYOND:
        if part.get(name):
            raise errors.Unsupported(f"'{where}.{name}' is not available here.")
