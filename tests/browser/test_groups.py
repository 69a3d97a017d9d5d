"""Templates, instance groups and machine images, from the first click to the last."""

import re

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 90_000
REGION, ZONE = "us-central1", "us-central1-a"
TEMPLATES = "/project/gce_instance_templates/p/demo/"
GROUPS = "/project/gce_instance_groups/p/demo/"
IMAGE = "projects/debian-cloud/global/images/family/debian-12"


@pytest.fixture(scope="module")
def template(api):
    """A template that other pages refer to."""
    disk = {"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": IMAGE}}
    properties = {
        "machineType": "e2-micro",
        "disks": [disk],
        "networkInterfaces": [{"network": "global/networks/default"}],
        "tags": {"items": ["of-template"]},
        "labels": {"made": "so"},
    }
    api.do("POST", "global/instanceTemplates", {"name": "tpl", "properties": properties})
    yield "tpl"
    api.do("DELETE", "global/instanceTemplates/tpl")


@pytest.fixture(scope="module")
def made_once(api):
    """The name of an instance that is made by whoever needs it first, and deleted in the end."""
    yield "grouped"
    if "name" in api.send("GET", f"zones/{ZONE}/instances/grouped"):
        api.do("DELETE", f"zones/{ZONE}/instances/grouped")


@pytest.fixture
def instance(api, template, made_once):
    path = f"zones/{ZONE}/instances"
    if "error" in api.send("GET", f"{path}/{made_once}"):
        source = f"sourceInstanceTemplate=global/instanceTemplates/{template}"
        api.wait(api.send("POST", f"{path}?{source}", json={"name": made_once}))
    return made_once


def wait_for(api, instance):
    """Until nothing is at work on an instance any more."""
    its = {"filter": f'targetLink="*/instances/{instance}"'}
    for operation in api.send("GET", f"zones/{ZONE}/operations", params=its)["items"]:
        api.wait(operation)


def filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def submit(page, collection):
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url(re.compile(rf"/{collection}/p/demo/$"))


def row(page, name):
    return page.locator(f"tr[data-name={name}]")


def bar(page, action):
    return page.get_by_role("toolbar").get_by_role("button", name=action, exact=True)


def confirm(page, button, name=""):
    dialog = page.get_by_role("dialog")
    if name:
        dialog.locator("[data-gce-typed] input").fill(name)
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)


def fact(page, title):
    return page.locator("dl.gce-facts > div", has_text=title).first


def test_a_template_begins_like_another_and_makes_an_instance(page, api, template, made_once):
    page.goto(TEMPLATES + f"global/{template}/")
    page.get_by_role("link", name="Create similar").click()
    filled(page)
    expect(page.locator("[name=machine_type]")).to_have_value("e2-micro")
    expect(page.locator("[name=tags]")).to_have_value("of-template")
    page.locator("[name=name]").fill("tpl-2")
    page.locator("[name=machine_type]").select_option("e2-small")
    expect(page.locator("#gce-gcloud")).to_contain_text("--image-family=debian-12")
    submit(page, "gce_instance_templates")
    expect(row(page, "tpl-2")).to_contain_text("e2-small", timeout=PATIENCE_MS)
    made = api.send("GET", "global/instanceTemplates/tpl-2")["properties"]
    assert (made["labels"], made["tags"]["items"]) == ({"made": "so"}, ["of-template"])

    row(page, "tpl-2").get_by_role("link", name="tpl-2").click()
    bar(page, "Create VM").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=name]")).to_have_value("tpl-2-1")
    dialog.locator("[name=name]").fill(made_once)
    dialog.locator("[name=zone]").select_option(ZONE)
    confirm(page, "Create VM")
    wait_for(api, made_once)
    assert api.send("GET", f"zones/{ZONE}/instances/{made_once}")["labels"] == {"made": "so"}
    bar(page, "Delete").click()
    confirm(page, "Delete")
    expect(page.get_by_text("There is no such instance template")).to_be_visible()


