"""The frame around the console's pages."""

import pathlib
import re

import horizon
import pytest
from openstack_auth import utils

from gce_dashboard.framework import registry

ROOT = pathlib.Path(__file__).parents[3]
STATIC = ROOT / "static" / "gce_dashboard"
ZONES = "/project/gce_zones/p/demo/"
CREATE = "/project/gce_instances/p/demo/create/"


def page(console, url: str = CREATE) -> str:
    return console.get(url).getvalue().decode()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The panels that were asked whether to show themselves; some ask a service for that."""
    panels: list[str] = []
    can_access = horizon.base.HorizonComponent.can_access

    def asking(panel, context):
        panels.append(panel.slug)
        return can_access(panel, context)

    monkeypatch.setattr(horizon.base.HorizonComponent, "can_access", asking)
    return panels


def test_the_menu_is_asked_for_once_and_marks_where_one_is(console, asked):
    first, second = page(console), page(console, ZONES)
    assert asked.count("key_pairs") == 1
    for text, slug in ((first, "gce_instances"), (second, "gce_zones")):
        (active,) = re.findall(r'<a[^>]*openstack-panel active[^>]*href="([^"]+)"', text)
        assert active == f"/project/{slug}/"


def test_the_projects_are_asked_for_once(console, monkeypatch):
    asked = []
    signed_in = utils.get_user(None)
    signed_in._authorized_tenants = None

    def projects(**kwargs):
        asked.append(kwargs["user_id"])
        return []

    monkeypatch.setattr(utils, "get_user", lambda request: signed_in)
    monkeypatch.setattr(utils, "get_project_list", projects)
    page(console)
    signed_in._authorized_tenants = None
    page(console)
    assert asked == ["u1"]


def test_a_page_says_its_language_and_begins_with_a_way_past_the_frame(console):
    text = page(console)
    assert '<html lang="en" dir="ltr">' in text
    first_link = re.search(r"<a\b[^>]*>", text)[0]
    assert 'href="#gce"' in first_link
    assert re.search(r'<main\b[^>]*id="gce"', text)


def test_nothing_of_horizons_scripts_is_loaded(console):
    sources = re.findall(r'<script[^>]*src="/static/([^"]+)"', page(console))
    assert sources
    assert [each for each in sources if not each.startswith("gce_dashboard/")] == []


def test_every_icon_that_is_named_is_drawn(console):
    page(console)  # which registers what the console has pages for
    drawn = set(re.findall(r'id="gce-i-([\w-]+)"', page(console)))
    named = {each.resource.icon for each in registry.registered()}
    assert named - drawn == set()


def test_every_script_and_style_of_the_console_is_part_of_a_page():
    templates = ROOT / "templates", ROOT / "gce_dashboard" / "theme" / "templates"
    texts = "".join(path.read_text() for root in templates for path in root.rglob("*.html"))
    files = [*(STATIC / "js").glob("*.js"), *(STATIC / "scss").glob("[!_]*.scss")]
    assert files
    named = [path for path in files if f"gce_dashboard/{path.parent.name}/{path.name}" in texts]
    assert named == files
