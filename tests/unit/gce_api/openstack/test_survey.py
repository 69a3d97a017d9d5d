"""What a cloud lacks is found, and what that takes away is told."""

from __future__ import annotations

import types

import pytest
from openstack import exceptions as sdk

from gce_api.openstack import survey
from gce_api.openstack.survey import EXTENSIONS, SERVICES, Region


@pytest.fixture
def cloud(monkeypatch):
    """Makes a region of what its services answer, by path; an exception is raised."""

    def make(services=SERVICES, **answers):
        def get(service, path, query=None, microversion=None):
            answer = answers[path.strip("/").split("/")[0].replace("-", "_")]
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(survey.rows, "get", get)
        names = ["compute", "network", "image", "block_storage", "identity", "current_user_id"]
        connection = types.SimpleNamespace(**dict.fromkeys(names))
        return Region("R", connection, frozenset(services), "p")

    return make


def told(question, region):
    return " ".join(map(str, question(region)))


def test_a_cloud_that_has_everything_lacks_nothing(cloud):
    region = cloud(
        extensions={"extensions": [{"alias": alias, "id": alias} for alias in EXTENSIONS]},
        networks={"networks": [{"id": "n"}]},
        auto_allocated_topology={},
        images={"images": [{"id": "i", "os_distro": "debian"}]},
        flavors={"flavors": [{"id": "f", "disk": 0}]},
        info={"import-methods": {"value": ["web-download"]}},
        users={"application_credentials": []},
    )
    for title, question in survey.QUESTIONS.items():
        if title != "Microversions":
            assert told(question, region) == "", title


def test_a_missing_service_takes_its_families_away(cloud):
    found = list(survey.services(cloud(services={"compute", "image", "network"})))
    assert [lack.is_fatal for lack in found] == [False, False]
    assert "no `block-storage`. Without it there are no disks, snapshots" in str(found[0])
    assert "load balancing" in str(found[1])
    (fatal,) = survey.services(cloud(services=set(SERVICES) - {"network"}))
    assert fatal.is_fatal


def test_missing_extensions_are_named(cloud):
    there = [{"alias": alias, "id": alias} for alias in EXTENSIONS if alias != "extraroute"]
    said = told(survey.extensions, cloud(extensions={"extensions": there}))
    assert (
        said
        == "Neutron has no extension `extraroute`. Without it there are no routes to a next hop."
    )


def test_what_neutron_says_of_a_topology_it_cannot_make_is_told(cloud):
    refusal = sdk.BadRequestException("x")
    refusal.details = "No default router:external network."
    region = cloud(networks={"networks": []}, auto_allocated_topology=refusal)
    said = told(survey.way_out, region)
    assert "Neutron shows no external network." in said
    assert "No default router:external network. Without it there are no networks `default`" in said


def test_images_that_say_nothing_of_their_system_are_named(cloud):
    images = [{"id": "1", "name": "cirros"}, {"id": "2", "name": "deb", "os_distro": "debian"}]
    said = told(survey.public_images, cloud(images={"images": images}))
    assert "`os_distro`: cirros." in said


def test_machine_types_without_a_disk_need_volumes(cloud):
    flavors = {"flavors": [{"id": "f", "name": "tiny", "disk": 0}]}
    assert told(survey.flavors, cloud(flavors=flavors)) == ""
    said = told(survey.flavors, cloud(services={"compute"}, flavors=flavors))
    assert "tiny" in said
    assert "zero_disk_flavor" in said
