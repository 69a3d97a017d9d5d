"""An administrator looks after the catalogue's GCE endpoint."""

import pytest
from playwright.sync_api import expect

PANEL = "/admin/gce_endpoint/"
INSTANCES = "/project/gce_instances/"


@pytest.fixture(autouse=True)
def catalogue(devcloud):
    """The catalogue is for all tests: it is put back as it was."""
    identity = devcloud.connection("admin", "admin").identity
    (service,) = identity.services(type="gce")
    before = {each.id: each for each in identity.endpoints(service_id=service.id)}
    yield identity
    identity.update_service(service, is_enabled=True)
    after = {each.id: each for each in identity.endpoints(service_id=service.id)}
    for lost in before.keys() - after.keys():
        kept = ("service_id", "region_id", "interface", "url", "is_enabled")
        identity.create_endpoint(**{key: before[lost][key] for key in kept})
    for added in after.keys() - before.keys():
        identity.delete_endpoint(added)
    for same in before.keys() & after.keys():
        identity.update_endpoint(same, url=before[same].url, is_enabled=True)


def row(page, interface):
    cell = page.get_by_role("cell", name=interface, exact=True)
    return page.get_by_role("row").filter(has=cell)


def agree(page, label):
    page.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()


def test_switching_the_service_off_takes_the_panels_away_until_it_is_on_again(sign_in):
    admin = sign_in("admin", PANEL)
    admin.locator(".gce-master").get_by_role("button", name="Switch off").click()
    agree(admin, "Switch off")
    expect(admin.locator(".gce-master")).to_contain_text("Off")

    demo = sign_in("demo", "/project/api_access/")
    expect(demo.locator("#sidebar")).to_contain_text("Volumes")
    expect(demo.locator("#sidebar")).not_to_contain_text("Compute Engine")
    demo.goto(INSTANCES)
    expect(demo.get_by_role("heading", name="Compute Engine is switched off")).to_be_visible()
    expect(demo.get_by_role("link", name="Sign in again")).to_be_visible()

    admin.locator(".gce-master").get_by_role("button", name="Switch on").click()
    agree(admin, "Switch on")
    expect(admin.locator(".gce-master")).to_contain_text("Users whose catalogue")
    demo = sign_in("demo", INSTANCES)
    expect(demo.locator("#sidebar")).to_contain_text("Compute Engine")
    expect(demo.get_by_role("heading", name="VM instances", exact=True)).to_be_visible()


def test_every_endpoint_is_checked_while_the_page_is_there(sign_in):
    admin = sign_in("admin", PANEL)
    check = row(admin, "public").locator("gce-part")
    expect(check).to_contain_text("Reachable")
    expect(check).to_contain_text("methods")
    expect(check).to_contain_text(" ms")


def test_an_endpoint_is_switched_off_deleted_and_added_again(sign_in, catalogue):
    admin = sign_in("admin", PANEL)
    url = row(admin, "admin").locator(".gce-mono").first.inner_text()

    row(admin, "admin").get_by_role("checkbox").check()
    admin.get_by_role("toolbar").get_by_role("button", name="Switch off").click()
    agree(admin, "Switch off")
    expect(row(admin, "admin")).to_contain_text("Off")

    row(admin, "admin").get_by_role("checkbox").check()
    admin.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    agree(admin, "Delete")
    expect(row(admin, "admin")).to_have_count(0)

    admin.get_by_role("link", name="Add endpoint").click()
    admin.get_by_label("Interface").select_option("admin")
    admin.get_by_role("textbox", name="URL").fill("http://gce.example.com/")
    admin.get_by_role("button", name="Add endpoint").click()
    expect(admin.get_by_text("It ends in /compute/v1")).to_be_visible()
    admin.get_by_role("textbox", name="URL").fill(url)
    expect(admin.locator("#gce-commands")).to_contain_text(f"gce admin {url}")
    admin.get_by_role("button", name="Add endpoint").click()
    expect(row(admin, "admin")).to_contain_text("On")
    assert [each.url for each in catalogue.endpoints(interface="admin") if each.url == url]


def test_an_endpoint_that_nothing_listens_at_is_told_in_words(sign_in):
    admin = sign_in("admin", PANEL)
    row(admin, "internal").get_by_role("link").click()
    admin.get_by_role("textbox", name="URL").fill("http://127.0.0.1:9/compute/v1")
    admin.get_by_role("button", name="Save").click()
    expect(row(admin, "internal").locator("gce-part")).to_contain_text("Nothing listens there")
    expect(row(admin, "public").locator("gce-part")).to_contain_text("Reachable")


def test_other_users_do_not_get_in(sign_in):
    demo = sign_in("demo", "/project/api_access/")
    expect(demo.locator("#sidebar")).not_to_contain_text("GCE endpoint")
    for path in (PANEL, PANEL + "create/", PANEL + "check/?id=x"):
        assert demo.request.get(path).status == 403


def test_our_part_of_the_pages_is_accessible(sign_in, problems):
    admin = sign_in("admin", PANEL)
    expect(row(admin, "public").locator("gce-part")).to_contain_text("Reachable")
    assert problems(admin) == []
    admin.goto(PANEL + "create/")
    assert problems(admin) == []


def test_an_administrator_sees_what_happens_in_all_projects_and_how_the_endpoint_is_set(
    sign_in, problems
):
    admin = sign_in("admin", PANEL)
    admin.get_by_role("link", name="Operations", exact=True).last.click()
    admin.wait_for_url(f"**{PANEL}operations/")
    expect(admin.get_by_role("link", name="Failed", exact=True)).to_be_visible()
    assert problems(admin) == []
    admin.get_by_role("link", name="Coverage", exact=True).click()
    admin.get_by_role("link", name="disks", exact=True).click()
    admin.wait_for_url(f"**{PANEL}methods/?filter=**")
    expect(admin.get_by_text("disks.bulkInsert")).to_be_visible()
    admin.goto(PANEL + "settings/?filter=name:password")
    secret = admin.get_by_role("row").filter(has_text="[keystone] password")
    expect(secret).to_contain_text("***")
