"""The plugin's settings."""

import pytest
from django.test import override_settings

from gce_dashboard import conf


def problems(**configured):
    with override_settings(GCE_DASHBOARD=configured):
        return [problem.id.rpartition(".")[2] for problem in conf.check_settings()]


def test_nothing_configured_is_fine():
    assert problems() == []


@pytest.mark.parametrize(
    ("configured", "problem"),
    [
        ({"page_sise": 20}, "E002"),
        ({"page_size": 0}, "E003"),
        ({"page_size": True}, "E003"),
        ({"read_timeout": "60"}, "E003"),
        ({"service_type": ""}, "E004"),
        ({"cacert": "/nowhere/ca.pem"}, "E005"),
    ],
)
def test_a_bad_setting_is_found_at_start(configured, problem):
    assert problems(**configured) == [problem]


@override_settings(OPENSTACK_SSL_CACERT="/etc/ca.pem", OPENSTACK_SSL_NO_VERIFY=False)
def test_the_ca_bundle_is_horizons_unless_the_plugin_has_its_own():
    assert conf.get().verify == "/etc/ca.pem"
    with override_settings(GCE_DASHBOARD={"cacert": "/own.pem"}):
        assert conf.get().verify == "/own.pem"
    with override_settings(OPENSTACK_SSL_NO_VERIFY=True):
        assert conf.get().verify is False
