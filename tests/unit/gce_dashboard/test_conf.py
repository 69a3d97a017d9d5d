"""The plugin's settings."""

import dataclasses

import pytest
from django.apps import apps
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
        ({"page_size": 12.5}, "E003"),
        ({"read_timeout": "60"}, "E003"),
        ({"service_type": ""}, "E003"),
        ({"cacert": "/nowhere/ca.pem"}, "E003"),
        ({"insecure": "no"}, "E003"),
    ],
)
def test_a_bad_setting_is_found_at_start_and_its_default_is_used(configured, problem):
    assert problems(**configured) == [problem]
    with override_settings(GCE_DASHBOARD=configured):
        assert conf.get() == conf.Settings()


@override_settings(GCE_DASHBOARD=["page_size"])
def test_settings_that_are_no_dictionary_are_found_and_every_default_is_used():
    (problem,) = conf.check_settings()
    assert problem.id == "gce_dashboard.E001"
    assert conf.get() == conf.Settings()


def test_every_setting_has_a_rule_and_a_hint():
    names = {field.name for field in dataclasses.fields(conf.Settings)}
    assert names == conf.RULES.keys() == conf.HINTS.keys()


def test_the_problems_are_logged_when_horizon_starts(caplog):
    with override_settings(GCE_DASHBOARD={"page_size": 0}):
        apps.get_app_config("gce_dashboard").ready()
    assert "GCE_DASHBOARD['page_size'] is 0" in caplog.text
    assert "from 1 to 500" in caplog.text


@override_settings(OPENSTACK_SSL_CACERT="/etc/ca.pem", OPENSTACK_SSL_NO_VERIFY=False)
def test_the_ca_bundle_is_horizons_unless_the_plugin_has_its_own(tmp_path):
    own = tmp_path / "ca.pem"
    own.touch()
    assert conf.get().verify == "/etc/ca.pem"
    with override_settings(GCE_DASHBOARD={"cacert": str(own)}):
        assert conf.get().verify == str(own)
    with override_settings(OPENSTACK_SSL_NO_VERIFY=True):
        assert conf.get().verify is False
