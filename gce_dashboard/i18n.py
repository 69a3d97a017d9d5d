"""The console's own words in the user's language.

They have catalogues of their own: in Django's and Horizon's, which all applications share, a word
such as "Clear" or "Image" has somebody else's translation. ``make messages`` keeps them.
"""

from __future__ import annotations

import functools
import gettext as catalogues
import pathlib

from django.utils.functional import lazy
from django.utils.translation import get_language, to_locale

DOMAIN = "gce_dashboard"
LOCALE = pathlib.Path(__file__).parent / "locale"
# catalogues that serve a locale of another name
ALIASES = {"zh_CN": "zh_Hans", "zh_SG": "zh_Hans"}


def gettext(message: str) -> str:
    """The message in the language of the request."""
    return _catalogue(get_language()).gettext(message)


def pgettext(context: str, message: str) -> str:
    """A message that means something else elsewhere: ``context`` says where this one stands."""
    return _catalogue(get_language()).pgettext(context, message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message for one, or for so many."""
    return _catalogue(get_language()).ngettext(singular, plural, number)


gettext_lazy = lazy(gettext, str)
pgettext_lazy = lazy(pgettext, str)


def locale_of(language: str | None) -> str:
    """The locale of the catalogue that serves a language, "" where there is none."""
    locale = to_locale(language or "")
    for name in (ALIASES.get(locale, locale), locale.partition("_")[0]):
        if name and (LOCALE / name).is_dir():
            return name
    return ""


@functools.cache
def _catalogue(language: str | None) -> catalogues.NullTranslations:
    locale = locale_of(language)
    return catalogues.translation(DOMAIN, LOCALE, [locale], fallback=True)
