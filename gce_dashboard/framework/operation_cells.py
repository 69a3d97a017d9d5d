"""How the parts of an operation look, in lists and on its page."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import operations as model
from gce_dashboard.framework import render, wording
from gce_dashboard.framework.registry import url_of
from gce_dashboard.framework.resources import last, path_of, scope_of
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


def kind(operation: Json) -> SafeString:
    """What is done, linked to the operation's page."""
    name = wording.in_words(operation.get("operationType", ""))
    url = url_of(f"{scope_of(operation)}/operations/{operation['name']}")
    return render.link(url, name) if url else render.text(name)


def status(operation: Json) -> SafeString:
    cell = render.status(*model.tone_and_text(operation))
    told = model.errors(operation)
    if not told:
        return cell
    return render.explained(cell, _("Error"), told)


def target(operation: Json) -> SafeString:
    link = operation.get("targetLink", "")
    path = path_of(link)
    url = url_of(link)
    gone = operation.get("operationType") == "delete" and model.is_done(operation)
    return render.link(url, last(path)) if url and not gone else render.text(last(path))


def progress(operation: Json) -> SafeString:
    return render.progress(int(operation.get("progress", 0)), _("Progress"))


def duration(operation: Json) -> SafeString:
    spent = model.duration(operation)
    if spent is None:
        return render.NOTHING
    seconds = max(0.0, spent.total_seconds())
    if seconds < 60:
        return render.text(_("%.1f s") % seconds)
    return render.text(_("%(m)d min %(s)d s") % {"m": seconds // 60, "s": seconds % 60})
