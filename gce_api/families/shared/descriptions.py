"""Descriptions, where OpenStack keeps them."""

from __future__ import annotations

from typing import Any

from gce_api.google import errors

LONGEST = 255


def check_description(body: dict[str, Any], longest: int = LONGEST) -> str:
    """The description in a request, as long as OpenStack takes it.

    :raises errors.Invalid: it is longer.
    """
    text = body.get("description") or ""
    if len(text) > longest:
        raise errors.Invalid(
            f"Invalid value for field 'resource.description': '{text}'. Must be at most {longest} "
            "characters long."
        )
    return text
