"""Which service a URL leads to by the tests of a URL map."""

import pytest

from gce_api.families.balancing.url_maps import tests as url_map_tests
from gce_api.google import errors

MAP = {
    "defaultService": "web",
    "hostRules": [{"hosts": ["*.example.org"], "pathMatcher": "named"}],
    "pathMatchers": [
        {
            "name": "named",
            "defaultService": "other",
            "pathRules": [{"paths": ["/video/*", "/live"], "service": "media"}],
        }
    ],
}


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("a.example.org", "/video/1", "media"),
        ("A.EXAMPLE.ORG", "/live?hd=1", "media"),
        ("a.example.org", "/live/1", "other"),
        ("example.org", "/video/1", "web"),
    ],
)
def test_a_url_leads_where_octavia_would_send_it(host, path, service):
    test = {"host": host, "path": path, "service": service}
    assert url_map_tests.failures({**MAP, "tests": [test]}) == []
    (failure,) = url_map_tests.failures({**MAP, "tests": [{**test, "service": "none"}]})
    assert (failure["expectedService"], failure["actualService"]) == ("none", service)


@pytest.mark.parametrize(
    ("test", "error"),
    [
        ({"host": "a", "path": "/"}, errors.Required),
        ({"host": "a", "path": "/", "expectedRedirectResponseCode": 301}, errors.Unsupported),
    ],
)
def test_a_test_that_cannot_be_made_is_refused(test, error):
    with pytest.raises(error, match=r"tests\[0\]"):
        url_map_tests.check([test])
