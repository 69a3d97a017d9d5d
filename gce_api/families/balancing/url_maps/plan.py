"""What is kept of a URL map, and what is refused of one."""

from __future__ import annotations

from gce_api.families.balancing.url_maps import tests
from gce_api.families.balancing.url_maps.ways import services_of, with_services
from gce_api.families.shared.known import Content, Known
from gce_api.google import errors

FIELDS = ("description", "defaultService", "hostRules", "pathMatchers", "tests")

_BEYOND = ("headerAction", "defaultRouteAction", "defaultUrlRedirect", "routeRules")
_BEYOND_OF_RULES = ("routeAction", "urlRedirect", "customErrorResponsePolicy")


def plan_url_map(body: Content, known: Known) -> Content:
    """What is kept of a URL map that is to be as the body says.

    :raises errors.Invalid: a matcher is missing, or a path or host is malformed.
    :raises errors.NotFound: it leads to a service that is not there.
    :raises errors.Required: it does not say where what no rule is about leads to.
    :raises errors.Unsupported: it redirects, or rewrites.
    """
    check(body)
    tests.check(body.get("tests") or [])
    if not body.get("defaultService"):
        raise errors.Required("Required field 'resource.defaultService' not specified")
    paths = {
        url: known.path(url, "backendServices", "resource.defaultService")
        for url in services_of(body)
    }
    for test in body.get("tests") or ():  # a service that nothing leads to fails its test
        field = "resource.tests.service"
        name = known.references.refer(test["service"], "backendServices", field).name
        paths.setdefault(test["service"], f"global/backendServices/{name}")
    asked = {name: body[name] for name in FIELDS if name in body}
    return with_services(asked, lambda url: paths[url])


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