def test_a_managed_group_is_created_resized_scaled_and_deleted(page, api, template, problems):
    page.goto(GROUPS + f"create/?template=global/instanceTemplates/{template}")
    filled(page)
    page.locator("[name=name]").fill("herd")
    page.get_by_label("Set the number of instances automatically").check()
    page.locator("[name=least]").fill("1")
    page.locator("[name=most]").fill("0")
    expect(page.locator("[data-field=most] .gce-error")).to_contain_text("less than the minimum")
    page.locator("[name=most]").fill("2")
    expect(page.locator("#gce-gcloud")).to_contain_text("managed set-autoscaling herd")
    submit(page, "gce_instance_groups")
    expect(row(page, "herd")).to_contain_text("On: 1 to 2", timeout=PATIENCE_MS)
    manager = f"zones/{ZONE}/instanceGroupManagers/herd"
    assert api.send("GET", manager)["targetSize"] == 1

    row(page, "herd").get_by_role("link", name="herd").click()
    expect(bar(page, "Resize")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("tab", name="Autoscaling").click()
    page.get_by_role("button", name="Delete autoscaler").click()
    confirm(page, "Delete autoscaler")
    expect(page.locator("#gce-autoscaling-panel")).to_contain_text("No autoscaler")
    page.get_by_role("tab", name="Observability").click()
    expect(page.locator("gce-charts tbody tr").first).to_be_attached(timeout=PATIENCE_MS)
    page.locator("[data-gce-plot]").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".gce-readout")).to_contain_text("Instances")
    assert problems(page) == []
    page.get_by_role("tab", name="Instances").click()
    members = page.locator("#gce-members-panel tbody tr")
    expect(members).to_have_count(1)
    assert problems(page) == []
    name = members.locator("th").text_content()
    members.get_by_role("button", name=f"Abandon {name}").click()
    expect(page.get_by_role("dialog").locator("[name=instances]")).to_have_values(
        [f"zones/{ZONE}/instances/{name}"]
    )
    confirm(page, "Abandon")
    expect(page.locator("#gce-members-panel")).to_contain_text("No instances")
    assert api.send("GET", manager)["targetSize"] == 0

    bar(page, "Update VMs").click()
    page.get_by_role("dialog").locator("[name=surge]").fill("2")
    confirm(page, "Update VMs")
    assert api.send("GET", manager)["updatePolicy"]["maxSurge"]["fixed"] == 2
    bar(page, "Delete").click()
    confirm(page, "Delete", "herd")
    expect(page.get_by_text("There is no such instance group")).to_be_visible(timeout=PATIENCE_MS)
    wait_for(api, name)
    api.do("DELETE", f"zones/{ZONE}/instances/{name}")


def test_an_unmanaged_group_takes_instances_and_gives_them_back(page, api, template, instance):
    page.goto(GROUPS + "create/")
    filled(page)
    page.get_by_label("Unmanaged").check()
    page.locator("[name=name]").fill("pets")
    page.locator("[name=zone]").select_option(ZONE)
    page.locator("[name=instances]").select_option(f"zones/{ZONE}/instances/{instance}")
    submit(page, "gce_instance_groups")
    expect(row(page, "pets")).to_contain_text("Unmanaged", timeout=PATIENCE_MS)
    expect(row(page, "pets").locator("[data-column=size]")).to_have_text("1")
    page.goto(GROUPS + f"zones/{ZONE}/pets/?tab=members")
    page.get_by_role("button", name=f"Remove {instance}").click()
    confirm(page, "Remove instances")
    expect(page.locator("#gce-members-panel")).to_contain_text("No instances")
    page.get_by_role("tab", name="Overview").click()
    page.get_by_role("button", name="Edit named ports").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add a port").click()
    dialog.locator("[name=ports_name]").fill("http")
    dialog.locator("[name=ports_port]").fill("80")
    confirm(page, "Save")
    expect(fact(page, "Named ports")).to_contain_text("http: 80")
    bar(page, "Delete").click()
    confirm(page, "Delete", "pets")
    expect(page.get_by_text("There is no such instance group")).to_be_visible(timeout=PATIENCE_MS)


def test_a_machine_image_is_taken_of_an_instance_and_deleted(page, api, instance, problems):
    page.goto("/project/gce_machine_images/p/demo/create/")
    filled(page)
    name = page.locator("[name=name]").input_value()
    assert re.fullmatch(r"machine-image-\d+", name)
    page.locator("[name=instance]").select_option(f"zones/{ZONE}/instances/{instance}")
    expect(page.locator("#gce-gcloud")).to_contain_text(f"--source-instance-zone={ZONE}")
    submit(page, "gce_machine_images")
    expect(row(page, name)).to_contain_text("Ready", timeout=PATIENCE_MS)
    row(page, name).get_by_role("link", name=name).click()
    expect(page.locator("#gce-details-panel")).to_contain_text(instance)
    assert problems(page) == []
    bar(page, "Create VM").click()
    expect(page.get_by_role("dialog").locator("[name=name]")).to_have_value(f"{name}-1")
    page.keyboard.press("Escape")
    bar(page, "Delete").click()
    confirm(page, "Delete", name)
    expect(page.get_by_text("There is no such machine image")).to_be_visible(timeout=PATIENCE_MS)
