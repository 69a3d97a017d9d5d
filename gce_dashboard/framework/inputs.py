"""What a form's fields are made of: Django's fields and widgets in GCE's terms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator

from gce_dashboard import conf
from gce_dashboard.framework.resources import NAME, SCOPE
from gce_dashboard.i18n import gettext_lazy as _

if TYPE_CHECKING:
    from gce_dashboard.framework.field import Field

LABEL_KEY = re.compile(r"[a-z][-_a-z0-9]{0,62}")
LABEL_VALUE = re.compile(r"[-_a-z0-9]{0,63}")
METADATA_KEY = re.compile(r"[-_a-zA-Z0-9]{1,128}")
TAG = re.compile(NAME)
MAX_SIZE_GB = 65536  # of a persistent disk

name_is_valid = RegexValidator(
    rf"^{NAME}\Z",
    _(
        "Use 1 to 63 lower-case letters, digits and hyphens; begin with a letter and do not"
        " end with a hyphen."
    ),
)

plain_name = RegexValidator(r"^[-a-z0-9]{1,63}\Z", _("Choose one of the list."))
address = RegexValidator(r"^[0-9.]{7,15}\Z", _("Choose one of the list."))
image_reference = RegexValidator(
    r"^projects/[-a-z0-9:.]+/global/images/[-a-z0-9]{1,63}\Z", _("Choose one of the list.")
)
disk_reference = RegexValidator(
    rf"^{SCOPE}/disks/[-a-z0-9]{{1,63}}\Z", _("Choose one of the list.")
)


# a name, an address or a path of GCE: nothing else is put into a URL
reference = RegexValidator(
    r"^(?!.*\.\.)[-\w.:]{1,128}(?:/[-\w.:]{1,128})*\Z", _("Choose one of the list."), re.ASCII
)


def choice_attributes(
    offer: str, within: Any, prefer: Sequence[str], empty: str, opened_with: str
) -> dict[str, Any]:
    """What the script of every form needs to know of a list: see ``choices.js``."""
    if isinstance(within, str):
        within = (within,)
    if not isinstance(within, Mapping):
        within = {name: name for name in within}
    attributes: dict[str, Any] = {"data-gce-offer": offer, "data-gce-opened-with": opened_with}
    if within:
        attributes["data-gce-within"] = json.dumps(dict(within))
    if prefer:
        attributes["data-gce-prefer"] = json.dumps(list(prefer))
    if empty:
        attributes["data-gce-empty"] = empty
    return attributes


def told_not_cut(field: forms.Field) -> forms.Field:
    """Let a browser take what is too long, so that the user is told instead of losing its end."""
    field.widget.attrs.pop("maxlength", None)
    return field


class OfferedSelect(forms.Select):
    """A list that a script fills; what it begins with is chosen once it has got its options."""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        wanted = ",".join(value) if isinstance(value, (list, tuple)) else value
        if wanted:
            context["widget"]["attrs"]["data-gce-wanted"] = wanted
        return context


class OfferedSelectMultiple(OfferedSelect, forms.SelectMultiple):
    """The same for several."""


class NameField(forms.CharField):
    """An RFC 1035 name, as GCE's resources have."""

    default_validators = [name_is_valid]

    def __init__(self, **options: Any):
        options.setdefault("label", _("Name"))
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        return {**attributes, "autocomplete": "off", "spellcheck": "false"}


class PairsWidget(forms.Widget):
    """Rows of key and value, posted as two lists, ``<name>_key`` and ``<name>_value``."""

    template_name = "gce_dashboard/_pairs.html"
    use_fieldset = True

    def __init__(self, key_label: str, value_label: str, *, long: bool = False):
        super().__init__()
        self.words = {"key_label": key_label, "value_label": value_label, "long": long}

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(self.words, pairs=list(dict(value or {}).items()))
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        keys, values = data.get(f"{name}_key", []), data.get(f"{name}_value", [])
        if not isinstance(keys, list) or not isinstance(values, list):
            return []
        return [(str(key).strip(), str(value)) for key, value in zip(keys, values, strict=False)]


class PairsField(forms.Field):
    """Keys and values; cleans to a dictionary, and leaves rows without a key out."""

    def __init__(
        self,
        *,
        key: re.Pattern[str],
        value: re.Pattern[str] | None = None,
        hint: str,
        **options: Any,
    ):
        self.key, self.value_pattern, self.hint = key, value, hint
        super().__init__(required=False, **options)

    def clean(self, value: list[tuple[str, str]]) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for key, text in value or []:
            if not key and not text:
                continue
            if key in pairs:
                raise forms.ValidationError(_("%s is there twice.") % key)
            if not self.key.fullmatch(key) or (
                self.value_pattern and not self.value_pattern.fullmatch(text)
            ):
                raise forms.ValidationError(f"{key or text}: {self.hint}")
            pairs[key] = text
        return pairs


