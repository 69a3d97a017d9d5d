"""The panel Zones."""

from gce_dashboard.framework.panel import ComputeEnginePanel
from gce_dashboard.i18n import gettext_lazy as _


class Zones(ComputeEnginePanel):
    name = _("Zones")
    slug = "gce_zones"
    icon = "zone"
