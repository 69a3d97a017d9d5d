"""URL maps: which host and path leads to which backend service, as Octavia's L7 rules tell it.

Octavia takes the first policy that fits, so the ways are sorted: named hosts before any host,
exact paths before prefixes, long before short, and a matcher's default last.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

from gce_api.families.shared.known import Content
from gce_api.openstack.octavia import Rule


@dataclass(frozen=True)
class Way:
    """Octavia's L7 rules, all of which must hold, and the path of the service that they lead to."""

    rules: tuple[Rule, ...]
    service: str


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


def with_services(content: Content, convert: Callable[[str], str]) -> Content:
    """A URL map with each of its references to a backend service converted."""
    found = copy.deepcopy(content)
    found["defaultService"] = convert(found["defaultService"])
    for matcher in found.get("pathMatchers") or ():
        matcher["defaultService"] = convert(matcher["defaultService"])
        for rule in matcher.get("pathRules") or ():
            rule["service"] = convert(rule["service"])
    for test in found.get("tests") or ():
        test["service"] = convert(test["service"])
    return found


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


def _of_matcher(host: tuple[Rule, ...], matcher: Content) -> list[Way]:
    paths = [
        (path, rule["service"])
        for rule in matcher.get("pathRules") or ()
        for path in rule.get("paths") or ()
    ]
    paths.sort(key=lambda pair: (pair[0].endswith("*"), -len(pair[0])))
    found = [Way((*host, _path_rule(path)), service) for path, service in paths]
    rest = host or (Rule("PATH", "STARTS_WITH", "/"),)
    return [*found, Way(rest, matcher["defaultService"])]


def _host_rules(host: str) -> tuple[Rule, ...]:
    if host == "*":
        return ()
    compare = "ENDS_WITH" if host.startswith("*") else "EQUAL_TO"
    return (Rule("HOST_NAME", compare, host.removeprefix("*")),)


def _path_rule(path: str) -> Rule:
    compare = "STARTS_WITH" if path.endswith("*") else "EQUAL_TO"
    return Rule("PATH", compare, path.removesuffix("*"))
