"""The remote console: found in Nova by the instance's GCE id."""

import types

from novaclient import exceptions

from gce_dashboard.framework import resources
from gce_dashboard.instances import console

UUID = "5f0c1f6e-9f0e-4d0a-8a56-0d9f4a1c0b11"
OTHER = "1b9e7d2c-1111-4d0a-8a56-0d9f4a1c0b22"


class Servers:
    def __init__(self, named, every=(), consoles=None):
        self.named, self.every, self.consoles = named, every, consoles or {}

    def list(self, search_opts, limit):
        found = self.named if search_opts else self.every
        return [types.SimpleNamespace(id=each, metadata={}) for each in found]

    def get_console_url(self, server, kind):
        if kind not in self.consoles:
            raise exceptions.BadRequest(400)
        return {"remote_console": {"url": self.consoles[kind]}}


def test_of_two_servers_with_one_name_the_right_one_is_found():
    servers = Servers([OTHER, UUID])
    assert console.server_id(servers, "web", resources.numeric_id(UUID)) == UUID


def test_a_server_whose_name_gce_had_to_change_is_found():
    servers = Servers([], [OTHER, UUID])
    assert console.server_id(servers, "web-5f0c1f6e", resources.numeric_id(UUID)) == UUID


def test_a_server_that_was_made_through_gce_is_known_by_the_number_it_keeps():
    servers = Servers([])
    made = types.SimpleNamespace(id=UUID, metadata={"gce:id": "1234"})
    servers.list = lambda **search: [made]
    assert console.server_id(servers, "web", "1234") == UUID
    assert console.server_id(servers, "web", resources.numeric_id(UUID)) == ""


def test_the_first_kind_of_console_that_the_cloud_offers_is_opened():
    assert (
        console.console_url(Servers([], consoles={"spice-html5": "http://s"}), UUID) == "http://s"
    )


def test_a_cloud_without_consoles_has_no_address():
    assert console.console_url(Servers([]), UUID) == ""
