"""Images of this and of the public projects."""

import pytest

IMAGE = "debian-12-bookworm-v20250610"


def test_public_images_are_in_the_project_of_their_distribution(api):
    debian = api("images.list", project="debian-cloud")["items"]
    assert {image["family"] for image in debian} >= {f"debian-{n}" for n in (10, 11, 12, 13)}
    assert "windows-server-2022-dc-v20250610" in api.names("images.list", project="windows-cloud")
    assert api.names("images.list", project="fedora-cloud") == []


def test_public_images_are_not_among_a_projects_own(api):
    assert IMAGE not in api.names("images.list")


def test_a_deprecated_image_is_there_for_who_names_it(api):
    old = "debian-12-bookworm-v20240815"
    shown = api("images.get", project="debian-cloud", image=old)
    assert shown["deprecated"] == {"state": "DEPRECATED"}
    newest = api("images.getFromFamily", project="debian-cloud", family=shown["family"])
    assert newest["name"] == IMAGE
    usable = {"project": "debian-cloud", "filter": "deprecated.state != DEPRECATED"}
    assert old not in api.names("images.list", **usable)


def test_an_image_is_found_by_name_and_by_number(api):
    image = api("images.get", project="debian-cloud", image=IMAGE)
    assert image["selfLink"].endswith(f"projects/debian-cloud/global/images/{IMAGE}")
    assert (image["status"], image["diskSizeGb"], image["family"]) == ("READY", "10", "debian-12")
    assert api("images.get", project="debian-cloud", image=image["id"]) == image


def test_a_family_stands_for_its_newest_image(api, devcloud):
    glance = devcloud.connection().image
    own = {"gce_family": "own-family"}
    bytes_of = {"container_format": "bare", "disk_format": "raw", "visibility": "private"}
    # whoever calls an image as operations are called has an image like any other
    odd = "operation-1700000000000-a1"
    older = glance.create_image(name=odd, data=b"1", **bytes_of, **own)
    newer = glance.create_image(name="own-2", data=b"2", **bytes_of, **own)
    try:
        assert api("images.getFromFamily", family="own-family")["name"] == "own-2"
        assert {odd, "own-2"} <= set(api.names("images.list"))
        glance.deactivate_image(newer)
        assert api("images.get", image="own-2")["deprecated"] == {"state": "OBSOLETE"}
    finally:
        for image in (older, newer):
            glance.delete_image(image)


def test_gcloud_asks_for_a_family_by_its_view(api):
    view = api("imageFamilyViews.get", project="debian-cloud", zone="-", family="debian-12")
    assert view["image"]["name"] == IMAGE


@pytest.mark.parametrize(
    ("method", "parameters", "path"),
    [
        ("images.get", {"image": "nothing"}, "projects/demo/global/images/nothing"),
        (
            "images.getFromFamily",
            {"project": "debian-cloud", "family": "debian-1"},
            "projects/debian-cloud/global/images/family/debian-1",
        ),
        ("images.list", {"project": "nobodys"}, "projects/nobodys"),
    ],
)
def test_what_is_not_there_is_not_found(api, method, parameters, path):
    assert api.refused(method, **parameters) == (
        404,
        "notFound",
        f"The resource '{path}' was not found",
    )


def test_gcloud_lists_images_of_every_public_project(gcloud):
    listed = gcloud.json("compute", "images", "list")
    assert IMAGE in {image["name"] for image in listed}
    named = ("--project=ubuntu-os-cloud", "ubuntu-2404-lts-amd64")
    found = gcloud.json("compute", "images", "describe-from-family", *named)
    assert found["name"].startswith("ubuntu-2404")
