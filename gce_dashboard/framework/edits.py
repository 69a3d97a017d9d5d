"""Edits that many collections have: labels, of one resource or of all that are selected."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from django import forms

from gce_dashboard import api
from gce_dashboard.framework import conflicts, fields, inputs
from gce_dashboard.framework.actions import Action, edit
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SET_LABELS = "setLabels"


def labels(**more: Any) -> Action:
    """``setLabels``, with the fingerprint of those that the user saw."""
    return edit(
        SET_LABELS,
        _("Edit labels"),
        fields.fingerprint("labelFingerprint", path="labelFingerprint"),
        fields.labels(always=True),
        **more,
    )


def for_selection(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """What a list offers for its selection because the page of one has it among these."""
    return tuple(_labels_of_several(each) for each in actions if each.name == SET_LABELS)


def _labels_of_several(one: Action) -> Action:
    """The same for a selection: each keeps its other labels, unless it is to lose them."""
    return dataclasses.replace(
        one,
        label=_("Labels"),
        agree=_("Save"),
        icon="label",
        question=(_("Labels of %(name)s"), _("Labels of %(count)s resources")),
        consequence=_("Each resource keeps the labels that are not named here."),
        remark=_present,
        fields=_SEVERAL,
        several=True,
        check=_check,
        send=_change_labels,
    )


def _key_is_valid(key: str) -> None:
    if not inputs.LABEL_KEY.fullmatch(key):
        raise forms.ValidationError(f"{key}: {inputs.labels_field().hint}")


_SEVERAL = (
    fields.custom("labels", inputs.labels_field(_("Add or change"))),
    fields.listed(
        "removed",
        _("Remove"),
        check=_key_is_valid,
        help=_("Keys, separated by commas."),
        when={"only": False},
    ),
    fields.tick("only", _("Remove all labels that are not named above")),
)


def _check(values: Json) -> Iterator[tuple[str, str]]:
    """Nothing is done where nothing is said, and no key comes and goes at once."""
    asked = (
        values.get("labels", True),
        values.get("removed", True),
    )  # True where it is wrong or not asked
    if not any(asked):
        yield "labels", _("Name a label to add, or a key to remove.")
    for key in values.get("removed", []):
        if key in values.get("labels", {}):
            yield "removed", _("%s is to be added as well.") % key


def _present(item: Json) -> str:
    """The labels that a resource has, for the question."""
    return ", ".join(
        f"{key}={value}" if value else key for key, value in sorted(item.get("labels", {}).items())
    )


def _change_labels(client: api.Client, path: str, values: Json) -> Json:
    """Change the labels that the resource has now.

    :returns: the Operation, {} where the labels are as they shall be
    :raises api.Conflict: somebody else changed them at the same moment
    """
    item = client.get(path)
    present = item.get("labels", {})
    lost = set(present) if values["only"] else set(values["removed"])
    wanted = {key: value for key, value in present.items() if key not in lost} | values["labels"]
    if wanted == present:
        return {}
    body = {"labels": wanted, "labelFingerprint": item.get("labelFingerprint", "")}
    try:
        return client.post(f"{path}/{SET_LABELS}", body)
    except api.Conflict as stale:
        if stale.code != conflicts.STALE:
            raise
        raise api.Conflict(
            _("Somebody else has changed its labels meanwhile. They are as that left them."),
            code=stale.code,
            request_id=stale.request_id,
        ) from stale