def labels_field(label: Any = "") -> PairsField:
    """GCE's labels."""
    return PairsField(
        label=label or _("Labels"),
        key=LABEL_KEY,
        value=LABEL_VALUE,
        hint=_(
            "Label keys and values are up to 63 lower-case letters, digits, hyphens and"
            " underscores; a key begins with a letter."
        ),
        widget=PairsWidget(_("Key"), _("Value")),
    )


def metadata_field(**options: Any) -> PairsField:
    """An instance's metadata."""
    return PairsField(
        label=_("Metadata"),
        key=METADATA_KEY,
        hint=_("A metadata key is up to 128 letters, digits, hyphens and underscores."),
        widget=PairsWidget(_("Key"), _("Value"), long=True),
        **options,
    )


class TagsField(forms.CharField):
    """Network tags, separated by commas or blanks; cleans to a list."""

    def __init__(self, **options: Any):
        options.setdefault("label", _("Network tags"))
        options.setdefault("help_text", _("Separated by commas; firewall rules refer to them."))
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        tags = list(dict.fromkeys(re.split(r"[\s,]+", (value or "").strip())))
        tags = [tag for tag in tags if tag]
        for tag in tags:
            if not TAG.fullmatch(tag):
                raise forms.ValidationError(f"{tag}: {name_is_valid.message}")
        return tags


class WordsField(forms.CharField):
    """Words separated by commas or blanks; cleans to a list."""

    def __init__(self, *, check: Callable[[str], None] | None = None, **options: Any):
        self.check = check
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [each for each in re.split(r"[\s,]+", str(value or "").strip()) if each]
        if self.required and not words:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for word in words:
            if self.check:
                self.check(word)
        return list(dict.fromkeys(words))


class SeveralField(forms.CharField):
    """Several of a list; cleans to a list."""

    def clean(self, value: Any) -> list[str]:
        chosen = value if isinstance(value, list) else [value] if value else []
        if self.required and not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(SeveralField, self).clean(each) for each in chosen]


class MomentField(forms.DateTimeField):
    """A day and a time in the user's time zone; cleans to an RFC 3339 time stamp."""

    def __init__(self, **options: Any):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> str:
        moment = super().clean(value)
        return moment.isoformat() if moment else ""


class GroupWidget(forms.Widget):
    """Rows of controls, posted as a list for each: ``<name>_<field>``."""

    template_name = "gce_dashboard/_group.html"
    use_fieldset = True

    def __init__(self, rows: Sequence[Field], add: str, least: int):
        super().__init__()
        self.rows, self.add, self.least = rows, add, least

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = list(value or [])
        filled = kept + [{}] * (self.least - len(kept))
        context["widget"].update(
            add=self.add,
            blank=self._controls(name, {}),
            lines=[self._controls(name, row) for row in filled],
        )
        return context

    def _controls(self, name: str, row: dict[str, Any]) -> list[dict[str, Any]]:
        return [self._control(f"{name}_{each.name}", each, row) for each in self.rows]

    @staticmethod
    def _control(name: str, field: Field, row: dict[str, Any]) -> dict[str, Any]:
        value = row.get(field.name, field.control.initial)
        shown = field.control.prepare_value(value)
        attributes = {
            "data-gce-many": "",
            "data-gce-part": field.name,
            "aria-label": field.control.label,
            "placeholder": field.control.label,
        }
        html = field.control.widget.render(name, shown, attributes)
        return {"html": html, "label": field.control.label, "help": field.control.help_text}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        columns = [data.get(f"{name}_{each.name}", []) for each in self.rows]
        if not all(isinstance(each, list) for each in columns):
            return []
        names = [each.name for each in self.rows]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]


class GroupField(forms.Field):
    """Rows of the same few fields; cleans to a list of their values.

    The message of a row that is not right begins with the label of its field.
    """

    def __init__(
        self, *, rows: Sequence[Field], add: str, least: int = 0, most: int = 0, **options: Any
    ):
        self.rows, self.least, self.most = rows, least, most
        super().__init__(required=False, widget=GroupWidget(rows, add, least), **options)

    def clean(self, value: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
        given = [row for row in value or [] if any(str(each).strip() for each in row.values())]
        if self.most and len(given) > self.most:
            raise forms.ValidationError(_("At most %d are possible.") % self.most)
        return [self._row(row) for row in given]

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {each.name: self._value(each, row.get(each.name, "")) for each in self.rows}

    @staticmethod
    def _value(field: Field, given: Any) -> Any:
        try:
            return field.control.clean(given)
        except forms.ValidationError as wrong:
            raise forms.ValidationError(
                [f"{field.control.label}: {each}" for each in wrong.messages]
            ) from None


class UploadWidget(forms.TextInput):
    """A file to choose; a script sends it and keeps what the page calls it."""

    template_name = "gce_dashboard/_upload.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        settings = conf.get()
        return {**context, "most": settings.largest_upload, "most_gb": settings.max_upload_gb}
