"""The catalogues of the console's words are whole; ``make messages`` makes them so."""

import pytest

from tools import messages

LANGUAGES = pytest.mark.parametrize("language", messages.LANGUAGES)


@LANGUAGES
def test_every_message_is_translated(language):
    assert messages.missing(messages.update(language, messages.collect())) == []


@LANGUAGES
def test_what_is_compiled_is_what_the_catalogue_says(language):
    for path, content in messages.compiled(language).items():
        assert path.read_bytes() == content, f"{path} is stale: run `make messages`"


@LANGUAGES
def test_a_translation_has_the_places_for_values_that_its_message_has(language):
    wrong = [(each.id, problems) for each, problems in messages.read(language).check()]
    assert wrong == []


def test_messages_are_found_in_python_templates_and_scripts():
    found = {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in messages.collect()
        if message.id
    }
    assert "Compute Engine is switched off" in found  # a template's
    assert "No operations yet" in found  # a lazy one of Python
    assert found["%s failed"].locations[0][0] == "static/gce_dashboard/js/tray.js"
    assert found["%(number)s method"].id == ("%(number)s method", "%(number)s methods")
