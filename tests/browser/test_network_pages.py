"""The pages of VPC networks and what belongs to them, from the first click to the last."""

import re

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 60_000
REGION, ZONE = "us-central1", "us-central1-a"


def is_filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def submit(page, words="Create"):
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_url(re.compile(r"/p/demo/(\w+/.*)?$"), timeout=PATIENCE_MS)


def ask(page, label):
    page.get_by_role("toolbar").get_by_role("button", name=label, exact=True).click()
    return page.get_by_role("dialog")


def confirm(dialog, label, timeout=PATIENCE_MS):
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_be_hidden(timeout=timeout)


@pytest.fixture
def network(api):
    api.do("POST", "global/networks", {"name": "walked", "autoCreateSubnetworks": False})
    yield "walked"
    api.do("DELETE", "global/networks/walked")


def test_a_network_is_made_with_its_subnets_and_says_what_lies_in_it(page, api):
    page.goto("/project/gce_networks/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("shop")
    page.locator("[name=subnets_name]").fill("shop-a")
    page.locator("[name=subnets_range]").fill("10.1.0.0/24")
    page.get_by_role("button", name="Add a subnet").click()
    page.locator("[name=subnets_name]").nth(1).fill("shop-b")
    page.locator("[name=subnets_range]").nth(1).fill("10.1.0.128/25")
    error = page.locator("[data-field=subnets] .gce-error")
    expect(error).to_have_text("10.1.0.0/24 and 10.1.0.128/25 overlap.")
    page.locator("[name=subnets_range]").nth(1).fill("10.2.0.0/24")
    command = page.locator("#gce-gcloud")
    expect(command).to_contain_text("networks subnets create shop-b")
    submit(page)
    page.get_by_role("link", name="shop", exact=True).click()
    page.get_by_role("tab", name="Subnets").click()
    expect(page.get_by_role("row", name="shop-b")).to_contain_text(
        "10.2.0.0/24", timeout=PATIENCE_MS
    )

    page.get_by_role("link", name="Edit").click()
    is_filled(page)
    page.get_by_text("Global", exact=True).click()
    submit(page, "Save")
    expect(page.locator("#gce-details-panel")).to_contain_text("Global", timeout=PATIENCE_MS)
    dialog = ask(page, "Delete")
    expect(dialog).to_contain_text("Subnets: shop-a, shop-b. Delete them first.")
    dialog.get_by_role("button", name="Cancel").click()

    page.goto(f"/project/gce_subnetworks/p/demo/regions/{REGION}/shop-a/")
    dialog = ask(page, "Expand")
    dialog.locator("[name=range]").fill("10.1.0.0/20")
    confirm(dialog, "Expand")
    expect(page.locator("#gce-details-panel")).to_contain_text("10.1.0.0/20", timeout=PATIENCE_MS)
    page.goto("/project/gce_subnetworks/p/demo/?filter=network=shop")
    for name in ("shop-a", "shop-b"):
        row = page.locator(f"tr[data-name={name}]")
        # as soon as the page knows that nothing is under way there any more
        expect(row).to_have_attribute(
            "data-actions", re.compile(r"\bdelete\b"), timeout=PATIENCE_MS
        )
        row.locator("input").check()
    confirm(ask(page, "Delete"), "Delete")
    expect(page.locator("tr[data-name^=shop]")).to_have_count(0, timeout=PATIENCE_MS)
    page.goto("/project/gce_networks/p/demo/global/shop/")
    dialog = ask(page, "Delete")
    dialog.locator("[data-gce-typed] input").fill("shop")
    confirm(dialog, "Delete")
    expect(page.get_by_text("There is no such VPC network")).to_be_visible(timeout=PATIENCE_MS)


def test_an_address_in_use_is_promoted_and_released_when_it_is_free(page, api):
    api.wait(api.insert_instance(ZONE, "holder"))
    page.goto("/project/gce_addresses/p/demo/?filter=in-use-by:holder+access:external")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("Ephemeral")
    row.locator("input").check()
    dialog = ask(page, "Promote to static address")
    expect(dialog.locator("[name=name]")).to_have_value("holder-ip")
    confirm(dialog, "Promote to static address")
    row = page.locator("tr[data-name=holder-ip]")
    expect(row).to_contain_text("Static", timeout=PATIENCE_MS)
    expect(row.get_by_role("link", name="holder", exact=True)).to_be_visible()

    row.get_by_role("link", name="holder-ip").click()
    release = page.get_by_role("toolbar").get_by_role("button", name="Release", exact=True)
    expect(release).to_have_attribute("aria-disabled", "true")
    api.do("DELETE", f"zones/{ZONE}/instances/holder")
    page.reload()
    confirm(ask(page, "Release"), "Release")
    expect(page.get_by_text("There is no such IP address")).to_be_visible(timeout=PATIENCE_MS)


def test_an_internal_address_is_reserved_in_the_subnet_that_asked_for_it(page, api, network):
    subnet = {"name": "walked", "network": f"global/networks/{network}"}
    api.do("POST", f"regions/{REGION}/subnetworks", {**subnet, "ipCidrRange": "10.9.0.0/24"})
    page.goto(f"/project/gce_subnetworks/p/demo/regions/{REGION}/walked/?tab=addresses")
    page.get_by_role("link", name="Reserve address").click()
    is_filled(page)
    expect(page.locator("[name=subnetwork]")).to_have_value("walked")
    page.locator("[name=name]").fill("inside")
    page.locator("[name=address]").fill("10.9.0.77")
    expect(page.locator("#gce-gcloud")).to_contain_text("--addresses=10.9.0.77")
    submit(page)
    row = page.locator("tr[data-name=inside]")
    expect(row).to_contain_text("10.9.0.77", timeout=PATIENCE_MS)
    expect(row).to_contain_text("Internal")
    api.do("DELETE", f"regions/{REGION}/addresses/inside")
    api.do("DELETE", f"regions/{REGION}/subnetworks/walked")


def test_a_route_is_created_and_deleted(page, api, network):
    subnet = {"name": "walked", "network": f"global/networks/{network}"}
    api.do("POST", f"regions/{REGION}/subnetworks", {**subnet, "ipCidrRange": "10.9.0.0/24"})
    page.goto(f"/project/gce_networks/p/demo/global/{network}/?tab=routes")
    page.get_by_role("link", name="Add route").click()
    is_filled(page)
    expect(page.locator("[name=network]")).to_have_value(network)
    page.locator("[name=name]").fill("back")
    page.locator("[name=destination]").fill("192.168.9.1/24")
    error = page.locator("[data-field=destination] .gce-error")
    expect(error).to_have_text("Write the range as 192.168.9.0/24.")
    page.locator("[name=destination]").fill("192.168.9.0/24")
    page.get_by_text("IP address", exact=True).first.click()
    page.locator("[name=address]").fill("10.9.0.5")
    expect(page.locator("#gce-gcloud")).to_contain_text("--next-hop-address=10.9.0.5")
    submit(page)
    row = page.locator("tr[data-name=back]")
    expect(row).to_contain_text("10.9.0.5", timeout=PATIENCE_MS)
    row.get_by_role("link", name="back").click()
    confirm(ask(page, "Delete"), "Delete")
    expect(page.get_by_text("There is no such route")).to_be_visible(timeout=PATIENCE_MS)
    api.do("DELETE", f"regions/{REGION}/subnetworks/walked")


def test_a_router_gets_a_nat_that_is_edited_and_deleted(page, api, network, problems):
    page.goto("/project/gce_routers/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("walked")
    page.locator("[name=network]").select_option(network)
    submit(page)
    page.get_by_role("link", name="walked", exact=True).first.click()
    page.get_by_role("tab", name="Cloud NAT").click()
    panel, dialog = page.locator("#gce-nat-panel"), page.get_by_role("dialog")
    panel.locator("[data-gce-action=createNat]").click()
    expect(dialog.locator("[name=name]")).to_have_value("walked-nat")
    confirm(dialog, "Create Cloud NAT gateway")
    expect(panel.get_by_role("row", name="walked-nat")).to_contain_text(
        "Primary and secondary", timeout=PATIENCE_MS
    )
    assert problems(page) == []
    panel.locator("[data-gce-action=editNat][aria-disabled=false]").click()
    dialog.locator("[name=source]").select_option("ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES")
    confirm(dialog, "Save")
    expect(panel.get_by_role("row", name="walked-nat")).to_contain_text(
        "Primary ranges", timeout=PATIENCE_MS
    )
    panel.locator("[data-gce-action=deleteNat][aria-disabled=false]").click()
    confirm(dialog, "Delete Cloud NAT gateway")
    expect(panel).to_contain_text("Without one", timeout=PATIENCE_MS)
    confirm(ask(page, "Delete"), "Delete")
    expect(page.get_by_text("There is no such Cloud Router")).to_be_visible(timeout=PATIENCE_MS)
