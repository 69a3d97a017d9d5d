"""Form fields in GCE's terms."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from gce_dashboard.framework.resources import NAME, SCOPE
from gce_dashboard.i18n import gettext_lazy as _

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


def choice(label: str, *, required: bool = True, **options: Any) -> forms.CharField:
    """A list that the page fills with what the endpoint offers; the endpoint has the last word."""
    options.setdefault("validators", [plain_name])
    return forms.CharField(label=label, required=required, widget=forms.Select, **options)


class NameField(forms.CharField):
    """An RFC 1035 name, as GCE's resources have."""

    default_validators = [name_is_valid]

    def __init__(self, **options: Any):
        options.setdefault("label", _("Name"))
        super().__init__(max_length=63, **options)

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


def labels_field() -> PairsField:
    """GCE's labels."""
    return PairsField(
        label=_("Labels"),
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
