"""What concerns every page of the console as a whole."""

import pytest

from tests.unit.gce_dashboard.conftest import google_error

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
EXPIRED = (401, google_error(401, "authError", "The token has expired."))
LISTS = {
    "/project/gce_instances/p/demo/": "aggregated/instances",
    "/project/gce_zones/p/demo/": "zones",
    "/project/gce_projects/p/demo/": "v1/projects",
    "/project/gce_operations/p/demo/": "aggregated/operations",
    "/project/gce_disks/p/demo/": "aggregated/disks",
}
WEB_1 = "zones/us-central1-a/instances/web-1"
OTHERS = {
    "/project/gce_instances/p/demo/zones/us-central1-a/web-1/": WEB_1,
    "/project/gce_metadata/p/demo/": "",
    "/project/gce_operations/p/demo/global/operation-1/": "global/operations/operation-1",
}
PAGES = LISTS | OTHERS | {"/project/gce_overview/p/demo/": ""}


@pytest.mark.parametrize("url", OTHERS)
def test_an_expired_token_leads_to_log_in_and_back(console, endpoint, url):
    endpoint.on("GET", OTHERS[url], EXPIRED)
    reply = console.get(url, {"filter": "x"})
    assert reply.status_code == 302
    assert reply["Location"] == f"/auth/login/?next={url.replace('/', '%2F')}%3Ffilter%3Dx"
    reason = reply.cookies["logout_reason"].value
    assert "The token has expired." in reason
    assert "req-" in reason


@pytest.mark.parametrize("url", PAGES)
def test_a_script_is_told_that_the_token_has_expired_and_the_log_in_says_so(console, endpoint, url):
    endpoint.on("GET", PAGES[url], EXPIRED)
    reply = console.get(url, **AJAX)
    assert reply.status_code == 401
    assert "The token has expired." in reply.cookies["logout_reason"].value


@pytest.mark.parametrize("url", LISTS)
def test_a_list_leaves_it_to_its_script_to_meet_an_expired_token(console, endpoint, url):
    endpoint.on("GET", LISTS[url], EXPIRED)
    page = console.get(url).getvalue().decode()
    assert "</html>" in page
    assert 'id="gce-rows"' not in page


@pytest.mark.parametrize("url", PAGES)
def test_without_an_endpoint_a_bookmarked_page_explains_why(console, endpoint, catalog, url):
    catalog.pop()
    reply = console.get(url)
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "Compute Engine is switched off" in page
    assert "The GCE endpoint is switched off, or not in the service catalogue" in page
    assert f"/auth/login/?next={url}" in page
    assert endpoint.calls == []


def test_an_endpoint_in_another_region_is_offered(console, endpoint, catalog):
    catalog[-1]["endpoints"][0].update(region="Elsewhere", region_id="Elsewhere")
    page = console.get("/project/gce_zones/p/demo/").content.decode()
    assert "/auth/switch_services_region/Elsewhere/?next=/project/gce_zones/p/demo/" in page


def test_a_script_is_told_that_the_endpoint_is_gone(console, endpoint, catalog):
    catalog.pop()
    told = console.get("/project/gce_zones/p/demo/", **AJAX).json()
    assert "switched off" in told["error"]["message"]
