"""What a body may refer to of the endpoint's own resources."""

import pytest

from gce_api.google import errors
from gce_api.google.names import numeric_id

GLOBAL, REGIONAL = "global/urlMaps/web", "regions/us-central1/urlMaps/web"


def test_a_bare_name_is_of_the_calls_own_scope(known):
    found = known(**{GLOBAL: {}, REGIONAL: {}})
    assert found.path("web", "urlMaps", "urlMap") == REGIONAL
    assert found.path("global/urlMaps/web", "urlMaps", "urlMap") == GLOBAL
    assert known(scope="global", **{GLOBAL: {}}).path("web", "urlMaps", "urlMap") == GLOBAL


def test_a_number_is_as_good_as_a_name(known):
    found = known(**{REGIONAL: {}})
    assert found.path(numeric_id(f"uuid of {REGIONAL}"), "urlMaps", "urlMap") == REGIONAL


def test_health_checks_of_the_first_kind_are_global_whatever_uses_them(known):
    found = known(**{"global/httpHealthChecks/basic": {}})
    path = found.path("basic", "httpHealthChecks", "healthChecks")
    assert path == "global/httpHealthChecks/basic"


@pytest.mark.parametrize(
    ("url", "error", "message"),
    [
        ("other", errors.NotFound, r"'projects/demo/regions/us-central1/urlMaps/other' was not"),
        ("regions/elsewhere/urlMaps/web", errors.Invalid, "of another region"),
        ("projects/stranger/global/urlMaps/web", errors.NotFound, "stranger"),
        ("global/backendServices/web", errors.Invalid, "'urlMaps'"),
    ],
)
def test_what_cannot_be_referred_to_is_refused(known, url, error, message):
    with pytest.raises(error, match=message):
        known(**{GLOBAL: {}, REGIONAL: {}}).path(url, "urlMaps", "urlMap")
