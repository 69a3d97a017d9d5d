"""What becomes of the fields of URL maps."""

from __future__ import annotations

from gce_api.families.shared.fields import NO_PAGES
from gce_api.google.inputs import declare

NO_ACTION = "Requests are led on as they are here: not rewritten, redirected or mirrored."
BEYOND = {
    "defaultCustomErrorResponsePolicy": NO_PAGES,
    "defaultRouteAction": NO_ACTION,
    "defaultUrlRedirect": NO_ACTION,
    "headerAction": NO_ACTION,
}

declare(
    "UrlMap",
    done="defaultService description fingerprint hostRules name pathMatchers tests",
    refused=BEYOND,
)
declare("HostRule", done="description hosts pathMatcher")
declare(
    "PathMatcher",
    done="defaultService description name pathRules",
    refused=BEYOND | {"routeRules": "Requests are led by their hosts and paths only here."},
)
declare(
    "PathRule",
    done="paths service",
    refused={
        "customErrorResponsePolicy": NO_PAGES,
        "routeAction": NO_ACTION,
        "urlRedirect": NO_ACTION,
    },
)
NO_OUTPUT = "A URL map changes no URLs, and does not look at headers."
declare(
    "UrlMapTest",
    done="description host path service",
    refused={
        "expectedOutputUrl": NO_OUTPUT,
        "expectedRedirectResponseCode": NO_OUTPUT,
        "headers": NO_OUTPUT,
    },
)
declare("UrlMapReference", done="urlMap")
# what is wrong with the map, the answer says
declare("UrlMapsValidateRequest", kept="loadBalancingSchemes resource")
