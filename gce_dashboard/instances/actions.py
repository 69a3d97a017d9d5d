"""What can be done with VM instances."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework.actions import delete, method
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import model

Json = dict[str, Any]


def disks_remark(instance: Json) -> str:
    """What becomes of the instance's disks when it is deleted."""
    deleted, kept = model.disks_at_deletion(instance)
    told = []
    if deleted:
        told.append(_("Deletes: %s") % ", ".join(deleted))
    if kept:
        told.append(_("Keeps: %s") % ", ".join(kept))
    return "; ".join(told)


START = method(
    "start",
    label=_("Start"),
    icon="play",
    question=(_("Start %(name)s?"), _("Start %(count)s VM instances?")),
    consequence=_("The guest operating system boots. Addresses and disks stay as they are."),
    applies=model.can_start,
    needs=_("Only a stopped instance can be started."),
)
STOP = method(
    "stop",
    label=_("Stop"),
    icon="stop",
    question=(_("Stop %(name)s?"), _("Stop %(count)s VM instances?")),
    consequence=_(
        "The guest operating system is asked to shut down. Memory is lost; disks and addresses"
        " are kept."
    ),
    applies=model.can_stop,
    needs=_("Only a running instance can be stopped."),
)
SUSPEND = method(
    "suspend",
    label=_("Suspend"),
    icon="pause",
    question=(_("Suspend %(name)s?"), _("Suspend %(count)s VM instances?")),
    consequence=_("The guest stops where it is and its memory is saved, until it is resumed."),
    applies=model.is_running,
    needs=_("Only a running instance can be suspended."),
)
RESUME = method(
    "resume",
    label=_("Resume"),
    icon="resume",
    question=(_("Resume %(name)s?"), _("Resume %(count)s VM instances?")),
    consequence=_("The guest goes on where it was suspended."),
    applies=model.can_resume,
    needs=_("Only a suspended instance can be resumed."),
)
RESET = method(
    "reset",
    label=_("Reset"),
    icon="reset",
    question=(_("Reset %(name)s?"), _("Reset %(count)s VM instances?")),
    consequence=_(
        "The machine restarts at once, as if its power had failed. What the guest has not"
        " written to disk is lost."
    ),
    applies=model.is_running,
    needs=_("Only a running instance can be reset."),
    danger=True,
)
DELETE = delete(
    question=(_("Delete %(name)s?"), _("Delete %(count)s VM instances?")),
    consequence=_(
        "The instance goes for good, and with it the disks that are set to be deleted with it."
        " This cannot be undone."
    ),
    applies=model.can_delete,
    needs=_(
        "An instance that is protected from deletion, being made or being deleted cannot be"
        " deleted. The protection is switched off on its page."
    ),
    remark=disks_remark,
)

ALL = (START, STOP, RESET, SUSPEND, RESUME, DELETE)
