"""Operations as sentences: what is being done, what was, and what could not be."""

from __future__ import annotations

import re
from typing import Any

from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy as lazy

Json = dict[str, Any]
Words = tuple[str, str, str]

# operationType -> (while it runs, when it is done, when it has failed)
WORDS: dict[str, Words] = {
    "insert": (lazy("Creating %s"), lazy("%s created"), lazy("%s could not be created")),
    "delete": (lazy("Deleting %s"), lazy("%s deleted"), lazy("%s could not be deleted")),
    "update": (lazy("Saving %s"), lazy("%s saved"), lazy("%s could not be saved")),
    "patch": (lazy("Saving %s"), lazy("%s saved"), lazy("%s could not be saved")),
    "start": (lazy("Starting %s"), lazy("%s started"), lazy("%s could not be started")),
    "stop": (lazy("Stopping %s"), lazy("%s stopped"), lazy("%s could not be stopped")),
    "reset": (lazy("Resetting %s"), lazy("%s reset"), lazy("%s could not be reset")),
    "suspend": (lazy("Suspending %s"), lazy("%s suspended"), lazy("%s could not be suspended")),
    "resume": (lazy("Resuming %s"), lazy("%s resumed"), lazy("%s could not be resumed")),
    "resize": (lazy("Resizing %s"), lazy("%s resized"), lazy("%s could not be resized")),
    "setLabels": (
        lazy("Saving labels of %s"),
        lazy("Labels of %s saved"),
        lazy("Labels of %s could not be saved"),
    ),
    "setTags": (
        lazy("Saving tags of %s"),
        lazy("Tags of %s saved"),
        lazy("Tags of %s could not be saved"),
    ),
    "setMetadata": (
        lazy("Saving metadata of %s"),
        lazy("Metadata of %s saved"),
        lazy("Metadata of %s could not be saved"),
    ),
    "setCommonInstanceMetadata": (
        lazy("Saving metadata of %s"),
        lazy("Metadata of %s saved"),
        lazy("Metadata of %s could not be saved"),
    ),
    "setMachineType": (
        lazy("Changing the machine type of %s"),
        lazy("Machine type of %s changed"),
        lazy("Machine type of %s could not be changed"),
    ),
    "setDeletionProtection": (
        lazy("Changing the deletion protection of %s"),
        lazy("Deletion protection of %s changed"),
        lazy("Deletion protection of %s could not be changed"),
    ),
    "createSnapshot": (
        lazy("Creating a snapshot of %s"),
        lazy("Snapshot of %s created"),
        lazy("No snapshot of %s could be created"),
    ),
    "attachDisk": (
        lazy("Attaching a disk to %s"),
        lazy("Disk attached to %s"),
        lazy("No disk could be attached to %s"),
    ),
    "detachDisk": (
        lazy("Detaching a disk from %s"),
        lazy("Disk detached from %s"),
        lazy("The disk could not be detached from %s"),
    ),
    "addAccessConfig": (
        lazy("Giving %s an external address"),
        lazy("%s has an external address"),
        lazy("%s could not be given an external address"),
    ),
    "deleteAccessConfig": (
        lazy("Taking the external address from %s"),
        lazy("External address taken from %s"),
        lazy("The external address could not be taken from %s"),
    ),
    "addResourcePolicies": (
        lazy("Adding a schedule to %s"),
        lazy("Schedule added to %s"),
        lazy("No schedule could be added to %s"),
    ),
    "removeResourcePolicies": (
        lazy("Removing a schedule from %s"),
        lazy("Schedule removed from %s"),
        lazy("The schedule could not be removed from %s"),
    ),
    "expandIpCidrRange": (
        lazy("Expanding %s"),
        lazy("%s expanded"),
        lazy("%s could not be expanded"),
    ),
    "switchToCustomMode": (
        lazy("Switching %s to custom mode"),
        lazy("%s switched to custom mode"),
        lazy("%s could not be switched to custom mode"),
    ),
    "setTarget": (
        lazy("Changing the target of %s"),
        lazy("Target of %s changed"),
        lazy("Target of %s could not be changed"),
    ),
    "setUrlMap": (
        lazy("Changing the URL map of %s"),
        lazy("URL map of %s changed"),
        lazy("URL map of %s could not be changed"),
    ),
    "setBackendService": (
        lazy("Changing the backend service of %s"),
        lazy("Backend service of %s changed"),
        lazy("Backend service of %s could not be changed"),
    ),
    "addInstance": (
        lazy("Adding instances to %s"),
        lazy("Instances added to %s"),
        lazy("No instances could be added to %s"),
    ),
    "removeInstance": (
        lazy("Removing instances from %s"),
        lazy("Instances removed from %s"),
        lazy("The instances could not be removed from %s"),
    ),
    "addHealthCheck": (
        lazy("Adding a health check to %s"),
        lazy("Health check added to %s"),
        lazy("No health check could be added to %s"),
    ),
    "removeHealthCheck": (
        lazy("Removing the health check from %s"),
        lazy("Health check removed from %s"),
        lazy("The health check could not be removed from %s"),
    ),
    "deprecate": (
        lazy("Changing the deprecation of %s"),
        lazy("Deprecation of %s changed"),
        lazy("Deprecation of %s could not be changed"),
    ),
    "setInstanceTemplate": (
        lazy("Changing the template of %s"),
        lazy("Template of %s changed"),
        lazy("Template of %s could not be changed"),
    ),
    "recreateInstances": (
        lazy("Recreating instances of %s"),
        lazy("Recreation of instances of %s begun"),
        lazy("Instances of %s could not be recreated"),
    ),
    "deleteInstances": (
        lazy("Deleting instances of %s"),
        lazy("Deletion of instances of %s begun"),
        lazy("Instances of %s could not be deleted"),
    ),
    "abandonInstances": (
        lazy("Taking instances out of %s"),
        lazy("Instances taken out of %s"),
        lazy("Instances could not be taken out of %s"),
    ),
    "addInstances": (
        lazy("Adding instances to %s"),
        lazy("Instances added to %s"),
        lazy("Instances could not be added to %s"),
    ),
    "removeInstances": (
        lazy("Removing instances from %s"),
        lazy("Instances removed from %s"),
        lazy("Instances could not be removed from %s"),
    ),
    "setNamedPorts": (
        lazy("Saving the named ports of %s"),
        lazy("Named ports of %s saved"),
        lazy("Named ports of %s could not be saved"),
    ),
}


def sentences(operation: Json) -> Words:
    """What to say of an operation while it runs, when it is done and when it has failed."""
    kind = operation.get("operationType", "")
    name = last(operation.get("targetLink")) or operation.get("name", "")
    words = WORDS.get(kind.rpartition(".")[2]) or _unknown(kind)
    doing, done, failed = (str(each) % name for each in words)
    return doing, done, failed


def in_words(camel: str) -> str:
    """``setCommonInstanceMetadata`` as ``Set common instance metadata``."""
    spaced = re.sub(r"(?<=[a-z0-9])([A-Z])", r" \1", camel.rpartition(".")[2])
    return spaced[:1].upper() + spaced[1:].lower()


def _unknown(kind: str) -> Words:
    """For what no table knows: its own name, spelled out."""
    said = in_words(kind).replace("%", "%%") or _("Change")
    return (f"{said}: %s", _("%s: done") % f"{said}: %s", _("%s: failed") % f"{said}: %s")
