"""The tests of a URL map: which service a URL is to lead to (``UrlMap.tests``)."""

from __future__ import annotations

from typing import Any

from gce_api.families.balancing.url_maps.ways import Way, ways_of
from gce_api.families.shared.known import Content
from gce_api.google import errors
from gce_api.openstack.octavia import Rule

MOST = 100
_BEYOND = ("expectedOutputUrl", "expectedRedirectResponseCode", "headers")


def check(tests: list[Content]) -> None:
    """Refuse tests that cannot be made.

    :raises errors.Invalid: there are too many.
    :raises errors.Required: one does not say what it is about.
    :raises errors.Unsupported: one is about what no URL map can do here.
    """
    if len(tests) > MOST:
        raise errors.Invalid(
            f"Invalid value for field 'resource.tests': {len(tests)} given. At most {MOST} are "
            "possible."
        )
    for index, test in enumerate(tests):
        where = f"resource.tests[{index}]"
        for name in _BEYOND:
            if test.get(name):
                raise errors.Unsupported(
                    f"'{where}.{name}' is not available here: a URL map changes no URLs, and does "
                    "not look at headers."
                )
        for name in ("host", "path", "service"):
            if not test.get(name):
                raise errors.Required(f"Required field '{where}.{name}' not specified")


def failures(content: Content) -> list[dict[str, Any]]:
    """GCE's TestFailure of each test of a URL map that does not hold; services are paths."""
    ways = ways_of(content)
    return [
        {
            "host": test["host"],
            "path": test["path"],
            "expectedService": test["service"],
            "actualService": service,
        }
        for test in content.get("tests") or ()
        if (service := _service(content, ways, test)) != test["service"]
    ]


def _service(content: Content, ways: list[Way], test: Content) -> str:
    path = test["path"].partition("?")[0]
    asked = {"HOST_NAME": test["host"].lower(), "PATH": path}
    found = (way for way in ways if all(_holds(rule, asked) for rule in way.rules))
    way = next(found, None)
    service: str = way.service if way else content["defaultService"]
    return service


def _holds(rule: Rule, asked: dict[str, str]) -> bool:
    text, value = asked[rule.type], rule.value
    if rule.type == "HOST_NAME":
        value = value.lower()
    return {
        "EQUAL_TO": text == value,
        "STARTS_WITH": text.startswith(value),
        "ENDS_WITH": text.endswith(value),
    }[rule.compare_type]
