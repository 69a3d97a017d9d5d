"""What can be done with VM instances."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.instances import model
from gce_dashboard.pages.actions import delete, method

START = method(
    "start",
    label=_("Start"),
    icon="play",
    question=(_("Start %(name)s?"), _("Start %(count)s VM instances?")),
    consequence=_("The guest operating system boots. Addresses and disks stay as they are."),
    applies=model.can_start,
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
)
SUSPEND = method(
    "suspend",
    label=_("Suspend"),
    icon="pause",
    question=(_("Suspend %(name)s?"), _("Suspend %(count)s VM instances?")),
    consequence=_("The guest stops where it is and its memory is saved, until it is resumed."),
    applies=model.is_running,
)
RESUME = method(
    "resume",
    label=_("Resume"),
    icon="resume",
    question=(_("Resume %(name)s?"), _("Resume %(count)s VM instances?")),
    consequence=_("The guest goes on where it was suspended."),
    applies=model.can_resume,
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
    danger=True,
)
DELETE = delete(
    question=(_("Delete %(name)s?"), _("Delete %(count)s VM instances?")),
    consequence=_(
        "The instance goes for good, with its boot disk and every disk that is set to be"
        " deleted with it. This cannot be undone."
    ),
    applies=model.can_delete,
)

ALL = (START, STOP, RESET, SUSPEND, RESUME, DELETE)
