"""What is remembered of a region."""

import threading

import pytest

from gce_api.openstack.cloud import Cloud


@pytest.fixture
def cloud():
    """A region whose memory can be made old: ``age()``."""
    made = Cloud(None, None, "RegionOne", None)
    made.age = made._cache.clear
    return made


def test_what_hardly_changes_is_told_at_once_while_the_service_hangs(cloud):
    hangs, over = threading.Event(), threading.Event()
    assert cloud.kept("zones", lambda: ["a"]) == ["a"]
    cloud.age()

    def asked_anew():
        hangs.set()
        assert over.wait(10)
        return ["a", "b"]

    assert cloud.kept("zones", asked_anew) == ["a"]
    assert hangs.wait(10)
    assert cloud.kept("zones", asked_anew) == ["a"]
    over.set()
    for _ in range(100):
        if cloud.kept("zones", asked_anew) == ["a", "b"]:
            return
        threading.Event().wait(0.05)
    pytest.fail("what was asked for anew is never told")


def test_what_was_never_known_is_waited_for_and_fails_as_it_does(cloud):
    with pytest.raises(ZeroDivisionError):
        cloud.kept("zones", lambda: 1 / 0)
    assert cloud.kept("zones", lambda: ["a"]) == ["a"]
