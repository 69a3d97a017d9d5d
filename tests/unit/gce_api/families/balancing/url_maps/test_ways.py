"""The order in which Octavia is to try what a URL map says."""

from gce_api.families.balancing.url_maps import ways as url_maps


def ways(content):
    """Each way as one line: its rules' values and its service."""
    return [
        (*(f"{rule.compare_type} {rule.value}" for rule in way.rules), way.service)
        for way in url_maps.ways_of(content)
    ]


def test_what_is_special_is_tried_before_what_is_general():
    content = {
        "defaultService": "web",
        "hostRules": [
            {"hosts": ["*"], "pathMatcher": "any"},
            {"hosts": ["*.example.org", "a.example.org"], "pathMatcher": "named"},
        ],
        "pathMatchers": [
            {
                "name": "named",
                "defaultService": "web",
                "pathRules": [
                    {"paths": ["/*", "/video/*"], "service": "media"},
                    {"paths": ["/video/live"], "service": "live"},
                ],
            },
            {"name": "any", "defaultService": "other"},
        ],
    }

    found = ways(content)

    assert found == [
        ("EQUAL_TO a.example.org", "EQUAL_TO /video/live", "live"),
        ("EQUAL_TO a.example.org", "STARTS_WITH /video/", "media"),
        ("EQUAL_TO a.example.org", "STARTS_WITH /", "media"),
        ("EQUAL_TO a.example.org", "web"),
        ("ENDS_WITH .example.org", "EQUAL_TO /video/live", "live"),
        ("ENDS_WITH .example.org", "STARTS_WITH /video/", "media"),
        ("ENDS_WITH .example.org", "STARTS_WITH /", "media"),
        ("ENDS_WITH .example.org", "web"),
        ("STARTS_WITH /", "other"),
    ]
    assert url_maps.services_of(content) == ["web", "other", "media", "live"]
