"""Disks, as the console speaks of them."""

from gce_dashboard.framework.registry import REGION, ZONE, Resource
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

DISKS = Resource(
    collection="disks",
    title=_("Disk"),
    plural=_("Disks"),
    icon="disk",
    scopes=(ZONE, REGION),
    status=Status(
        {
            "CREATING": ("busy", _("Creating")),
            "RESTORING": ("busy", _("Restoring")),
            "READY": ("ok", _("Ready")),
            "DELETING": ("busy", _("Deleting")),
            "FAILED": ("error", _("Failed")),
            "UNAVAILABLE": ("off", _("Unavailable")),
        }
    ),
)
