"""The panel VM instances."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import ComputeEnginePanel


class Instances(ComputeEnginePanel):
    name = _("VM instances")
    slug = "gce_instances"
    icon = "vm"
