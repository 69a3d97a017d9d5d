"""axe-core finds nothing to object to in the console's part of a page."""

import pathlib

import axe_core_python
import pytest

AXE = next(pathlib.Path(axe_core_python.__file__).parent.glob("**/axe*.js"))
PAGES = ("gce_instances", "gce_instances/create", "gce_zones", "gce_operations", "gce_images")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = []
    for name in PAGES:
        page.goto(f"/project/{name}/")
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text())
        result = page.evaluate("axe.run('#gce')")
        found += [(name, each["id"], each["nodes"][0]["target"]) for each in result["violations"]]
    assert found == []
