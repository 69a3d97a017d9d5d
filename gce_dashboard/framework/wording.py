"""Operations as sentences: what is being done, what was, and what could not be."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from django.utils.translation import get_language

from gce_dashboard.framework import registry
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy as lazy

Json = dict[str, Any]
Words = tuple[str, str, str]

# operationType -> (what is asked, while it runs, when it is done, when it has failed)
WORDS: dict[str, tuple[str, str, str, str]] = {
    "insert": (
        lazy("Create %s"),
        lazy("Creating %s"),
        lazy("%s created"),
        lazy("%s could not be created"),
    ),
    "delete": (
        lazy("Delete %s"),
        lazy("Deleting %s"),
        lazy("%s deleted"),
        lazy("%s could not be deleted"),
    ),
    "update": (lazy("Save %s"), lazy("Saving %s"), lazy("%s saved"), lazy("%s could not be saved")),
    "patch": (lazy("Save %s"), lazy("Saving %s"), lazy("%s saved"), lazy("%s could not be saved")),
    "start": (
        lazy("Start %s"),
        lazy("Starting %s"),
        lazy("%s started"),
        lazy("%s could not be started"),
    ),
    "stop": (
        lazy("Stop %s"),
        lazy("Stopping %s"),
        lazy("%s stopped"),
        lazy("%s could not be stopped"),
    ),
    "reset": (
        lazy("Reset %s"),
        lazy("Resetting %s"),
        lazy("%s reset"),
        lazy("%s could not be reset"),
    ),
    "suspend": (
        lazy("Suspend %s"),
        lazy("Suspending %s"),
        lazy("%s suspended"),
        lazy("%s could not be suspended"),
    ),
    "resume": (
        lazy("Resume %s"),
        lazy("Resuming %s"),
        lazy("%s resumed"),
        lazy("%s could not be resumed"),
    ),
    "resize": (
        lazy("Resize %s"),
        lazy("Resizing %s"),
        lazy("%s resized"),
        lazy("%s could not be resized"),
    ),
    "setLabels": (
        lazy("Save labels of %s"),
        lazy("Saving labels of %s"),
        lazy("Labels of %s saved"),
        lazy("Labels of %s could not be saved"),
    ),
    "setTags": (
        lazy("Save tags of %s"),
        lazy("Saving tags of %s"),
        lazy("Tags of %s saved"),
        lazy("Tags of %s could not be saved"),
    ),
    "setMetadata": (
        lazy("Save metadata of %s"),
        lazy("Saving metadata of %s"),
        lazy("Metadata of %s saved"),
        lazy("Metadata of %s could not be saved"),
    ),
    "setCommonInstanceMetadata": (
        lazy("Save metadata of %s"),
        lazy("Saving metadata of %s"),
        lazy("Metadata of %s saved"),
        lazy("Metadata of %s could not be saved"),
    ),
    "setMachineType": (
        lazy("Change the machine type of %s"),
        lazy("Changing the machine type of %s"),
        lazy("Machine type of %s changed"),
        lazy("Machine type of %s could not be changed"),
    ),
    "setDeletionProtection": (
        lazy("Change the deletion protection of %s"),
        lazy("Changing the deletion protection of %s"),
        lazy("Deletion protection of %s changed"),
        lazy("Deletion protection of %s could not be changed"),
    ),
    "createSnapshot": (
        lazy("Create a snapshot of %s"),
        lazy("Creating a snapshot of %s"),
        lazy("Snapshot of %s created"),
        lazy("No snapshot of %s could be created"),
    ),
    "attachDisk": (
        lazy("Attach a disk to %s"),
        lazy("Attaching a disk to %s"),
        lazy("Disk attached to %s"),
        lazy("No disk could be attached to %s"),
    ),
    "detachDisk": (
        lazy("Detach a disk from %s"),
        lazy("Detaching a disk from %s"),
        lazy("Disk detached from %s"),
        lazy("The disk could not be detached from %s"),
    ),
    "addAccessConfig": (
        lazy("Give %s an external address"),
        lazy("Giving %s an external address"),
        lazy("%s has an external address"),
        lazy("%s could not be given an external address"),
    ),
    "deleteAccessConfig": (
        lazy("Take the external address from %s"),
        lazy("Taking the external address from %s"),
        lazy("External address taken from %s"),
        lazy("The external address could not be taken from %s"),
    ),
    "addResourcePolicies": (
        lazy("Add a schedule to %s"),
        lazy("Adding a schedule to %s"),
        lazy("Schedule added to %s"),
        lazy("No schedule could be added to %s"),
    ),
    "removeResourcePolicies": (
        lazy("Remove a schedule from %s"),
        lazy("Removing a schedule from %s"),
        lazy("Schedule removed from %s"),
        lazy("The schedule could not be removed from %s"),
    ),
    "expandIpCidrRange": (
        lazy("Expand %s"),
        lazy("Expanding %s"),
        lazy("%s expanded"),
        lazy("%s could not be expanded"),
    ),
    "switchToCustomMode": (
        lazy("Switch %s to custom mode"),
        lazy("Switching %s to custom mode"),
        lazy("%s switched to custom mode"),
        lazy("%s could not be switched to custom mode"),
    ),
    "setTarget": (
        lazy("Change the target of %s"),
        lazy("Changing the target of %s"),
        lazy("Target of %s changed"),
        lazy("Target of %s could not be changed"),
    ),
    "setUrlMap": (
        lazy("Change the URL map of %s"),
        lazy("Changing the URL map of %s"),
        lazy("URL map of %s changed"),
        lazy("URL map of %s could not be changed"),
    ),
    "setBackendService": (
        lazy("Change the backend service of %s"),
        lazy("Changing the backend service of %s"),
        lazy("Backend service of %s changed"),
        lazy("Backend service of %s could not be changed"),
    ),
    "addInstance": (
        lazy("Add instances to %s"),
        lazy("Adding instances to %s"),
        lazy("Instances added to %s"),
        lazy("No instances could be added to %s"),
    ),
    "removeInstance": (
        lazy("Remove instances from %s"),
        lazy("Removing instances from %s"),
        lazy("Instances removed from %s"),
        lazy("The instances could not be removed from %s"),
    ),
    "addHealthCheck": (
        lazy("Add a health check to %s"),
        lazy("Adding a health check to %s"),
        lazy("Health check added to %s"),
        lazy("No health check could be added to %s"),
    ),
    "removeHealthCheck": (
        lazy("Remove a health check from %s"),
        lazy("Removing the health check from %s"),
        lazy("Health check removed from %s"),
        lazy("The health check could not be removed from %s"),
    ),
    "deprecate": (
        lazy("Change the deprecation of %s"),
        lazy("Changing the deprecation of %s"),
        lazy("Deprecation of %s changed"),
        lazy("Deprecation of %s could not be changed"),
    ),
    "setInstanceTemplate": (
        lazy("Change the template of %s"),
        lazy("Changing the template of %s"),
        lazy("Template of %s changed"),
        lazy("Template of %s could not be changed"),
    ),
    "recreateInstances": (
        lazy("Recreate instances of %s"),
        lazy("Recreating instances of %s"),
        lazy("Recreation of instances of %s begun"),
        lazy("Instances of %s could not be recreated"),
    ),
    "deleteInstances": (
        lazy("Delete instances of %s"),
        lazy("Deleting instances of %s"),
        lazy("Deletion of instances of %s begun"),
        lazy("Instances of %s could not be deleted"),
    ),
    "abandonInstances": (
        lazy("Take instances out of %s"),
        lazy("Taking instances out of %s"),
        lazy("Instances taken out of %s"),
        lazy("Instances could not be taken out of %s"),
    ),
    "addInstances": (
        lazy("Add instances to %s"),
        lazy("Adding instances to %s"),
        lazy("Instances added to %s"),
        lazy("Instances could not be added to %s"),
    ),
    "removeInstances": (
        lazy("Remove instances from %s"),
        lazy("Removing instances from %s"),
        lazy("Instances removed from %s"),
        lazy("Instances could not be removed from %s"),
    ),
    "setNamedPorts": (
        lazy("Save the named ports of %s"),
        lazy("Saving the named ports of %s"),
        lazy("Named ports of %s saved"),
        lazy("Named ports of %s could not be saved"),
    ),
}


def sentences(operation: Json) -> Words:
    """What to say of an operation while it runs, when it is done and when it has failed."""
    name = last(operation.get("targetLink")) or operation.get("name", "")
    _asked, doing, done, failed = (str(each) % name for each in _words(operation))
    return doing, done, failed


def title(operation: Json) -> str:
    """What was asked for, and of what kind of thing: ``Create VM instance vm-1``."""
    place, _slash, name = operation.get("targetLink", "").rpartition("/")
    with contextlib.suppress(KeyError):
        name = f"{amid(str(registry.resource(last(place)).title))} {name}"
    return str(_words(operation)[0]) % (name or operation.get("name", ""))


def amid(name: str) -> str:
    """A name of ours amid a sentence: ``Disk`` as ``disk``, but ``URL map`` as it is.

    Nouns have capitals in German, and letters none in Chinese and Japanese.
    """
    english = (get_language() or "en").startswith("en")
    return name[:1].lower() + name[1:] if english and name[1:2].islower() else name


def in_words(camel: str) -> str:
    """``setCommonInstanceMetadata`` as ``Set common instance metadata``."""
    spaced = re.sub(r"(?<=[a-z0-9])([A-Z])", r" \1", camel.rpartition(".")[2])
    return spaced[:1].upper() + spaced[1:].lower()


def _words(operation: Json) -> tuple[str, str, str, str]:
    kind = operation.get("operationType", "")
    return WORDS.get(kind.rpartition(".")[2]) or _unknown(kind)


def _unknown(kind: str) -> tuple[str, str, str, str]:
    """For what no table knows: its own name, spelled out."""
    said = f"{in_words(kind).replace('%', '%%') or _('Change')}: %s"
    return (said, said, _("%s: done") % said, _("%s: failed") % said)
