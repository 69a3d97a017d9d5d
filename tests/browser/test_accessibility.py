"""axe-core finds nothing to object to in the console's part of a page."""

import pytest

PAGES = (
    "gce_instances",
    "gce_instances/create",
    "gce_disks/create",
    "gce_zones",
    "gce_operations",
    "gce_images",
    "gce_projects",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page, problems, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}
    for name in PAGES:
        page.goto(f"/project/{name}/")
        page.wait_for_load_state("networkidle")
        found[name] = problems(page)
    assert found == {name: [] for name in PAGES}
