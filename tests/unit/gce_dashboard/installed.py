"""What holds of an installed plugin: `test_wheel.py` runs this from another folder, on each kind.

``GCE_DASHBOARD_ROOT`` says where the plugin's files are to come from.
"""

import os
import pathlib
import re

from tests.unit.gce_dashboard.conftest import aggregated, instance

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
URL = "/project/gce_instances/p/demo/"
ROOT = pathlib.Path(os.environ["GCE_DASHBOARD_ROOT"])
STATIC = re.compile(r'(?:src|href)="/static/([^"?]+)"')


def page_of(console, endpoint) -> str:
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance()))
    (row,) = console.get(URL, **AJAX).json()["rows"]
    return console.get(URL).getvalue().decode() + row["html"]


def test_the_plugin_is_the_installed_one():
    import gce_dashboard.enabled

    import gce_dashboard

    (enabled,) = gce_dashboard.enabled.__path__
    assert ROOT in pathlib.Path(gce_dashboard.__file__).parents
    assert ROOT in pathlib.Path(enabled).parents
    assert list(pathlib.Path(enabled).glob("_*_gce_*_panel.py"))


def test_a_page_is_rendered_with_the_installed_templates(console, endpoint):
    from django.template.loader import get_template

    assert "web-1" in page_of(console, endpoint)
    assert ROOT in pathlib.Path(get_template("gce_dashboard/list.html").origin.name).parents


def test_every_static_file_that_a_page_names_is_found(console, endpoint):
    from django.contrib.staticfiles import finders

    named = STATIC.findall(page_of(console, endpoint))
    ours = [each for each in named if each.startswith("gce_dashboard/")]
    assert {pathlib.Path(each).suffix for each in ours} == {".js", ".scss"}
    assert [each for each in named if not finders.find(each)] == []
    assert all(ROOT in pathlib.Path(finders.find(each)).parents for each in ours)


def test_the_theme_is_there_with_its_styles_and_templates():
    from gce_dashboard.theme import THEME

    folder = pathlib.Path(THEME[2])
    assert ROOT in folder.parents
    for file in ("static/_variables.scss", "static/_styles.scss", "templates/header/_header.html"):
        assert (folder / file).is_file()
