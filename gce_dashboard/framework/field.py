"""A field of a form, declared once: its control, its choices, and its place in a request.

From a declaration come the control and its check, the request's body, the flag of the gcloud
command, the Python call and the Terraform block; and, for an edit, the value to begin with.
"""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from gce_dashboard.framework import jsonpath
from gce_dashboard.framework.commands import pairs as pairs_flag
from gce_dashboard.framework.resources import last

Json = dict[str, Any]
OWN = "own"  # the names in the page's own collection
EMPTY: tuple[Any, ...] = (None, "", {}, [])


class Int64(str):
    """A number that JSON carries as a string, because it may have 64 bits."""


class Map(dict):
    """An object whose keys are the user's own words, not names of fields."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """A field of a form.

    :ivar path: its place in the request's body (:mod:`.jsonpath`); "" where it has none
    :ivar body: how the body says it: a format of the value and of other fields, such as
        ``"zones/{zone}/diskTypes/{}"``, or a function of the value and of all values
    :ivar read: how an edit finds the value in the resource; the reverse of ``body`` by default
    :ivar flag: gcloud's: a format of the value, such as ``"--size={}GB"``, or a function of the
        value and of all values to flags; "" where another field's flag says it, None where gcloud
        has no way to say it
    :ivar hcl: Terraform's argument with its blocks, such as ``boot_disk.initialize_params.image``;
        None for the path in Terraform's spelling, "" for none; or a function of the value and of
        all values to a part of the block
    :ivar when: shown where other fields have these values: ``{"source": ("image", "own")}``
    :ivar fixed: cannot be changed by an edit
    :ivar always: whether the body has it even where it says nothing, as an edit that empties it
    :ivar offer: what it is chosen from (:mod:`.offers`)
    :ivar taken: for a name: the collection whose names are in use
    """

    name: str
    control: forms.Field
    path: str = ""
    body: str | Callable[[Any, Json], Any] = "{}"
    read: Callable[[Json], Any] | None = None
    flag: str | Callable[[Any, Json], Iterable[str]] | None = ""
    hcl: str | Callable[[Any, Json], Json] | None = None
    when: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    fixed: bool = False
    always: bool = False
    offer: str = ""
    taken: str = ""
    rows: tuple[Field, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether it only carries what the form was opened with."""
        return self.control.widget.is_hidden

    def to_body(self, value: Any, values: Json) -> Any:
        """The value as the request's body has it."""
        if callable(self.body):
            return self.body(value, values)
        if self.rows:
            return [body_of(self.rows, {**values, **row}) for row in value or []]
        if value in EMPTY or self.body == "{}":
            return value
        return filled_in(self.body, value, values)

    def from_item(self, item: Json) -> Any:
        """The value to begin an edit with."""
        if self.read:
            return self.read(item)
        if not self.path:
            return self.control.initial  # the resource does not say it
        value = jsonpath.get(item, self.path)
        if self.rows:
            return [{row.name: row.from_item(each) for row in self.rows} for each in value or []]
        is_reference = isinstance(self.body, str) and "/" in self.body
        return last(value) if is_reference and isinstance(value, str) else value

    def flags(self, value: Any, values: Json) -> list[str]:
        """The value as flags of gcloud, none where it says nothing."""
        if callable(self.flag):
            return list(self.flag(value, values))
        if not self.flag or value in EMPTY or value is False:
            return []
        if isinstance(value, dict):
            value = pairs_flag(value)
        elif isinstance(value, list):
            value = ",".join(map(str, value))
        return [filled_in(self.flag, value, values)]


class _Known(dict):
    def __missing__(self, key: str) -> str:
        return ""


def filled_in(text: str, value: Any, values: Json) -> str:
    """A format with the field's own value at ``{}`` and others' by their names."""
    return string.Formatter().vformat(text, (value,), _Known(values))


def body_of(fields: Iterable[Field], values: Json) -> Json:
    """The body that the values mean; what says nothing is left out, as GCE's clients do."""
    body: Json = {}
    for field in fields:
        if field.path and field.name in values:
            value = field.to_body(values[field.name], values)
            if field.always or (value not in EMPTY and value is not False):
                jsonpath.put(body, field.path, value)
    return body
