"""Instance templates, global and regional, and instances that are made of them."""

import pytest

from tests.api.contract import REGION, ZONE, a_name
from tests.api.making import a_template, properties


@pytest.fixture(scope="module")
def template(api):
    """A template with a label and a metadata item."""
    metadata = {"items": [{"key": "colour", "value": "green"}]}
    with a_template(api, labels={"env": "test"}, metadata=metadata) as name:
        yield name


def test_a_template_shows_what_it_was_made_with(api, template):
    shown = api("instanceTemplates.get", instanceTemplate=template)
    kept = shown["properties"]
    assert kept["machineType"] == "e2-small"
    assert kept["labels"] == {"env": "test"}
    assert kept["metadata"]["items"] == [{"key": "colour", "value": "green"}]
    (nic,) = kept["networkInterfaces"]
    assert nic["network"].startswith("http")
    assert nic["network"].endswith("/projects/demo/global/networks/default")
    image = kept["disks"][0]["initializeParams"]["sourceImage"]
    assert image == "projects/debian-cloud/global/images/family/debian-12"  # as at Google
    assert shown["selfLink"].endswith(f"/projects/demo/global/instanceTemplates/{template}")
    assert api("instanceTemplates.get", instanceTemplate=shown["id"]) == shown
    assert shown in api("instanceTemplates.list")["items"]


def test_a_regional_template_is_in_its_region_and_in_the_list_of_all(api, template):
    name = a_name("template")
    api.done("regionInstanceTemplates.insert", {"name": name, "properties": properties()})
    shown = api("regionInstanceTemplates.get", instanceTemplate=name)
    assert shown["region"].endswith(f"/regions/{REGION}")
    assert name not in api.names("instanceTemplates.list")
    every = api("instanceTemplates.aggregatedList")["items"]
    assert name in [row["name"] for row in every[f"regions/{REGION}"]["instanceTemplates"]]
    assert template in [row["name"] for row in every["global"]["instanceTemplates"]]
    api.done("regionInstanceTemplates.delete", instanceTemplate=name)
    assert api.refused("regionInstanceTemplates.get", instanceTemplate=name)[0] == 404


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"machineType": "nothing-1"}, 400),
        ({"disks": []}, 400),
        ({"disks": [{"boot": True, "initializeParams": {"sourceImage": "global/images/no"}}]}, 404),
        ({"networkInterfaces": [{"network": "zones/a/disks/b"}]}, 400),
    ],
)
def test_a_template_that_no_instance_could_be_made_of_is_refused(api, said, code):
    body = {"name": a_name("template"), "properties": properties(**said)}
    assert api.refused("instanceTemplates.insert", body)[0] == code


def test_a_name_is_taken_once(api, template):
    body = {"name": template, "properties": properties()}
    assert api.refused("instanceTemplates.insert", body)[:2] == (409, "alreadyExists")


def test_an_instance_is_made_of_a_template_and_a_template_of_an_instance(api, gcloud, template):
    vm, copy = a_name("vm"), a_name("template")
    gcloud(
        "compute", "instances", "create", vm, f"--zone={ZONE}", "--labels=team=a",
        f"--source-instance-template={template}",
    )  # fmt: skip
    shown = api("instances.get", instance=vm)
    assert shown["labels"] == {"env": "test", "team": "a"}
    assert shown["metadata"]["items"] == [{"key": "colour", "value": "green"}]
    assert shown["machineType"].endswith("/e2-small")

    body = {"name": copy, "sourceInstance": f"zones/{ZONE}/instances/{vm}"}
    unknown = {"sourceInstanceParams": {"diskConfigs": [{"deviceName": "disk-9"}]}}
    refused = api.refused("instanceTemplates.insert", body | unknown)
    assert refused[0] == 400
    assert "'disk-9'. The instance has the devices persistent-disk-0." in refused[2]
    api.done("instanceTemplates.insert", body)
    made = api("instanceTemplates.get", instanceTemplate=copy)
    assert made["sourceInstance"] == shown["selfLink"]
    assert made["properties"]["machineType"] == "e2-small"
    assert made["properties"]["labels"] == shown["labels"]
    assert "/images/debian-12" in made["properties"]["disks"][0]["initializeParams"]["sourceImage"]
    api.done("instanceTemplates.delete", instanceTemplate=copy)
    api.done("instances.delete", instance=vm)


def test_an_instance_of_a_template_that_is_not_there_is_refused(api):
    refused = api.refused(
        "instances.insert",
        {"name": a_name("vm")},
        sourceInstanceTemplate="global/instanceTemplates/nothing",
    )
    assert refused[:2] == (404, "notFound")


def test_gcloud_makes_shows_and_deletes_templates(gcloud):
    name = a_name("template")
    templates = ("compute", "instance-templates")
    gcloud(*templates, "create", name, "--machine-type=e2-micro", "--image-family=debian-12",
           "--image-project=debian-cloud", "--tags=web")  # fmt: skip
    assert gcloud.json(*templates, "describe", name)["properties"]["tags"]["items"] == ["web"]
    listed = gcloud(*templates, "list", f"--filter=name={name}")
    assert name in listed
    assert "e2-micro" in listed
    gcloud(*templates, "delete", name)
    assert gcloud.run(*templates, "describe", name).returncode != 0
