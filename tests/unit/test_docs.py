"""What users read is well-formed."""

import io
import pathlib

import docutils.core
import pytest

ROOT = pathlib.Path(__file__).parents[2]
PAGES = [ROOT / "README.rst", ROOT / "CONTRIBUTING.rst", *sorted((ROOT / "docs").rglob("*.rst"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_well_formed(page):
    told = io.StringIO()
    settings = {"warning_stream": told, "report_level": 2}
    docutils.core.publish_doctree(page.read_text(), str(page), settings_overrides=settings)
    assert told.getvalue() == ""
