"""The additional disks of a new instance: new ones, and existing ones that are attached."""

from __future__ import annotations

from typing import Any

from django import forms

from gce_dashboard.framework import fields
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances.attachments import MODES

Json = dict[str, Any]
# what becomes of a disk when its instance is deleted
DELETE, KEEP = "delete", "keep"
RULES = ((DELETE, _("Delete disk")), (KEEP, _("Keep disk")))


class RowsWidget(forms.Widget):
    """Rows of controls, posted as a list for each: ``<name>_<part>``."""

    use_fieldset = True
    parts: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict | None) -> Json:
        context = super().get_context(name, value, attrs)
        context["widget"].update(rules=RULES, modes=MODES)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        lists = [data.get(f"{name}_{part}", []) for part in self.parts]
        if not all(isinstance(each, list) for each in lists):
            return []
        rows = zip(*lists, strict=False)
        return [
            dict(zip(self.parts, (str(each).strip() for each in row), strict=True)) for row in rows
        ]


class NewDisksWidget(RowsWidget):
    template_name = "gce_dashboard/instances/_new_disks.html"
    parts = ("name", "size", "type", "rule")


class AttachedDisksWidget(RowsWidget):
    template_name = "gce_dashboard/instances/_attached_disks.html"
    parts = ("name", "mode", "rule")


class NewDisksField(forms.Field):
    """More blank disks; cleans to dicts of name ("" for any), size in GB, type and autoDelete."""

    widget = NewDisksWidget

    def __init__(self, **options: Any):
        super().__init__(required=False, **options)

    def clean(self, value: list[dict[str, str]]) -> list[Json]:
        return [self._disk(row) for row in value or []]

    def _disk(self, row: dict[str, str]) -> Json:
        size = row["size"]
        if not size.isdecimal() or not 1 <= int(size) <= fields.MAX_SIZE_GB:
            raise forms.ValidationError(_("The size of a disk is a whole number of GB."))
        if row["name"]:
            fields.name_is_valid(row["name"])
        fields.plain_name(row["type"])
        return {
            "name": row["name"],
            "size": int(size),
            "type": row["type"],
            "auto_delete": row["rule"] != KEEP,
        }


class AttachedDisksField(forms.Field):
    """Disks that are there; cleans to dicts of name, mode and autoDelete."""

    widget = AttachedDisksWidget

    def __init__(self, **options: Any):
        super().__init__(required=False, **options)

    def clean(self, value: list[dict[str, str]]) -> list[Json]:
        disks = [self._disk(row) for row in value or []]
        names = [each["name"] for each in disks]
        for name in names:
            if names.count(name) > 1:
                raise forms.ValidationError(_("%s is there twice.") % name)
        return disks

    def _disk(self, row: dict[str, str]) -> Json:
        fields.plain_name(row["name"])
        if row["mode"] not in dict(MODES):
            raise forms.ValidationError(_("Choose one of the list."))
        return {"name": row["name"], "mode": row["mode"], "auto_delete": row["rule"] == DELETE}
