"""What could cost a user a machine, or an hour, and must not come back."""

import re

import pytest
from playwright.sync_api import expect

ZONE = "us-central1-a"
PROJECT = "/project/gce_instances/p/demo/"
PATIENCE_MS = 60_000
NAME = "fault-1"
VM = f"zones/{ZONE}/instances/{NAME}"


@pytest.fixture(scope="module")
def vm(api):
    """A VM for every test here that wants one."""
    assert "error" not in api.wait(api.insert_instance(ZONE, NAME))
    yield
    api.do("DELETE", VM)


def is_filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def switch_to(page, project):
    """Horizon's own project menu, in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto("/project/gce_projects/")
    row = tab.locator("tr", has_text=project)
    row.get_by_role("link", name="Switch to it").click()
    tab.wait_for_url(re.compile(f"/p/{project}/"), timeout=PATIENCE_MS)
    return tab


# the project


def test_a_page_never_acts_in_the_project_that_another_tab_switched_to(sign_in, vm, api):
    page = sign_in("demo", PROJECT)
    row = page.locator(f"tr[data-name={NAME}]")
    row.get_by_role("checkbox").check()
    other = switch_to(page, "demo-staging")
    page.get_by_role("toolbar").get_by_role("button", name="Stop", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Stop").click()
    told = "you have switched to demo-staging since"
    expect(dialog).to_contain_text(told)
    dialog.get_by_role("button", name="Cancel").click()
    notice = page.get_by_role("alert").filter(has_text=told)
    expect(notice.get_by_role("link", name="Open demo-staging")).to_be_visible()
    expect(row).to_be_visible()  # not the other project's instances under this one's heading
    assert api.send("GET", VM)["status"] == "RUNNING"

    page.goto(PROJECT + "create/")  # a link that somebody shared
    expect(page.get_by_text(told)).to_be_visible()
    page.get_by_role("link", name="Switch to demo", exact=True).click()
    is_filled(page)
    assert page.url.endswith(PROJECT + "create/")
    other.close()


# images


def test_a_deprecated_image_that_was_asked_for_is_the_one_that_is_chosen(page, api):
    images = api.send("GET", api.root.replace("demo", "debian-cloud") + "/global/images")["items"]
    old = next(each for each in images if each.get("deprecated", {}).get("state") == "DEPRECATED")
    reference = f"projects/debian-cloud/global/images/{old['name']}"
    page.goto(PROJECT + f"create/?image={reference}")
    is_filled(page)
    expect(page.locator("[name=image]")).to_have_value(reference)
    chosen = page.locator("[name=image] option:checked")
    expect(chosen).to_have_text(f"{old['name']} (deprecated)")
    expect(page.locator("#gce-gcloud")).to_contain_text(f"--image={old['name']}")


def test_an_image_that_is_not_there_is_said_so_and_not_replaced(page):
    reference = "projects/debian-cloud/global/images/debian-3"
    page.goto(PROJECT + f"create/?image={reference}")
    is_filled(page)
    expect(page.locator("[name=image]")).to_have_value(reference)
    expect(page.locator("[name=image] option:checked")).to_have_text("debian-3 (not found)")


def test_every_public_system_is_offered_with_its_newest_version_first(page):
    page.goto(PROJECT + "create/")
    is_filled(page)
    systems = page.locator("[name=system] option").all_text_contents()
    assert {"CentOS", "Debian", "Red Hat Enterprise Linux", "Container-Optimized OS"} <= set(
        systems
    )
    expect(page.locator("[name=system]")).to_have_value("Debian")
    versions = page.locator("[name=image] option").all_text_contents()
    current = [each for each in versions if "deprecated" not in each]
    assert versions[: len(current)] == current
    numbers = [int(re.search(r"debian-(\d+)", each)[1]) for each in current]
    assert numbers == sorted(numbers, reverse=True)


# while something is under way


def test_an_operation_of_anybody_holds_up_what_it_excludes_and_is_named(page, vm, api):
    page.goto(PROJECT)
    row = page.locator(f"tr[data-name={NAME}]")
    row.get_by_role("checkbox").check()
    reset = page.get_by_role("toolbar").get_by_role("button", name="Reset", exact=True)
    expect(reset).to_be_enabled()
    operation = api.send("POST", f"{VM}/stop")
    page.get_by_role("button", name="Refresh").click()
    reason = re.compile(f"Stopping {NAME}: wait until that is done|Only a running instance")
    expect(reset).to_be_disabled()
    expect(reset).to_have_attribute("title", reason)
    api.wait(operation)
    api.do("POST", f"{VM}/start")


def test_a_card_says_at_once_that_it_is_being_saved(page, vm):
    page.goto(f"{PROJECT}zones/{ZONE}/{NAME}/")
    heading = page.get_by_role("heading", name="Labels", exact=True)
    card = page.locator(".gce-section").filter(has=heading)
    edit = page.get_by_role("button", name="Edit labels")
    edit.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_label("Key").last.fill("saved")
    dialog.get_by_label("Value").last.fill("yes")
    dialog.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Saving …")
    expect(card).to_contain_text("saved: yes", timeout=PATIENCE_MS)
    expect(card.get_by_text("Saving …")).to_be_hidden(timeout=PATIENCE_MS)
    expect(edit).to_be_focused()
    toast = page.locator(".gce-toast, .gce-tray-list").filter(has_text=f"Labels of {NAME} saved")
    expect(toast.first).to_be_attached()


# who may do what


def test_a_reader_sees_which_permission_is_missing(sign_in, vm):
    page = sign_in("viewer", PROJECT)
    create = page.locator("[data-gce-needs=create]").first
    expect(create).to_have_attribute("aria-disabled", "true", timeout=PATIENCE_MS)
    expect(create).to_have_attribute("title", re.compile("compute.instances.create"))
    page.locator(f"tr[data-name={NAME}]").get_by_role("checkbox").check()
    stop = page.get_by_role("toolbar").get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_disabled()
    expect(stop).to_have_attribute("title", re.compile("compute.instances.stop"))
    page.goto(PROJECT + "create/")
    expect(page.get_by_text("You need the permission compute.instances.create")).to_be_visible()
    expect(page.get_by_role("button", name="Create", exact=True)).to_be_disabled()


# refusals


def test_what_the_endpoint_refuses_is_said_at_its_field(page, vm, api):
    taken = api.send("GET", VM)["networkInterfaces"][0]["networkIP"]
    page.goto(PROJECT + "create/")
    is_filled(page)
    page.locator("[name=name]").fill("fault-2")
    page.locator("[name=internal]").fill(taken)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("[data-field=internal] .gce-error")).to_contain_text(taken)
    expect(page.locator("[name=internal]")).to_be_focused()


def test_a_name_in_use_is_told_as_it_is_typed_and_a_free_one_offered(page, vm):
    page.goto(PROJECT + "create/")
    is_filled(page)
    name = page.locator("[name=name]")
    assert re.fullmatch(r"instance-\d+", name.input_value())
    name.fill(NAME)
    error = page.locator("[data-field=name] .gce-error")
    expect(error).to_have_text(f"{NAME} is in use already.")
    name.fill("n" * 64)
    expect(name).to_have_value("n" * 64)  # nothing is cut
    expect(error).to_contain_text("1 to 63")


# two people


def test_labels_that_were_changed_meanwhile_are_merged(page, vm, api):
    page.goto(f"{PROJECT}zones/{ZONE}/{NAME}/")
    page.get_by_role("button", name="Edit labels").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_label("Key").last.fill("mine")
    dialog.get_by_label("Value").last.fill("1")
    now = api.send("GET", VM)
    theirs = {**now.get("labels", {}), "theirs": "2"}
    body = {"labels": theirs, "labelFingerprint": now["labelFingerprint"]}
    api.do("POST", f"{VM}/setLabels", body)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("This was changed meanwhile")
    expect(dialog).to_contain_text("theirs: now 2, yours —")
    dialog.get_by_role("button", name="Merge both").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)
    labels = page.locator(
        ".gce-section", has=page.get_by_role("heading", name="Labels", exact=True)
    )
    expect(labels).to_contain_text("mine: 1", timeout=PATIENCE_MS)
    expect(labels).to_contain_text("theirs: 2")
