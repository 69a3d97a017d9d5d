"""Two people changed the same: what is there now, what this one wrote, and both together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string

from gce_dashboard.framework.field import Field
from gce_dashboard.framework.forms import FormDeclaration
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]
STALE = 412


def explain(
    form: Callable[..., forms.Form],
    declaration: FormDeclaration,
    theirs: Json,
    body: Json,
    request: HttpRequest,
) -> Json:
    """The three ways on, each as the form would then be; all carry the newest fingerprint.

    :param theirs: the values that the form would begin with now
    :param body: ``values`` that were sent, and ``opened``: what the form began with
    """
    mine = _cleaned(form, body["values"])
    opened = _cleaned(form, body.get("opened") or {})
    hidden = {each.name: theirs[each.name] for each in declaration.fields if each.hidden}
    kept = {**mine, **hidden}
    merged = {
        each.name: merge(opened.get(each.name), theirs[each.name], kept.get(each.name))
        for each in declaration.fields
        if not each.hidden
    }
    ways = [
        ("theirs", _("Take theirs"), theirs),
        ("mine", _("Keep mine"), kept),
        ("merge", _("Merge both"), {**merged, **hidden}),
    ]
    return {
        "message": _("This was changed meanwhile. Choose what to go on with, then save again."),
        "differences": _differences(declaration.fields, theirs, mine),
        "ways": [
            {"name": name, "label": label, "html": _html(form(initial=values), request)}
            for name, label, values in ways
        ],
    }


def merge(opened: Any, theirs: Any, mine: Any) -> Any:
    """Both changes together; where both changed the same, mine."""
    if isinstance(theirs, dict) and isinstance(mine, dict):
        keys = dict.fromkeys([*theirs, *mine])
        base = opened if isinstance(opened, dict) else {}
        chosen = {key: _newer(base.get(key), theirs.get(key), mine.get(key)) for key in keys}
        return {key: value for key, value in chosen.items() if value is not None}
    if isinstance(theirs, list) and isinstance(mine, list):
        before = opened if isinstance(opened, list) else []
        added = [each for each in mine if each not in theirs and each not in before]
        removed = [each for each in before if each not in mine]
        return [each for each in theirs if each not in removed] + added
    return _newer(opened, theirs, mine)


def _newer(opened: Any, theirs: Any, mine: Any) -> Any:
    return theirs if mine == opened else mine


def _cleaned(form: Callable[..., forms.Form], values: Any) -> Json:
    filled = form(values if isinstance(values, dict) else {})
    filled.is_valid()
    return filled.cleaned_data


def _differences(fields: tuple[Field, ...], theirs: Json, mine: Json) -> list[str]:
    """What differs, a line each: ``env: now prod, yours dev``."""
    lines: list[str] = []
    for field in fields:
        now, own = theirs.get(field.name), mine.get(field.name)
        if field.hidden or now == own:
            continue
        if isinstance(now, dict) and isinstance(own, dict):
            keys = [key for key in dict.fromkeys([*now, *own]) if now.get(key) != own.get(key)]
            lines += [_line(key, now.get(key), own.get(key)) for key in keys]
        else:
            lines.append(_line(str(field.control.label), now, own))
    return lines


def _line(what: str, now: Any, own: Any) -> str:
    words = {"what": what, "now": _shown(now), "own": _shown(own)}
    return _("%(what)s: now %(now)s, yours %(own)s") % words


def _shown(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return str(value) if value not in (None, "") else "—"


def _html(form: forms.Form, request: HttpRequest) -> str:
    return render_to_string("gce_dashboard/_form.html", {"form": form}, request)
