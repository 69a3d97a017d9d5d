"""Where things are, and what is refused before anything is made."""

import pathlib

import pytest

from devcloud import layout
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud

TWO_REGIONS = ("us-central1", "europe-west1")


def make(regions=("us-central1",), base=18000) -> Cloud:
    return Cloud(pathlib.Path("/state"), base, regions)


def test_a_region_more_has_its_own_services_and_shares_keystone_endpoint_and_console():
    keys = {service.key for service in make(TWO_REGIONS).services}
    assert {"nova", "nova-europe-west1"} <= keys
    assert not {"keystone-europe-west1", "gce-europe-west1", "horizon-europe-west1"} & keys


def test_no_two_services_share_a_port():
    ports = [service.port for service in make(TWO_REGIONS).services]
    assert len(ports) == len(set(ports))


def test_the_clients_of_openstack_start_after_all_of_it():
    assert [s.kind for s in make(TWO_REGIONS).services][-2:] == ["gce", "horizon"]


def test_zones_are_named_as_google_names_them():
    cloud = make(TWO_REGIONS)
    assert cloud.zones("us-central1") == [f"us-central1-{letter}" for letter in "abcf"]
    assert cloud.zones("europe-west1") == [f"europe-west1-{letter}" for letter in "bcd"]


def test_an_unknown_service_is_answered_with_the_known_ones():
    with pytest.raises(DevcloudError, match=r"nova.*placement"):
        make().by_key("heat")


def test_an_extra_is_in_every_region_where_it_is_asked_for():
    cloud = Cloud(pathlib.Path("/state"), 18000, TWO_REGIONS, ("telemetry",))
    added = {s.key for s in cloud.services} - {s.key for s in make(TWO_REGIONS).services}
    assert added == {"gnocchi", "gnocchi-europe-west1"}
    ports = [service.port for service in cloud.services]
    assert len(ports) == len(set(ports))


def test_a_record_is_read_as_it_was_saved(tmp_path):
    cloud = Cloud(tmp_path, 21000, TWO_REGIONS, ("telemetry",))
    cloud.save()
    assert layout.load(tmp_path) == cloud


def test_a_folder_without_a_cloud_has_no_record(tmp_path):
    assert layout.load(tmp_path) is None


def test_a_broken_record_is_named(tmp_path):
    (tmp_path / layout.RECORD).write_text("{")
    with pytest.raises(DevcloudError, match=r"devcloud\.json cannot be read"):
        layout.load(tmp_path)


@pytest.mark.parametrize("path", ["/tmp/a b", "/tmp/a?b", "/tmp/a%20", "/tmp/$HOME"])
def test_a_state_folder_that_no_url_can_hold_is_refused(path):
    with pytest.raises(DevcloudError, match="character"):
        layout.check_state_path(pathlib.Path(path))


@pytest.mark.parametrize("regions", [("",), ("Us-Central1",), ("a-1", "a-1"), ("us",)])
def test_what_is_no_list_of_regions_is_refused(regions):
    with pytest.raises(DevcloudError):
        layout.check_regions(regions)


@pytest.mark.parametrize("base", [80, 65500])
def test_a_first_port_without_room_is_refused(base):
    with pytest.raises(DevcloudError, match="between 1024"):
        layout.check_base(base)


def test_the_state_folder_follows_the_environment(monkeypatch):
    monkeypatch.setenv("DEVCLOUD_STATE", "/somewhere")
    assert layout.default_state() == pathlib.Path("/somewhere")
    monkeypatch.delenv("DEVCLOUD_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", "/xdg")
    assert layout.default_state() == pathlib.Path("/xdg/devcloud")
