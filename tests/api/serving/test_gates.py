"""What stands between a client and the methods: proxies, and rates."""

import pytest
from werkzeug.test import Client

from gce_api import wsgi

ZONES = "/compute/v1/projects/demo/zones"
FORWARDED = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "compute.example.org",
}


@pytest.fixture
def ask(in_process, devcloud):
    """Asks an endpoint with some settings in this process, as the user demo."""
    bearer = {"Authorization": "Bearer " + devcloud.token()}

    def serve(**settings):
        for name, (group, value) in settings.items():
            in_process.set_override(name, value, group=group)
        client = Client(wsgi.build(in_process))
        return lambda path, **headers: client.get(path, headers={**bearer, **headers})

    return serve


def test_a_trusted_proxy_tells_where_the_client_came_to(ask):
    behind = ask(trusted_proxies=("api", 1), public_url=("api", None))
    link = behind(ZONES, **FORWARDED).json["items"][0]["selfLink"]
    assert link.startswith("https://compute.example.org/compute/v1/projects/demo/zones/")


def test_what_a_client_says_of_itself_is_not_believed(ask):
    alone = ask(public_url=("api", None))
    assert alone(ZONES, **FORWARDED).json["items"][0]["selfLink"].startswith("http://localhost/")


def test_who_asks_too_often_is_told_when_to_ask_again(ask):
    limited = ask(requests=("rate_limits", "2/hour"))
    assert [limited(ZONES).status_code for _ in range(3)] == [200, 200, 429]
    refused = limited(ZONES)
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert refused.json["error"]["errors"][0]["reason"] == "rateLimitExceeded"
    assert limited("/healthcheck").status_code == 200
