"""The configuration that services get."""

import configparser
import json
import pathlib
import subprocess
import sys

import pytest

from devcloud import config
from devcloud.config import ini
from devcloud.layout import OPENSTACK_KINDS, Cloud

CLOUD = Cloud(pathlib.Path("/state"), 18000, ("us-central1", "europe-west1"))

# where each service lists its options; "glance" would add the same again
NAMESPACES = {
    "keystone": ["keystone"],
    "placement": ["placement.conf"],
    "glance": ["glance", "glance.api", "glance.multi_store"],
    "neutron": ["neutron", "neutron.ml2", "neutron.db", "neutron.extensions"],
    "nova": ["nova.conf"],
    "cinder": ["cinder"],
    "octavia": ["octavia"],
}
SHARED = [
    "oslo.log",
    "oslo.db",
    "oslo.messaging",
    "oslo.concurrency",
    "oslo.policy",
    "oslo.cache",
    "oslo.service.wsgi",
    "keystonemiddleware.auth_token",
]
LIST_OPTIONS = """
import json, sys
from keystoneauth1 import loading
from oslo_config import generator
login = [option.dest for option in loading.get_auth_plugin_conf_options("password")]
login += [option.dest for option in loading.get_adapter_conf_options()] + ["auth_type"]
known = {"login": login}
for _, groups in generator._list_opts(sys.argv[1:]):
    for group, options in groups:
        names = known.setdefault(str(getattr(group, "name", group) or "DEFAULT"), [])
        names += [option.dest for option in options]
print(json.dumps(known))
"""
# sections that a service makes up from another option, or reads by its own code
OWN_SECTIONS = {
    "glance": {"file", "os_glance_staging_store", "os_glance_tasks_store"},
    "cinder": set(CLOUD.zones("us-central1")),
}


def known_options(kind: str) -> dict[str, list[str]]:
    """The options that a service knows, by section; ``login`` are those of keystoneauth."""
    # in a process of its own: two services register one option differently
    listed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LIST_OPTIONS, *NAMESPACES[kind], *SHARED],
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(listed.stdout.splitlines()[-1])


@pytest.mark.parametrize("kind", OPENSTACK_KINDS)
def test_every_option_is_one_that_the_service_knows(kind):
    """oslo.config ignores what it does not know, so a typing error would go unnoticed."""
    known = known_options(kind)
    unknown = [
        f"[{section}] {name}"
        for parser in files(kind).values()
        for section in parser.sections()
        if section not in OWN_SECTIONS.get(kind, ())
        for name in parser[section]
        if name not in known.get(section, [])
        and not ("auth_type" in parser[section] and name in known["login"])
    ]
    assert unknown == []


def parse(text: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, default_section="none")
    parser.optionxform = str
    parser.read_string(text)
    return parser


def files(kind: str) -> dict[str, configparser.RawConfigParser]:
    rendered = config.service_files(CLOUD, CLOUD.service(kind))
    return {
        name: parse(text) for name, text in rendered.items() if name.endswith((".conf", ".ini"))
    }


def test_a_dollar_sign_is_not_taken_for_a_reference():
    assert "path = /a$$b" in ini.render({"x": {"path": "/a$b"}})


def test_lists_and_switches_are_written_as_oslo_reads_them():
    text = ini.render({"x": {"many": ("a", "b"), "on": True}})
    assert "many = a,b" in text
    assert "on = true" in text


def test_a_later_part_wins():
    merged = ini.merge({"x": {"a": 1, "b": 1}}, {"x": {"a": 2}})
    assert merged == {"x": {"a": 2, "b": 1}}


def test_the_services_of_a_second_region_talk_to_their_own_region():
    nova = CLOUD.service("nova", "europe-west1")
    text = config.service_files(CLOUD, nova)["nova.conf"]
    parser = parse(text)
    for section in ("neutron", "placement", "glance", "service_user"):
        assert parser[section]["region_name"] == "europe-west1"
    assert parser["cinder"]["os_region_name"] == "europe-west1"
    assert parser["keystone_authtoken"]["auth_url"] == CLOUD.auth_url


def test_each_zone_has_a_volume_back_end():
    cinder = files("cinder")["cinder.conf"]
    zones = CLOUD.zones("us-central1")
    assert cinder["DEFAULT"]["enabled_backends"] == ",".join(zones)
    assert [cinder[zone]["backend_availability_zone"] for zone in zones] == zones


def test_writing_makes_every_folder_and_file(tmp_path):
    cloud = Cloud(tmp_path / "state", 18000, ("us-central1",))
    config.write(cloud)
    for service in cloud.services:
        assert any(cloud.etc(service).iterdir())
        assert cloud.data(service).is_dir()


def test_horizons_settings_are_python(tmp_path):
    text = config.service_files(CLOUD, CLOUD.service("horizon"))["local/local_settings.py"]
    compile(text, "local_settings.py", "exec")
