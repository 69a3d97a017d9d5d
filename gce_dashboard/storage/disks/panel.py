"""The panel Disks."""

from gce_dashboard.framework.panel import ComputeEnginePanel
from gce_dashboard.i18n import gettext_lazy as _


class Disks(ComputeEnginePanel):
    name = _("Disks")
    slug = "gce_disks"
    icon = "disk"
