"""References to resources, in every form that clients send."""

import pytest

from gce_api.google import errors, links

ZONAL = "projects/p/zones/us-central1-a/disks/d"


@pytest.mark.parametrize(
    "text",
    [
        ZONAL,
        "/" + ZONAL,
        "compute/v1/" + ZONAL,
        "/compute/v1/" + ZONAL,
        "https://www.googleapis.com/compute/v1/" + ZONAL,
        "https://compute.googleapis.com/compute/beta/" + ZONAL,
        "http://127.0.0.1:8787/compute/alpha/" + ZONAL,
        "https://cloud.example.org/gce/compute/v1/" + ZONAL,
        "//compute.googleapis.com/" + ZONAL,
        ZONAL + "/",
    ],
)
def test_a_url_says_everything_whoever_made_it(text):
    assert links.parse(text, "disks", "source") == links.Reference(
        "d", "disks", project="p", zone="us-central1-a"
    )


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("d", links.Reference("d", "disks")),
        ("1234567890", links.Reference("1234567890", "disks")),
        ("zones/z/disks/d", links.Reference("d", "disks", zone="z")),
        ("regions/r/disks/d", links.Reference("d", "disks", region="r")),
        ("projects/p/global/disks/d", links.Reference("d", "disks", project="p")),
        ("disks/d", links.Reference("d", "disks")),
    ],
)
def test_a_partial_url_says_what_it_has(text, reference):
    assert links.parse(text, "disks", "source") == reference


def test_an_image_may_be_the_newest_of_a_family():
    found = links.parse("projects/debian-cloud/global/images/family/debian-12", "images", "image")
    assert (found.project, found.name) == ("debian-cloud", "family/debian-12")


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        7,
        "/",
        "projects/p/zones/z/instances/vm",
        "zones/z",
        "projects/p/zones/z/disks/",
        "projects/p/zones/z/disks/d/more",
        "ftp://host/compute/v1/" + ZONAL,
        "a/" * 5000,
    ],
)
def test_what_refers_to_something_else_is_refused(text):
    with pytest.raises(errors.Invalid, match="Invalid value for field 'source'"):
        links.parse(text, "disks", "source")
