"""Fields of instances that are only kept."""

from gce_api.families.shared import settings


def test_what_is_given_is_shown_again():
    body = {"minCpuPlatform": "Intel Skylake", "canIpForward": True, "name": "vm", "labels": {}}
    shown = settings.shown(settings.given(body))
    assert (shown["minCpuPlatform"], shown["canIpForward"]) == ("Intel Skylake", True)


def test_what_is_not_given_is_shown_as_it_is_for_every_instance():
    shown = settings.shown({})
    assert (shown["canIpForward"], shown["displayDevice"]) == (False, None)
    assert shown["scheduling"] == settings.SCHEDULING


def test_what_may_be_preempted_is_not_restarted():
    shown = settings.shown(settings.given({"scheduling": {"provisioningModel": "SPOT"}}))
    assert shown["scheduling"] == {
        "onHostMaintenance": "TERMINATE",
        "automaticRestart": False,
        "preemptible": True,
        "provisioningModel": "SPOT",
    }


def test_what_another_tool_has_written_is_passed_over():
    assert settings.read({"gce:displayDevice": "{"}, "displayDevice") is None
