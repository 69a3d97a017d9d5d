"""The console speaks the user's language in its own words."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation

from gce_dashboard import i18n

CREATE = "/project/gce_instances/p/demo/create/"


def rendered(source: str, **values) -> str:
    return Template("{% load gce_i18n %}" + source).render(Context(values))


def test_no_word_is_taken_from_another_catalogue():
    with translation.override("de"):
        assert translation.gettext("Clear") == "Zurücksetzen"  # noqa: TID251 - Horizon's, of a form
        assert i18n.gettext("Clear") in ("Clear", "Leeren")


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("de", "de"),
        ("de-at", "de"),
        ("ja", "ja"),
        ("zh-hans", "zh_Hans"),
        ("zh-cn", "zh_Hans"),
        ("zh-hant", ""),
        ("en", ""),
        (None, ""),
    ],
)
def test_a_language_has_the_catalogue_that_its_speakers_read(language, locale):
    assert i18n.locale_of(language) == locale


def test_a_message_of_a_template_takes_values_and_escapes_them():
    page = rendered('{% trans "Switch to %(region)s" region=name %}', name="<b>")
    assert page == "Switch to &lt;b&gt;"
    assert rendered('{% trans "100% sure" %}') == "100% sure"
    assert rendered('{% trans "Name" as title %}[{{ title }}]') == "[Name]"


@pytest.mark.parametrize(("number", "text"), [(1, "1 row"), (2, "2 rows"), (0, "0 rows")])
def test_a_message_of_a_template_counts(number, text):
    assert rendered('{% ntrans "%(number)s row" "%(number)s rows" n %}', n=number) == text


def test_a_page_brings_the_words_of_its_scripts(console):
    console.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    page = console.get(CREATE).getvalue().decode()
    assert '<html lang="de" dir="ltr">' in page
    (source,) = re.findall(r'src="/static/(gce_dashboard/locale/de\.js)\?\w+"', page)
    assert finders.find(source)

    console.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "gce_dashboard/locale" not in console.get(CREATE).getvalue().decode()
