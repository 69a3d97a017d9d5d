"""A resource's states in the page's words: declared once, for cells, filters and live pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import render
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
BUSY = "busy"


class Status:
    """What each value of a field means to people.

    :param states: GCE's value -> (tone, words); tones are ``ok``, ``off``, ``paused``, ``busy``,
        ``error`` and ``warning``
    :param field: where the value stands
    :param default: the value of a resource that has none
    :param reason: the field that says why
    """

    def __init__(
        self,
        states: Mapping[str, tuple[str, str]],
        *,
        field: str = "status",
        default: str = "",
        reason: str = "statusMessage",
    ):
        self.states = dict(states)
        self.field = field
        self.default = default
        self.reason = reason

    def value(self, item: Json) -> str:
        return str(item.get(self.field) or self.default)

    def tone_and_text(self, item: Json) -> tuple[str, str]:
        """What no declaration knows is shown as it is, as something to look at."""
        value = self.value(item)
        return self.states.get(value, ("error", value))

    def cell(self, item: Json) -> SafeString:
        """The state, and the reason for it where the endpoint gives one."""
        if not self.value(item):
            return render.NOTHING
        cell = render.status(*self.tone_and_text(item))
        why = item.get(self.reason)
        return render.explained(cell, _("Reason"), [why]) if why else cell

    def is_busy(self, item: Json) -> bool:
        """Whether the resource is changing, so that its page should look again soon."""
        return bool(self.states) and self.tone_and_text(item)[0] == BUSY

    @property
    def words(self) -> dict[str, str]:
        """The page's own words as filters: ``Stopped`` -> ``status=TERMINATED``."""
        filters: dict[str, list[str]] = {}
        for value, (_tone, text) in self.states.items():
            filters.setdefault(str(text), []).append(f"{self.field}={value}")
        return {
            text: each[0] if len(each) == 1 else " OR ".join(f"({one})" for one in each)
            for text, each in filters.items()
        }
