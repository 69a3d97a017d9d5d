"""Kinds of fields. What all have in common is given by name: path, body, flag, hcl, when, fixed.

:class:`.Field` says what these mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from gce_dashboard.framework import inputs, jsonpath
from gce_dashboard.framework.field import OWN, Field, Int64, Map
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def _field(name: str, control: forms.Field, *, plain: bool = False, **more: Any) -> Field:
    """A field.

    :param plain: whether GCE and gcloud call it so: ``source_ranges`` is ``sourceRanges`` in the
        body and ``--source-ranges`` on the command line
    """
    if plain:
        first, *words = name.split("_")
        path = first + "".join(map(str.capitalize, words))
        more = {"path": path, "flag": f"--{name.replace('_', '-')}={{}}", **more}
    return Field(name=name, control=control, **more)


def name(
    *, taken: str = "", suggest: str = "", label: str = "", help: str = "", **more: Any
) -> Field:
    """The resource's name; those in use are told as typed, and a free one is suggested.

    :param taken: the collection that it must be new in; the page's own where it is ""
    :param suggest: what the suggestion begins with: ``snapshot`` for ``snapshot-1``
    """
    text = help or _("Permanent. Lower-case letters, digits and hyphens.")
    control = inputs.NameField(label=label or _("Name"), help_text=text)
    control.widget.attrs["data-gce-suggest"] = suggest
    more = {"path": "name", "fixed": True, **more}
    return _field("name", control, taken=taken or OWN, **more)


def text(name: str, label: str, *, required: bool = False, most: int = 2048, **more: Any) -> Field:
    """A line of text."""
    words, more = _words(more)
    control = forms.CharField(label=label, required=required, max_length=most, **words)
    return _field(name, inputs.told_not_cut(control), **more)


def area(name: str, label: str, *, required: bool = False, most: int = 0, **more: Any) -> Field:
    """Text of several lines, in a box that grows with it."""
    words, more = _words(more)
    attributes = {"rows": 2, "spellcheck": "false", "data-gce-grow": ""}
    if "placeholder" in more:
        attributes["placeholder"] = more.pop("placeholder")
    control = forms.CharField(
        label=label,
        required=required,
        strip=False,
        max_length=most or None,
        widget=forms.Textarea(attrs=attributes),
        **words,
    )
    return _field(name, inputs.told_not_cut(control), **more)


def description(**more: Any) -> Field:
    more = {"path": "description", "flag": "--description={}", **more}
    return text("description", _("Description"), **more)


def number(
    name: str,
    label: str,
    *,
    least: int | None = None,
    most: int | None = None,
    initial: int | None = None,
    required: bool = True,
    int64: bool = False,
    least_of: Sequence[str] = (),
    **more: Any,
) -> Field:
    """A whole number.

    :param int64: whether GCE's JSON has it as a string
    :param least_of: fields whose chosen option says the least: a disk is as large as its image
    """
    words, more = _words(more)
    control = forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=initial, required=required, **words
    )
    if least_of:
        control.widget.attrs["data-gce-least-of"] = " ".join(least_of)
    if int64:
        more.setdefault("body", lambda value, values: None if value is None else Int64(value))
    return _field(name, control, **more)


def port(name: str = "port", label: str = "", **more: Any) -> Field:
    """A port of TCP or UDP."""
    return number(name, label or _("Port"), least=1, most=65535, **more)


def tick(name: str, label: str, *, initial: bool = False, **more: Any) -> Field:
    """A box to tick; what is not ticked is left out of the body."""
    words, more = _words(more)
    control = forms.BooleanField(label=label, required=False, initial=initial, **words)
    return _field(name, control, **more)


def pick(
    name: str,
    label: str,
    choices: Mapping[str, Any],
    *,
    initial: str | None = None,
    segments: bool = False,
    required: bool = True,
    **more: Any,
) -> Field:
    """One of a few fixed values, in a list or, with ``segments``, all side by side."""
    words, more = _words(more)
    control = forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        required=required,
        initial=initial if initial is not None else next(iter(choices)),
        widget=forms.RadioSelect if segments else forms.Select,
        **words,
    )
    return _field(name, control, **more)


def choice(
    name: str,
    label: str,
    *,
    offer: str,
    within: str | Sequence[str] | Mapping[str, str] = (),
    required: bool = True,
    prefer: Sequence[str] = (),
    empty: str = "",
    several: bool = False,
    opened_with: str = "",
    validators: Sequence[Any] | None = None,
    **more: Any,
) -> Field:
    """One of what the endpoint offers; it has the last word.

    :param offer: where the choices come from, a name of :mod:`.offers`: ``zones``, ``networks``
    :param within: the fields that they depend on: ``region``; ``{"zone": "boot_zone"}`` where the
        field is called otherwise than what it says
    :param prefer: the values to begin with, the first that is there
    :param empty: the words for no choice, where none is needed
    :param opened_with: the name in the page's address, where it is not the field's
    """
    words, more = _words(more)
    checks = list(validators) if validators is not None else [inputs.reference]
    attributes = inputs.choice_attributes(offer, within, prefer, empty, opened_with or name)
    kind = inputs.SeveralField if several else forms.CharField
    control = kind(label=label, required=required, validators=checks, **words)
    widget = inputs.OfferedSelectMultiple if several else inputs.OfferedSelect
    control.widget = widget(attrs=attributes)
    return _field(name, control, offer=offer, **more)


def region(**more: Any) -> Field:
    """The region; a body says it only in its URL."""
    more = {"flag": "--region={}", "fixed": True, "hcl": "region", **more}
    return choice("region", _("Region"), offer="regions", **more)


def zone(**more: Any) -> Field:
    """The zone, within the region where the form has one."""
    more = {"flag": "--zone={}", "fixed": True, "hcl": "zone", "within": "region", **more}
    return choice("zone", _("Zone"), offer="zones", **more)


def network(label: str = "", **more: Any) -> Field:
    """The VPC network, ``default`` to begin with."""
    more = {
        "prefer": ("default",),
        "path": "network",
        "body": "global/networks/{}",
        "flag": "--network={}",
        "fixed": True,
        **more,
    }
    return choice("network", label or _("VPC network"), offer="networks", **more)


def subnetwork(label: str = "", **more: Any) -> Field:
    """The subnetwork, of the network and region that the form has."""
    more = {
        "within": ("region", "network"),
        "path": "subnetwork",
        "body": "regions/{region}/subnetworks/{}",
        "flag": "--subnet={}",
        **more,
    }
    return choice("subnetwork", label or _("Subnetwork"), offer="subnetworks", **more)


def labels(**more: Any) -> Field:
    """GCE's labels."""
    more = {"path": "labels", "flag": "--labels={}", **more}
    return _field("labels", inputs.labels_field(), body=_as_map, **more)


