"""Where a log-in may end."""

import pytest

from gce_api.access.oauth.clients import may_redirect


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8085/",
        "http://localhost",
        "http://127.0.0.1:1/callback?x=1",
        "http://[::1]:4000/",
        "https://console.example.org/back",
    ],
)
def test_a_log_in_may_end_on_this_computer_or_where_the_operator_says(url):
    assert may_redirect(url, {"https://console.example.org/back"})


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://console.example.org/back/../evil",
        "https://localhost/",  # nobody has a certificate for it
        "http://localhost.evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example/",
        "http://evil.example@localhost/",
        "http://localhost\\@evil.example/",
        "http://localhost\n.evil.example/",
        "http://127.1/",
        "http://localhost:port/",
        "http://localhost/#fragment",
        "//localhost/",
        "localhost",
        "javascript://localhost/%0aalert(1)",
        "",
    ],
)
def test_a_log_in_ends_nowhere_else(url):
    assert not may_redirect(url, {"https://console.example.org/back"})
