"""The panel VM instances."""

from gce_dashboard.framework.panel import ComputeEnginePanel
from gce_dashboard.i18n import gettext_lazy as _


class Instances(ComputeEnginePanel):
    name = _("VM instances")
    slug = "gce_instances"
    icon = "vm"
