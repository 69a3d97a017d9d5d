"""The panel Zones."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import ComputeEnginePanel


class Zones(ComputeEnginePanel):
    name = _("Zones")
    slug = "gce_zones"
    icon = "zone"
