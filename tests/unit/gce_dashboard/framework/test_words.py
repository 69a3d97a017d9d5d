"""States, operations, names and orders in words that people use."""

import types

import pytest
from django.utils import translation

from gce_dashboard import api
from gce_dashboard.framework import image_offers, offers, ordering, wording
from gce_dashboard.framework.status import Status
from tests.unit.gce_dashboard.conftest import operation

STATUS = Status(
    {
        "TERMINATED": ("off", "Stopped"),
        "STOPPED": ("off", "Stopped"),
        "STAGING": ("busy", "Staging"),
    }
)


def test_a_status_is_declared_once_for_cells_filters_and_live_pages():
    assert "Stopped" in STATUS.cell({"status": "STOPPED"})
    assert STATUS.words["Staging"] == "status=STAGING"
    assert STATUS.words["Stopped"] == "(status=TERMINATED) OR (status=STOPPED)"
    assert STATUS.is_busy({"status": "STAGING"})
    assert not STATUS.is_busy({"status": "STOPPED"})


def test_a_status_nobody_declared_is_shown_as_it_is():
    assert "NOVEL" in STATUS.cell({"status": "NOVEL"})


def test_an_operation_is_a_sentence_about_its_target():
    doing, done, failed = wording.sentences(operation("setTags"))
    assert (doing, done) == ("Saving tags of web-1", "Tags of web-1 saved")
    assert failed == "Tags of web-1 could not be saved"


def test_an_operation_that_no_table_knows_is_spelled_out():
    doing, done, _failed = wording.sentences(operation("setMachineResources"))
    said = "Set machine resources: web-1"
    assert (doing, done) == (said, f"{said}: done")


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("zones/z/disks/d-1", "Delete disk d-1"),
        ("global/urlMaps/m", "Delete URL map m"),
        ("zones/z/somethings/s", "Delete s"),
        ("", "Delete operation-1"),
    ],
)
def test_an_operation_is_called_by_what_is_asked_for(target, title):
    link = f"http://gce.test/compute/v1/projects/demo/{target}" if target else ""
    found = {"operationType": "delete", "name": "operation-1", "targetLink": link}
    assert wording.title(found) == title


def test_nouns_keep_their_capitals_in_german():
    with translation.override("de"):
        assert wording.amid("Zone") == "Zone"


def test_numbers_in_names_count_as_numbers():
    names = ["debian-9", "debian-13", "debian-12", "debian-7"]
    assert sorted(names, key=ordering.natural)[0] == "debian-7"
    newest = sorted(names, key=lambda each: ordering.Reversed(ordering.natural(each)))
    assert newest == ["debian-13", "debian-12", "debian-9", "debian-7"]


def image(name, state="", **fields):
    link = f"http://gce.test/compute/v1/projects/debian-cloud/global/images/{name}"
    deprecated = {"deprecated": {"state": state}} if state else {}
    return {"name": name, "selfLink": link, "diskSizeGb": "10", **deprecated, **fields}


def client(*images):
    return types.SimpleNamespace(
        public_image_projects=lambda: ["debian-cloud"],
        list_all=lambda path, project="": list(images),
    )


def test_images_are_offered_newest_first_and_deprecated_ones_last_and_marked():
    found, notices = offers.gather(
        client(image("debian-9"), image("debian-14", "DEPRECATED"), image("debian-12")), {"images"}
    )
    assert notices == []
    options = [(each["text"], each.get("mark", "")) for each in found["images"]]
    assert options == [("debian-12", ""), ("debian-9", ""), ("debian-14", "deprecated")]


def test_an_image_that_cannot_be_used_any_more_is_not_offered():
    found, _notices = offers.gather(
        client(image("debian-12", "OBSOLETE"), image("x", status="PENDING")), {"images"}
    )
    assert found["images"] == []


@pytest.mark.parametrize(
    ("project", "system"),
    [
        ("debian-cloud", "Debian"),
        ("rocky-linux-cloud", "Rocky Linux"),
        ("cos-cloud", "Container-Optimized OS"),
        ("almalinux-cloud", "Almalinux"),
    ],
)
def test_a_public_project_is_called_as_its_system(project, system):
    assert image_offers.system_of(project) == system


def test_a_free_name_is_offered_even_where_the_first_ones_are_taken():
    taken = [{"name": "data-snapshot"}, {"name": "data-snapshot-2"}]
    names = types.SimpleNamespace(list_all=lambda path: taken)
    assert offers.free_name(names, "snapshots", "data-snapshot") == "data-snapshot-3"
    long = types.SimpleNamespace(list_all=lambda path: [{"name": "d" * 63}])
    assert len(offers.free_name(long, "snapshots", "d" * 63)) <= 63


def test_a_failure_is_told_at_every_list_that_comes_of_the_same_answer():
    def list_all(path):
        raise api.EndpointUnavailable("Nobody answers.")

    found, notices = offers.gather(types.SimpleNamespace(list_all=list_all), ["freeDisks", "disks"])
    assert found == {"disks": [], "freeDisks": []}
    (told,) = notices
    assert (told["title"], told["offers"]) == ("Disks could not be listed", ["disks", "freeDisks"])
