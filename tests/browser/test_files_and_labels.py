"""An image of the user's own file, and the labels of a whole selection."""

from playwright.sync_api import expect

from tests.api.contract import a_name

PATIENCE_MS = 60_000
ZONE = "us-central1-a"


def test_a_file_becomes_an_image_at_the_second_try(page, api, problems):
    name = a_name("filed")
    page.goto("/project/gce_images/p/demo/create/")
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")
    page.locator("[name=name]").fill(name)
    page.locator("[name=source]").select_option("file")
    page.locator("[name=family]").fill("of-my-own")
    disk = {"name": "disk.img", "mimeType": "application/octet-stream", "buffer": bytes(1 << 20)}
    page.locator("[type=file]").set_input_files(disk)
    expect(page.locator("#gce-gcloud")).to_contain_text(f"openstack image create {name}")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("[name=labels_key]").fill("kind")
    page.locator("[name=labels_value]").fill("tried")

    page.route("**/create/?name=*", lambda route: None)  # it does not get anywhere
    create = page.get_by_role("button", name="Create", exact=True)
    create.click()
    cancel = page.get_by_role("button", name="Cancel upload")
    expect(cancel).to_be_visible(timeout=PATIENCE_MS)
    assert problems(page) == []
    cancel.click()
    expect(page.locator("[data-field=file]")).to_contain_text("The upload was cancelled.")
    page.unroute_all(behavior="ignoreErrors")

    create.click()
    page.wait_for_url("**/gce_images/p/demo/", timeout=PATIENCE_MS)
    expect(page.locator(f"tr[data-name={name}]")).to_contain_text("of-my-own", timeout=PATIENCE_MS)
    page.goto(f"/project/gce_images/p/demo/global/{name}/")
    expect(page.locator("#gce-details-panel")).to_contain_text("kind: tried", timeout=PATIENCE_MS)
    api.do("DELETE", f"global/images/{name}")


def test_labels_of_a_selection_are_changed_at_once(page, api, problems):
    group = a_name("told")
    names = [f"{group}-1", f"{group}-2"]
    for name in names:
        labels = {"group": group, "env": "dev"}
        api.do("POST", f"zones/{ZONE}/disks", {"name": name, "sizeGb": "1", "labels": labels})
    page.goto(f"/project/gce_disks/p/demo/?filter=group:{group}")
    expect(page.locator("tr[data-key]")).to_have_count(2)
    page.get_by_label("Select every row").check()
    page.get_by_role("button", name="Labels", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{names[0]} — env=dev, group={group}")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Name a label to add, or a key to remove.")
    assert problems(page) == []
    dialog.get_by_role("button", name="Add", exact=True).click()
    dialog.locator("[name=labels_key]").fill("tier")
    dialog.locator("[name=labels_value]").fill("web")
    dialog.locator("[name=removed]").fill("env")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Notifications").click()
    for name in names:
        saved = page.get_by_role("link", name=f"Labels of {name} saved")
        expect(saved).to_be_visible(timeout=PATIENCE_MS)
        found = api.send("GET", f"zones/{ZONE}/disks/{name}")
        assert found["labels"] == {"group": group, "tier": "web"}
        api.do("DELETE", f"zones/{ZONE}/disks/{name}")
