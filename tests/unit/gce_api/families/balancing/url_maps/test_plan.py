"""What is kept of a URL map, and what is refused of one."""

import pytest

from gce_api.families.balancing.url_maps import plan as url_maps
from gce_api.google import errors


@pytest.mark.parametrize(
    ("body", "error", "field"),
    [
        ({"hostRules": [{"hosts": ["a*b"], "pathMatcher": "m"}]}, errors.Invalid, "hosts"),
        ({"hostRules": [{"hosts": ["a"], "pathMatcher": "n"}]}, errors.Invalid, "pathMatcher"),
        ({"pathMatchers": [{"name": "m"}]}, errors.Required, "defaultService"),
        (
            {"pathMatchers": [{"name": "m", "defaultService": "s", "routeRules": [{}]}]},
            errors.Unsupported,
            "routeRules",
        ),
        (
            {
                "pathMatchers": [
                    {
                        "name": "m",
                        "defaultService": "s",
                        "pathRules": [{"paths": ["/a*b"], "service": "s"}],
                    }
                ]
            },
            errors.Invalid,
            "pathRules[0].paths",
        ),
    ],
)
def test_what_octavia_has_no_policy_for_is_refused(body, error, field):
    matchers = {"pathMatchers": [{"name": "m", "defaultService": "s"}]}

    with pytest.raises(error, match=field.replace("[", r"\[")):
        url_maps.check({**matchers, **body})
