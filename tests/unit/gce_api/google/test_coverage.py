"""The page that tells what becomes of each method."""

import pathlib
import re

from gce_api.google import coverage
from gce_api.google.discovery import document
from gce_api.serving import loading

PAGE = pathlib.Path(__file__).parents[4] / "docs" / "coverage.rst"


def test_the_page_in_the_docs_is_the_one_that_is_printed():
    """Print it anew with ``gce-api methods --rst > docs/coverage.rst``."""
    assert PAGE.read_text() == coverage.page(document(), loading.load())


def test_what_is_said_to_be_impossible_is_not_implemented():
    for method in loading.load():
        name = method.removeprefix("compute.")
        assert not [each for each in coverage.IMPOSSIBLE if re.fullmatch(each, name)], name


def test_every_word_about_a_method_is_about_one_that_there_is():
    names = [method.removeprefix("compute.") for method in document().methods]
    assert names
    kept = [method for method, handler in loading.load().items() if handler.kept]
    assert [each for each in kept if each.removeprefix("compute.") not in names] == []
    unused = [p for p in coverage.IMPOSSIBLE if not any(re.fullmatch(p, n) for n in names)]
    assert unused == []
