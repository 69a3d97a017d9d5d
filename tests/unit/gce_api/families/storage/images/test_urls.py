"""Images come only from where the operator lets them, however a URL is written."""

import pytest

from gce_api.families.storage.images.urls import check_url
from gce_api.google import errors

ALLOWED = ["https://images.example.org/pub/", "http://10.0.0.1:8080"]


@pytest.mark.parametrize(
    "url",
    [
        "https://images.example.org/pub/disk.raw",
        "https://images.example.org/pub/deep/disk.qcow2?version=2",
        "http://10.0.0.1:8080/disk.raw",
    ],
)
def test_what_is_below_an_allowed_url_is_allowed(url):
    assert check_url(url, ALLOWED) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "disk.raw",
        "file:///etc/passwd",
        "ftp://images.example.org/pub/disk.raw",
        "http://images.example.org/pub/disk.raw",
        "https://images.example.org/private/disk.raw",
        "https://images.example.org/public/disk.raw",
        "https://images.example.org/pub/../private/disk.raw",
        "https://images.example.org/pub/%2e%2e/private/disk.raw",
        "https://images.example.org/pub/%252e%252e/private/disk.raw",
        "https://images.example.org/pub/..%2fprivate/disk.raw",
        "https://images.example.org:8443/pub/disk.raw",
        "https://images.example.org@169.254.169.254/pub/disk.raw",
        "https://169.254.169.254\\@images.example.org/pub/disk.raw",
        "https://images.example.org.evil.test/pub/disk.raw",
        "https://images.example.org/pub/disk.raw#",
        "https://images.example.org/pub/\r\nHost: other",
        "https://[::1/pub/disk.raw",
        "http://10.0.0.1/disk.raw",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_whatever_else_is_refused(url):
    with pytest.raises(errors.Invalid):
        check_url(url, ALLOWED)


def test_nothing_is_allowed_by_default():
    with pytest.raises(errors.Invalid, match="does not let"):
        check_url("https://images.example.org/pub/disk.raw", [])