def metadata(**more: Any) -> Field:
    """An instance's metadata."""
    return _field("metadata", inputs.metadata_field(), **more)


def pairs(name: str, label: str, **more: Any) -> Field:
    """Keys and values of the user's own."""
    key_label = more.pop("key_label", _("Key"))
    value_label = more.pop("value_label", _("Value"))
    options = {key: more.pop(key) for key in ("key", "value", "hint") if key in more}
    widget = inputs.PairsWidget(key_label, value_label)
    control = inputs.PairsField(
        label=label, widget=widget, **{"key": inputs.METADATA_KEY, "hint": "", **options}
    )
    return _field(name, control, **{"body": _as_map, **more})


def tags(name: str = "tags", label: str = "", **more: Any) -> Field:
    """Network tags; the body has a list."""
    words, more = _words(more)
    control = inputs.TagsField(label=label or _("Network tags"), **words)
    more = more if more.get("plain") else {"path": name, **more}
    return _field(name, control, **more)


def listed(
    name: str,
    label: str,
    *,
    required: bool = False,
    check: Callable[[str], None] | None = None,
    **more: Any,
) -> Field:
    """A list of words, separated by commas or blanks, such as address ranges or ports.

    :param check: raises a ValidationError for a word that is none
    """
    words, more = _words(more)
    control = inputs.WordsField(label=label, required=required, check=check, **words)
    return _field(name, control, **more)


def date(name: str, label: str, *, required: bool = False, **more: Any) -> Field:
    """A day and a time; the body has an RFC 3339 time stamp."""
    words, more = _words(more)
    control = inputs.MomentField(label=label, required=required, **words)
    return _field(name, control, **more)


def group(
    name: str,
    label: str,
    *rows: Field,
    add: str,
    least: int = 0,
    most: int = 0,
    **more: Any,
) -> Field:
    """Rows of the same few fields; cleans to a list of their values.

    :param add: the words of the button that adds a row
    :param least: how many rows there are at least; the form begins with them
    """
    words, more = _words(more)
    control = inputs.GroupField(label=label, rows=rows, add=add, least=least, most=most, **words)
    return _field(name, control, rows=rows, **more)


def file(name: str, label: str, **more: Any) -> Field:
    """A file, sent before the form with its progress; the form holds what the page made of it."""
    words, more = _words(more)
    control = forms.CharField(label=label, **words)
    control.widget = inputs.UploadWidget()
    return _field(name, control, **more)


def hidden(name: str, **more: Any) -> Field:
    """What the form only carries, such as a fingerprint, or the zone that choices depend on."""
    control = forms.CharField(required=False, widget=forms.HiddenInput)
    return _field(name, control, **more)


def fingerprint(where: str, *, path: str = "fingerprint") -> Field:
    """The fingerprint of what the user saw, so that nobody's change is overwritten.

    :param where: its place in the resource: ``labelFingerprint``
    :param path: its place in the body
    """
    return hidden("fingerprint", path=path, read=lambda item: jsonpath.get(item, where) or "")


def constant(path: str, value: Any, **more: Any) -> Field:
    """What the body says whatever is filled in."""
    more = {"hcl": "", **more}
    return hidden(f"_{path}", path=path, body=lambda _given, values: value, always=True, **more)


def custom(name: str, control: forms.Field, **more: Any) -> Field:
    """Any field of Django's."""
    return _field(name, control, **more)


def _words(more: Json) -> tuple[Json, Json]:
    """What of a declaration is Django's, and what is left."""
    taken = {"help": "help_text", "validators": "validators"}
    words = {taken[key]: value for key, value in more.items() if key in taken}
    return words, {key: value for key, value in more.items() if key not in taken}


def _as_map(value: Any, values: Json) -> Any:
    return Map(value or {})
