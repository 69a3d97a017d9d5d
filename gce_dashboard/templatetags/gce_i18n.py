"""Template tags for the console's own words; Django's own look them up in everybody's catalogue.

Values are named in the message: ``{% trans "Switch to %(region)s" region=name %}``.
"""

from __future__ import annotations

from typing import Any

from django import template

from gce_dashboard import i18n

register = template.Library()


@register.simple_tag
def trans(message: str, **values: Any) -> str:
    """A message in the user's language."""
    return _filled(i18n.gettext(message), values)


@register.simple_tag
def ntrans(singular: str, plural: str, number: int, **values: Any) -> str:
    """The message for one or for so many; ``%(number)s`` is how many."""
    return _filled(i18n.ngettext(singular, plural, number), {"number": number, **values})


def _filled(message: str, values: dict[str, Any]) -> str:
    return message % values if values else message
