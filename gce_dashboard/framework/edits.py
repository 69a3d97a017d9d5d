"""Edits that many collections have: labels."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import fields
from gce_dashboard.framework.actions import Action, edit
from gce_dashboard.i18n import gettext_lazy as _


def labels(**more: Any) -> Action:
    """``setLabels``, with the fingerprint of those that the user saw."""
    return edit(
        "setLabels",
        _("Edit labels"),
        fields.fingerprint("labelFingerprint", path="labelFingerprint"),
        fields.labels(always=True),
        **more,
    )
