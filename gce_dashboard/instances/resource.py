"""VM instances, as the console speaks of them."""

from gce_dashboard.framework.registry import ZONE, Resource
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

INSTANCES = Resource(
    collection="instances",
    title=_("VM instance"),
    plural=_("VM instances"),
    icon="vm",
    scopes=(ZONE,),
    status=Status(
        {
            "PROVISIONING": ("busy", _("Provisioning")),
            "STAGING": ("busy", _("Staging")),
            "RUNNING": ("ok", _("Running")),
            "STOPPING": ("busy", _("Stopping")),
            "SUSPENDING": ("busy", _("Suspending")),
            "SUSPENDED": ("paused", _("Suspended")),
            "REPAIRING": ("error", _("Repairing")),
            "TERMINATED": ("off", _("Stopped")),
            "STOPPED": ("off", _("Stopped")),
            "DEPROVISIONING": ("busy", _("Deleting")),
        }
    ),
)
