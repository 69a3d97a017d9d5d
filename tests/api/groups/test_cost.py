"""What it costs to plan the new members of a group."""

import pytest

from gce_api import wsgi
from gce_api.database import resources
from gce_api.families.groups.managers import deeds, inserts
from gce_api.families.groups.managers.acting import Actor
from gce_api.families.groups.managers.deeds import Seen
from gce_api.serving import loading
from tests.api.contract import ZONE, instance

SCOPE = f"zones/{ZONE}"
TEMPLATE = "global/instanceTemplates/web"
MOST = 6


@pytest.fixture
def actor(devcloud, project, in_process):
    """Who acts for a group of the file's project, in an endpoint that begins nothing."""
    loading.load()
    services = wsgi.make_services(in_process)
    caller = services.authenticator.caller(devcloud.token("admin", project.name), project.name)
    said = instance("any", machineType="e2-micro")
    del said["name"]
    content = {
        "versions": [{"instanceTemplate": TEMPLATE}],
        "baseInstanceName": "web",
        "targetSize": 0,
        "zones": [ZONE],
        "instances": {},
        "errors": [],
    }
    with services.database.writer() as session:
        of_project = session, caller.project.uuid
        template = {"properties": said}
        resources.insert(*of_project, "instanceTemplates", "global", "web", template)
        group = resources.insert(*of_project, "instanceGroupManagers", SCOPE, "web", content)
    return Actor(services, caller, group)


@pytest.fixture
def grow(actor, sent, monkeypatch):
    """Begin so many members of the group; their operations, and the calls of OpenStack for it."""
    accepted = []

    def accept(call, *prepared):
        accepted.append([one.name for one in prepared])
        return {"name": prepared[0].name}

    monkeypatch.setattr(actor.services.operations, "accept", accept)

    def grow(count):
        view = Seen({}, [], 0)
        wanted = deeds.settle(actor.group.content | {"targetSize": count}, view)
        new = deeds.begin(wanted, view, 0, count)
        accepted.clear()
        sent.clear()
        begun = inserts.insert(actor, new)
        assert [one.error for one in begun] == [None] * count
        assert accepted == [[one.operation for one in begun]]
        return accepted[0], list(sent)

    return grow


def test_fifty_new_members_cost_the_look_ups_of_one(grow):
    grow(1)  # what is remembered for a while is, from now on
    one, few = grow(1)
    fifty, many = grow(50)
    assert (len(set(one)), len(set(fifty))) == (1, 50)
    assert len(many) <= len(few) <= MOST, many
