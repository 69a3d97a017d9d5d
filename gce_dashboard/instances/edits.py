"""Changes to an instance's labels, tags, metadata, machine type and protection."""

from __future__ import annotations

import itertools
from typing import Any

from django import forms

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.actions import Action, ActionForm
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import model

Json = dict[str, Any]
CHANGING = _("The instance is changing right now.")


class FingerprintForm(ActionForm):
    """Carries the fingerprint of what the user saw, so that nobody's change is overwritten."""

    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)


class LabelsForm(FingerprintForm):
    labels = fields.labels_field()

    @classmethod
    def about(cls, client: Client, item: Json) -> LabelsForm:
        fingerprint = item.get("labelFingerprint", "")
        return cls(initial={"labels": item.get("labels", {}), "fingerprint": fingerprint})


def set_labels(client: Client, path: str, values: Json) -> Json:
    body = {"labels": values["labels"], "labelFingerprint": values["fingerprint"]}
    return client.post(f"{path}/setLabels", body)


class TagsForm(FingerprintForm):
    tags = fields.TagsField()

    @classmethod
    def about(cls, client: Client, item: Json) -> TagsForm:
        tags = item.get("tags", {})
        initial = {"tags": tags.get("items", []), "fingerprint": tags.get("fingerprint", "")}
        return cls(initial=initial)


def set_tags(client: Client, path: str, values: Json) -> Json:
    body = {"items": values["tags"], "fingerprint": values["fingerprint"]}
    return client.post(f"{path}/setTags", body)


class MetadataForm(FingerprintForm):
    metadata = fields.metadata_field()

    @classmethod
    def about(cls, client: Client, item: Json) -> MetadataForm:
        metadata = item.get("metadata", {})
        pairs = {each["key"]: each.get("value", "") for each in metadata.get("items", [])}
        return cls(initial={"metadata": pairs, "fingerprint": metadata.get("fingerprint", "")})


def set_metadata(client: Client, path: str, values: Json) -> Json:
    items = [{"key": key, "value": value} for key, value in values["metadata"].items()]
    body = {"items": items, "fingerprint": values["fingerprint"]}
    return client.post(f"{path}/setMetadata", body)


class MachineTypeForm(ActionForm):
    machine_type = fields.choice(_("Machine type"))

    @classmethod
    def about(cls, client: Client, item: Json) -> MachineTypeForm:
        form = cls(initial={"machine_type": last(item["machineType"])})
        offered = client.list_all(f"zones/{last(item['zone'])}/machineTypes")
        form.fields["machine_type"].widget.choices = grouped(map(offers.machine_type, offered))
        return form


def grouped(types) -> list[tuple[str, list[tuple[str, str]]]]:
    """Machine types as the options of a select, by family and then by size."""
    ordered = sorted(types, key=lambda each: (each["family"], each["cpus"], each["memoryMb"]))
    return [
        (family, [(each["name"], offers.describe(each)) for each in members])
        for family, members in itertools.groupby(ordered, key=lambda each: each["family"])
    ]


def set_machine_type(client: Client, path: str, values: Json) -> Json:
    zone = path.split("/")[1]
    machine_type = f"zones/{zone}/machineTypes/{values['machine_type']}"
    return client.post(f"{path}/setMachineType", {"machineType": machine_type})


def protect(on: bool):
    def send(client: Client, path: str, values: Json) -> Json:
        return client.post(f"{path}/setDeletionProtection", deletionProtection=str(on).lower())

    return send


def edit(name: str, title: str, form: type[ActionForm], send, **more: Any) -> Action:
    """An action that shows a form and sends what it says."""
    return Action(
        name=name,
        label=_("Save"),
        icon="edit",
        question=(title, title),
        form=form,
        send=send,
        **{"consequence": "", "applies": model.is_settled, "needs": CHANGING, **more},
    )


LABELS = edit("setLabels", _("Edit labels"), LabelsForm, set_labels)
TAGS = edit("setTags", _("Edit network tags"), TagsForm, set_tags)
METADATA = edit("setMetadata", _("Edit metadata"), MetadataForm, set_metadata)
MACHINE_TYPE = edit(
    "setMachineType",
    _("Change the machine type"),
    MachineTypeForm,
    set_machine_type,
    consequence=_("The instance has the new size from its next start."),
    applies=model.can_start,
    needs=_("The machine type can be changed while the instance is stopped."),
)
PROTECT = Action(
    name="protect",
    label=_("Protect"),
    icon="edit",
    question=(_("Protect %(name)s from deletion?"),) * 2,
    consequence=_("Nobody can delete the instance until the protection is switched off."),
    applies=lambda vm: not vm.get("deletionProtection") and model.is_settled(vm),
    needs=CHANGING,
    send=protect(True),
)
UNPROTECT = Action(
    name="unprotect",
    label=_("Switch off"),
    icon="edit",
    question=(_("Switch off the deletion protection of %(name)s?"),) * 2,
    consequence=_("The instance can be deleted again."),
    applies=lambda vm: bool(vm.get("deletionProtection")) and model.is_settled(vm),
    needs=CHANGING,
    send=protect(False),
)

ALL = (LABELS, TAGS, METADATA, MACHINE_TYPE, PROTECT, UNPROTECT)
