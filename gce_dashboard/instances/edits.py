"""Changes to an instance's labels, tags, metadata, SSH keys, machine type and protection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import edits, fields
from gce_dashboard.framework.actions import Action, edit
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import model
from gce_dashboard.instances.metadata_edits import metadata_edits

Json = dict[str, Any]
CHANGING = _("The instance is changing right now.")
SETTLED: Json = {"applies": model.is_settled, "needs": CHANGING}


def set_machine_type(client: Client, path: str, values: Json) -> Json:
    zone = path.split("/")[1]
    machine_type = f"zones/{zone}/machineTypes/{values['machine_type']}"
    return client.post(f"{path}/setMachineType", {"machineType": machine_type})


def protect(on: bool) -> Callable[[Client, str, Json], Json]:
    def send(client: Client, path: str, values: Json) -> Json:
        return client.post(f"{path}/setDeletionProtection", deletionProtection=str(on).lower())

    return send


LABELS = edits.labels(**SETTLED)
TAGS = edit(
    "setTags",
    _("Edit network tags"),
    fields.fingerprint("tags.fingerprint"),
    fields.tags(
        path="items", always=True, read=lambda instance: instance.get("tags", {}).get("items", [])
    ),
    **SETTLED,
)
METADATA, SSH_KEYS = metadata_edits("metadata", "setMetadata", **SETTLED)
MACHINE_TYPE = edit(
    "setMachineType",
    _("Change the machine type"),
    fields.hidden("zone", read=lambda instance: last(instance["zone"])),
    fields.choice(
        "machine_type",
        _("Machine type"),
        offer="machineTypes",
        within="zone",
        path="machineType",
        body="zones/{zone}/machineTypes/{}",
    ),
    send=set_machine_type,
    consequence=_("The instance has the new size from its next start."),
    applies=model.can_start,
    needs=_("The machine type can be changed while the instance is stopped."),
)
PROTECT = Action(
    name="protect",
    label=_("Protect"),
    button=_("Protect from deletion"),
    icon="edit",
    question=(_("Protect %(name)s from deletion?"),) * 2,
    consequence=_("Nobody can delete the instance until the protection is switched off."),
    applies=lambda vm: not vm.get("deletionProtection") and model.is_settled(vm),
    send=protect(True),
    permission="compute.instances.setDeletionProtection",
)
UNPROTECT = Action(
    name="unprotect",
    label=_("Switch off"),
    button=_("Switch deletion protection off"),
    icon="edit",
    question=(_("Switch off the deletion protection of %(name)s?"),) * 2,
    consequence=_("The instance can be deleted again."),
    applies=lambda vm: bool(vm.get("deletionProtection")) and model.is_settled(vm),
    send=protect(False),
    permission="compute.instances.setDeletionProtection",
)

ALL = (LABELS, TAGS, METADATA, SSH_KEYS, MACHINE_TYPE, PROTECT, UNPROTECT)
