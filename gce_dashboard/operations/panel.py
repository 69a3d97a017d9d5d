"""The panel Operations."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import ComputeEnginePanel


class Operations(ComputeEnginePanel):
    name = _("Operations")
    slug = "gce_operations"
    icon = "operation"
