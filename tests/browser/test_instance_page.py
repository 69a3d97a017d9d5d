"""The page of one instance: what is done there is done in the cloud."""

import re

import pytest
from playwright.sync_api import expect

ZONE = "us-central1-a"
NAME = "browser-5"
INSTANCE = f"zones/{ZONE}/instances/{NAME}"
DISK = "browser-5-data"
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def vm(api):
    """A running VM for every test here; each leaves it running."""
    assert "error" not in api.wait(api.insert_instance(ZONE, NAME))
    yield
    api.do("DELETE", INSTANCE)
    api.send("DELETE", f"zones/{ZONE}/disks/{DISK}")  # of a test that failed


@pytest.fixture
def vm_page(page, vm):
    page.goto(f"/project/gce_instances/p/demo/zones/{ZONE}/{NAME}/")
    expect(section(page, "Basic information")).to_contain_text("Running")
    return page


def section(page, title):
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator(".gce-section").filter(has=heading)


def confirm(page, label):
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)


def do(page, action, status):
    """An action of the bar, and the state it leads to."""
    page.get_by_role("toolbar").get_by_role("button", name=action, exact=True).click()
    confirm(page, action)
    expect(section(page, "Basic information")).to_contain_text(status, timeout=PATIENCE_MS)


def test_labels_tags_metadata_and_machine_type_are_edited(vm_page, api, problems):
    page = vm_page
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Edit labels").click()
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_label("Key").fill("Env")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("lower-case letters")
    dialog.get_by_label("Key").fill("env")
    dialog.get_by_label("Value").fill("dev")
    assert problems(page) == []
    confirm(page, "Save")
    expect(section(page, "Labels")).to_contain_text("env: dev", timeout=PATIENCE_MS)
    expect(page.get_by_role("button", name="Edit labels")).to_be_focused()

    page.get_by_role("button", name="Edit network tags").click()
    dialog.get_by_label("Network tags").fill("web, db")
    confirm(page, "Save")
    expect(section(page, "Network tags")).to_contain_text("db", timeout=PATIENCE_MS)

    page.get_by_role("button", name="Edit metadata").click()
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_label("Key").fill("motd")
    dialog.get_by_label("Value").fill("one\ntwo")
    confirm(page, "Save")
    expect(section(page, "Metadata")).to_contain_text("two", timeout=PATIENCE_MS)

    resize = page.get_by_role("button", name="Change the machine type")
    expect(resize).to_be_disabled()
    do(page, "Stop", "Stopped")
    resize.click()
    dialog.get_by_label("Machine type").select_option("e2-small")
    confirm(page, "Save")
    machine = section(page, "Machine configuration")
    expect(machine).to_contain_text("e2-small — 2 vCPU, 2 GB", timeout=PATIENCE_MS)
    do(page, "Start", "Running")

    instance = api.send("GET", INSTANCE)
    assert instance["labels"] == {"env": "dev"}
    assert sorted(instance["tags"]["items"]) == ["db", "web"]
    assert {"key": "motd", "value": "one\ntwo"} in instance["metadata"]["items"]


def test_suspend_resume_and_reset_show_their_states_and_operations(vm_page):
    do(vm_page, "Suspend", "Suspended")
    do(vm_page, "Resume", "Running")
    do(vm_page, "Reset", "Running")
    vm_page.get_by_role("tab", name="Operations").click()
    for kind in ("suspend", "resume", "reset"):
        row = vm_page.locator("#gce-operations-panel tr", has_text=kind).first
        expect(row).to_contain_text("Done", timeout=PATIENCE_MS)


def test_a_disk_is_created_attached_detached_and_deleted(vm_page):
    page = vm_page
    page.goto("/project/gce_disks/p/demo/create/")
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")
    page.locator("[name=name]").fill(DISK)
    page.locator("[name=boot_size]").fill("1")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator(f"tr[data-name={DISK}]")
    expect(row).to_contain_text("Ready", timeout=PATIENCE_MS)

    page.goto(f"/project/gce_instances/p/demo/zones/{ZONE}/{NAME}/")
    disks = section(page, "Disks")
    expect(disks).to_contain_text("debian-12")
    page.get_by_role("button", name="Attach disk").click()
    of_zone = f"zones/{ZONE}/disks/{DISK}"
    page.get_by_role("dialog").locator("[name=disk]").select_option(of_zone)
    confirm(page, "Attach disk")
    expect(disks).to_contain_text(DISK, timeout=PATIENCE_MS)

    page.get_by_role("button", name="Detach disk").click()
    page.get_by_role("dialog").locator("[name=device]").select_option(DISK)
    confirm(page, "Detach disk")
    expect(disks).not_to_contain_text(DISK, timeout=PATIENCE_MS)

    page.goto(f"/project/gce_disks/p/demo/?filter=name%3D{DISK}")
    row.get_by_role("checkbox").check()
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    sure = page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True)
    expect(sure).to_be_disabled()  # until what is going to be lost has been typed
    page.get_by_label(f"Type {DISK} to confirm").fill(DISK)
    confirm(page, "Delete")
    expect(row).to_have_count(0, timeout=PATIENCE_MS)


def test_the_external_address_is_removed_and_another_added(vm_page, api):
    address = r"198\.18\.\d+\.\d+"
    interfaces = section(vm_page, "Network interfaces")
    expect(interfaces).to_have_text(re.compile(address))
    vm_page.get_by_role("button", name="Remove external address").click()
    confirm(vm_page, "Remove external address")
    expect(interfaces).not_to_have_text(re.compile(address), timeout=PATIENCE_MS)
    vm_page.get_by_role("button", name="Add external address").click()
    expect(vm_page.get_by_role("dialog").get_by_label("External address")).to_have_value("")
    confirm(vm_page, "Add external address")
    expect(interfaces).to_have_text(re.compile(address), timeout=PATIENCE_MS)


def test_the_consoles_show_what_the_guest_has_written(vm_page, problems):
    vm_page.get_by_role("tab", name="Serial console").click()
    expect(vm_page.locator("#gce-serial-output")).to_contain_text("Linux version")
    assert problems(vm_page) == []
    with vm_page.expect_popup() as opening:
        vm_page.get_by_role("button", name="Console", exact=True).click()
    screen = opening.value
    expect(screen).to_have_title(NAME)
    expect(screen.locator("pre")).to_contain_text("login:")
    assert screen.evaluate("window.opener") is None


def test_an_instance_that_another_client_deletes_is_said_to_be_gone(page, api):
    api.wait(api.insert_instance(ZONE, "browser-6", deletionProtection=True))
    page.goto(f"/project/gce_instances/p/demo/zones/{ZONE}/browser-6/")
    delete = page.get_by_role("toolbar").get_by_role("button", name="Delete")
    expect(delete).to_be_disabled()
    page.get_by_role("button", name="Switch deletion protection off").click()
    confirm(page, "Switch off")
    expect(delete).to_be_enabled(timeout=PATIENCE_MS)
    api.do("DELETE", f"zones/{ZONE}/instances/browser-6")
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("There is no such instance")).to_be_visible()
