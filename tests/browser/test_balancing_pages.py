"""Load balancing: the life of a health check, of load balancers, and of their parts."""

import re

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 60_000
ZONE = "us-central1-a"
REGION = "us-central1"
GROUP = f"zones/{ZONE}/instanceGroups/balanced"


def is_filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
    return page.get_by_role("dialog")


def confirm(dialog, name):
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)


def names(api, path):
    return {each["name"] for each in api.send("GET", path).get("items", [])}


@pytest.fixture
def group(api):
    api.do("POST", f"zones/{ZONE}/instanceGroups", {"name": "balanced"})
    yield "balanced"
    api.do("DELETE", GROUP)


def test_a_health_check_is_created_edited_and_deleted(page, api):
    page.goto("/project/gce_health_checks/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("asked")
    page.locator("[name=protocol]").select_option("HTTP")
    page.locator("[name=port]").fill("8080")
    page.locator("[name=path]").fill("/healthy")
    page.locator("[name=timeout]").fill("9")
    told = page.locator("[data-field=timeout] .gce-error")
    expect(told).to_have_text("Not longer than the check interval.")
    page.locator("[name=timeout]").fill("3")
    expect(page.locator("#gce-gcloud")).to_contain_text("health-checks create http asked")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=asked]")
    expect(row).to_contain_text("/healthy", timeout=PATIENCE_MS)
    row.get_by_role("link", name="asked").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    is_filled(page)
    expect(page.locator("[name=path]")).to_have_value("/healthy")
    page.locator("[name=path]").fill("")
    page.locator("[name=port]").fill("81")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/asked/$"))
    expect(page.locator("#gce-details-panel")).to_contain_text("81", timeout=PATIENCE_MS)
    settings = api.send("GET", "global/healthChecks/asked")["httpHealthCheck"]
    assert (settings["port"], settings["requestPath"]) == (81, "/")
    confirm(press(page, "Delete"), "Delete")
    expect(page.get_by_text("There is no such health check")).to_be_visible(timeout=PATIENCE_MS)


def test_a_load_balancer_is_created_whole_given_a_path_and_deleted_whole(
    page, api, group, problems
):
    page.goto("/project/gce_load_balancers/p/demo/")
    page.get_by_role("link", name="Create load balancer").first.click()
    is_filled(page)
    page.locator("[name=name]").fill("shop")
    page.locator("[name=port]").fill("8080")
    page.get_by_role("button", name="Add a backend").click()
    page.locator("[name=backends_group]").select_option(GROUP)
    command = page.locator("#gce-gcloud")
    expect(command).to_contain_text("backend-services add-backend shop-backend")
    expect(command).to_contain_text("--target-http-proxy=shop-proxy")
    assert problems(page) == []
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=shop]")
    expect(row).to_contain_text(":8080", timeout=PATIENCE_MS)
    expect(row).to_contain_text("Application (HTTP)")
    expect(row).to_contain_text(group)

    row.get_by_role("link", name="shop", exact=True).click()
    details = page.locator("#gce-details-panel")
    expect(details).to_contain_text("shop-frontend")
    expect(details.get_by_role("link", name="shop-backend").first).to_be_visible()
    page.get_by_role("link", name="Edit", exact=True).click()
    is_filled(page)
    page.get_by_role("button", name="Add a host and path rule").click()
    page.locator("[name=rules_host]").fill("www.example.com")
    page.locator("[name=rules_paths]").fill("/images/*")
    page.locator("[name=rules_to]").select_option("global/backendServices/shop-backend")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/shop/$"))
    expect(details).to_contain_text("/images/*", timeout=PATIENCE_MS)

    page.goto("/project/gce_load_balancers/p/demo/")
    page.get_by_label("Select shop").check()
    dialog = press(page, "Delete")
    expect(dialog).to_contain_text("shop-frontend, shop-proxy", timeout=PATIENCE_MS)
    dialog.locator("[name=services]").check()
    confirm(dialog, "Delete")
    expect(row).to_be_hidden(timeout=PATIENCE_MS)
    left = ("forwardingRules", "targetHttpProxies", "urlMaps", "backendServices")
    assert not any("shop" in str(names(api, f"global/{each}")) for each in left)
    api.do("DELETE", "global/healthChecks/shop-check")


def test_where_one_part_is_refused_nothing_is_left_half_made(page, api, group):
    api.do("POST", "global/backendServices", {"name": "other"})
    service = "global/backendServices/other"
    api.do("POST", "global/targetTcpProxies", {"name": "half-proxy", "service": service})
    page.goto("/project/gce_load_balancers/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("half")
    page.locator("[name=kind][value=tcp]").check()
    page.get_by_role("button", name="Create", exact=True).click()
    told = page.locator("[data-field=name] .gce-error")
    expect(told).to_contain_text("half-proxy", timeout=PATIENCE_MS)
    assert "half" not in names(api, "global/backendServices")
    assert "half-check" not in names(api, "global/healthChecks")
    api.do("DELETE", "global/targetTcpProxies/half-proxy")
    api.do("DELETE", service)


def test_a_target_pool_and_the_rule_that_leads_to_it_are_created_and_deleted(page, api):
    page.goto("/project/gce_target_pools/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("pooled")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=pooled]")
    expect(row).to_contain_text(REGION, timeout=PATIENCE_MS)

    page.goto("/project/gce_forwarding_rules/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("leading")
    page.locator("[name=scope]").select_option("regional")
    page.locator("[name=to][value=pool]").check()
    page.locator("[name=pool]").select_option(f"regions/{REGION}/targetPools/pooled")
    page.locator("[name=ports]").fill("80, 81")
    expect(page.locator("#gce-gcloud")).to_contain_text("--target-pool=pooled")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=leading]")
    expect(row).to_contain_text("80, 81", timeout=PATIENCE_MS)
    expect(page.locator("#gce-toasts")).to_contain_text("leading created", timeout=PATIENCE_MS)
    row.get_by_role("link", name="pooled").click()
    details = page.locator("#gce-details-panel")
    expect(details.get_by_role("link", name="leading")).to_be_visible()
    dialog = press(page, "Delete")
    expect(dialog).to_contain_text("In use by leading (Forwarding rule)", timeout=PATIENCE_MS)
    dialog.get_by_role("button", name="Cancel").click()
    api.do("DELETE", f"regions/{REGION}/forwardingRules/leading")
    confirm(press(page, "Delete"), "Delete")
    expect(page.get_by_text("There is no such target pool")).to_be_visible(timeout=PATIENCE_MS)
