"""The page of one instance: what is changed there is changed in the cloud."""

from playwright.sync_api import expect

ZONE = "us-central1-a"


def section(page, title):
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator(".gce-section").filter(has=heading)


def save(page):
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def test_labels_and_machine_type_are_changed_and_serial_output_is_read(page, devcloud, problems):
    page.goto("/project/gce_instances/create/")
    expect(page.locator("#gce-create")).not_to_have_attribute("aria-busy", "true")
    page.locator("[name=name]").fill("browser-5")
    page.get_by_role("button", name="Create", exact=True).click()
    page.get_by_role("link", name="browser-5", exact=True).click()
    basics = section(page, "Basic information")
    expect(basics).to_contain_text("Running")

    page.get_by_role("button", name="Edit labels").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_label("Key").fill("Env")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("lower-case letters")
    dialog.get_by_label("Key").fill("env")
    dialog.get_by_label("Value").fill("dev")
    assert problems(page) == []
    save(page)
    expect(section(page, "Labels")).to_contain_text("env: dev")

    resize = page.get_by_role("button", name="Change the machine type")
    expect(resize).to_be_disabled()
    page.get_by_role("toolbar").get_by_role("button", name="Stop").click()
    dialog.get_by_role("button", name="Stop").click()
    expect(basics).to_contain_text("Stopped")
    resize.click()
    dialog.get_by_label("Machine type").select_option("e2-small")
    save(page)
    expect(section(page, "Machine configuration")).to_contain_text("e2-small")

    page.get_by_role("tab", name="Serial console").click()
    expect(page.locator("#gce-serial-output")).to_contain_text("Linux version")
    assert problems(page) == []

    server = devcloud.connection().compute.find_server("browser-5", ignore_missing=False)
    devcloud.connection().compute.delete_server(server)
    page.get_by_role("tab", name="Details").click()
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("There is no such instance")).to_be_visible()
