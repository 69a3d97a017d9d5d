"""Forms out of declared fields: sections, conditions, checks, and where a refusal belongs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from gce_dashboard.framework import jsonpath
from gce_dashboard.framework.field import Field, body_of

Json = dict[str, Any]
_QUOTED = re.compile(r"'([^']{3,})'")
_REFUSED = re.compile(r"field '(?:resource\.)?([^']+)'")


@dataclasses.dataclass(frozen=True)
class Beside:
    """Fields side by side."""

    fields: tuple[Field, ...]


@dataclasses.dataclass(frozen=True)
class Section:
    """A card of a form.

    :ivar when: as a field's
    """

    title: str
    parts: tuple[Field | Beside, ...]
    when: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    help: str = ""

    @property
    def fields(self) -> Iterator[Field]:
        for part in self.parts:
            yield from part.fields if isinstance(part, Beside) else (part,)


def section(title: str, *parts: Field | Beside, when: Mapping[str, Any] | None = None, help=""):
    """A card of a form, with a heading where it has a title."""
    return Section(title, parts, when or {}, help)


def beside(*fields: Field) -> Beside:
    """Fields side by side, where there is room for that."""
    return Beside(fields)


class ConsoleForm(forms.Form):
    """A form of the console; fields that do not show are not asked."""

    template_name = "gce_dashboard/_form.html"
    declaration: FormDeclaration

    def __init__(self, data: Any = None, **options: Any):
        super().__init__(data, **options)
        if data is not None:
            shown = self.declaration.shown(data)
            for name in set(self.fields) - shown:
                del self.fields[name]

    def clean(self) -> Json:
        values = super().clean() or self.cleaned_data
        for name, problem in self.declaration.check(values):
            self.add_error(name, problem)
        return values

    @property
    def sections(self) -> list[Json]:
        """What the template shows: cards with bound fields, and when they show."""
        return [self._section(each) for each in self.declaration.sections]

    def _section(self, section: Section) -> Json:
        rows = [
            [self._field(each) for each in (part.fields if isinstance(part, Beside) else (part,))]
            for part in section.parts
        ]
        return {"title": section.title, "help": section.help, "when": section.when, "rows": rows}

    def _field(self, field: Field) -> Json:
        return {"bound": self[field.name], "when": field.when, "taken": field.taken}


class FormDeclaration:
    """The sections of a form, and what can be said of it without anything filled in.

    :param check: looks at all values together; yields (name of a field, what is wrong with it)
    """

    def __init__(self, sections: Iterable[Section], check=None):
        self.sections = tuple(sections)
        self.fields = tuple(field for each in self.sections for field in each.fields)
        self._conditions = {
            field.name: {**each.when, **field.when}
            for each in self.sections
            for field in each.fields
        }
        self._check = check

    def form(self, **hidden: forms.Field) -> type[ConsoleForm]:
        """The form as Django has it.

        :param hidden: further fields, such as a fingerprint
        """
        members = {field.name: field.control for field in self.fields}
        return type("Form", (ConsoleForm,), {**hidden, **members, "declaration": self})

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        return self._check(values) if self._check else ()

    def shown(self, raw: Mapping[str, Any]) -> set[str]:
        """The names of the fields that show, given what is filled in; hidden inputs too."""
        known = {field.name for field in self.fields}
        others = set(raw) - known
        return {name for name in known if self._shows(name, raw)} | others | {"request_id"}

    def _shows(self, name: str, raw: Mapping[str, Any]) -> bool:
        return all(
            said(self._raw(other, raw)) in as_words(wanted) and self._shows(other, raw)
            for other, wanted in self._conditions.get(name, {}).items()
        )

    def _raw(self, name: str, raw: Mapping[str, Any]) -> Any:
        if name in raw:
            return raw[name]
        return next((each.control.initial for each in self.fields if each.name == name), "")

    @property
    def offers(self) -> set[str]:
        """What the fields are chosen from."""
        every = [row for field in self.fields for row in (field, *field.rows)]
        return {field.offer for field in every if field.offer}

    def body(self, values: Json) -> Json:
        return body_of(self.fields, values)

    def _quoted_in(self, refusal: str, values: Mapping[str, Any]) -> str:
        quoted = set(_QUOTED.findall(refusal))
        found = (
            each.name for each in self.fields if _typed(each) and values.get(each.name) in quoted
        )
        return next(found, "")

    def initial(self, item: Json) -> Json:
        """The values to begin an edit of a resource with."""
        return {field.name: field.from_item(item) for field in self.fields}

    def field_of(self, refusal: str, values: Mapping[str, Any]) -> str:
        """The field that a refusal of the endpoint is about, "" where it is about none.

        ``Invalid value for field 'resource.networkInterfaces[0].networkIP': ...`` belongs to the
        field whose path that is, else to the one that the path leads through; a refusal without a
        field, ``IP '10.0.0.2' is already being used``, to the one where that was typed.
        """
        found = _REFUSED.search(refusal)
        if not found:
            return self._quoted_in(refusal, values)
        steps = jsonpath.steps(found[1])
        near = ((_nearness(jsonpath.steps(each.path), steps), each) for each in self.fields)
        nearness, field = max(near, key=lambda pair: pair[0], default=(0, None))
        return field.name if field and nearness else ""


def _typed(field: Field) -> bool:
    """Whether its value is the user's own writing, not a choice."""
    return isinstance(field.control.widget, forms.TextInput) and field.name != "name"


def _nearness(path: list[Any], refused: list[Any]) -> int:
    """How many steps of a field's place the refused place shares; 0 where one leaves the other."""
    path = [step for step in path if step is not None]
    shared = 0
    for mine, theirs in zip(path, refused, strict=False):
        if mine != theirs:
            return 0
        shared += 1
    return shared


def said(value: Any) -> str:
    """A value as a condition has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_words(wanted: Any) -> tuple[str, ...]:
    """The values of a condition, which may be one."""
    if isinstance(wanted, (tuple, list, set)):
        return tuple(said(each) for each in wanted)
    return (said(wanted),)
