"""The panel Disks."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import ComputeEnginePanel


class Disks(ComputeEnginePanel):
    name = _("Disks")
    slug = "gce_disks"
    icon = "disk"
